#pragma once

/// \file
/// The gradient of a network on a reader's own data.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "explain.hpp"
#include "mistakes.hpp"
#include "network_check.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/network_options.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter11 {

/// A reader's own data, and what is asked of it.
struct Request {
  NetworkOptions network;
  std::size_t explain = 0;  ///< the sample that is walked through, from 1; 0: none
  std::string format = "text";
};

/// The complex step moves z by 1e-20 x, which must stay far below 1.
inline void require_moderate(const NetworkTask& task) {
  for (std::size_t i = 0; i < task.X.size1(); ++i) {
    for (std::size_t j = 0; j < task.X.size2(); ++j) {
      if (std::abs(task.X(i, j)) <= 1e10) continue;
      throw InputError({task.source, 0, task.features[j]},
                       short_text(task.X(i, j)) + " is too large for a numerical derivative",
                       "give numbers up to 1e+10, in a larger unit");
    }
  }
}

/// `4 to 5 to 3, 38 parameters`.
inline std::string shape_text(const NetworkTask& task) {
  std::string text = std::to_string(task.X.size2());
  for (const Layer& layer : task.network.layers) text += " to " + std::to_string(layer.units);
  return text + ", " + std::to_string(task.theta.size()) + " parameters";
}

/// Prints the walk through one sample.
inline void explain_row(const NetworkTask& task, std::size_t row) {
  if (row > task.X.size1()) {
    throw UsageError("--explain: there are " + std::to_string(task.X.size1()) +
                     " samples; give a number from 1 to " + std::to_string(task.X.size1()));
  }
  heading("Sample " + std::to_string(row) + " of " + printable(task.source, 40));
  with_output(task.output, task.cost, [&](const auto& output) {
    explain(task.network, output, task.theta, row_of(task.X, row - 1), row_of(task.Y, row - 1));
  });
}

/// Ends the program unless the check has shown that the gradient is right.
inline void require_passed(const GradientCheck& check, const std::string& formula) {
  const std::string caught = how_caught(check, formula);
  if (!caught.empty()) throw CheckFailed(caught);
  const std::string blind = why_blind(check);
  if (!blind.empty()) {
    throw CheckFailed(formula + ": " + blind + "; choose other parameters, such as --init xavier");
  }
}

/// The gradient by the wrong equations of a mistake.
///
/// \throws UsageError if this network is too small, or its layers too different, for it to show
template <class Output>
Vector<double> wrong_gradient(const NetworkTask& task, const Output& output, const Mistake& mistake,
                              const Vector<double>& right) {
  Vector<double> wrong =
      gradient_by(mistake.equations, task.network, output, task.theta, task.X, task.Y);
  if (max_norm(wrong - right) <= 1e-12 * max_norm(right)) {
    throw UsageError(std::string("--mistake ") + mistake.name +
                     " changes nothing in this network; give hidden layers, all as wide as the "
                     "number of features");
  }
  return wrong;
}

/// Prints the gradient on the data in three ways, and checks it.
///
/// \param task the network and its data
/// \param output what becomes of the scores
/// \param mistake the formula of the gradient, or null for the right one
/// \param format `text` or `csv`
template <class Output>
void check_task(const NetworkTask& task, const Output& output, const Mistake* mistake,
                const std::string& format) {
  const NetworkCost<Output, double> cost(task.network, output, task.X, task.Y);
  Vector<double> gradient(task.theta.size());
  const double value = cost.evaluate(task.theta, &gradient);
  if (!std::isfinite(value)) {
    throw CheckFailed("the cost is not a finite number; choose smaller parameters" +
                      std::string(", such as --init xavier, or standardise the features"));
  }
  if (mistake != nullptr) gradient = wrong_gradient(task, output, *mistake, gradient);
  const GradientCheck check =
      check_gradient(task.network, output, task.theta, task.X, task.Y, gradient);
  if (format == "csv") {
    std::fputs(parameter_table(task.network, {{"analytic", check.analytic},
                                              {"central_difference", check.central_difference},
                                              {"complex_step", check.complex_step}})
                   .c_str(),
               stdout);
  } else {
    heading(task.cost == "mse" ? "Gradient of the mean squared error"
                               : "Gradient of the cross-entropy");
    std::printf("%zu samples of %s, %s output, cost %.6g\n", task.X.size1(),
                printable(task.source, 40).c_str(), task.output.c_str(), value);
    std::printf("%s; W1(2,3) is layer 1, input 2, unit 3\n", shape_text(task).c_str());
    print_table(check);
  }
  const std::vector<std::string> doubts = doubtful(check);
  if (!doubts.empty()) {
    std::fprintf(stderr,
                 "%s: the central difference is off by more than 1 %% of %zu of %zu slopes, such "
                 "as that by %s; the complex step decides\n",
                 printable(task.source).c_str(), doubts.size(), check.parameters.size(),
                 doubts.front().c_str());
  }
  require_passed(check, mistake == nullptr ? "the analytic gradient" : mistake->name);
}

/// Gives the chapter the command: the options of a Request, and the check where there is data.
///
/// \param chapter the program
/// \param request filled when the command line is read; it must outlive the chapter's run
inline void checks_own_data(Chapter& chapter, Request& request) {
  CommandLine& line = chapter.line();
  add_network_options(line, request.network);
  line.group("Answer");
  line.count("explain", "ROW", request.explain,
             "walks this sample forth and back, counted from 1 among those that are used",
             {1, 1'000'000'000});
  line.choice("format", request.format, {{"text", ""}, {"csv", ""}}, "how the gradient is printed");
  const auto wanted = [&request] { return request.network.has_data(); };
  chapter.check([&chapter, &request, wanted] {
    if (wanted() && chapter.draws()) {
      throw UsageError("--plot draws the chapter's own figures; give it without --data, --images");
    }
    if (chapter.line().given("init") && chapter.line().given("initial-parameters")) {
      throw UsageError("--init and --initial-parameters: give one of them");
    }
    if (request.explain > 0 && chapter.shows_mistake()) {
      throw UsageError("--explain walks the right way; give it without --mistake");
    }
    if (!request.network.data.file.empty() && !request.network.images.empty()) {
      throw UsageError("--data and --images: give one of them");
    }
    for (const char* option : {"layers", "activation", "output", "cost", "init", "seed",
                               "initial-parameters", "explain", "format"}) {
      if (chapter.line().given(option) && !wanted()) {
        throw UsageError("--" + std::string(option) + " needs --data, or --images and --labels");
      }
    }
  });
  chapter.command(wanted, [&chapter, &request] {
    const NetworkTask task = prepare_network(request.network);
    require_moderate(task);
    if (request.explain > 0) return explain_row(task, request.explain);
    with_output(task.output, task.cost, [&](const auto& output) {
      check_task(task, output, find_mistake(mistakes, chapter.mistake()), request.format);
    });
  });
}

}  // namespace nn::chapter11
