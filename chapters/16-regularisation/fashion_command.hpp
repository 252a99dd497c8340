#pragma once

/// \file
/// `--fashion yes`: trains on Fashion-MNIST, in place of everything else.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

#include "fashion.hpp"
#include "fashion_record.hpp"
#include "nn/data/book_file.hpp"
#include "nn/data/file.hpp"
#include "nn/data/input_error.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/interruption.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter16 {

/// What to train. The values here are the options' defaults.
struct FashionOptions {
  bool train = false;     ///< whether to train, and not to show what is recorded
  std::size_t seeds = 5;  ///< how often, with the seeds 1, 2 and so on
  std::string folder = "/usr/share/datasets/fashion-mnist";  ///< where Debian's package puts it
  std::string record;                                        ///< a file to write, or empty
};

/// What is recorded.
///
/// \throws InputError if the file cannot be read
inline FashionRecord recorded_fashion() {
  const std::string file = book_file("chapters/16-regularisation/fashion.txt");
  return parse_fashion_record(read_file(file), file);
}

inline void print_recorded_fashion() {
  const FashionRecord record = recorded_fashion();
  print_tried(record.tried);
  std::printf("\n");
  print_tested(record);
}

/// One training, and a line about it.
///
/// \throws Interrupted after Ctrl-C
inline FashionRun train_and_tell(const FashionSetting& setting, std::uint64_t seed,
                                 const Wardrobe& training, const Wardrobe& unseen,
                                 const Interruption& interruption) {
  FashionRun run = train_on_clothes(setting, seed, training, unseen);
  std::printf("%-6s seed %llu: %zu of %zu are right, in %.1f s\n", setting.name.c_str(),
              static_cast<unsigned long long>(seed), run.right, unseen.labels.size(), run.seconds);
  std::fflush(stdout);
  if (interruption.signal() != 0) {
    throw Interrupted(interruption.signal(), "interrupted; nothing is recorded");
  }
  return run;
}

/// Chooses a candidate by the last 10,000 of the training images, which the candidates do not learn
/// from; then trains the chosen one and the first network on all of them, with each seed, and opens
/// the test images.
///
/// \throws InputError if the data is not there
/// \throws Interrupted after Ctrl-C
inline void train_on_fashion(const FashionOptions& options) {
  if (!std::filesystem::exists(options.folder)) {
    throw InputError({options.folder, 0, ""}, "is not there",
                     "install Debian's package dataset-fashion-mnist, or give --folder FOLDER");
  }
  const Wardrobe training = read_wardrobe(options.folder, "train");
  const Wardrobe test = read_wardrobe(options.folder, "t10k");
  constexpr std::size_t kept = 10000;
  if (training.labels.size() <= kept) {
    throw InputError({options.folder, 0, ""}, "has too few images to learn from",
                     "give the 60,000 of Fashion-MNIST");
  }
  const Interruption interruption;
  FashionRecord record;
  {
    const Wardrobe learned = part_of(training, 0, training.labels.size() - kept);
    const Wardrobe judged = part_of(training, training.labels.size() - kept, kept);
    for (const FashionSetting& setting : candidates()) {
      record.tried.push_back(train_and_tell(setting, 1, learned, judged, interruption));
    }
  }
  for (const FashionSetting& setting : {first_setting(), chosen_setting(record.tried)}) {
    for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
      record.runs.push_back(train_and_tell(setting, seed, training, test, interruption));
      if (setting.softmax && seed == 1) record.wrong = wrong_images(record.runs.back(), test);
    }
  }
  std::printf("\n");
  print_tried(record.tried);
  std::printf("\n");
  print_tested(record);
  if (!options.record.empty()) write_file_atomically(options.record, text_of(record));
}

/// Gives the chapter the options, and the training where they ask for it.
inline void trains_on_fashion(Chapter& chapter, FashionOptions& options) {
  CommandLine& line = chapter.line();
  line.group("Fashion-MNIST");
  line.yes_or_no(
      "fashion", options.train,
      "chooses a network for 60,000 images of clothes, and tests it: a quarter of an hour");
  line.count("seeds", "N", options.seeds, "how often each network is trained", {1, 100});
  line.text("folder", "FOLDER", options.folder, "where the four files of Fashion-MNIST are");
  line.text("record", "FILE", options.record, "writes what came out");
  for (const char* option : {"seeds", "folder", "record"}) line.needs(option, "fashion");
  chapter.check([&chapter, &options] {
    if (options.train && (chapter.draws() || chapter.shows_mistake())) {
      throw UsageError("--fashion yes goes with neither --mistake nor --plot; leave one out");
    }
  });
  chapter.command([&options] { return options.train; }, [&options] { train_on_fashion(options); });
}

/// The outlines of the wrong images that are recorded, in two rows.
inline Figure wrong_clothes_figure() {
  const FashionRecord record = recorded_fashion();
  Figure figure("What the network takes for something else",
                "The outlines of six garments, each with what it is and what the network says. "
                "They are the first mistakes that the network makes among the test images.");
  constexpr double cell = 48;
  constexpr std::size_t in_a_row = 3;
  for (std::size_t k = 0; k < record.wrong.size(); ++k) {
    const WrongImage& image = record.wrong[k];
    const std::size_t row_of_images = k / in_a_row;
    const double left = cell * static_cast<double>(k % in_a_row);
    const double bottom = -0.95 * cell * static_cast<double>(row_of_images);
    const auto shade = [&](double x, double y) {
      const auto column = static_cast<std::size_t>(std::lround(x - left));
      const auto row = image_side - 1 - static_cast<std::size_t>(std::lround(y - bottom));
      return static_cast<double>(image.pixels[row * image_side + column]) / 255;
    };
    constexpr double last = image_side - 1;
    figure.contours(std::to_string(k + 1), {left, left + last}, {bottom, bottom + last}, shade,
                    {0.4}, Colour::blue, image_side - 1);
    figure.text(clothes[image.is], left, bottom - 4);
    figure.text(std::string("read as ") + clothes[image.said], left, bottom - 9);
  }
  figure.x_axis("column of pixels").y_axis("row of pixels").equal_scales().legend(Legend::none);
  figure.x_range(-2, 3 * cell).y_range(-0.95 * cell - 12, image_side + 2);
  return figure;
}

}  // namespace nn::chapter16
