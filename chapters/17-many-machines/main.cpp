// Chapter 17: how several machines train one network, what it costs, and when it no longer pays.
#include <cstddef>
#include <string>

#include "batch_and_rate.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "history.hpp"
#include "measure.hpp"
#include "mistakes.hpp"
#include "nn/processes/mpi.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/network_training.hpp"
#include "parts.hpp"
#include "price.hpp"
#include "ring_table.hpp"
#include "wrong_crews.hpp"

namespace {

using namespace nn;
using namespace nn::chapter17;

/// In seconds; a step too many is shown in this time, unless --timeout is given.
constexpr unsigned short_timeout = 5;

}  // namespace

int main(int argc, char** argv) {
  Mpi mpi(argc, argv);
  Processes& processes = mpi.processes();
  NetworkTrainingOptions options;
  std::size_t timeout = 600;
  std::string record;
  double latency = 50e-6;
  double bandwidth = 125e6;
  Chapter chapter("many-machines",
                  "Chapter 17: one network that many machines train. Run by mpirun -n P, or by "
                  "./scripts/study 17 --processes P, P processes share out the rows of --data; the "
                  "sections that need several processes make do with threads where there is one.");
  chapter.runs_in(processes);
  chapter.mistakes(
      mistakes, "shows a mistake and how it is caught",
      [&processes](const Mistake& mistake) { return show_mistake(processes, mistake); });
  chapter.figures({{"efficiency", "what is left of each machine", efficiency_figure},
                   {"update", "an update against the number of machines", update_figure}});
  trains_network(chapter, options);
  chapter.line().group("Machines");
  chapter.line().count("timeout", "SECONDS", timeout,
                       "how long a process waits for the others before it ends all; 0: for ever",
                       {0, 1'000'000});
  chapter.line().number("latency", "SECONDS", latency,
                        "prints what an update costs where a message takes so long", positive(10));
  chapter.line().number("bandwidth", "BYTES", bandwidth, "and where so many bytes flow in a second",
                        positive(1e15));
  measures_two(chapter, record);
  chapter.line().example("--latency 50e-6 --bandwidth 125e6", "machines on a network of 1 Gbit/s");
  chapter.line().example("--mistake own-seed", "processes that never had the same parameters");
  chapter.check([&] {
    if ((Mpi::is_launched() || options.network.has_data()) && !Mpi::is_built_in()) {
      throw UsageError(
          "this program was built without MPI; install Debian's mpi-default-dev and "
          "build again, as ./scripts/study 17 does");
    }
    const bool is_shown = chapter.mistake() == "extra-step" && !chapter.line().given("timeout");
    mpi.set_timeout(is_shown ? short_timeout : static_cast<unsigned>(timeout));
  });
  chapter.instead("latency", [&] { print_price_with(latency, bandwidth); });
  chapter.instead("bandwidth", [&] { print_price_with(latency, bandwidth); });
  chapter.section("Parts by hand", print_parts);
  chapter.section("One history", [&] { print_history(processes); });
  chapter.section("The ring", print_ring);
  chapter.section("What it costs", print_price);
  chapter.section("Batch and rate", print_batch_and_rate);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return mpi.end(chapter.run(argc, argv));
}
