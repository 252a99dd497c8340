#include "nn/processes/mpi.hpp"

#include <mpi.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

namespace {

MPI_Datatype type_of(const double* /*numbers*/) { return MPI_DOUBLE; }
MPI_Datatype type_of(const float* /*numbers*/) { return MPI_FLOAT; }
MPI_Datatype type_of(const std::uint64_t* /*numbers*/) { return MPI_UINT64_T; }

/// What a process says that has waited too long; a handler may only write what is there.
std::array<char, 512> last_words{};

/// Is the process waiting for others? A handler may read it.
volatile std::sig_atomic_t is_waiting = 0;

extern "C" void give_up(int /*number*/) {
  if (is_waiting == 0) return;
  const std::string_view words(last_words.data());
  const ssize_t written = ::write(STDERR_FILENO, words.data(), words.size());
  ::_exit(written < 0 ? 2 : 1);
}

/// A clock that runs while the process waits. To set an alarm takes longer than a small sum: it is
/// set once a second, for a second more, and goes off unheard where nobody waits.
class Patience {
 public:
  explicit Patience(unsigned seconds) {
    if (seconds == 0) return;
    static std::chrono::steady_clock::time_point set_at;
    const auto now = std::chrono::steady_clock::now();
    if (now - set_at > std::chrono::seconds(1)) {
      ::alarm(seconds + 1);
      set_at = now;
    }
    is_waiting = 1;
  }
  ~Patience() { is_waiting = 0; }
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;
};

class MpiProcesses final : public Processes {
 public:
  MpiProcesses() {
    MPI_Comm_size(MPI_COMM_WORLD, &count_);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  }

  std::size_t count() const override { return static_cast<std::size_t>(count_); }
  std::size_t rank() const override { return static_cast<std::size_t>(rank_); }
  std::string host() const override {
    std::array<char, MPI_MAX_PROCESSOR_NAME> name{};
    int length = 0;
    MPI_Get_processor_name(name.data(), &length);
    return {name.data(), static_cast<std::size_t>(length)};
  }

  void sum(std::span<double> numbers) override { reduce(numbers, MPI_SUM); }
  void sum(std::span<float> numbers) override { reduce(numbers, MPI_SUM); }
  void sum(std::span<std::uint64_t> numbers) override { reduce(numbers, MPI_SUM); }
  void maximum(std::span<double> numbers) override { reduce(numbers, MPI_MAX); }

  void pass_on(std::span<const double> give, std::span<double> take) override {
    require_same_size("pass_on", give.size(), take.size());
    const Patience patience(seconds_);
    const int right = (rank_ + 1) % count_;
    const int left = (rank_ + count_ - 1) % count_;
    MPI_Sendrecv(give.data(), static_cast<int>(give.size()), MPI_DOUBLE, right, 0, take.data(),
                 static_cast<int>(take.size()), MPI_DOUBLE, left, 0, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
  }

  void set_timeout(unsigned seconds) { seconds_ = seconds; }

 private:
  /// MPI counts in an int: what is longer goes in pieces.
  template <class T>
  void reduce(std::span<T> numbers, MPI_Op operation) const {
    constexpr std::size_t longest = std::size_t{1} << 28U;
    const Patience patience(seconds_);
    while (!numbers.empty()) {
      const std::size_t count = std::min(numbers.size(), longest);
      MPI_Allreduce(MPI_IN_PLACE, numbers.data(), static_cast<int>(count), type_of(numbers.data()),
                    operation, MPI_COMM_WORLD);
      numbers = numbers.subspan(count);
    }
  }

  int count_ = 1;
  int rank_ = 0;
  unsigned seconds_ = 0;
};

}  // namespace

class Mpi::Impl {
 public:
  Impl(int& argc, char**& argv) {
    int provided = 0;
    MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
    many = std::make_unique<MpiProcesses>();
    if (many->is_first()) return;
    if (std::freopen("/dev/null", "w", stdout) == nullptr) MPI_Abort(MPI_COMM_WORLD, 2);
  }
  ~Impl() { MPI_Finalize(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::unique_ptr<MpiProcesses> many;
};

Mpi::Mpi(int& argc, char**& argv) {
  if (is_launched()) impl_ = std::make_unique<Impl>(argc, argv);
}
Mpi::~Mpi() = default;

bool Mpi::is_built_in() { return true; }

Processes& Mpi::processes() {
  static OneProcess alone;
  if (impl_) return *impl_->many;
  return alone;
}

void Mpi::set_timeout(unsigned seconds) {
  if (!impl_) return;
  MpiProcesses& many = *impl_->many;
  std::snprintf(
      last_words.data(), last_words.size(),
      "process %zu of %zu, on %s, has waited %u s for the others: one of them is stuck, or "
      "takes other steps; --timeout sets how long to wait\n",
      many.rank() + 1, many.count(), many.host().c_str(), seconds);
  std::signal(SIGALRM, give_up);
  many.set_timeout(seconds);
}

int Mpi::end(int status) {
  if (!impl_ || status == 0 || impl_->many->has_agreed_to_end()) return status;
  std::fflush(stdout);
  MPI_Abort(MPI_COMM_WORLD, status);
  return status;
}

}  // namespace nn
