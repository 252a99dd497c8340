// A neuron's cost over rows that are shared out among processes: that of one process within the
// bound of rounding, the same bits in all, and what it refuses.
#include "nn/processes/shared_neuron_cost.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/processes/thread_processes.hpp"
#include "nn/training/neuron_cost.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/process_threads.hpp"
#include "tests/support/shared_training.hpp"

using namespace nn;
using namespace nn::test;

namespace {

template <class Loss, class T>
void agrees_with_one_process(Check& check) {
  const NeuronRows<T> drawn = draw_neuron_rows<T>();
  const std::size_t P = *dimension(1, 6).as("P");
  const std::vector<std::size_t> cuts = draw_cuts(drawn.n(), P);
  nothing_is_wrong(check, P, [&](Processes& processes) {
    return wrong_in_shared_neuron_cost(Loss{}, drawn, cuts, processes);
  });
}

/// C(θ) and ∇C(θ), as each process has them.
template <class T>
struct CostOfEach {
  std::vector<T> costs;
  std::vector<Vector<T>> gradients;
};

template <class Loss, class T>
CostOfEach<T> cost_of_each(const Loss& loss, const NeuronRows<T>& drawn,
                           const std::vector<std::size_t>& cuts) {
  const std::size_t P = cuts.size() - 1;
  const T nan = std::numeric_limits<T>::quiet_NaN();
  CostOfEach<T> each{std::vector<T>(P, nan),
                     std::vector<Vector<T>>(P, Vector<T>(drawn.theta.size(), nan))};
  run_as_processes(P, [&](Processes& processes) {
    const RowRange own = own_rows(cuts, processes);
    const Matrix<T> X = rows_of_range(drawn.X, own);
    const Vector<T> y = block_of(drawn.y, own.first, own.last);
    const SharedNeuronCost<Loss, T> shared(loss, X, y, processes);
    const std::size_t p = processes.rank();
    each.costs[p] = shared.evaluate(drawn.theta, &each.gradients[p]);
  });
  return each;
}

/// At θ = 0 every σ is a half, so that every term of a slope is a multiple of 1/4 where X is whole,
/// and of the squared error the cost is one, too: sums are exact in any order.
template <class Loss, class T>
void is_exact_for_whole_numbers(Check& check, const Loss& loss) {
  NeuronRows<T> drawn = draw_neuron_rows<T>();
  for (T& x : drawn.X.data()) x = std::round(4 * x);
  for (T& y : drawn.y) y = y > T(0.5) ? T(1) : T(0);
  for (T& t : drawn.theta) t = T(0);
  const std::size_t P = *dimension(1, 6).as("P");
  const CostOfEach<T> each = cost_of_each(loss, drawn, draw_cuts(drawn.n(), P));
  const fast::BlockedNeuronCost<Loss, T> one(loss, drawn.X, drawn.y, 1);
  const Vector<T> expected = gradient_at(one, drawn.theta);
  for (std::size_t p = 0; p < P; ++p) {
    check.holds(same_entries(each.gradients[p], expected), "every slope, exactly");
    if (std::same_as<Loss, SquaredErrorWithLogits>) {
      check.holds(each.costs[p] == value_at(one, drawn.theta), "the cost, exactly");
    }
  }
}

template <class Loss>
void descends_as_one_process(Check& check, const Loss& loss) {
  const NeuronRows<double> drawn = draw_neuron_rows<double>();
  const std::size_t P = *dimension(1, 5).as("P");
  const std::vector<std::size_t> cuts = draw_cuts(drawn.n(), P);
  const DescentOptions options{*uniform(0.01, 0.1).as("α"), *dimension(0, 20).as("updates"), 0};
  nothing_is_wrong(check, P, [&](Processes& processes) {
    return wrong_in_shared_descent(loss, drawn, cuts, options, processes);
  });
}

}  // namespace

TEST(SharedNeuronCost, AgreesWithOneProcessToRounding) {
  property([](Check& check) {
    agrees_with_one_process<SquaredErrorWithLogits, double>(check);
    agrees_with_one_process<CrossEntropyWithLogits, double>(check);
    agrees_with_one_process<SquaredErrorWithLogits, float>(check);
    agrees_with_one_process<CrossEntropyWithLogits, float>(check);
  });
}

// The book's own formulas: other exponentials and other sums, each right to some roundings.
TEST(SharedNeuronCost, AgreesWithTheFormulas) {
  property([](Check& check) {
    const NeuronRows<double> drawn = draw_neuron_rows<double>();
    const std::size_t P = *dimension(1, 5).as("P");
    const CrossEntropyWithLogits loss;
    const CostOfEach<double> each = cost_of_each(loss, drawn, draw_cuts(drawn.n(), P));
    const NeuronCost plain(loss, drawn.X, drawn.y);
    const double cost = value_at(plain, drawn.theta);
    const Vector<double> gradient = gradient_at(plain, drawn.theta);
    for (std::size_t p = 0; p < P; ++p) {
      check.agree(each.costs[p], cost, 1e-12, "the cost");
      check.agree(each.gradients[p], gradient, 1e-12, "the gradient");
    }
  });
}

TEST(SharedNeuronCost, IsExactForWholeNumbers) {
  property([](Check& check) {
    is_exact_for_whole_numbers<SquaredErrorWithLogits, double>(check, {});
    is_exact_for_whole_numbers<CrossEntropyWithLogits, double>(check, {});
    is_exact_for_whole_numbers<SquaredErrorWithLogits, float>(check, {});
    is_exact_for_whole_numbers<CrossEntropyWithLogits, float>(check, {});
  });
}

TEST(SharedNeuronCost, HasRoomForMoreProcessesThanRows) {
  property([](Check& check) {
    NeuronRows<double> drawn = draw_neuron_rows<double>();
    const std::size_t n = *dimension(1, 3).as("rows");
    if (drawn.n() > n) {
      drawn.X = rows_of_range(drawn.X, {0, n});
      drawn.y = block_of(drawn.y, 0, n);
    }
    const std::size_t P = drawn.n() + *dimension(1, 3).as("more");
    const std::vector<std::size_t> cuts = draw_cuts(drawn.n(), P);
    nothing_is_wrong(check, P, [&](Processes& processes) {
      return wrong_in_shared_neuron_cost(CrossEntropyWithLogits{}, drawn, cuts, processes);
    });
  });
}

TEST(SharedNeuronCost, DescendsAsOneProcessDoes) {
  property([](Check& check) {
    descends_as_one_process(check, SquaredErrorWithLogits{});
    descends_as_one_process(check, CrossEntropyWithLogits{});
  });
}

TEST(SharedNeuronCost, NumbersThatAreNoneAreNotHidden) {
  property([](Check& check) {
    NeuronRows<double> drawn = draw_neuron_rows<double>();
    const std::size_t P = *dimension(1, 5).as("P");
    const std::size_t i = *dimension(0, drawn.n() - 1).as("row");
    drawn.X(i, *dimension(0, drawn.X.size2() - 1).as("feature")) = std::nan("");
    const CostOfEach<double> each =
        cost_of_each(CrossEntropyWithLogits{}, drawn, draw_cuts(drawn.n(), P));
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(std::isnan(each.costs[p]), "whoever holds the row, the cost of all");
      for (const double slope : each.gradients[p]) check.holds(std::isnan(slope), "every slope");
    }
  });
}

// What is wrong everywhere is refused everywhere; what is wrong in one process comes out of it.
TEST(SharedNeuronCost, RefusesWhatDoesNotFit) {
  property([](Check& check) {
    using Cost = SharedNeuronCost<CrossEntropyWithLogits, double>;
    const CrossEntropyWithLogits loss;
    const NeuronRows<double> drawn = draw_neuron_rows<double>();
    const std::size_t P = *dimension(1, 4).as("P");
    const std::size_t d = drawn.X.size2();
    const std::size_t more = *dimension(1, 3).as("more");

    const Matrix<double> no_rows(0, d);
    const Vector<double> no_targets(0);
    std::vector<std::string> said(P);
    run_as_processes(P, [&](Processes& processes) {
      said[processes.rank()] =
          message_of<ShapeError>([&] { Cost(loss, no_rows, no_targets, processes); });
    });
    for (const std::string& one : said) {
      check.holds(says(one, {"SharedNeuronCost: the mean over no samples"}), one);
    }

    // Each has all rows here.
    const Vector<double> longer(d + 1 + more, 0.0);
    const Vector<double> targets(drawn.n() + more, 0.0);
    run_as_processes(P, [&](Processes& processes) {
      said[processes.rank()] =
          message_of<ShapeError>([&] { Cost(loss, drawn.X, targets, processes); });
    });
    for (const std::string& one : said) {
      check.holds(says(one, {"SharedNeuronCost: sizes "}), "other targets: " + one);
    }
    run_as_processes(P, [&](Processes& processes) {
      said[processes.rank()] =
          message_of<ShapeError>([&] { Cost(loss, drawn.X, no_targets, processes); });
    });
    for (const std::string& one : said) {
      check.holds(says(one, {"SharedNeuronCost: sizes "}), "no targets: " + one);
    }
    run_as_processes(P, [&](Processes& processes) {
      const Cost cost(loss, drawn.X, drawn.y, processes);
      said[processes.rank()] = message_of<ShapeError>([&] { cost.evaluate(longer, nullptr); });
    });
    for (const std::string& one : said) {
      check.holds(says(one, {"SharedNeuronCost: sizes "}), "another θ: " + one);
    }
    run_as_processes(P, [&](Processes& processes) {
      const Cost cost(loss, drawn.X, drawn.y, processes);
      Vector<double> slopes(d + 1 + more, 0.0);
      said[processes.rank()] = message_of<ShapeError>([&] { cost.evaluate(drawn.theta, &slopes); });
    });
    for (const std::string& one : said) {
      check.holds(says(one, {"SharedNeuronCost: sizes "}), "another gradient: " + one);
    }

    NeuronRows<double> outside = drawn;
    outside.y(*dimension(0, drawn.n() - 1).as("row")) =
        *rc::gen::element(-0.01, 1.01, std::nan("")).as("y");
    const std::vector<std::size_t> cuts = draw_cuts(drawn.n(), P);
    check.holds(throws<std::domain_error>([&] { cost_of_each(loss, outside, cuts); }),
                "a target that is no probability, in one of them");
  });
}
