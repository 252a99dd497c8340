// Files appear whole or not at all.
#include "nn/data/whole_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

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

TEST(WholeFile, ADeviceIsWrittenToAndNotReplaced) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  const std::string message = message_of<InputError>([] { write_whole_file("/dev/full", "x"); });
  EXPECT_TRUE(says(message, {"/dev/full", "No space left"})) << message;
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full")) << "a device is not replaced";
}

TEST(WholeFile, SaysWhyItCannotRead) {
  const ScratchFolder folder;
  const std::string missing = message_of<InputError>([&] { read_whole_file(folder.file("f")); });
  EXPECT_TRUE(says(missing, {"/f: cannot be read: No such file", "name a file that exists"}));
  const std::string directory = message_of<InputError>([&] { read_whole_file(folder.path()); });
  EXPECT_TRUE(says(directory, {"is a folder"})) << directory;
}
