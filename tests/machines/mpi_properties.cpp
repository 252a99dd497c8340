// Properties of processes that MPI starts, of any number of them: `mpirun -n P mpi_properties`.
// tests/scripts/test_machines.py runs it.
//
// All processes draw the same cases, look each at its own share, and tell each other what they
// find: a property holds in all of them or in none, and where it does not they all look for a
// smaller case that fails. The first process prints how many hold.
//
// With the argument `fail` there is one property more, which fails in the last process alone.
#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "nn/processes/mpi.hpp"
#include "nn/processes/processes.hpp"
#include "nn/processes/ring.hpp"
#include "nn/processes/same_everywhere.hpp"
#include "nn/processes/shared_batch_cost.hpp"
#include "nn/scalar/rounding.hpp"
#include "nn/scalar/split_mix.hpp"
#include "tests/support/any_seed.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/shared_training.hpp"
#include "tests/support/term_sizes.hpp"

using namespace nn;
using namespace nn::test;

namespace {

// How a property is held ------------------------------------------------------------------------

/// What a process finds, once the case is drawn: empty if all is well.
using Look = std::function<std::string()>;

/// As RapidCheck's own parameters, but of few cases, and those of the first process in all of them.
rc::detail::TestParams shared_parameters(Processes& processes) {
  setenv("RC_PARAMS", "seed=1958 max_success=20", 0);
  rc::detail::TestParams parameters = rc::detail::configuration().testParams;
  std::array<std::uint64_t, 2> of_first{0, 0};
  if (processes.is_first()) {
    of_first = {parameters.seed, static_cast<std::uint64_t>(parameters.maxSuccess)};
  }
  processes.sum(of_first);
  parameters.seed = of_first[0];
  parameters.maxSuccess = static_cast<int>(of_first[1]);
  return parameters;
}

/// What is wrong in the first process in which something is; empty if nothing is anywhere.
std::string wrong_anywhere(Processes& processes, const std::string& wrong) {
  constexpr std::size_t longest = 300;
  const auto P = static_cast<double>(processes.count());
  double first = wrong.empty() ? 0 : P - static_cast<double>(processes.rank());
  const double own = first;
  processes.maximum({&first, 1});
  if (first == 0) return "";
  std::vector<std::uint64_t> letters(longest, 0);
  if (own == first) {
    const std::string text = "process " + std::to_string(processes.rank() + 1) + " of " +
                             std::to_string(processes.count()) + ": " + wrong;
    for (std::size_t k = 0; k < std::min(longest, text.size()); ++k) {
      letters[k] = static_cast<unsigned char>(text[k]);
    }
  }
  processes.sum(letters);
  std::string text;
  for (const std::uint64_t letter : letters) {
    if (letter != 0) text.push_back(static_cast<char>(static_cast<unsigned char>(letter)));
  }
  return text;
}

class Properties {
 public:
  explicit Properties(Processes& processes)
      : processes_(processes), parameters_(shared_parameters(processes)) {}

  /// Looks at some cases: `draw` draws one, the same in all processes, and returns what is wrong.
  void property(const std::string& name, const Look& draw) {
    rc::detail::TestListenerAdapter quiet;
    const auto body = [&] {
      const std::string wrong = wrong_anywhere(processes_, look(draw));
      if (wrong.empty()) return;
      // As RC_FAIL, without the place in this file.
      throw rc::detail::CaseResult(rc::detail::CaseResult::Type::Failure, wrong);
    };
    const auto result =
        rc::detail::checkTestable(body, rc::detail::TestMetadata{name, name}, parameters_, quiet);
    if (result.is<rc::detail::SuccessResult>()) {
      ++held_;
      return;
    }
    failed_ = true;
    std::ostringstream text;
    rc::detail::printResultMessage(result, text);
    std::printf("does not hold: %s\n%s\n", name.c_str(), text.str().c_str());
    std::fflush(stdout);
  }

  /// The exit status; all processes have the same.
  int summarize() {
    const std::size_t P = processes_.count();
    std::printf("%zu properties hold in %zu %s\n", held_, P, P == 1 ? "process" : "processes");
    if (failed_) processes_.agree_to_end();
    return failed_ ? 1 : 0;
  }

 private:
  static std::string look(const Look& draw) {
    try {
      return draw();
    } catch (const std::exception& error) {
      return std::string("it throws: ") + error.what();
    }
  }

  Processes& processes_;
  rc::detail::TestParams parameters_;
  std::size_t held_ = 0;
  bool failed_ = false;
};

// Numbers ---------------------------------------------------------------------------------------

/// The numbers of each process.
template <class T>
using Numbers = std::vector<std::vector<T>>;

/// N numbers for each of them, which `next` makes of a stream.
template <class T, class Next>
Numbers<T> draw_numbers(const Processes& processes, const Next& next) {
  const std::size_t N = *dimension(0, 40).as("N");
  SplitMix64 random(*any_seed().as("numbers"));
  Numbers<T> numbers(processes.count(), std::vector<T>(N));
  for (std::vector<T>& own : numbers) {
    for (T& number : own) number = next(random);
  }
  return numbers;
}

/// Whole, and so small that in floats, too, every sum of a few hundred is exact.
template <class T>
T whole_number(SplitMix64& random) {
  return static_cast<T>(static_cast<double>(random.bits() >> 49U) - 0x1p14);
}

/// Of either sign, and of very different sizes.
template <class T>
T any_number(SplitMix64& random) {
  if constexpr (std::same_as<T, std::uint64_t>) {
    return random.bits();
  } else {
    const int exponent = static_cast<int>(random.bits() % 20);
    return static_cast<T>(std::ldexp(random.uniform() - 0.5, exponent));
  }
}

/// Entry by entry, from the first process to the last.
template <class T, class Add>
std::vector<T> from_first_to_last(const Numbers<T>& numbers, const Add& add) {
  std::vector<T> result = numbers[0];
  for (std::size_t p = 1; p < numbers.size(); ++p) {
    for (std::size_t k = 0; k < result.size(); ++k) result[k] = add(result[k], numbers[p][k]);
  }
  return result;
}

template <class T>
T sum_of_two(T a, T b) {
  return a + b;
}

template <class T>
Vector<T> as_vector(const std::vector<T>& numbers) {
  Vector<T> v(numbers.size());
  std::copy(numbers.begin(), numbers.end(), v.begin());
  return v;
}

template <class T>
std::string wrong_in_exact_sum(Processes& processes, const Numbers<T>& numbers) {
  const std::vector<T> expected = from_first_to_last(numbers, sum_of_two<T>);
  std::vector<T> own = numbers[processes.rank()];
  processes.sum(std::span<T>(own));
  return own == expected ? "" : "a sum that nothing rounds is another one";
}

/// Two orders of the same P numbers: each is within γ₍P₋₁₎ Σ|x| of the exact sum.
template <class T>
std::string wrong_in_rounded_sum(Processes& processes) {
  const Numbers<T> numbers = draw_numbers<T>(processes, any_number<T>);
  const std::vector<T> expected = from_first_to_last(numbers, sum_of_two<T>);
  std::vector<T> own = numbers[processes.rank()];
  processes.sum(std::span<T>(own));
  Finding finding;
  for (std::size_t k = 0; k < own.size(); ++k) {
    double size = 0;
    for (const std::vector<T>& of_one : numbers) size += std::abs(static_cast<double>(of_one[k]));
    finding.agree(own[k], expected[k], sums_may_differ_by<T>(numbers.size() - 1, size), "a sum");
  }
  finding.holds(has_the_bits_of_the_first(processes, as_vector(own)), "the same bits in all");
  return finding.wrong();
}

std::string wrong_in_maximum(Processes& processes) {
  const Numbers<double> numbers = draw_numbers<double>(processes, any_number<double>);
  const auto larger = [](double a, double b) { return a < b ? b : a; };
  const std::vector<double> expected = from_first_to_last(numbers, larger);
  std::vector<double> own = numbers[processes.rank()];
  processes.maximum(own);
  return own == expected ? "" : "not the largest";
}

std::string wrong_in_pass_on(Processes& processes) {
  const Numbers<double> numbers = draw_numbers<double>(processes, any_number<double>);
  const std::size_t P = processes.count();
  const std::size_t times = *dimension(1, 2 * P).as("times");
  std::vector<double> own = numbers[processes.rank()];
  std::vector<double> taken(own.size());
  for (std::size_t k = 0; k < times; ++k) {
    processes.pass_on(own, taken);
    own = taken;
  }
  const std::size_t from = (processes.rank() + 2 * P - times) % P;
  return own == numbers[from] ? "" : "not the numbers of the process so many places before";
}

std::string wrong_in_ring_sum(Processes& processes) {
  const Numbers<double> whole = draw_numbers<double>(processes, whole_number<double>);
  const Numbers<double> any = draw_numbers<double>(processes, any_number<double>);
  Finding finding;
  std::vector<double> own = whole[processes.rank()];
  ring_sum(processes, own);
  std::vector<double> at_once = whole[processes.rank()];
  processes.sum(at_once);
  finding.holds(own == at_once, "the sum of whole numbers");

  const std::size_t P = processes.count();
  own = any[processes.rank()];
  ring_sum(processes, own);
  for (std::size_t k = 0; k < P; ++k) {
    const RowRange piece = rows_of_share(own.size(), {k, P});
    for (std::size_t j = piece.first; j < piece.last; ++j) {
      double sum = any[k][j];
      for (std::size_t step = 1; step < P; ++step) sum = any[(k + step) % P][j] + sum;
      finding.holds(bits_of(own[j]) == bits_of(sum), "each piece from its own process on");
    }
  }
  return finding.wrong();
}

// Who ends, and who differs ---------------------------------------------------------------------

/// Work that fails in some of them, at times not in the first: its own error is thrown in the first
/// of these alone.
std::string wrong_in_together(Processes& processes) {
  const std::size_t P = processes.count();
  std::vector<int> fails(P, 0);
  for (int& one : fails) one = *label().as("fails") == 1 ? 1 : 0;
  const auto first =
      static_cast<std::size_t>(std::find(fails.begin(), fails.end(), 1) - fails.begin());
  const std::size_t rank = processes.rank();
  const std::size_t expected = first == P ? 0 : rank == first ? 1 : 2;
  std::size_t end = 0;
  try {
    together(processes, [&] {
      if (fails[rank] == 1) throw std::domain_error("a failure that this property asks for");
    });
  } catch (const std::domain_error&) {
    end = 1;
  } catch (const EndedByAnother&) {
    end = 2;
  }
  return end == expected ? "" : "it ends in another way";
}

std::string wrong_in_same_everywhere(Processes& processes) {
  const std::uint64_t hash = *any_seed().as("hash");
  const std::size_t odd = *dimension(0, processes.count()).as("the one that differs");
  const std::uint64_t bit = std::uint64_t{1} << *dimension(0, 63).as("bit");
  const std::uint64_t own = processes.rank() == odd ? hash ^ bit : hash;
  const bool same = odd == processes.count() || processes.count() == 1;
  return is_same_everywhere(processes, own) == same ? "" : "the wrong answer";
}

/// One bit of one parameter, in one of them: somebody notices. One process has nobody to differ
/// from.
template <class Output>
std::string wrong_in_differences(const Output& output, Processes& processes) {
  const SharedTask<double> drawn = draw_shared_task<double>(output, processes.count());
  const Task<double>& task = drawn.task;
  const std::size_t odd = *dimension(0, processes.count() - 1).as("the one that differs");
  Vector<double> theta = task.theta;
  const std::size_t j = *dimension(0, theta.size() - 1).as("parameter");
  const std::size_t bit = *dimension(0, 51).as("bit");
  if (processes.rank() == odd) flip_bit(theta(j), bit);
  const OwnTask<double> own = own_task(task, drawn.cuts, processes);
  SharedBatchCost<Output, double> shared(task.network, output, own.X, own.Y, 1, processes,
                                         own.rows.first, task.n());
  double noticed = 0;
  try {
    shared.evaluate(drawn.rows, theta, nullptr, drawn.dropout, drawn.epoch);
  } catch (const ProcessesDiffer&) {
    noticed = 1;
  }
  processes.maximum({&noticed, 1});
  return noticed == 1 || processes.count() == 1 ? "" : "nobody notices";
}

// What they train -------------------------------------------------------------------------------

template <class Loss, class T>
std::string wrong_in_neuron(Processes& processes) {
  const NeuronRows<T> drawn = draw_neuron_rows<T>();
  const std::vector<std::size_t> cuts = draw_cuts(drawn.n(), processes.count());
  return wrong_in_shared_neuron_cost(Loss{}, drawn, cuts, processes);
}

std::string wrong_in_descent(Processes& processes) {
  const NeuronRows<double> drawn = draw_neuron_rows<double>();
  const std::vector<std::size_t> cuts = draw_cuts(drawn.n(), processes.count());
  const DescentOptions options{*uniform(0.01, 0.1).as("α"), *dimension(0, 20).as("updates"), 0};
  return wrong_in_shared_descent(CrossEntropyWithLogits{}, drawn, cuts, options, processes);
}

/// What wrong(output) finds for one of the outputs.
template <class Wrong>
std::string of_some_output(const Wrong& wrong) {
  std::string found;
  with_some_output([&](const auto& output) { found = wrong(output); });
  return found;
}

template <class T>
std::string wrong_in_batch(Processes& processes, std::size_t most) {
  return of_some_output([&](const auto& output) {
    const auto drawn = draw_shared_task<T>(output, processes.count(), most);
    return wrong_in_shared_batch_cost(output, drawn, processes);
  });
}

template <class T>
std::string wrong_in_training(Processes& processes) {
  return of_some_output([&](const auto& output) {
    const auto drawn = draw_shared_training<T>(output, processes.count());
    return wrong_in_shared_training(output, drawn, processes);
  });
}

// All of them -----------------------------------------------------------------------------------

void hold_numbers(Properties& hold, Processes& processes) {
  hold.property("sums of whole numbers are exact", [&] {
    const auto numbers = draw_numbers<double>(processes, whole_number<double>);
    return wrong_in_exact_sum(processes, numbers);
  });
  hold.property("sums of whole numbers are exact in floats", [&] {
    const auto numbers = draw_numbers<float>(processes, whole_number<float>);
    return wrong_in_exact_sum(processes, numbers);
  });
  hold.property("sums of 64 bits are exact modulo 2^64", [&] {
    const auto numbers = draw_numbers<std::uint64_t>(processes, any_number<std::uint64_t>);
    return wrong_in_exact_sum(processes, numbers);
  });
  hold.property("sums of doubles are within their bound, and the same in all",
                [&] { return wrong_in_rounded_sum<double>(processes); });
  hold.property("sums of floats are within their bound, and the same in all",
                [&] { return wrong_in_rounded_sum<float>(processes); });
  hold.property("the largest is found", [&] { return wrong_in_maximum(processes); });
  hold.property("numbers go round", [&] { return wrong_in_pass_on(processes); });
  hold.property("the sum along the ring", [&] { return wrong_in_ring_sum(processes); });
}

void hold_agreement(Properties& hold, Processes& processes) {
  hold.property("work that fails in some ends in all",
                [&] { return wrong_in_together(processes); });
  hold.property("all know whether they are the same",
                [&] { return wrong_in_same_everywhere(processes); });
  hold.property("somebody notices another parameter", [&] {
    return of_some_output(
        [&](const auto& output) { return wrong_in_differences(output, processes); });
  });
}

void hold_training(Properties& hold, Processes& processes) {
  hold.property("a neuron's squared error is that of one process",
                [&] { return wrong_in_neuron<SquaredErrorWithLogits, double>(processes); });
  hold.property("a neuron's cross-entropy in floats is that of one process",
                [&] { return wrong_in_neuron<CrossEntropyWithLogits, float>(processes); });
  hold.property("a neuron's descent is that of one process",
                [&] { return wrong_in_descent(processes); });
  hold.property("a batch's cost is that of one process",
                [&] { return wrong_in_batch<double>(processes, 12); });
  hold.property("a batch's cost in floats is that of one process",
                [&] { return wrong_in_batch<float>(processes, 12); });
  hold.property("a batch may have fewer rows than there are processes", [&] {
    const std::size_t most = std::max<std::size_t>(processes.count(), 2) - 1;
    return wrong_in_batch<double>(processes, most);
  });
  hold.property("a training is that of one process",
                [&] { return wrong_in_training<double>(processes); });
  hold.property("a training in floats is the same in all",
                [&] { return wrong_in_training<float>(processes); });
}

int hold_all(Processes& processes, bool fail) {
  Properties hold(processes);
  hold_numbers(hold, processes);
  hold_agreement(hold, processes);
  hold_training(hold, processes);
  if (fail) {
    hold.property("one that fails", [&] {
      const std::size_t number = *dimension(0, 9).as("number");
      const bool is_last = processes.rank() + 1 == processes.count();
      return std::string(is_last && number > 2 ? "the last one does not like it" : "");
    });
  }
  return hold.summarize();
}

}  // namespace

int main(int argc, char** argv) {
  Mpi mpi(argc, argv);
  mpi.set_timeout(120);
  int status = 2;
  try {
    status = hold_all(mpi.processes(), argc > 1 && std::string_view(argv[1]) == "fail");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mpi_properties: %s\n", error.what());
  }
  return mpi.end(status);
}
