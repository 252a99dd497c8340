// Chapter 17: how long an update takes, how many machines are best, and the record of what was
// measured. No test here measures anything.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "chapters/17-many-machines/laws.hpp"
#include "chapters/17-many-machines/measured.hpp"
#include "nn/data/input_error.hpp"
#include "tests/chapters/17_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

double draw_count() { return static_cast<double>(*dimension(1, 300).as("P")); }

/// The clocks of P processes on a ring: each step waits for the message of the process before,
/// which leaves when that one is ready.
double seconds_by_clocks(std::size_t P, double bytes, const chapter17::Wire& wire) {
  std::vector<double> clock(P, 0.0);
  const double message = wire.latency + bytes / static_cast<double>(P) / wire.bandwidth;
  for (std::size_t s = 0; s < ring_steps(P); ++s) {
    const std::vector<double> before = clock;
    for (std::size_t p = 0; p < P; ++p) {
      clock[p] = std::max(before[p], before[(p + P - 1) % P]) + message;
    }
  }
  return *std::max_element(clock.begin(), clock.end());
}

/// A record that can be believed.
chapter17::Measured believable_record() {
  chapter17::Measured measured;
  measured.machine = "some machine, 2 cores";
  // So many that a number by itself takes less than a message does.
  measured.parameters = static_cast<double>(*dimension(2000, 1'000'000).as("N"));
  measured.batch = static_cast<double>(*dimension(1, 5000).as("m"));
  measured.update_one = *uniform(0.001, 1).as("one");
  measured.update_two = measured.update_one * *uniform(0.4, 2).as("two");
  measured.sum_of_one = *uniform(1e-7, 1e-4).as("sum");
  measured.sum_of_gradient = measured.sum_of_one * *uniform(2, 1000).as("times");
  measured.hash = *uniform(1e-6, 1e-3).as("hash");
  return measured;
}

}  // namespace

// Time --------------------------------------------------------------------------------------------

TEST(Seconds, OfARingAreThoseOfItsClocks) {
  property("ring-seconds", [](Check& check) {
    const DrawnJob drawn = DrawnJob::draw();
    const std::size_t P = *dimension(1, 30).as("P");
    check.agree(drawn.ring(static_cast<double>(P)),
                seconds_by_clocks(P, drawn.job.bytes, drawn.wire), 1e-12);
  });
}

TEST(Seconds, OfARingHaveALimitForBytesStepByStep) {
  derivation("ring-limits", [](Derivation& d) {
    const DrawnJob drawn = DrawnJob::draw();
    const double P = draw_count();
    const double bytes = drawn.job.bytes / drawn.wire.bandwidth;
    const double latencies = 2 * (P - 1) * drawn.wire.latency;
    d.start(drawn.ring(P));
    d.step("by {ring-seconds}, multiplied out", latencies + 2 * (1 - 1 / P) * bytes);
    d.at_most("1 - 1/P is below 1", latencies + 2 * bytes);
  });
}

// Row by row on each machine, and then the ring.
TEST(Seconds, OfAnUpdateAreComputingAndRing) {
  property("update-seconds", [](Check& check) {
    DrawnJob drawn = DrawnJob::draw();
    const std::size_t P = *dimension(1, 20).as("P");
    const std::size_t each = *dimension(1, 20).as("rows of each");
    drawn.job.rows = static_cast<double>(P * each);
    double seconds = 0;
    for (std::size_t row = 0; row < each; ++row) seconds += drawn.job.row_seconds;
    seconds += seconds_by_clocks(P, drawn.job.bytes, drawn.wire);
    check.agree(drawn.update(static_cast<double>(P)), seconds, 1e-12);
  });
}

TEST(Efficiency, StepByStep) {
  derivation("crew-efficiency", [](Derivation& d) {
    const DrawnJob drawn = DrawnJob::draw();
    const double P = draw_count();
    const double cm = drawn.computing();
    d.start(chapter17::efficiency(P, drawn.job, drawn.wire));
    d.step("by {update-seconds}; one machine has no ring", cm / (P * (cm / P + drawn.ring(P))));
    d.step("multiply out", cm / (cm + P * drawn.ring(P)));
    d.step("divide above and below the bar by cm", 1 / (1 + P * drawn.ring(P) / cm));
  });
}

TEST(Efficiency, IsOneHalfWhereRingsTakeAsLongAsRows) {
  property("crew-efficiency", [](Check& check) {
    DrawnJob drawn = DrawnJob::draw();
    const double P = 1 + draw_count();
    drawn.job.row_seconds = P * drawn.ring(P) / drawn.job.rows;
    check.agree(chapter17::efficiency(P, drawn.job, drawn.wire), 0.5, 1e-13);
    check.agree(chapter17::efficiency(1, drawn.job, drawn.wire), 1, 1e-13, "one machine");
  });
}

TEST(Efficiency, OfAGrowingBatch) {
  property("growing-efficiency", [](Check& check) {
    const DrawnJob drawn = DrawnJob::draw();
    const double P = draw_count();
    // Rows in a second by P machines, over P times those of one.
    const double by_one = drawn.job.rows / drawn.update(1);
    const double by_all = P * drawn.job.rows /
                          chapter17::update_seconds(P, chapter17::grown(P, drawn.job), drawn.wire);
    check.agree(by_all / (P * by_one), 1 / (1 + drawn.ring(P) / drawn.computing()), 1e-12);
    check.agree(chapter17::growing_efficiency(P, drawn.job, drawn.wire), by_all / (P * by_one),
                1e-12);
    check.at_most(chapter17::efficiency(P, drawn.job, drawn.wire), by_all / (P * by_one), 1e-12,
                  "more is kept");
  });
}

TEST(BestMachines, TakeTheTimeApartStepByStep) {
  derivation("update-seconds-apart", [](Derivation& d) {
    const DrawnJob drawn = DrawnJob::draw();
    const double P = draw_count();
    const double tau = drawn.wire.latency;
    const double bytes = drawn.job.bytes / drawn.wire.bandwidth;
    const double cm = drawn.computing();
    d.start(drawn.update(P));
    d.step("by {update-seconds} and {ring-limits}",
           cm / P + 2 * (P - 1) * tau + 2 * (1 - 1 / P) * bytes);
    d.step("collect what falls, what rises, and what stays",
           (cm - 2 * bytes) / P + 2 * tau * P + 2 * (bytes - tau));
  });
}

// The two derivatives against differences of T and of the first of them.
TEST(BestMachines, HaveTheDerivativesOfThePage) {
  property("best-machines", [](Check& check) {
    const DrawnJob drawn = DrawnJob::draw_worth_sharing();
    const double P = *uniform(1, 20).as("P");
    const double a = chapter17::shared_out(drawn.job, drawn.wire);
    const auto slope = [&](double at) { return -a / (at * at) + 2 * drawn.wire.latency; };
    const double h = 1e-4;
    check.agree((drawn.update(P + h) - drawn.update(P - h)) / (2 * h), slope(P), 1e-6, "first");
    check.agree((slope(P + h) - slope(P - h)) / (2 * h), 2 * a / (P * P * P), 1e-6, "second");
    const double best = chapter17::best_machines(drawn.job, drawn.wire);
    check.agree(slope(best), 0, 1e-12, "the slope is 0 at the best P");
  });
}

// No other P takes less, and on either side the time rises.
TEST(BestMachines, AreTheOnlyMinimum) {
  property("best-machines", [](Check& check) {
    const DrawnJob drawn = DrawnJob::draw_worth_sharing();
    const double best = chapter17::best_machines(drawn.job, drawn.wire);
    const double near = 1 + *uniform(0.01, 3).as("near");
    const double far = near * (1 + *uniform(0.01, 3).as("far"));
    const double least = drawn.update(best);
    for (const bool above : {false, true}) {
      const double at_near = drawn.update(above ? best * near : best / near);
      const double at_far = drawn.update(above ? best * far : best / far);
      check.holds(least < at_near && at_near < at_far, "farther away takes longer");
    }
    const double P = best * near;
    const double other = best / far;
    check.at_most(drawn.update((P + other) / 2), (drawn.update(P) + drawn.update(other)) / 2, 1e-12,
                  "convex");
  });
}

TEST(BestMachines, AreOneWhereBytesTakeLongerThanRows) {
  property("best-machines", [](Check& check) {
    DrawnJob drawn = DrawnJob::draw();
    drawn.job.row_seconds = *uniform(0, 0.999).as("share") * 2 * drawn.job.bytes /
                            drawn.wire.bandwidth / drawn.job.rows;
    const double P = 1 + *uniform(0, 50).as("P");
    const double more = P * (1 + *uniform(0.01, 1).as("more"));
    check.holds(drawn.update(P) < drawn.update(more), "more machines are slower");
    check.agree(chapter17::best_machines(drawn.job, drawn.wire), 0, 0, "there is no best P");
  });
}

// The record --------------------------------------------------------------------------------------

TEST(Record, IsReadAsItWasWritten) {
  property("update-seconds", [](Check& check) {
    const chapter17::Measured measured = believable_record();
    const std::string text = chapter17::text_of(measured);
    const chapter17::Measured read = chapter17::parse_measured(text, "measured.txt");
    check.holds(read.machine == measured.machine, "the machine");
    check.holds(chapter17::text_of(read) == text, "the same text");
    for (const chapter17::MeasuredLine& line : chapter17::measured_lines) {
      // Six digits are written.
      check.agree(read.*line.number / measured.*line.number, 1, 1e-5, line.name);
    }
  });
}

// Two sums, two unknowns.
TEST(Record, GivesTheWireBack) {
  property("ring-seconds", [](Check& check) {
    const chapter17::Measured measured = believable_record();
    const chapter17::Wire wire = measured.wire();
    check.agree(chapter17::ring_seconds(2, 8, wire) / measured.sum_of_one, 1, 1e-11);
    check.agree(chapter17::ring_seconds(2, measured.bytes(), wire) / measured.sum_of_gradient, 1,
                1e-11);
    check.agree(measured.job().row_seconds * measured.batch, measured.update_one, 1e-14);
  });
}

TEST(Record, ThatIsDamagedIsRefused) {
  property("update-seconds", [](Check& check) {
    struct Damage {
      const char* find;
      const char* replace;
      const char* says;
    };
    const std::vector<Damage> damages = {{"update_one ", "update_on ", "line 4"},
                                         {"update_two ", "update_two -", "line 5"},
                                         {"hash ", "hash x", "line 8"},
                                         {" numbers\n", " rows\n", "line 9"},
                                         {"batch ", "batch 3 4 5\nbatch ", "line 10"},
                                         {"batch ", "batch 3 rows\nbatch ", "another line"},
                                         {"machine ", "machine\n", "line 3"},
                                         {"hash ", "# hash ", "says nothing of hash"},
                                         {"sum_of_one ", "sum_of_one 9", "do not fit"}};
    const Damage& damage = damages[*dimension(0, damages.size() - 1).as("damage")];
    chapter17::Measured measured = believable_record();
    measured.sum_of_one = 1e-6;  // its first digit is behind what is put there
    measured.sum_of_gradient = 2e-5;
    std::string text = chapter17::text_of(measured);
    const std::size_t at = text.find(damage.find, text.find("\nmachine"));
    check.holds(at != std::string::npos, "there is something to damage");
    text.replace(at, std::string(damage.find).size(), damage.replace);
    const std::string message =
        message_of<InputError>([&] { chapter17::parse_measured(text, "measured.txt"); });
    check.holds(says(message, {"measured.txt", damage.says, "--measure FILE"}), message);
  });
}

TEST(Record, OfTheBookCanBeRead) {
  examples("update-seconds", [](Check& check) {
    const chapter17::Measured measured = chapter17::recorded();
    check.agree(measured.parameters, 235146, 0, "the network 784-256-128-10");
    check.agree(measured.batch, 1024, 0);
    check.holds(measured.update_two < measured.update_one, "two are faster than one");
    check.holds(chapter17::best_machines(measured.job(), measured.wire()) > 2,
                "and more than two faster still");
  });
}
