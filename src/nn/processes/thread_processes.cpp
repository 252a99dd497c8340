#include "nn/processes/thread_processes.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

namespace {

std::string process_name(std::size_t rank) { return "process " + std::to_string(rank + 1); }

/// What a process brings when all meet.
struct Call {
  const char* unit = "";                            ///< in messages: what these are
  const char* what = "";                            ///< in messages: what it does with the numbers
  std::size_t size = 0;                             ///< how many there are
  void* numbers = nullptr;                          ///< of what type is known to those who meet
  const double* give = nullptr;                     ///< what it passes on
  std::function<void(std::vector<Call>&)> combine;  ///< what is done once all are there
};

/// Where the threads meet.
class Meeting {
 public:
  explicit Meeting(std::size_t count) : calls_(count), has_ended_(count) {}

  std::size_t count() const { return calls_.size(); }

  /// Waits for all others; the last one to come does the work for all.
  void meet(std::size_t rank, Call call) {
    std::unique_lock lock(mutex_);
    calls_[rank] = std::move(call);
    ++arrived_;
    const std::size_t number = number_;
    if (arrived_ == count()) {
      arrived_ = 0;
      ++number_;
      mismatch_ = difference();
      if (mismatch_.empty()) calls_[rank].combine(calls_);
      changed_.notify_all();
    } else {
      changed_.wait(lock, [&] { return number_ != number || somebody_ended(); });
    }
    if (number_ == number) {
      --arrived_;
      throw ProcessesLost(why_lost(rank));
    }
    if (!mismatch_.empty()) throw ProcessesLost(mismatch_);
  }

  void end(std::size_t rank) {
    const std::lock_guard lock(mutex_);
    has_ended_[rank] = true;
    changed_.notify_all();
  }

 private:
  bool somebody_ended() const {
    return std::find(has_ended_.begin(), has_ended_.end(), true) != has_ended_.end();
  }

  std::string why_lost(std::size_t rank) const {
    const auto ended = std::find(has_ended_.begin(), has_ended_.end(), true) - has_ended_.begin();
    return process_name(rank) + " waits for " + process_name(static_cast<std::size_t>(ended)) +
           ", which has ended";
  }

  /// In what the calls differ; empty if in nothing.
  std::string difference() const {
    for (std::size_t p = 1; p < count(); ++p) {
      const Call& first = calls_[0];
      const Call& other = calls_[p];
      const bool are_alike = first.size == other.size && std::string(first.what) == other.what &&
                             std::string(first.unit) == other.unit;
      if (are_alike) continue;
      return process_name(0) + " " + first.what + " " + std::to_string(first.size) + " " +
             first.unit + ", and " + process_name(p) + " " + other.what + " " +
             std::to_string(other.size) + " " + other.unit;
    }
    return "";
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Call> calls_;
  std::vector<bool> has_ended_;
  std::size_t arrived_ = 0;
  std::size_t number_ = 0;  ///< of the meeting
  std::string mismatch_;
};

const char* unit_of(const double* /*numbers*/) { return "numbers"; }
const char* unit_of(const float* /*numbers*/) { return "floats"; }
const char* unit_of(const std::uint64_t* /*numbers*/) { return "whole numbers"; }

/// All get what `add` makes of their numbers, from the first process to the last.
template <class T, class Add>
Call all_get(const char* what, std::span<T> numbers, Add add) {
  const auto combine = [add](std::vector<Call>& calls) {
    T* const first = static_cast<T*>(calls[0].numbers);
    for (std::size_t p = 1; p < calls.size(); ++p) {
      const T* const other = static_cast<const T*>(calls[p].numbers);
      for (std::size_t k = 0; k < calls[0].size; ++k) first[k] = add(first[k], other[k]);
    }
    for (std::size_t p = 1; p < calls.size(); ++p) {
      std::copy_n(first, calls[0].size, static_cast<T*>(calls[p].numbers));
    }
  };
  return {unit_of(numbers.data()), what, numbers.size(), numbers.data(), nullptr, combine};
}

class ThreadProcess final : public Processes {
 public:
  ThreadProcess(Meeting& meeting, std::size_t rank) : meeting_(meeting), rank_(rank) {}

  std::size_t count() const override { return meeting_.count(); }
  std::size_t rank() const override { return rank_; }
  std::string host() const override { return "this machine"; }
  void sum(std::span<double> numbers) override { add_up(numbers); }
  void sum(std::span<float> numbers) override { add_up(numbers); }
  void sum(std::span<std::uint64_t> numbers) override { add_up(numbers); }
  void maximum(std::span<double> numbers) override {
    meeting_.meet(rank_, all_get("looks for the largest of", numbers,
                                 [](double a, double b) { return std::max(a, b); }));
  }
  void pass_on(std::span<const double> give, std::span<double> take) override {
    require_same_size("pass_on", give.size(), take.size());
    const auto combine = [](std::vector<Call>& calls) {
      for (std::size_t p = 0; p < calls.size(); ++p) {
        const Call& left = calls[(p + calls.size() - 1) % calls.size()];
        std::copy_n(left.give, calls[p].size, static_cast<double*>(calls[p].numbers));
      }
    };
    meeting_.meet(
        rank_, {unit_of(take.data()), "passes on", take.size(), take.data(), give.data(), combine});
  }

 private:
  template <class T>
  void add_up(std::span<T> numbers) {
    meeting_.meet(rank_, all_get("adds up", numbers, [](T a, T b) { return a + b; }));
  }

  Meeting& meeting_;
  std::size_t rank_;
};

/// Is it only there because another process failed?
bool is_a_consequence(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const ProcessesLost&) {
    return true;
  } catch (const EndedByAnother&) {
    return true;
  } catch (...) {
    return false;
  }
}

void rethrow_first(std::vector<std::exception_ptr> errors) {
  errors.erase(std::remove(errors.begin(), errors.end(), nullptr), errors.end());
  if (errors.empty()) return;
  const auto cause = std::find_if_not(errors.begin(), errors.end(), is_a_consequence);
  std::rethrow_exception(cause == errors.end() ? errors.front() : *cause);
}

}  // namespace

void run_as_processes(std::size_t count, const std::function<void(Processes&)>& work) {
  if (count == 0) throw std::invalid_argument("run_as_processes: there must be one process");
  Meeting meeting(count);
  std::vector<std::exception_ptr> errors(count);
  const auto run = [&](std::size_t rank) noexcept {
    try {
      ThreadProcess process(meeting, rank);
      work(process);
    } catch (...) {
      errors[rank] = std::current_exception();
    }
    meeting.end(rank);
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t rank = 1; rank < count; ++rank) {
      try {
        others.emplace_back(run, rank);
      } catch (...) {
        meeting.end(rank);  // those that run must not wait for it
        errors[rank] = std::current_exception();
      }
    }
    run(0);
  }
  rethrow_first(std::move(errors));
}

}  // namespace nn
