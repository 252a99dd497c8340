// growth_figure FILE.svg: draws what a sample costs as a network grows, from the lines
// "SERIES TIMES MICROSECONDS" that it reads; ./scripts/bench --networks --write runs it.
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "nn/program/plot.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::vector<std::string> names;
  std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> points;
  std::string name;
  double times = 0;
  double microseconds = 0;
  while (std::cin >> name >> times >> microseconds) {
    if (points.find(name) == points.end()) names.push_back(name);
    points[name].first.push_back(times);
    points[name].second.push_back(microseconds);
  }
  nn::Figure figure("What a sample costs as a network grows",
                    "Three lines that cross where nothing has grown. Microseconds a sample against "
                    "how many times as wide, as deep, or as large a batch. With the width the cost "
                    "rises, flat at first and then in proportion; with the depth it rises slowly; "
                    "with the batch it falls, steeply at first and then hardly at all.");
  figure.x_axis("times as large as in 784-64-10, batches of 128", nn::Scale::logarithmic)
      .y_axis("microseconds a sample", nn::Scale::logarithmic);
  for (const std::string& one : names) {
    figure.marked_line(one, points[one].first, points[one].second);
  }
  figure.write(argv[1]);
}
