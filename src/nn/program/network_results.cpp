#include "nn/program/network_results.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/idx.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/text.hpp"

namespace nn {

namespace {

constexpr std::size_t page_width = 78;

/// With 17 digits; `nan` whatever its sign.
std::string number_or_nan(double x) { return std::isnan(x) ? "nan" : exact_text(x); }

std::string score_fields(const Score& score) {
  return "," + number_or_nan(score.cost) + "," +
         (score.accuracy ? exact_text(*score.accuracy) : "");
}

std::vector<std::string> prediction_columns(const NetworkModel& model) {
  std::vector<std::string> columns;
  if (model.outputs == 1) {
    columns.emplace_back("prediction");
  } else {
    const bool sum_to_1 = model.options.network.output == "softmax";
    for (const std::string& label : model.classes) {
      columns.push_back((sum_to_1 ? "probability_" : "prediction_") + label);
    }
  }
  if (!model.classes.empty()) columns.emplace_back("class");
  return columns;
}

/// The fields of one row.
template <class Output>
std::vector<std::string> predicted_fields(const NetworkModel& model, const Output& output,
                                          const Matrix<double>& Z) {
  const Matrix<double> Y_hat = predictions(output, Z);
  std::vector<std::string> fields;
  for (std::size_t k = 0; k < Y_hat.size2(); ++k) fields.push_back(exact_text(Y_hat(0, k)));
  if (!model.classes.empty()) {
    fields.push_back(model.classes.at(called_class(row_view<double>(Z, 0))));
  }
  return fields;
}

std::string file_name(const std::string& path) {
  return printable(std::filesystem::path(path).filename().string());
}

void print_network_data(const NetworkTask& task, const NetworkTrainingOptions& options,
                        const Split& split) {
  heading("Data");
  std::printf("file = %s\n", file_name(task.file).c_str());
  std::printf("rows = %zu, of which %zu to train on and %zu held out\n", task.samples(),
              split.training.size(), split.test.size());
  std::string names;
  for (const std::string& name : task.features) {
    names += (names.empty() ? "" : ", ") + printable(name);
  }
  if (task.image_rows > 0) {
    std::printf("images = %zu x %zu pixels\n", task.image_rows, task.image_columns);
  } else {
    std::fputs(wrapped("features = " + names).c_str(), stdout);
  }
  std::string target = "target = " + printable(task.target);
  if (task.classes.size() == 2) {
    target += ", " + in_quotes(task.classes[0]) + " or " + in_quotes(task.classes[1]);
  } else if (!task.classes.empty()) {
    target += ", one of " + std::to_string(task.classes.size()) + ": " + listed(task.classes);
  }
  std::fputs(wrapped(target).c_str(), stdout);
  if (task.image_rows > 0) return;
  std::printf("standardised = %s\n", options.network.data.standardize ? "yes" : "no");
}

void print_network_shape(const NetworkTask& task, const NetworkTrainingOptions& options) {
  std::string layers = std::to_string(task.network.layers.front().inputs);
  for (const Layer& layer : task.network.layers) layers += " to " + std::to_string(layer.units);
  heading("Network");
  std::printf("layers = %s, %zu parameters\n", layers.c_str(), parameter_count(task.network));
  if (task.network.layers.size() > 1) {
    std::printf("activation = %s\n", options.network.activation.c_str());
  }
  std::printf("output = %s\n", task.output.c_str());
  std::printf("cost function = %s\n", task.cost == "mse" ? "mean squared error" : "cross-entropy");
}

std::string optimizer_text(const OptimizerOptions& optimizer) {
  std::string text = optimizer.name;
  if (text == "momentum" || text == "nesterov") text += ", beta " + short_text(optimizer.momentum);
  if (text == "adam") {
    text += ", beta1 " + short_text(optimizer.beta1) + ", beta2 " + short_text(optimizer.beta2) +
            ", epsilon " + short_text(optimizer.epsilon);
  }
  return text;
}

std::string end_text(const NetworkTrainingOptions& options, const TrainedNetwork& trained) {
  switch (trained.end) {
    case TrainingEnd::finished:
      return "all are spent";
    case TrainingEnd::out_of_patience:
      return "no gain on the held-out rows in " + std::to_string(options.patience);
    case TrainingEnd::stopped:
      return "interrupted";
    case TrainingEnd::diverged:
      break;
  }
  return "it diverged";
}

void print_network_descent(const NetworkTrainingOptions& options, const TrainedNetwork& trained) {
  heading("Training");
  std::printf("optimizer = %s\n", optimizer_text(options.optimizer).c_str());
  std::printf("learning rate = %g%s\n", options.optimizer.learning_rate,
              options.schedule == "cosine" ? ", falling like a cosine" : "");
  std::printf("batch = %zu rows, %zu updates an epoch\n", options.batch_size,
              trained.updates_per_epoch);
  if (options.weight_decay > 0) std::printf("weight decay = %g\n", options.weight_decay);
  if (options.dropout > 0) std::printf("dropout = %g\n", options.dropout);
  std::printf("precision = %s\n", options.precision.c_str());
  std::printf("trained for %s: %s\n", how_far(trained).c_str(), end_text(options, trained).c_str());
  std::printf("first cost = %.6g\n", trained.state.first_cost);
  const bool keeps_best = options.patience > 0 && trained.end != TrainingEnd::diverged;
  std::printf("%s cost = %.6g\n", keeps_best ? "kept" : "last", trained.training.cost);
  if (!keeps_best) return;
  std::printf("kept = the parameters after epoch %zu, the best on the held-out rows\n",
              trained.best_epoch);
}

/// Which class is taken for which: long titles if they fit, and else the labels alone, shortened.
void print_called(const NetworkAnswers& answers, const std::vector<std::string>& classes) {
  constexpr std::size_t longest_label = 14;
  constexpr std::size_t gap = 2;
  const std::size_t count = classes.size();
  std::vector<std::string> names;
  std::vector<std::string> titles;
  std::size_t width = 0;
  std::size_t title_width = 0;
  for (const std::string& label : classes) {
    names.push_back("is " + printable(label, longest_label));
    titles.push_back("called " + printable(label, longest_label));
    width = std::max(width, utf8_width(names.back()));
    title_width = std::max(title_width, gap + utf8_width(titles.back()));
  }
  const bool is_short = width + count * title_width > page_width;
  if (is_short) {
    constexpr std::size_t dots = 3;
    title_width = (page_width - width) / count;
    for (std::size_t k = 0; k < count; ++k) {
      titles[k] = printable(classes[k], longest_label);
      if (utf8_width(titles[k]) < title_width) continue;
      titles[k] = printable(classes[k], title_width - dots - 1);
    }
  }
  std::vector<Column> columns;
  for (std::size_t k = 0; k < count; ++k) {
    Vector<double> numbers(count);
    for (std::size_t c = 0; c < count; ++c) {
      numbers(c) = static_cast<double>(answers.called[c * count + k]);
    }
    columns.push_back({titles[k], static_cast<int>(title_width), 0, numbers});
  }
  print_columns(is_short ? "called" : "", width, names, columns);
}

/// The root of the mean square of y − m, with m the mean of the rows that were trained on.
double spread_around_mean(const NetworkTask& task, const std::vector<std::size_t>& training,
                          const std::vector<std::size_t>& rows) {
  double mean = 0;
  for (const std::size_t i : training)
    mean += task.target_of(i) / static_cast<double>(training.size());
  double square = 0;
  for (const std::size_t i : rows) {
    const double difference = task.target_of(i) - mean;
    square += difference * difference / static_cast<double>(rows.size());
  }
  return std::sqrt(square);
}

void print_answers(const NetworkTask& task, const Split& split, const char* which,
                   const std::vector<std::size_t>& rows, const NetworkAnswers& answers) {
  const auto share = [&](const char* what, std::size_t count) {
    std::printf("%s = %.4f (%zu of %zu)\n", what,
                static_cast<double>(count) / static_cast<double>(answers.rows), count,
                answers.rows);
  };
  const std::string on = std::string("on the ") + which + " rows";
  std::printf("cost %s = %.6g\n", on.c_str(), answers.cost);
  if (!answers.of_class.empty()) {
    share(on.c_str(), answers.right);
    share("always the largest class", answers.majority());
    if (!answers.called.empty()) print_called(answers, task.classes);
  } else if (task.output == "linear") {
    std::printf("root of the mean squared error = %.6g\n", std::sqrt(answers.cost));
    std::printf("always the mean of the training rows = %.6g\n",
                spread_around_mean(task, split.training, rows));
  }
}

}  // namespace

std::string network_history_header() {
  return csv_text({"epoch", "cost", "accuracy", "held_out_cost", "held_out_accuracy"}, {});
}

std::string network_history_line(const EpochRecord& record) {
  return std::to_string(record.epoch) + score_fields(record.training) +
         (record.held_out ? score_fields(*record.held_out) : ",,") + "\n";
}

Figure history_figure(const std::vector<EpochRecord>& history) {
  std::vector<double> epochs;
  std::vector<double> held_out_epochs;
  std::vector<double> costs;
  std::vector<double> held_out_costs;
  for (const EpochRecord& record : history) {
    const auto epoch = static_cast<double>(record.epoch);
    if (std::isfinite(record.training.cost)) {
      epochs.push_back(epoch);
      costs.push_back(record.training.cost);
    }
    if (record.held_out && std::isfinite(record.held_out->cost)) {
      held_out_epochs.push_back(epoch);
      held_out_costs.push_back(record.held_out->cost);
    }
  }
  std::vector<double> all = costs;
  all.insert(all.end(), held_out_costs.begin(), held_out_costs.end());
  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  const bool falls_far = *least > 0 && *least < *most / 10;
  Figure figure("The cost over the epochs",
                "The cost on the training rows over " + std::to_string(history.back().epoch) +
                    " epochs, from " + short_text(costs.front()) + " to " +
                    short_text(costs.back()) +
                    (held_out_costs.empty()
                         ? "."
                         : "; on the held-out rows from " + short_text(held_out_costs.front()) +
                               " to " + short_text(held_out_costs.back()) + "."));
  figure.x_axis("epochs").y_axis("cost", falls_far ? Scale::logarithmic : Scale::linear);
  figure.line("training rows", epochs, costs);
  if (!held_out_costs.empty()) figure.line("held-out rows", held_out_epochs, held_out_costs);
  return figure;
}

NewRows load_rows_for(const NetworkModel& model, const std::string& path) {
  if (model.image_rows == 0) {
    return load_new_rows(path, model.features, model.options.network.data.dataset.csv);
  }
  const IdxImages images = read_idx_images(path);
  if (images.rows != model.image_rows || images.columns != model.image_columns) {
    const auto size = [](std::size_t rows, std::size_t columns) {
      return std::to_string(rows) + " x " + std::to_string(columns) + " pixels";
    };
    throw InputError({path, 0, ""},
                     "has images of " + size(images.rows, images.columns) +
                         ", and the network reads " + size(model.image_rows, model.image_columns),
                     "give images of that size");
  }
  NewRows rows;
  rows.X = pixels_of<double>(images);
  rows.rows_in_file = images.count;
  rows.rows.resize(images.count);
  std::iota(rows.rows.begin(), rows.rows.end(), std::size_t{0});
  return rows;
}

std::string network_predictions_csv(const NetworkModel& model, const NewRows& rows,
                                    const std::string& file) {
  const std::vector<std::string> header = prediction_columns(model);
  std::vector<std::vector<std::string>> lines(rows.rows_in_file,
                                              std::vector<std::string>(header.size()));
  const Network network = model.network();
  NetworkPass<double> pass;
  Matrix<double> x(1, rows.X.size2());
  for (std::size_t i = 0; i < rows.X.size1(); ++i) {
    for (std::size_t j = 0; j < x.size2(); ++j) x(0, j) = model.scale.apply(j, rows.X(i, j));
    forward(network, model.theta(), x, pass);
    const Matrix<double>& Z = pass.Z.back();
    if (!std::all_of(Z.data().begin(), Z.data().end(), [](double z) { return std::isfinite(z); })) {
      throw InputError(
          {file, 0, ""},
          "row " + std::to_string(rows.rows.at(i) + 1) + " has numbers too large for this network",
          "give numbers like those that it was trained on");
    }
    lines.at(rows.rows.at(i)) =
        with_output(model.options.network.output, model.options.network.cost,
                    [&](const auto& output) { return predicted_fields(model, output, Z); });
  }
  return csv_text(header, lines);
}

void print_network_training(const NetworkTrainingOptions& options, const NetworkTask& task,
                            const Split& split, const TrainedNetwork& trained) {
  print_network_data(task, options, split);
  print_network_shape(task, options);
  print_network_descent(options, trained);
  if (trained.end == TrainingEnd::diverged) return;
  heading(task.classes.empty() ? "Error" : "Accuracy");
  print_answers(task, split, "training", split.training, trained.training);
  if (!trained.held_out) return;
  std::printf("\n");
  print_answers(task, split, "held-out", split.test, *trained.held_out);
}

std::string how_far(const TrainedNetwork& trained) {
  const std::size_t b = trained.updates_per_epoch;
  const std::size_t epochs = trained.state.updates / b;
  const std::size_t behind = trained.state.updates % b;
  std::string text = std::to_string(epochs) + (epochs == 1 ? " epoch" : " epochs");
  if (behind == 0) return text;
  return text + " and " + std::to_string(behind) + " of " + std::to_string(b) + " updates";
}

std::string how_network_diverged(const NetworkTrainingOptions& options,
                                 const TrainedNetwork& trained) {
  const std::string remedy = options.network.images.empty() && !options.network.data.standardize
                                 ? ", or --standardize yes"
                                 : "";
  if (trained.state.updates == 0) {
    return "training diverged before the first update: the cost is " +
           short_text(trained.training.cost) +
           "; choose smaller first parameters, such as --init xavier" + remedy;
  }
  return "training diverged: the cost went from " + short_text(trained.state.first_cost) + " to " +
         short_text(trained.training.cost) + " in " + how_far(trained) +
         "; choose a --learning-rate below " + short_text(options.optimizer.learning_rate) + remedy;
}

}  // namespace nn
