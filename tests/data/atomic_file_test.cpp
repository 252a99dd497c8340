// Files written in pieces: whole in the end or not at all.
#include "nn/data/atomic_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "nn/data/input_error.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;
namespace fs = std::filesystem;

using Names = std::vector<std::string>;

namespace {

std::string refusal(const std::string& path) {
  return message_of<InputError>([&] { const AtomicFile file(path); });
}

}  // namespace

TEST(AtomicFile, PiecesAppearTogetherAtTheEnd) {
  property([](Check& check) {
    const ScratchFolder folder;
    const bool old = *label() == 1;
    if (old) folder.write("f", "old");
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
                             rc::gen::container<std::string>(rc::gen::arbitrary<char>()))
                             .as("pieces");
    std::string whole;
    {
      AtomicFile file(folder.file("f"));
      for (const std::string& piece : pieces) {
        file.write(piece);
        whole += piece;
      }
      check.holds(fs::exists(folder.file("f")) == old, "not before");
      check.holds(!old || read_file(folder.file("f")) == "old", "the old file until then");
      check.holds(folder.names().size() == (old ? 2U : 1U), "a temporary file beside it");
      file.commit();
    }
    check.holds(read_file(folder.file("f")) == whole, "all pieces in their order");
    check.holds(folder.names() == Names{"f"}, "nothing else");
  });
}

TEST(AtomicFile, WithoutCommitNothingHasHappened) {
  property([](Check& check) {
    const ScratchFolder folder;
    const bool old = *label() == 1;
    if (old) folder.write("f", "old");
    {
      AtomicFile file(folder.file("f"));
      for (std::size_t i = *dimension(0, 3); i > 0; --i) file.write(std::string(9000, 'x'));
    }
    require_writable(folder.file("f"));
    check.holds(folder.names() == (old ? Names{"f"} : Names{}), "no litter");
    check.holds(!old || read_file(folder.file("f")) == "old", "the old file");
  });
}

// A chain of links, to a file that is there or is not, in this folder or another.
TEST(AtomicFile, LinksAreWrittenThrough) {
  property([](Check& check) {
    const ScratchFolder folder;
    fs::create_directory(folder.file("other"));
    std::string target = *rc::gen::element<std::string>("target", "other/target").as("target");
    if (*label() == 1) folder.write(target, "old");
    const std::string end = folder.file(target);
    if (*label() == 1) target = end;  // by its whole path
    const std::size_t links = *dimension(1, 4).as("links");
    for (std::size_t i = 1; i <= links; ++i) {
      fs::create_symlink(i == 1 ? target : std::to_string(i - 1), folder.file(std::to_string(i)));
    }
    const std::string last = folder.file(std::to_string(links));
    check.holds(write_target(last) == fs::canonical(fs::path(end).parent_path()) / "target",
                "where it is written");
    AtomicFile file(last);
    file.write("new");
    file.commit();
    check.holds(read_file(end) == "new", "the file at the end of the chain");
    for (std::size_t i = 1; i <= links; ++i) {
      check.holds(fs::is_symlink(folder.file(std::to_string(i))), "the links are links");
    }
    const bool beside_links = fs::path(end).parent_path() == folder.path();
    check.holds(folder.names().size() == links + (beside_links ? 2U : 1U), "nothing else");
  });
}

TEST(AtomicFile, SaysWhyItCannotWrite) {
  examples([](Check& check) {
    const ScratchFolder folder;
    folder.write("plain", "");
    fs::create_symlink("loop", folder.file("loop"));
    fs::create_symlink("nowhere/f", folder.file("astray"));
    const Names before = folder.names();
    for (const char* name : {"nowhere/f", "plain/f", "loop", "astray", "."}) {
      const std::string path = folder.file(name);
      const std::string message = refusal(path);
      check.holds(says(message, {path.c_str(), "cannot be written: ", "name a file"}), message);
      const std::string early = message_of<InputError>([&] { require_writable(path); });
      check.holds(early == message, "early as well: " + early);
    }
    check.holds(folder.names() == before, "no litter");
  });
}

TEST(AtomicFile, ALeftoverOfTheSameProcessIdIsNoHindrance) {
  const ScratchFolder folder;
  const std::string leftover = "f.part-" + std::to_string(::getpid());
  folder.write(leftover, "of a program that was killed");
  AtomicFile file(folder.file("f"));
  file.write("new");
  file.commit();
  EXPECT_EQ(read_file(folder.file("f")), "new");
  EXPECT_EQ(folder.names(), (Names{"f", leftover}));
}

TEST(AtomicFile, APipeIsWrittenToDirectlyAndNotTried) {
  const ScratchFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  require_writable(pipe);  // to open it would wait for a reader
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  AtomicFile file(pipe);
  file.write("thr");
  file.write("ough");
  file.commit();
  char received[16] = {};
  EXPECT_EQ(::read(reader, received, sizeof received - 1), 7);
  ::close(reader);
  EXPECT_STREQ(received, "through");
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_EQ(folder.names(), Names{"pipe"});
}
