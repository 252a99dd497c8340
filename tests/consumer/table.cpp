// All four parts: processes, a command line, a table, a formula.
#include <cstdio>

#include "nn/data/csv.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/processes/mpi.hpp"
#include "nn/program/command_line.hpp"

int main(int argc, char** argv) {
  nn::Mpi mpi(argc, argv);
  double z = 0;
  nn::CommandLine line("consumer", "Uses the library.");
  line.number("z", "Z", z, "where to evaluate the sigmoid");
  if (!line.parse(argc, argv)) return 0;
  const nn::CsvTable table = nn::parse_csv("a,b\n1,2\n3,4\n", "a table");
  std::printf("%.4f, %zu rows, %zu process\n", nn::sigmoid(z), table.rows.size(),
              mpi.processes().count());
  return mpi.end(0);
}
