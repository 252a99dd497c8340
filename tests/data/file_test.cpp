// Files appear whole or not at all.
#include "nn/data/file.hpp"

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
    const auto content = *rc::gen::container<std::string>(rc::gen::arbitrary<char>()).as("content");
    write_file_atomically(folder.file("f"), content);
    check.holds(read_file(folder.file("f")) == content, "the same bytes");
    check.holds(folder.names() == Names{"f"}, "nothing else in the folder");
  });
}

TEST(WholeFile, ReadsMoreThanOneBlock) {
  const ScratchFolder folder;
  property([&](Check& check) {
    std::string content(*dimension(0, 200'000), 'x');
    for (std::size_t i = 0; i < content.size(); i += 1000) content[i] = static_cast<char>(i / 1000);
    write_file_atomically(folder.file("f"), content);
    check.holds(read_file(folder.file("f")) == content, "the same bytes");
  });
}

TEST(WholeFile, ReplacesTheOldFileAndKeepsALinkALink) {
  property([](Check& check) {
    const ScratchFolder folder;
    const auto content = *rc::gen::container<std::string>(rc::gen::arbitrary<char>()).as("content");
    folder.write("target", "old");
    std::filesystem::create_symlink("target", folder.file("link"));
    write_file_atomically(folder.file("link"), content);
    check.holds(std::filesystem::is_symlink(folder.file("link")), "still a link");
    check.holds(read_file(folder.file("target")) == content, "the target is written");
    check.holds(folder.names() == Names{"link", "target"}, "nothing else");
  });
}

TEST(WholeFile, LeavesNothingBehindWhenItCannotWrite) {
  property([](Check& check) {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder.file("occupied"));
    const std::string name =
        *rc::gen::element<std::string>("missing/f", "m/i/s", "occupied").as("name");
    const std::string content(*dimension(0, 10), 'x');
    const std::string path = folder.file(name);
    const std::string message =
        message_of<InputError>([&] { write_file_atomically(path, content); });
    check.holds(says(message, {path.c_str(), "cannot be written", "name a file"}), message);
    check.holds(folder.names() == Names{"occupied"}, "nothing else");
  });
}

TEST(WholeFile, AFileThatCannotBeFinishedIsNotThereAndTheOldOneIs) {
  property([](Check& check) {
    const ScratchFolder folder;
    const bool old = *label() == 1;
    if (old) folder.write("f", "old");
    // Files may grow to a few bytes: the next one fails, as on a full disk.
    const std::size_t room = *dimension(1, 4000).as("room");
    const std::string content(room + *dimension(1, 10'000), 'x');
    rlimit usual{};
    ::getrlimit(RLIMIT_FSIZE, &usual);
    const rlimit small{room, usual.rlim_max};
    const auto usual_signal = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::string message;
    try {
      write_file_atomically(folder.file("f"), content);
    } catch (const InputError& error) {
      message = error.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &usual);
    std::signal(SIGXFSZ, usual_signal);
    check.holds(says(message, {"/f: cannot be written", "too large"}), message);
    check.holds(folder.names() == (old ? Names{"f"} : Names{}), "nothing else in the folder");
    check.holds(!old || read_file(folder.file("f")) == "old", "the old file");
  });
}

// A pipe stands for all that is not a regular file. A device would do, but a broken program that
// runs as root would replace it for everybody.
TEST(WholeFile, APipeIsWrittenToAndNotReplaced) {
  const ScratchFolder folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  const int reader = ::open(folder.file("pipe").c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  write_file_atomically(folder.file("pipe"), "through");
  char received[16] = {};
  EXPECT_EQ(::read(reader, received, sizeof received - 1), 7);
  ::close(reader);
  EXPECT_STREQ(received, "through");
  EXPECT_TRUE(std::filesystem::is_fifo(folder.file("pipe")));
  EXPECT_EQ(folder.names(), Names{"pipe"});
}

TEST(WholeFile, SaysWhyItCannotRead) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::string name = *rc::gen::element<std::string>("f", "g.csv", "h/i").as("name");
    const auto missing = message_of<InputError>([&] { read_file(folder.file(name)); });
    const std::string reason = "/" + name + ": cannot be read: No such file";
    check.holds(says(missing, {reason.c_str(), "name a file that exists"}), missing);
  });
  const std::string directory = message_of<InputError>([&] { read_file(folder.path()); });
  EXPECT_TRUE(says(directory, {"is a folder"})) << directory;
}
