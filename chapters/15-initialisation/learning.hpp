#pragma once

/// \file
/// The same lesson for ten hidden layers, with other bends and other beginnings.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "layers.hpp"
#include "lesson.hpp"

namespace nn::chapter15 {

/// 64 pixels, ten hidden layers of 20 units, ten scores.
inline Network deep_reader(Activation f) {
  return reading_network(std::vector<std::size_t>(10, 20), f);
}

/// How a training went.
struct Course {
  std::vector<double> costs;  ///< of the 300 digits, before any update and after each epoch
  std::size_t right = 0;      ///< of the held-out digits, at the end
};

/// Of a deep reader.
inline Course course_of(Activation f, Initialisation init, std::size_t epochs) {
  const Network network = deep_reader(f);
  Course course;
  learn(network, start_of(network, init, 1), epochs,
        [&](std::size_t epoch, const Vector<double>& theta) {
          course.costs.push_back(lesson_cost(network, theta));
          if (epoch == epochs) course.right = right_of(network, theta, lesson().held_out);
        });
  return course;
}

/// Prints nine trainings.
inline void print_learning() {
  std::printf("10 hidden layers of 20 units, 300 digits, batches of 10, rate 0.05\n");
  std::printf("                     cost after epochs             right of %zu\n",
              lesson().held_out.digits.size());
  std::printf("                        0        1        2        4   held out\n");
  for (const NamedActivation& activation : named_activations()) {
    for (const NamedStart& start : named_starts()) {
      const Course course = course_of(activation.f, start.init, 4);
      std::printf("%-8s %-7s", activation.name, start.name);
      for (const std::size_t epoch : {0U, 1U, 2U, 4U}) {
        std::printf("%9s", cost_text(course.costs[epoch]).c_str());
      }
      if (std::isfinite(course.costs.back())) {
        std::printf("%11zu\n", course.right);
      } else {
        std::printf("%11s\n", "none");
      }
    }
  }
}

}  // namespace nn::chapter15
