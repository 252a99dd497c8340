#include "nn/training/thread_pool.hpp"

namespace nn::fast {

ThreadPool::ThreadPool(std::size_t threads) {
  for (std::size_t k = 1; k < threads; ++k) workers_.emplace_back([this] { work(); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  started_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::run(const Round& round) {
  {
    const std::lock_guard lock(mutex_);
    round_ = round;
    next_ = 0;
    ++number_;
    open_ = true;
  }
  started_.notify_all();
  help(round);
  std::unique_lock lock(mutex_);
  open_ = false;
  left_.wait(lock, [this] { return helping_ == 0; });
}

void ThreadPool::help(const Round& round) {
  for (std::size_t k = next_++; k < round.count; k = next_++) round.call(round.context, k);
}

void ThreadPool::work() {
  std::size_t done = 0;  // the number of the last round that this worker was in
  std::unique_lock lock(mutex_);
  while (true) {
    started_.wait(lock, [&] { return ending_ || (open_ && number_ != done); });
    if (ending_) return;
    done = number_;
    ++helping_;
    const Round round = round_;
    lock.unlock();
    help(round);
    lock.lock();
    if (--helping_ == 0) left_.notify_one();
  }
}

}  // namespace nn::fast
