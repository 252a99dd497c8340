#pragma once

/// \file
/// Training a network on a reader's own data: the command of chapter 13, which chapter 16 calls
/// again and again.
///
/// A program that trains many networks on one table reads it once:
///
///     NetworkTask task = read_network(options.network);  // features as they are in the file
///     for (const Split& fold : folds_of(task.X.size1(), 5, 1)) {
///       options.network.layers = "20";
///       make_network(options.network, task);  // another shape, other first parameters
///       const TrainedNetwork trained = train_network(task, fold, options);
///       print(trained.held_out->cost);
///     }
///
/// Each train_network() takes its rows from the task, and standardises them by the rows of its own
/// split.training; the task stays as it is. Nothing is read and nothing is written.

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nn/data/feature_scale.hpp"
#include "nn/data/split.hpp"
#include "nn/processes/processes.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/network_options.hpp"
#include "nn/program/network_scores.hpp"
#include "nn/scalar/products.hpp"
#include "nn/training/any_optimizer.hpp"
#include "nn/training/stochastic_descent.hpp"

namespace nn {

/// What to train, on what, how, and where the results go. The values here are the options'
/// defaults; the last three are no options.
struct NetworkTrainingOptions {
  NetworkOptions network;             ///< data, shape and first parameters
  OptimizerOptions optimizer;         ///< which, and its rate
  std::size_t batch_size = 32;        ///< B
  std::size_t epochs = 100;           ///< how many, from the beginning of the training
  bool shuffle = true;                ///< whether the order is new in every epoch
  std::string schedule = "constant";  ///< or "cosine"
  std::string precision = "double";   ///< or "float"
  double weight_decay = 0;            ///< λ
  double dropout = 0;                 ///< the probability that a hidden unit is dropped
  double test_fraction = 0;           ///< the share of the rows that is held out
  std::size_t patience = 0;  ///< epochs without a gain on held-out rows; 0: no early stopping
  std::string history;       ///< a file to write, or empty
  std::string picture;       ///< a file to draw the history into, or empty
  std::string parameters;    ///< a file to write, or empty
  std::string model;         ///< a file to write, or to predict from; or empty
  std::string resume;        ///< a model to go on from, or empty
  std::string predict;       ///< a file with new rows, or empty
  std::string predictions;   ///< a file to write, or empty
  std::string checkpoint;    ///< a model to write again and again, or empty
  std::size_t checkpoint_every = 1;  ///< after how many epochs

  bool every_epoch = true;      ///< whether all rows are looked at after each epoch, or at the ends
  bool keep_history = true;     ///< whether all records are kept, or the first and the last alone
  std::set<std::string> given;  ///< the options that stood on the command line
};

/// How a network stands on some rows.
struct Score {
  double cost = 0;                 ///< the mean loss, without penalty and without dropout
  std::optional<double> accuracy;  ///< the share of rows whose class is right; none of numbers
};

/// A line of the history: after `epoch` epochs.
struct EpochRecord {
  std::size_t epoch;              ///< 0 before any update
  Score training;                 ///< on the rows to train on
  std::optional<Score> held_out;  ///< on the others, if there are any
};

/// A training as it stands between two updates: all that it takes to go on exactly.
struct TrainingState {
  Vector<double> theta;     ///< the parameters
  std::size_t updates = 0;  ///< how many were made
  Memory<double> memory;    ///< what the optimizer remembers
  double first_cost = 0;    ///< on the rows to train on, before any update

  Vector<double> best;         ///< of early stopping the best parameters so far; or of length 0
  std::size_t best_epoch = 0;  ///< after which epoch they were found
  double best_cost = 0;        ///< on the held-out rows
};

/// Why a training ended.
enum class TrainingEnd {
  finished,         ///< all epochs are over
  out_of_patience,  ///< the held-out rows have not gained for as long as was waited
  stopped,          ///< a callback asked for it
  diverged          ///< the cost is no finite number, or above a million times the first
};

/// What a training gave.
struct TrainedNetwork {
  TrainingState state;               ///< at its end
  std::vector<EpochRecord> history;  ///< a record for each epoch, from 0
  std::size_t best_epoch = 0;        ///< where the kept parameters are from
  Vector<double> theta;              ///< the kept parameters: with patience the best, else the last
  TrainingEnd end = TrainingEnd::finished;  ///< why it ended
  std::size_t updates_per_epoch = 1;        ///< how many batches there are
  NetworkAnswers training;                  ///< of the kept parameters, on the rows to train on
  std::optional<NetworkAnswers> held_out;   ///< and on the others, if there are any
  FeatureScale scale;                       ///< by which the rows were standardised here
};

/// Hears of each update: where the training stands, and whether it is to go on.
struct UpdateNow {
  std::size_t epoch;    ///< the one that the update belongs to, from 1
  std::size_t updates;  ///< how many were made
  std::size_t rows;     ///< how many rows this call of train_network() has looked at in updates
  double mean_cost;     ///< of the epoch's batches so far, each at the parameters of its turn
};

/// Sees each record as it is made, and returns whether to go on. An empty one goes on.
using EpochCallback = std::function<bool(const EpochRecord&)>;
/// Sees each update after it is made, and returns whether to go on. An empty one goes on.
using UpdateCallback = std::function<bool(const UpdateNow&)>;
/// Sees all that it takes to go on.
using StateCallback = std::function<void(const TrainingState&)>;

/// Who hears of a training while it goes on.
struct TrainingCallbacks {
  EpochCallback on_epoch;        ///< each record
  UpdateCallback on_update;      ///< each update
  StateCallback on_state;        ///< the state after every so many epochs
  std::size_t states_every = 1;  ///< how many, 1 or more
};

/// Trains the network of a task on the rows of `split.training`, and looks at those of `split.test`
/// after each epoch.
///
/// - Rows are standardised by the mean and deviation of those in `split.training`, unless
///   task.standardize is false: then they are taken as they stand.
/// - Where options.every_epoch is false, all rows are looked at before the first update and after
///   the last alone.
/// - With options.patience the best parameters on the held-out rows are kept, those before the
///   first update among them, and the training ends after so many epochs in a row without better
///   ones.
/// - In single precision rows, targets and parameters are cast once. Costs are always summed up in
///   double precision.
/// - What comes out depends on the task, the split, the options and the start, and neither on how
///   many threads there are nor on who looks at it. From `start` of another training of the same
///   kind, it goes on exactly, in the middle of an epoch too; but see scheduled_rate() for what
///   another number of epochs does to a rate that falls.
///
/// \param task from read_network() or prepare_network()
/// \param split of its rows
/// \param options which optimizer, how many epochs and so on; files are neither read nor written
/// \param start parameters, count and memory to begin with
/// \param callback sees each record as it is made, and returns whether to go on
/// \param on_update sees each update; where it says no, the training ends in the middle of an epoch
/// \throws InputError if a feature of the training rows has values too far apart
/// \throws ShapeError if a split or a start does not fit the task
/// \throws std::invalid_argument as AnyOptimizer and StochasticDescent
TrainedNetwork train_network(const NetworkTask& task, const Split& split,
                             const NetworkTrainingOptions& options, const TrainingState& start,
                             const EpochCallback& callback, const UpdateCallback& on_update = {});

/// The same by many processes, which share the rows out: each holds those that its task has, and
/// all call it together, with what is the same in all of them. Then what comes out is the same in
/// all of them, bit for bit, and differs from that of one process by rounding alone. Each works
/// with one thread. Where a callback of one of them asks for the end, all end after the update
/// behind it.
///
/// \param task of which the process holds its share of the rows
/// \param split of the rows of all
/// \param options as above
/// \param start as above
/// \param callbacks who hears of it, in this process
/// \param processes that share the rows out
/// \throws ProcessesDiffer as SharedBatchCost; and the above
TrainedNetwork train_network(const NetworkTask& task, const Split& split,
                             const NetworkTrainingOptions& options, const TrainingState& start,
                             const TrainingCallbacks& callbacks, Processes& processes);

/// The same from the task's first parameters.
TrainedNetwork train_network(const NetworkTask& task, const Split& split,
                             const NetworkTrainingOptions& options,
                             const EpochCallback& callback = {});

/// The beginning of a training: the task's first parameters, and no update.
TrainingState first_state(const NetworkTask& task);

/// Declares the options of add_network_options(), and those of the training.
void add_network_training_options(CommandLine& line, NetworkTrainingOptions& options);

/// The whole command on data of the reader's own: trains, writes the files that are asked for,
/// prints.
///
/// - What can be refused is refused before the training begins: options that do not fit each other
///   or the model, a file that could not be written, one file under two names, new rows without a
///   column of the features.
/// - The history is written as it is made. All rows are looked at after each epoch only where there
///   is a history or held-out rows; else before the first update and after the last.
/// - Ctrl-C ends the training after the current update, and all files are written all the same; a
///   model can be resumed from there, exactly.
/// - Of a training that diverged the history is kept, and nothing else is written.
/// - A learning rate that was not given is 0.1, or 0.001 of adam.
/// - A resumed training takes data, network and settings from its model, and refuses an option that
///   says something else. `--epochs` counts from the beginning of the training, and may differ:
///   with `--schedule cosine` the rates of the updates to come are then those of a training of so
///   many epochs. `--patience` may differ where the model has one. The history begins behind the
///   last whole epoch of the model, and the model may be replaced by the new one.
///
/// \throws UsageError, InputError if something is refused
/// \throws TrainingDiverged or Interrupted after printing
void run_network_training(NetworkTrainingOptions options);

/// The same by many processes, each with its share of the rows: all call it together. The first of
/// them writes and prints. Where something is refused in one of them, it ends in all, see
/// together().
///
/// \param options with options.checkpoint as well
/// \param processes that share the rows out
/// \throws the above, EndedByAnother
void run_network_training(NetworkTrainingOptions options, Processes& processes);

/// The command without data: predicts new rows by a model.
///
/// \throws UsageError, InputError if something is refused
void run_network_prediction(const NetworkTrainingOptions& options);

/// Gives a chapter the command: the options, and the training where there is data of the reader's
/// own, in all processes that the chapter runs in; or the prediction, where there is a model and no
/// data. The options are filled when the command line is read, and must be there as long as the
/// chapter.
void trains_network(Chapter& chapter, NetworkTrainingOptions& options);

}  // namespace nn
