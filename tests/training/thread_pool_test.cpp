// A team of threads: each task is done once, whoever does it, round after round.
#include "nn/training/thread_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <vector>

#include "nn/training/large_pages.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

TEST(ThreadPool, DoesEveryTaskOnce) {
  property([](Check& check) {
    const std::size_t threads = *dimension(1, 5).as("threads");
    fast::ThreadPool pool(threads);
    check.holds(pool.size() == threads, "its size counts the caller");
    const std::size_t rounds = *dimension(1, 30).as("rounds");
    for (std::size_t round = 0; round < rounds; ++round) {
      const std::size_t count = (round * 7) % 40;
      std::vector<std::atomic<int>> calls(count);
      std::vector<std::size_t> results(count, 0);
      pool.for_each(count, [&](std::size_t k) noexcept {
        ++calls[k];
        results[k] = k + round;
      });
      for (std::size_t k = 0; k < count; ++k) {
        check.holds(calls[k] == 1, "each task is done once");
        check.holds(results[k] == k + round, "and what it wrote is there");
      }
    }
  });
}

// Two tasks that wait for one another are only done if two threads do them.
TEST(ThreadPool, ThreadsWorkAtTheSameTime) {
  fast::ThreadPool pool(2);
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> arrived{0};
    pool.for_each(2, [&](std::size_t) noexcept {
      ++arrived;
      while (arrived < 2) std::this_thread::yield();
    });
    EXPECT_EQ(arrived, 2);
  }
}

TEST(ThreadPool, OfOneIsTheCaller) {
  fast::ThreadPool pool(1);
  std::set<std::thread::id> seen;
  pool.for_each(10, [&](std::size_t) noexcept { seen.insert(std::this_thread::get_id()); });
  EXPECT_EQ(seen, std::set<std::thread::id>{std::this_thread::get_id()});
}

TEST(LargePages, LeaveTheContentsAsTheyAre) {
  for (const std::size_t size : {std::size_t{10}, std::size_t{3} << 20, std::size_t{5} << 20}) {
    std::vector<double> numbers(size);
    for (std::size_t i = 0; i < size; ++i) numbers[i] = static_cast<double>(i);
    const std::vector<double> before = numbers;
    fast::prefer_large_pages(numbers.data() + 3, (size - 3) * sizeof(double));
    EXPECT_EQ(numbers, before);
  }
}
