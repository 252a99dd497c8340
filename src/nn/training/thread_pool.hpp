#pragma once

/// \file
/// Threads that wait for work between one pass over the data and the next.

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace nn::fast {

/// A team of threads, the caller among them, that does numbered tasks together.
///
/// Starting a thread takes longer than a small epoch; these are started once. A thread that the
/// system has not woken when the tasks run out is not waited for, so a busy machine costs little.
class ThreadPool {
 public:
  /// A team of `threads`, of which the caller is one.
  ///
  /// \throws std::system_error if a thread cannot be started
  explicit ThreadPool(std::size_t threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// How many threads there are, the caller included.
  std::size_t size() const { return workers_.size() + 1; }

  /// Calls task(0), ..., task(count - 1), each once, in whatever order and on whichever thread, and
  /// returns when all are done. It allocates nothing. One call at a time, and none from a task.
  template <class Task>
  void for_each(std::size_t count, const Task& task) {
    static_assert(std::is_nothrow_invocable_v<const Task&, std::size_t>, "a task must not throw");
    run({[](const void* context, std::size_t k) { (*static_cast<const Task*>(context))(k); }, &task,
         count});
  }

 private:
  /// The tasks of one round; nothing of it is owned.
  struct Round {
    void (*call)(const void* context, std::size_t k) = nullptr;
    const void* context = nullptr;
    std::size_t count = 0;
  };

  void run(const Round& round);
  void help(const Round& round);
  void work();

  std::mutex mutex_;
  std::condition_variable started_;
  std::condition_variable left_;
  Round round_;                       ///< guarded by mutex_
  std::size_t number_ = 0;            ///< of the round; guarded by mutex_
  std::size_t helping_ = 0;           ///< workers in the round; guarded by mutex_
  bool open_ = false;                 ///< may a worker still join it? guarded by mutex_
  bool ending_ = false;               ///< guarded by mutex_
  std::atomic<std::size_t> next_{0};  ///< the next task of the round
  std::vector<std::thread> workers_;
};

}  // namespace nn::fast
