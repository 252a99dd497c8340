// Ctrl-C: noted once, deadly twice.
#include "nn/program/interruption.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// Runs `act` in a process of its own and returns how that ended, as waitpid() says it.
int end_of(const std::function<void()>& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    act();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

bool ended_well(int status) { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }

bool killed_by(int status, int signal) { return WIFSIGNALED(status) && WTERMSIG(status) == signal; }

/// The test's own runner may have been started to ignore them.
void restore_defaults() {
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
}

}  // namespace

TEST(Interruption, NotesTheFirstSignalAndTheSecondEndsTheProgram) {
  examples([](Check& check) {
    for (const int first : {SIGINT, SIGTERM}) {
      const int noted = end_of([&] {
        restore_defaults();
        const Interruption interruption;
        if (interruption.signal() != 0) ::_exit(1);
        ::raise(first);
        if (interruption.signal() != first) ::_exit(2);
      });
      check.holds(ended_well(noted), "noted");
      for (const int second : {SIGINT, SIGTERM}) {
        const int ended = end_of([&] {
          restore_defaults();
          const Interruption interruption;
          ::raise(first);
          ::raise(second);
        });
        check.holds(killed_by(ended, second), "the second one");
      }
    }
  });
}

TEST(Interruption, LeavesSignalsAsTheyWere) {
  examples([](Check& check) {
    for (const int signal : {SIGINT, SIGTERM}) {
      const int afterwards = end_of([&] {
        restore_defaults();
        {
          const Interruption interruption;
          ::raise(signal);
        }
        ::raise(signal);
      });
      check.holds(killed_by(afterwards, signal), "afterwards it ends the program again");
      const int anew = end_of([&] {
        restore_defaults();
        {
          const Interruption interruption;
          ::raise(signal);
        }
        const Interruption interruption;
        if (interruption.signal() != 0) ::_exit(1);
      });
      check.holds(ended_well(anew), "the next one begins without it");
      const int ignored = end_of([&] {
        restore_defaults();
        ::signal(signal, SIG_IGN);
        {
          const Interruption interruption;
          ::raise(signal);
          ::raise(signal);
          if (interruption.signal() != 0) ::_exit(1);
        }
        ::raise(signal);
      });
      check.holds(ended_well(ignored), "what is ignored stays ignored");
    }
  });
}
