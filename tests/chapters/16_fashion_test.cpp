// What is kept of Fashion-MNIST: it reads what it wrote, refuses what is damaged, and chooses by
// the images that nobody learned from.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "chapters/16-regularisation/fashion_record.hpp"
#include "nn/data/input_error.hpp"
#include "nn/scalar/random.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

chapter16::FashionRecord draw_fashion_record() {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  chapter16::FashionRecord record;
  for (const chapter16::FashionSetting& setting : chapter16::candidates()) {
    record.tried.push_back({setting.name, 1, random.index(10001), 60});
  }
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    record.runs.push_back({"first", seed, random.index(10001), 5});
  }
  chapter16::WrongImage image{random.index(10), random.index(10), {}};
  for (std::size_t p = 0; p < 784; ++p) {
    image.pixels.push_back(static_cast<std::uint8_t>(random.index(256)));
  }
  record.wrong.push_back(image);
  return record;
}

bool same_runs(const std::vector<chapter16::FashionRun>& a,
               const std::vector<chapter16::FashionRun>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.setting == y.setting && x.seed == y.seed && x.right == y.right &&
           x.seconds == y.seconds;
  });
}

}  // namespace

TEST(FashionRecord, IsReadAsItWasWritten) {
  property("cross-validation", [](Check& check) {
    const chapter16::FashionRecord record = draw_fashion_record();
    const chapter16::FashionRecord read =
        chapter16::parse_fashion_record(chapter16::text_of(record), "fashion.txt");
    check.holds(same_runs(read.tried, record.tried), "the candidates");
    check.holds(same_runs(read.runs, record.runs), "the tests");
    check.holds(read.wrong.size() == 1 && read.wrong[0].is == record.wrong[0].is &&
                    read.wrong[0].said == record.wrong[0].said &&
                    read.wrong[0].pixels == record.wrong[0].pixels,
                "the image");
  });
}

TEST(FashionRecord, ChoosesTheCandidateThatIsRightMostOften) {
  property("cross-validation", [](Check& check) {
    const chapter16::FashionRecord record = draw_fashion_record();
    const std::string chosen = chapter16::chosen_setting(record.tried).name;
    for (const chapter16::FashionRun& run : record.tried) {
      if (run.setting != chosen) continue;
      for (const chapter16::FashionRun& other : record.tried) {
        check.holds(other.right <= run.right, "no other is right more often");
      }
    }
  });
}

TEST(FashionRecord, ThatIsDamagedIsRefusedByItsLine) {
  property("cross-validation", [](Check& check) {
    const std::vector<std::string> damaged = {"run first 1",
                                              "tried a b c d",
                                              "wrong 3 5 00ff",
                                              "wrong 10 5 " + std::string(1568, '0'),
                                              "wrong 1 2 " + std::string(1568, 'g'),
                                              "walk 1"};
    const std::size_t k = *dimension(0, damaged.size() - 1).as("k");
    const std::string message = message_of<InputError>(
        [&] { chapter16::parse_fashion_record("# text\n" + damaged[k] + "\n", "fashion.txt"); });
    check.holds(says(message, {"fashion.txt", "2", "no line of this record"}), message);
  });
}
