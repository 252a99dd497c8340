// Dropout: which units are dropped, for which sample, and that the way back takes the same masks.
#include "nn/network/dropout.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/network/backpropagation.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Rows = std::vector<std::size_t>;

template <class T>
std::vector<Matrix<T>> masks_of(const Network& network, const Dropout& dropout, std::uint64_t epoch,
                                const Rows& samples) {
  NetworkPass<T> pass;
  dropout.draw(network, epoch, samples, pass);
  return pass.masks;
}

/// One hidden layer and another, wide enough that two draws of their masks never are the same.
Network wide_network() { return network_of(2, {60, 50}, Activation::relu, 3); }

bool same_masks(const std::vector<Matrix<double>>& a, const std::vector<Matrix<double>>& b) {
  bool same = a.size() == b.size();
  for (std::size_t l = 0; l < a.size() && same; ++l) same = same_entries(a[l], b[l]);
  return same;
}

template <class T>
void are_zero_or_keep_the_mean(Check& check) {
  const DrawnNetwork drawn = draw_network();
  const double p = *uniform(0.01, 0.99).as("p");
  const Rows samples = draw_rows(1000);
  const Dropout dropout(p, *any_seed().as("seed"));
  check.holds(dropout.p() == p, "its p");
  const auto masks = masks_of<T>(drawn.network, dropout, *any_seed().as("epoch"), samples);
  check.holds(masks.size() + 1 == drawn.depth(), "a mask for each hidden layer");
  const T kept = static_cast<T>(1 / (1 - p));
  for (std::size_t l = 0; l < masks.size(); ++l) {
    check.holds(masks[l].size1() == samples.size(), "a row for each sample");
    check.holds(masks[l].size2() == drawn.network.layers[l].units, "a column for each unit");
    for (const T& entry : masks[l].data()) check.holds(entry == 0 || entry == kept, "0 or 1/(1-p)");
  }
}

/// φ(θ) = Σᵢₖ Vᵢₖ Zᵢₖ, for the scores Z of a batch with these masks.
auto projected_scores(const DrawnNetwork& drawn, const std::vector<Matrix<double>>& masks,
                      const Matrix<double>& V) {
  return [&]<class T>(const Vector<T>& theta) {
    NetworkPass<T> pass;
    for (const Matrix<double>& mask : masks) pass.masks.push_back(cast<T>(mask));
    forward(drawn.network, theta, cast<T>(drawn.X), pass);
    const Matrix<T>& Z = pass.Z.back();
    T sum = T(0);
    for (std::size_t i = 0; i < Z.size1(); ++i) {
      for (std::size_t k = 0; k < Z.size2(); ++k) sum += T(V(i, k)) * Z(i, k);
    }
    return sum;
  };
}

}  // namespace

TEST(Dropout, MasksAreZeroOrKeepTheMean) {
  property([](Check& check) {
    are_zero_or_keep_the_mean<double>(check);
    are_zero_or_keep_the_mean<float>(check);
  });
}

// Whoever draws them in another program must come to the same: layer after layer, unit after unit,
// from a stream that begins where the mixed seed, epoch and sample say.
TEST(Dropout, MasksOfASampleAreAStreamOfItsOwn) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const double p = *uniform(0.01, 0.99).as("p");
    const std::uint64_t seed = *any_seed().as("seed");
    const std::uint64_t epoch = *any_seed().as("epoch");
    const Rows samples = draw_rows(1000);
    const auto masks = masks_of<double>(drawn.network, Dropout(p, seed), epoch, samples);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      SplitMix64 random(mix(mix(mix(seed) + epoch) + samples[i]));
      for (const Matrix<double>& mask : masks) {
        for (std::size_t k = 0; k < mask.size2(); ++k) {
          const bool is_dropped = random.uniform() < p;
          check.holds((mask(i, k) == 0) == is_dropped, "dropped or not");
        }
      }
    }
  });
}

// A process that holds some of the samples draws the masks that all of them together would have.
TEST(Dropout, MasksOfSamplesThatAreCountedFromAnotherOne) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Dropout dropout(*uniform(0.01, 0.99).as("p"), *any_seed().as("seed"));
    const std::uint64_t epoch = *any_seed().as("epoch");
    const std::size_t first = *dimension(0, 100'000).as("first");
    const Rows samples = draw_rows(1000);
    Rows shifted = samples;
    for (std::size_t& sample : shifted) sample += first;
    NetworkPass<double> pass;
    dropout.draw(drawn.network, epoch, samples, pass, first);
    const auto expected = masks_of<double>(drawn.network, dropout, epoch, shifted);
    check.holds(same_masks(pass.masks, expected), "bit for bit");
    dropout.draw(drawn.network, epoch, samples, pass, 0);
    check.holds(same_masks(pass.masks, masks_of<double>(drawn.network, dropout, epoch, samples)),
                "from the first one on");
  });
}

TEST(Dropout, MasksOfASampleDoNotDependOnItsBatch) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Dropout dropout(*uniform(0.01, 0.99).as("p"), *any_seed().as("seed"));
    const std::uint64_t epoch = *any_seed().as("epoch");
    const Rows samples = draw_rows(1000);
    const auto together = masks_of<double>(drawn.network, dropout, epoch, samples);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const auto alone = masks_of<double>(drawn.network, dropout, epoch, {samples[i]});
      for (std::size_t l = 0; l < together.size(); ++l) {
        check.holds(same_entries(row_of(together[l], i), row_of(alone[l], 0)), "bit for bit");
      }
    }
  });
}

// 110 units are dropped alike by chance in less than one case of 10²⁵.
TEST(Dropout, MasksDifferForAnotherSeedEpochAndSample) {
  property([](Check& check) {
    const Network network = wide_network();
    const double p = *uniform(0.3, 0.7).as("p");
    const std::uint64_t seed = *any_seed().as("seed");
    const std::uint64_t epoch = *dimension(0, 500).as("epoch");
    const std::size_t sample = epoch + *dimension(1, 500).as("sample - epoch");
    const std::uint64_t bit = std::uint64_t{1} << *dimension(0, 63).as("bit");
    const auto of = [&](std::uint64_t s, std::uint64_t e, std::size_t i) {
      return masks_of<double>(network, Dropout(p, s), e, {i});
    };
    const auto masks = of(seed, epoch, sample);
    check.holds(same_masks(of(seed, epoch, sample), masks), "the same again");
    check.holds(!same_masks(of(seed ^ bit, epoch, sample), masks), "another seed");
    check.holds(!same_masks(of(seed, epoch ^ bit, sample), masks), "another epoch");
    check.holds(!same_masks(of(seed, epoch, sample ^ bit), masks), "another sample");
    check.holds(!same_masks(of(seed, sample, epoch), masks), "the two exchanged");
    check.holds(!same_masks(of(seed, epoch + 1, sample - 1), masks), "with the same sum");
    const auto units = row_of(masks[0], 0);
    const auto first = block_of(units, 0, 50);
    check.holds(!same_entries(first, row_of(masks[1], 0)), "each layer its own");
  });
}

// n units, each dropped with probability p: np of them, with the deviation √(np(1 − p)); six and a
// half of these on each side.
TEST(Dropout, DropsTheShareThatIsAskedFor) {
  property([](Check& check) {
    const double p = *uniform(0.1, 0.9).as("p");
    const std::size_t first = *dimension(0, 100'000).as("first sample");
    Rows samples;
    for (std::size_t i = 0; i < 50; ++i) samples.push_back(first + i);
    const Dropout dropout(p, *any_seed().as("seed"));
    for (const Matrix<double>& mask :
         masks_of<double>(wide_network(), dropout, *any_seed().as("epoch"), samples)) {
      const auto n = static_cast<double>(mask.data().size());
      const auto dropped =
          static_cast<double>(std::count(mask.data().begin(), mask.data().end(), 0.0));
      check.at_most(std::fabs(dropped - n * p), 6.5 * std::sqrt(n * p * (1 - p)), 0, "dropped");
    }
  });
}

TEST(Dropout, OfNoneHasNoMasks) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Rows samples = draw_rows(1000);
    NetworkPass<double> pass;
    const Dropout of_some(*uniform(0.1, 0.9).as("p"));
    of_some.draw(drawn.network, 1, samples, pass);
    const Dropout of_none(0, *any_seed().as("seed"));
    of_none.draw(drawn.network, 1, samples, pass);
    check.holds(pass.masks.empty(), "no masks are left");
    check.holds(pass.Z.back().size1() == samples.size(), "but there is room for the batch");
  });
}

// The masks are held fixed. Layers behind one another bend over shorter distances than one does:
// the tolerance of the central difference is that for stress inputs.
TEST(Dropout, GradientWithItsMasksAgreesWithThreeOracles) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network(*dimension(2, 3).as("depth"), smooth_activations);
    const Matrix<double> V = *gaussian_matrix(drawn.n(), drawn.outputs()).as("V");
    Rows samples(drawn.n());
    for (std::size_t& sample : samples) sample = *dimension(0, 1000).as("sample");
    NetworkPass<double> pass;
    const Dropout dropout(*uniform(0.05, 0.5).as("p"), *any_seed().as("seed"));
    dropout.draw(drawn.network, *any_seed().as("epoch"), samples, pass);
    const std::vector<Matrix<double>> masks = pass.masks;
    forward(drawn.network, drawn.theta, drawn.X, pass);
    pass.delta.back() = V;
    Vector<double> gradient(drawn.theta.size());
    backpropagate(drawn.network, drawn.theta, drawn.X, pass, gradient);
    check_gradient(check, projected_scores(drawn, masks, V), drawn.theta, gradient, {1e-6, false});
  });
}

TEST(Dropout, RefusesWhatIsNoProbabilityAndWhatIsNoNetwork) {
  property([](Check& check) {
    const double outside = *uniform(1e-9, 3).as("outside");
    const double p = *rc::gen::element(-outside, 1.0, 1 + outside, std::nan("")).as("p");
    const std::string message = message_of<std::invalid_argument>([&] { Dropout{p}; });
    check.holds(says(message, {"Dropout: p must be in [0, 1)"}), message);
    check.holds(throws<ShapeError>([&] { masks_of<double>(Network{}, Dropout(0.5), 1, {0}); }),
                "there is no layer");
  });
}
