// Chapter 8: the table of what was measured, read strictly and written whole, and the laws that its
// numbers must keep. No test here measures anything.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "chapters/08-cost-of-a-dot-product/laws.hpp"
#include "chapters/08-cost-of-a-dot-product/machine.hpp"
#include "chapters/08-cost-of-a-dot-product/measured.hpp"
#include "chapters/08-cost-of-a-dot-product/roof.hpp"
#include "nn/data/book_file.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::chapter8;
using namespace nn::test;

namespace {

/// A machine of 10 GB/s and 40 Gop/s with two cores, on which everything goes as the chapter says.
Measured believable() {
  Measured measured;
  for (const char* fact : facts) measured.machine[fact] = std::string("some ") + fact;
  measured.count = {{"threads", 2}, {"rows", 100'000}, {"columns", 100}, {"rounds", 21}};
  const auto set = [&](const std::string& name, double seconds, double ratio) {
    measured.timings[name] = {seconds, 0.9 * seconds, ratio};
  };
  const double read = 8e7 / 0.9 / 1e10;  // so that the fastest round reads 10 GB/s
  set("read/eight", read, 1);
  set("read/one", read * 1.7, 1.7);
  set("read/threads", read / 1.5, 1 / 1.5);
  set("large/blocks", read * 1.25, 1);
  set("large/BLAS", read * 2.5, 2);
  set("large/uBLAS", read * 5, 4);
  set("large/loop", read * 6.25, 5);
  set("large/threads", read * 1.25 / 1.6, 1 / 1.6);
  for (const char* way : {"blocks", "BLAS", "uBLAS", "loop", "threads"}) {
    set(std::string("small/") + way, 1e-5, 1);
  }
  set("dot/BLAS", read * 1.2, 1);
  set("dot/loop", read * 1.5, 1.25);
  set("matvec/BLAS", read * 1.2, 1);
  set("matmul/BLAS", 2 * std::pow(768.0, 3) / 4e10 / 0.9, 1);
  set("sums/1", 1e-6, 1);
  set("sums/2", 5e-7, 0.5);
  set("sums/4", 2.6e-7, 0.26);
  set("sums/8", 2.5e-7, 0.25);
  set("sums/16", 2.5e-7, 0.25);
  return measured;
}

/// How many laws the table breaks, and the first of them.
std::pair<std::size_t, std::string> broken(const Measured& measured) {
  std::size_t count = 0;
  std::string first;
  for (const Law& law : laws_of(measured)) {
    if (law.holds()) continue;
    if (count++ == 0) first = law.claim;
  }
  return {count, first};
}

/// The table with one line changed: what `find` stands in becomes `line`.
std::string with_line(const std::string& find, const std::string& line) {
  std::string text = text_of(believable());
  const std::size_t at = text.find("\n" + find) + 1;
  EXPECT_NE(at, 0U) << find;
  return text.replace(at, text.find('\n', at) + 1 - at, line);
}

std::string refusal(const std::string& text) {
  return message_of<InputError>([&] { parse_measured("measured.txt", text); });
}

}  // namespace

TEST(Measured, WhatIsWrittenIsRead) {
  property([](Check& check) {
    Measured measured = believable();
    for (auto& [name, timing] : measured.timings) {
      timing.seconds = *uniform(1e-6, 1).as("seconds");
      timing.best = timing.seconds * *uniform(0.1, 1);
      timing.ratio = *uniform(0.01, 9).as("ratio");
    }
    measured.count["rows"] = *dimension(1, 1'000'000);
    measured.machine["processor"] = "a processor, with = signs: and 2 spaces";
    const Measured again = parse_measured("measured.txt", text_of(measured));
    check.holds(text_of(again) == text_of(measured), "the same text");
    check.holds(again.machine == measured.machine && again.count == measured.count, "the rest");
    for (const auto& [name, timing] : measured.timings) {
      // Five digits are written.
      check.agree(again.seconds(name) / timing.seconds, 1, 1e-4, name);
      check.agree(again.best(name) / timing.best, 1, 1e-4, name);
      check.agree(again.ratio(name) / timing.ratio, 1, 1e-4, name);
    }
  });
}

TEST(Measured, EveryLineThatIsNotRightIsNamed) {
  const std::string large = "time large/loop ";
  const auto says_all = [](const std::string& message, std::initializer_list<const char*> parts) {
    EXPECT_TRUE(says(message, parts)) << message;
  };
  says_all(refusal(with_line("rows", "rows many\n")),
           {"measured.txt, line 12", "'many' is not a number", "--measure yes --record"});
  says_all(refusal(with_line("rows", "rows 0\n")), {"line 12", "'0' is not above 0"});
  says_all(refusal(with_line("rows", "rows 1.5\n")), {"line 12", "'1.5' is not a whole number"});
  says_all(refusal(with_line("rows", "rows 1e10\n")), {"line 12", "is not a whole number"});
  says_all(refusal(with_line("rows", "")), {"measured.txt", "nothing is said about 'rows'"});
  says_all(refusal(with_line("rows", "lines 3\n")), {"line 12", "'lines' is not known"});
  says_all(refusal(with_line("rows", "rows 3\nrows 3\n")), {"line 13", "another line has said"});
  says_all(refusal(with_line("memory", "memory\n")), {"line 7", "'memory' is not described"});
  says_all(refusal(with_line("memory", "")), {"nothing is said about 'memory'"});
  says_all(refusal(with_line(large, "time large/lop 1 1 1\n")),
           {"no way of computing is called 'large/lop'"});
  says_all(refusal(with_line(large, "time large/loop 1 1\n")), {"needs three numbers"});
  says_all(refusal(with_line(large, "time large/loop 1 1 1 1\n")), {"needs three numbers"});
  says_all(refusal(with_line(large, "time large/loop 1 1 nan\n")), {"line 16", "nan"});
  says_all(refusal(with_line(large, "time large/loop 1 -1 1\n")), {"'-1' is not above 0"});
  says_all(refusal(with_line(large, "time large/loop 1 2 1\n")),
           {"the fastest round of 'large/loop' is no median"});
  says_all(refusal(with_line(large, "")), {"nothing is said about 'large/loop'"});
  says_all(refusal(""), {"nothing is said about 'processor'"});
}

TEST(Measured, AFileThatIsNotThereIsNamed) {
  const ScratchFolder folder;
  const std::string file = folder.file("none.txt");
  EXPECT_TRUE(says(message_of<InputError>([&] { read_measured(file); }), {"none.txt"}));
  folder.write("none.txt", text_of(believable()));
  EXPECT_EQ(text_of(read_measured(file)), text_of(believable()));
}

TEST(Measured, TheMachineOfATableIsItsFastestRounds) {
  examples([](Check& check) {
    const Machine machine = machine_of(believable());
    check.agree(machine.bandwidth / 1e10, 1, 8 * epsilon, "8e7 bytes in 8 ms");
    check.agree(machine.peak / 4e10, 1, 8 * epsilon, "the matrix product");
    for (const Kernel& kernel : kernels_of(believable())) {
      check.holds(kernel.rate() < machine.roof(kernel.intensity()) * 0.95, kernel.name);
    }
  });
}

TEST(Laws, HoldOnABelievableTable) {
  EXPECT_EQ(broken(believable()).first, 0U) << broken(believable()).second;
}

// Each row breaks one number so that one law, and no other, no longer holds.
TEST(Laws, EachIsBrokenByItsOwnNumber) {
  struct Row {
    const char* timing;
    double seconds_by;
    double ratio_by;
    const char* law;
  };
  for (const Row& row :
       {Row{"dot/BLAS", 0.5, 1, "a dot product"}, Row{"matvec/BLAS", 0.5, 1, "X w^T"},
        Row{"large/BLAS", 0.6, 1, "an epoch, two products"},
        Row{"large/blocks", 0.6, 1, "an epoch, blocks"},
        Row{"large/BLAS", 0.49, 1, "an epoch, two products"},
        Row{"large/threads", 1, 0.7, "threads:"}, Row{"read/threads", 1, 0.6, "reading threads"},
        Row{"sums/2", 1, 0.8, "2 partial sums"}, Row{"sums/4", 1, 0.8, "4 partial sums: times"},
        Row{"sums/8", 1, 0.4, "8 partial sums"}, Row{"sums/16", 1, 0.2, "16 partial sums"},
        Row{"sums/4", 1, 3, "4 partial sums are faster"},
        Row{"large/loop", 0.39, 1, "large: twice the blocks"}}) {
    Measured measured = believable();
    Timing& timing = measured.timings.at(row.timing);
    timing.seconds *= row.seconds_by;
    timing.ratio *= row.ratio_by;
    const auto [count, first] = broken(measured);
    EXPECT_EQ(first.rfind(row.law, 0), 0U) << first << " in the place of " << row.law;
    // Two products in no time at all break the law of the blocks as well.
    EXPECT_EQ(count, row.seconds_by == 0.49 ? 2U : 1U) << row.law;
  }
}

TEST(Laws, BlocksSlowerThanTwoProductsAreNoticed) {
  Measured measured = believable();
  measured.timings.at("large/blocks").seconds *= 2.1;
  measured.timings.at("large/loop").seconds *= 3;
  EXPECT_EQ(broken(measured).first, 1U);
  EXPECT_EQ(broken(measured).second.rfind("large: blocks, two products", 0), 0U);
}

TEST(Laws, NothingHoldsOfWhatIsNoNumber) {
  EXPECT_FALSE((Law{"", std::nan(""), 1}.holds()));
  EXPECT_FALSE((Law{"", 1, std::nan("")}.holds()));
  EXPECT_TRUE((Law{"", 1, 1}.holds()));
}

TEST(Laws, HoldOnWhatTheChapterShows) {
  const Measured measured =
      read_measured(book_file("chapters/08-cost-of-a-dot-product/measured.txt"));
  EXPECT_EQ(broken(measured).first, 0U) << broken(measured).second;
}

TEST(Machine, IsDescribedFromTheSystemsOwnFiles) {
  const ScratchFolder folder;
  const std::string file =
      folder.write("info", "model\t: 1\nmodel name\t: A Processor 3000 \nmodel name\t: Another\n");
  EXPECT_EQ(value_in(file, "model name", ":"), "A Processor 3000");
  EXPECT_EQ(value_in(file, "cores", ":"), "unknown");
  EXPECT_EQ(value_in(folder.file("none"), "model name", ":"), "unknown");
  EXPECT_EQ(value_in(folder.write("os", "PRETTY_NAME=\"Some System 7\"\n"), "PRETTY_NAME", "="),
            "Some System 7");
  EXPECT_EQ(value_in(folder.write("empty", "PRETTY_NAME=\"\"\n"), "PRETTY_NAME", "="), "unknown");
  for (const auto& [fact, value] : this_machine()) EXPECT_FALSE(value.empty()) << fact;
}
