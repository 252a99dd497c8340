// A batch whose rows are shared out among processes: the mean and the slopes of one process within
// the bound of rounding, the same bits in all, a training that goes the same way, and processes
// that are no longer the same, which are found out.
#include "nn/processes/shared_batch_cost.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "nn/processes/thread_processes.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/batch_cost.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/process_threads.hpp"
#include "tests/support/shared_training.hpp"
#include "tests/support/term_sizes.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Rows = std::vector<std::size_t>;

template <class T>
void agrees_with_one_process(Check& check) {
  with_some_output([&](const auto& output) {
    const std::size_t P = *dimension(1, 5).as("P");
    const auto drawn = draw_shared_task<T>(output, P);
    nothing_is_wrong(check, P, [&](Processes& processes) {
      return wrong_in_shared_batch_cost(output, drawn, processes);
    });
  });
}

/// The cost of `rows` and its gradient, as each process has them.
template <class T>
struct BatchOfEach {
  std::vector<T> costs;
  std::vector<Vector<T>> gradients;
};

/// Each process with a θ and a batch of its own, which are the same in all if all is well.
template <class T>
struct Choice {
  std::vector<Vector<T>> thetas;
  std::vector<Rows> rows;
};

template <class T>
Choice<T> same_for_all(const SharedTask<T>& drawn) {
  const std::size_t P = drawn.cuts.size() - 1;
  return {std::vector<Vector<T>>(P, drawn.task.theta), std::vector<Rows>(P, drawn.rows)};
}

template <class Output, class T>
BatchOfEach<T> batch_of_each(const Output& output, const SharedTask<T>& drawn) {
  const std::size_t P = drawn.cuts.size() - 1;
  const Task<T>& task = drawn.task;
  BatchOfEach<T> each{std::vector<T>(P, T(0)),
                      std::vector<Vector<T>>(P, Vector<T>(task.theta.size(), T(0)))};
  run_as_processes(P, [&](Processes& processes) {
    const OwnTask<T> own = own_task(task, drawn.cuts, processes);
    SharedBatchCost<Output, T> shared(task.network, output, own.X, own.Y, 1, processes,
                                      own.rows.first, task.n());
    const std::size_t p = processes.rank();
    each.costs[p] =
        shared.evaluate(drawn.rows, task.theta, &each.gradients[p], drawn.dropout, drawn.epoch);
  });
  return each;
}

/// Which processes notice that they differ: a 1 for each.
template <class Output, class T>
std::vector<int> who_notices(const Output& output, const SharedTask<T>& drawn,
                             const Choice<T>& choice) {
  const std::size_t P = drawn.cuts.size() - 1;
  const Task<T>& task = drawn.task;
  std::vector<int> noticed(P, 0);
  run_as_processes(P, [&](Processes& processes) {
    const OwnTask<T> own = own_task(task, drawn.cuts, processes);
    SharedBatchCost<Output, T> shared(task.network, output, own.X, own.Y, 1, processes,
                                      own.rows.first, task.n());
    const std::size_t p = processes.rank();
    Vector<T> gradient(task.theta.size());
    try {
      shared.evaluate(choice.rows[p], choice.thetas[p], &gradient, drawn.dropout, drawn.epoch);
    } catch (const ProcessesDiffer& error) {
      const bool is_said = says(error.what(), {"no longer hold the same parameters"});
      noticed[p] = is_said ? 1 : 2;
    }
  });
  return noticed;
}

/// One of them is off by one bit of one parameter, or by its batch.
template <class T>
void differences_are_noticed(Check& check) {
  with_some_output([&](const auto& output) {
    const std::size_t P = *dimension(2, 5).as("P");
    const auto drawn = draw_shared_task<T>(output, P);
    const std::size_t odd = *dimension(0, P - 1).as("the one that differs");
    const std::vector<int> nobody = who_notices(output, drawn, same_for_all(drawn));
    check.holds(nobody == std::vector<int>(P, 0), "nobody, where they are the same");

    Choice<T> parameters = same_for_all(drawn);
    const std::size_t j = *dimension(0, drawn.task.theta.size() - 1).as("parameter");
    flip_bit(parameters.thetas[odd](j), *dimension(0, 8 * sizeof(T) - 1).as("bit"));
    const std::vector<int> of_parameters = who_notices(output, drawn, parameters);
    check.holds(std::count(of_parameters.begin(), of_parameters.end(), 1) > 0, "another θ");

    Choice<T> batches = same_for_all(drawn);
    std::size_t& row = batches.rows[odd][*dimension(0, drawn.rows.size() - 1).as("place")];
    row = (row + *dimension(1, drawn.task.n() - 1).as("other row")) % drawn.task.n();
    const std::vector<int> of_batches = who_notices(output, drawn, batches);
    check.holds(std::count(of_batches.begin(), of_batches.end(), 1) > 0, "another batch");
  });
}

template <class T>
void trains_as_one_process(Check& check, std::size_t& calm) {
  with_some_output([&](const auto& output) {
    const std::size_t P = *dimension(1, 5).as("P");
    const auto drawn = draw_shared_training<T>(output, P);
    if (drawn.is_calm) ++calm;
    nothing_is_wrong(check, P, [&](Processes& processes) {
      return wrong_in_shared_training(output, drawn, processes);
    });
  });
}

/// A small network or, of the same draws, one with so many parameters that one process cuts a batch
/// of 128 rows in two.
SharedTask<double> draw_sized_shared_task(std::size_t P, bool is_large) {
  Random random(*any_seed().as("numbers"));
  Task<double> task;
  const std::size_t n = *dimension(5, 9).as("n");
  const std::size_t d = (is_large ? 480 : 0) + *dimension(1, 10).as("features");
  const std::size_t units = is_large ? 130 : 3;
  task.network = network_of(d, {units}, Activation::tanh, 2);
  task.theta = Vector<double>(length_of_theta(task.network));
  task.X = Matrix<double>(n, d);
  task.Y = Matrix<double>(n, 2);
  for (double& t : task.theta) t = random.gaussian();
  for (double& x : task.X.data()) x = random.gaussian();
  for (double& y : task.Y.data()) y = random.gaussian();
  scale_weights(task.network, task.theta);
  Rows rows((is_large ? 129 : 5) + 2 * *dimension(0, 4).as("more"));
  for (std::size_t& row : rows) row = random.index(n);
  std::vector<std::size_t> cuts = draw_cuts(n, P);
  return {task, cuts, rows, Dropout(0), 0};
}

}  // namespace

// The mean and its slopes ------------------------------------------------------------------------

TEST(SharedBatchCost, AgreesWithOneProcessToRounding) {
  property([](Check& check) {
    agrees_with_one_process<double>(check);
    agrees_with_one_process<float>(check);
  });
}

TEST(SharedBatchCost, HasRoomForMoreProcessesThanRowsOfTheBatch) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      const std::size_t P = *dimension(2, 6).as("P");
      const auto drawn = draw_shared_task<double>(output, P, P - 1);
      nothing_is_wrong(check, P, [&](Processes& processes) {
        return wrong_in_shared_batch_cost(output, drawn, processes);
      });
    });
  });
}

// One process cuts a large batch in parts of its own: with P = 1 the same ones, and with more the
// bound holds as for any other order. It takes long: one case in fifty.
TEST(SharedBatchCost, AgreesWithTheSumsOfALargeBatch) {
  property([](Check& check) {
    const bool is_large = *any_seed().as("one of ten is large") % 10 == 9;
    const std::size_t P = *dimension(1, 3).as("P");
    const LinearSquaredError output;
    const SharedTask<double> drawn = draw_sized_shared_task(P, is_large);
    const std::size_t parts = parts_of_batch(drawn.rows.size(), drawn.task.theta.size());
    check.holds(!is_large || parts == 2, "in two parts");
    const BatchOfEach<double> each = batch_of_each(output, drawn);
    BatchCost<LinearSquaredError, double> one(drawn.task.network, output, drawn.task.X,
                                              drawn.task.Y);
    Vector<double> expected(drawn.task.theta.size());
    const double cost =
        one.evaluate(drawn.rows, drawn.task.theta, &expected, drawn.dropout, drawn.epoch);
    const TermSizes sizes =
        term_sizes(one, drawn.rows, drawn.task.theta, drawn.dropout, drawn.epoch);
    const std::size_t m = drawn.rows.size();
    for (std::size_t p = 0; p < P; ++p) {
      check.at_most(std::abs(each.costs[p] - cost), costs_may_differ_by<double>(m, sizes.value), 0,
                    "the cost");
      for (std::size_t j = 0; j < expected.size(); ++j) {
        check.at_most(std::abs(each.gradients[p](j) - expected(j)),
                      slopes_may_differ_by<double>(m, sizes.slopes(j)), 0, "a slope");
      }
      check.holds(each.costs[p] == each.costs[0], "one cost in all");
      check.holds(same_entries(each.gradients[p], each.gradients[0]), "one gradient in all");
      if (P > 1) continue;
      check.holds(each.costs[p] == cost, "of one process: the bits of BatchCost");
      check.holds(same_entries(each.gradients[p], expected), "and of its gradient");
    }
  });
}

// Whoever holds the row that gives none.
TEST(SharedBatchCost, OfScoresThatAreNoNumbersIsNone) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      const std::size_t P = *dimension(1, 5).as("P");
      auto drawn = draw_shared_task<double>(output, P);
      Task<double>& task = drawn.task;
      const double infinity = std::numeric_limits<double>::infinity();
      if (*label().as("one row") == 1) {
        const std::size_t place = *dimension(0, drawn.rows.size() - 1).as("place");
        // NaN times 0, as where a unit is dropped, is NaN as well; a relu of it may be anything.
        for (Layer& layer : task.network.layers) layer.activation = Activation::linear;
        task.X(drawn.rows[place], 0) = std::nan("");
      } else {
        const auto last = layer_of(task.network, task.theta, task.network.layers.size() - 1);
        last.biases(*dimension(0, last.biases.size - 1).as("k")) =
            *rc::gen::element(std::nan(""), infinity, -infinity).as("bias");
      }
      const BatchOfEach<double> each = batch_of_each(output, drawn);
      for (std::size_t p = 0; p < P; ++p) {
        check.holds(std::isnan(each.costs[p]), "the cost");
        for (const double slope : each.gradients[p]) check.holds(std::isnan(slope), "every slope");
      }
    });
  });
}

// A whole training -------------------------------------------------------------------------------

TEST(SharedBatchCost, TrainsAsOneProcessDoes) {
  std::size_t calm = 0;
  std::size_t cases = 0;
  property([&](Check& check) {
    ++cases;
    trains_as_one_process<double>(check, calm);
    std::size_t of_floats = 0;
    trains_as_one_process<float>(check, of_floats);
  });
  EXPECT_GE(3 * calm, cases) << "trainings that say something: " << calm << " of " << cases;
}

// Who raises a hand, and who is not like the others ----------------------------------------------

TEST(SharedBatchCost, AllSeeARaisedHandInTheSameCall) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const std::size_t P = *dimension(1, 5).as("P");
      const auto drawn = draw_shared_task<double>(output, P);
      const Task<double>& task = drawn.task;
      const std::size_t calls = *dimension(1, 5).as("calls");
      std::vector<std::size_t> raised(P, calls);  // before which call
      for (std::size_t& call : raised) {
        if (*label().as("raises") == 1) call = *dimension(0, calls).as("call");
      }
      std::vector<std::vector<int>> before(P, std::vector<int>(calls, -1));
      std::vector<std::vector<int>> behind = before;
      run_as_processes(P, [&](Processes& processes) {
        const OwnTask<double> own = own_task(task, drawn.cuts, processes);
        SharedBatchCost<Output, double> shared(task.network, output, own.X, own.Y, 1, processes,
                                               own.rows.first, task.n());
        const std::size_t p = processes.rank();
        for (std::size_t call = 0; call < calls; ++call) {
          if (raised[p] == call) shared.raise_hand();
          before[p][call] = shared.is_hand_raised() ? 1 : 0;
          shared.evaluate(drawn.rows, task.theta, nullptr, drawn.dropout, drawn.epoch);
          behind[p][call] = shared.is_hand_raised() ? 1 : 0;
        }
      });
      const std::size_t first = *std::min_element(raised.begin(), raised.end());
      for (std::size_t p = 0; p < P; ++p) {
        for (std::size_t call = 0; call < calls; ++call) {
          check.holds(before[p][call] == (call > first ? 1 : 0), "not before the call");
          check.holds(behind[p][call] == (call >= first ? 1 : 0), "behind it, in all of them");
        }
      }
    });
  });
}

TEST(SharedBatchCost, NoticesThatOneIsNotLikeTheOthers) {
  property([](Check& check) {
    differences_are_noticed<double>(check);
    differences_are_noticed<float>(check);
  });
}

TEST(SharedBatchCost, RefusesToHaveNoRowAnywhere) {
  property([](Check& check) {
    using Cost = SharedBatchCost<LinearSquaredError, double>;
    const Task<double> task = draw_task<double>(LinearSquaredError{});
    const std::size_t P = *dimension(1, 4).as("P");
    const Matrix<double> X(0, task.X.size2());
    const Matrix<double> Y(0, task.Y.size2());
    std::vector<std::string> said(P);
    run_as_processes(P, [&](Processes& processes) {
      said[processes.rank()] =
          message_of<ShapeError>([&] { Cost(task.network, {}, X, Y, 1, processes, 0, 0); });
    });
    for (const std::string& one : said) {
      check.holds(says(one, {"SharedBatchCost: the mean over no samples"}), one);
    }
  });
}

// What one process refuses comes out of all of them, and not that the others waited in vain.
TEST(SharedBatchCost, RefusesWhatOneProcessRefuses) {
  property([](Check& check) {
    const SigmoidCrossEntropy output;
    const std::size_t P = *dimension(1, 4).as("P");
    const SharedTask<double> drawn = draw_shared_task<double>(output, P);

    SharedTask<double> longer = drawn;
    longer.task.theta = Vector<double>(drawn.task.theta.size() + *dimension(1, 3).as("more"), 0.0);
    const std::string message = message_of<ShapeError>([&] { batch_of_each(output, longer); });
    check.holds(says(message, {"BatchCost: sizes "}), message);

    SharedTask<double> outside = drawn;
    const std::size_t row = drawn.rows[*dimension(0, drawn.rows.size() - 1).as("place")];
    outside.task.Y(row, *dimension(0, drawn.task.Y.size2() - 1).as("k")) =
        *rc::gen::element(-0.01, 1.01, std::nan("")).as("y");
    check.holds(throws<std::domain_error>([&] { batch_of_each(output, outside); }),
                "a target that is no probability");

    SharedTask<double> beyond = drawn;
    beyond.rows.back() = drawn.task.n() + *dimension(0, 3).as("beyond");
    const std::string missing = message_of<ShapeError>([&] { batch_of_each(output, beyond); });
    check.holds(says(missing, {"there is no row"}), missing);

    SharedTask<double> none = drawn;
    none.rows.clear();
    const std::string empty = message_of<ShapeError>([&] { batch_of_each(output, none); });
    check.holds(says(empty, {"the mean over no samples"}), empty);
  });
}
