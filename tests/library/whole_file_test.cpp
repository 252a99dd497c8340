// Files appear whole or not at all.
#include "nn/data/whole_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "nn/data/input_error.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

using Names = std::vector<std::string>;

TEST(WholeFile, ReadsBackWhatWasWritten) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const auto content = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    write_whole_file(folder.file("f"), content);
    check.holds(read_whole_file(folder.file("f")) == content, "the same bytes");
    check.holds(folder.names() == Names{"f"}, "nothing else in the folder");
  });
}

TEST(WholeFile, ReadsMoreThanOneBlock) {
  const ScratchFolder folder;
  const std::string content(200'000, 'x');
  write_whole_file(folder.file("f"), content);
  EXPECT_EQ(read_whole_file(folder.file("f")), content);
}

TEST(WholeFile, ReplacesTheOldFileAndKeepsALinkALink) {
  const ScratchFolder folder;
  folder.write("target", "old");
  std::filesystem::create_symlink("target", folder.file("link"));
  write_whole_file(folder.file("link"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link")));
  EXPECT_EQ(read_whole_file(folder.file("target")), "new");
  EXPECT_EQ(folder.names(), (Names{"link", "target"}));
}

TEST(WholeFile, LeavesNothingBehindWhenItCannotWrite) {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder.file("occupied"));
  for (const std::string& path : {folder.file("missing/f"), folder.file("occupied")}) {
    const std::string message = message_of<InputError>([&] { write_whole_file(path, "x"); });
    EXPECT_TRUE(says(message, {path.c_str(), "cannot be written", "name a file"})) << message;
  }
  EXPECT_EQ(folder.names(), Names{"occupied"});
}

TEST(WholeFile, AFileThatCannotBeFinishedIsNotThereAndTheOldOneIs) {
  const ScratchFolder folder;
  folder.write("f", "old");
  // Files may grow to four bytes: the fifth fails, as on a full disk.
  rlimit usual{};
  ::getrlimit(RLIMIT_FSIZE, &usual);
  const rlimit small{4, usual.rlim_max};
  const auto usual_signal = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  std::string message;
  try {
    write_whole_file(folder.file("f"), "12345");
  } catch (const InputError& error) {
    message = error.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &usual);
  std::signal(SIGXFSZ, usual_signal);
  EXPECT_TRUE(says(message, {"/f: cannot be written", "too large"})) << message;
  EXPECT_EQ(folder.names(), Names{"f"});
  EXPECT_EQ(read_whole_file(folder.file("f")), "old");
}

// A pipe stands for all that is not a regular file. A device would do, but a broken program that
// runs as root would replace it for everybody.
TEST(WholeFile, APipeIsWrittenToAndNotReplaced) {
  const ScratchFolder folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  const int reader = ::open(folder.file("pipe").c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  write_whole_file(folder.file("pipe"), "through");
  char received[16] = {};
  EXPECT_EQ(::read(reader, received, sizeof received - 1), 7);
  ::close(reader);
  EXPECT_STREQ(received, "through");
  EXPECT_TRUE(std::filesystem::is_fifo(folder.file("pipe")));
  EXPECT_EQ(folder.names(), Names{"pipe"});
}

TEST(WholeFile, SaysWhyItCannotRead) {
  const ScratchFolder folder;
  const std::string missing = message_of<InputError>([&] { read_whole_file(folder.file("f")); });
  EXPECT_TRUE(says(missing, {"/f: cannot be read: No such file", "name a file that exists"}));
  const std::string directory = message_of<InputError>([&] { read_whole_file(folder.path()); });
  EXPECT_TRUE(says(directory, {"is a folder"})) << directory;
}
