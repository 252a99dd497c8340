#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/network_training.hpp"

namespace nn {

namespace {

const char* const needs_samples = " needs --data, or --images and --labels";

/// Those that go with a prediction by a model.
constexpr const char* options_of_prediction[] = {"model", "predict", "predictions", "delimiter",
                                                 "header"};

/// Refuses what does not go together, as it stood on the command line.
void require_good_usage(const Chapter& chapter, const NetworkTrainingOptions& options) {
  const bool has_data = options.network.has_data();
  const bool predicts = !has_data && !options.model.empty() && !options.predict.empty();
  if ((has_data || predicts) && (chapter.shows_mistake() || chapter.draws())) {
    throw UsageError(std::string(has_data ? "--data and --images go" : "--model goes") +
                     " with neither --mistake nor --plot; leave one out");
  }
  if (!options.network.data.file.empty() && !options.network.images.empty()) {
    throw UsageError("--data and --images: give one of them");
  }
  if (options.given.count("init") > 0 && options.given.count("initial-parameters") > 0) {
    throw UsageError("--init and --initial-parameters: give one of them");
  }
  if (has_data) return;
  for (const std::string& option : options.given) {
    const bool can_predict =
        std::count(std::begin(options_of_prediction), std::end(options_of_prediction), option) > 0;
    if (option == "seed" || (predicts && can_predict)) continue;
    throw UsageError(
        "--" + option + needs_samples +
        (can_predict ? ", to train; or --model, --predict and --predictions, to predict" : ""));
  }
}

}  // namespace

void add_network_training_options(CommandLine& line, NetworkTrainingOptions& options) {
  constexpr double largest_rate = 1e6;
  constexpr std::size_t largest_count = 10'000'000;
  OptimizerOptions& optimizer = options.optimizer;
  add_network_options(line, options.network, {"data", "predict"});
  line.group("Training");
  line.choice("optimizer", optimizer.name,
              {{"sgd", ""}, {"momentum", ""}, {"nesterov", ""}, {"adam", ""}},
              "what takes the steps");
  line.number("learning-rate", "ALPHA", optimizer.learning_rate,
              "the factor between the gradient and the step; with adam 0.001 unless given",
              positive(largest_rate));
  line.choice("schedule", options.schedule,
              {{"constant", ""}, {"cosine", "falls to 0 along half a wave"}},
              "how the learning rate changes from update to update");
  line.number("momentum", "BETA", optimizer.momentum,
              "of momentum and nesterov: how much of the velocity is kept", proper_fraction());
  line.number("beta1", "B1", optimizer.beta1, "of adam: how much of the mean gradient is kept",
              proper_fraction());
  line.number("beta2", "B2", optimizer.beta2, "of adam: how much of the mean square is kept",
              proper_fraction());
  line.number("epsilon", "E", optimizer.epsilon, "of adam: what is added to the root", positive());
  line.count("batch", "B", options.batch_size,
             "the rows that an update looks at; the last of an epoch may be fewer",
             {1, 1'000'000'000});
  line.count("epochs", "N", options.epochs, "how often every row is looked at", {1, largest_count});
  line.yes_or_no("shuffle", options.shuffle, "whether the order is new in every epoch");
  line.number("weight-decay", "L", options.weight_decay,
              "takes this share times the learning rate off each weight in each update",
              non_negative());
  line.number("dropout", "P", options.dropout, "the probability that a hidden unit is dropped",
              proper_fraction());
  line.choice("precision", options.precision,
              {{"double", "16 digits"}, {"float", "7 digits, and about twice as fast"}},
              "the numbers that the training computes with");
  line.number("test-fraction", "F", options.test_fraction,
              "the share of the rows that is held out, to test on", proper_fraction());
  line.count("patience", "N", options.patience,
             "ends after so many epochs in a row without a lower cost on the held-out rows, and "
             "keeps the parameters of the lowest; 0: all epochs, and the last parameters",
             {0, largest_count});
  line.group("Results");
  line.text("history", "FILE", options.history,
            "write the columns epoch,cost,accuracy,held_out_cost,held_out_accuracy; row 0 is "
            "before any update");
  line.text("picture", "FILE.svg", options.picture,
            "draws the costs over the epochs (needs gnuplot)");
  line.text("parameters", "FILE", options.parameters,
            "write the columns layer,parameter,row,column,value, which --initial-parameters reads");
  line.text("model", "FILE", options.model,
            "write the network and all that it takes to predict and to go on; without data, read "
            "it to predict");
  line.text("resume", "FILE", options.resume,
            "go on from a model, on the same data; its settings hold, and --epochs counts from the "
            "beginning");
  line.text("checkpoint", "FILE", options.checkpoint,
            "write the model there while the training goes on, whole each time: if it ends early, "
            "--resume goes on from there");
  line.count("checkpoint-every", "K", options.checkpoint_every, "after how many epochs each time",
             {1, largest_count});
  line.text("predict", "FILE", options.predict,
            "a CSV file with new rows, which has a column for each feature; or images in IDX");
  line.text("predictions", "FILE", options.predictions,
            "write what the network says of these rows: prediction, or a probability for each "
            "class; and class");
  line.needs("checkpoint-every", "checkpoint");
  line.needs("predict", "predictions");
  line.needs("predictions", "predict");
}

void trains_network(Chapter& chapter, NetworkTrainingOptions& options) {
  CommandLine& line = chapter.line();
  const std::size_t others = line.option_names().size();
  add_network_training_options(line, options);
  std::vector<std::string> own = line.option_names();
  own.erase(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(others));
  const std::string penguins = "--data chapters/data/penguins.csv --target species --exclude year ";
  line.example(penguins + "--layers 5 --test-fraction 0.25 --patience 20 --model penguins.model",
               "trains until the held-out penguins gain no more, and keeps the network");
  line.example(
      penguins + "--resume penguins.model --model penguins.model --patience 50 --epochs 300",
      "goes on from there");
  line.example(
      "--model penguins.model --predict chapters/data/penguins.csv --predictions species.csv",
      "says of each row which species it is");
  line.example(
      "--images train-images.gz --labels train-labels.gz --layers 256,128 --activation relu "
      "--init he --optimizer adam --schedule cosine --batch 128 --epochs 12 --dropout 0.2 "
      "--precision float",
      "a network for images in IDX, such as Fashion-MNIST");
  chapter.check([&chapter, &options, own] {
    for (const std::string& option : own) {
      if (chapter.line().given(option)) options.given.insert(option);
    }
    require_good_usage(chapter, options);
  });
  chapter.command([&options] { return options.network.has_data(); },
                  [&] { run_network_training(options, chapter.processes()); });
  chapter.command([&options] { return !options.network.has_data() && !options.model.empty(); },
                  [&] {
                    together(chapter.processes(), [&] {
                      if (chapter.processes().is_first()) run_network_prediction(options);
                    });
                  });
}

}  // namespace nn
