#pragma once

/// \file
/// What came of Fashion-MNIST: kept in fashion.txt beside the program, made anew by --fashion yes.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fashion.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"

namespace nn::chapter16 {

/// How many wrong images are kept, to be looked at.
constexpr std::size_t kept_images = 6;

constexpr std::size_t image_side = 28;

/// A test image that the chosen network of the first seed takes for something else.
struct WrongImage {
  std::size_t is = 0;
  std::size_t said = 0;
  std::vector<std::uint8_t> pixels;
};

struct FashionRecord {
  std::vector<FashionRun> tried;  ///< each candidate, judged by images to learn from
  std::vector<FashionRun> runs;   ///< the first network and the chosen one, on the test images
  std::vector<WrongImage> wrong;
};

/// The first wrong images, no two of them with the same mistake.
inline std::vector<WrongImage> wrong_images(const FashionRun& run, const Wardrobe& test) {
  std::vector<WrongImage> wrong;
  for (std::size_t i = 0; i < run.said.size() && wrong.size() < kept_images; ++i) {
    const std::size_t is = test.labels[i];
    const std::size_t said = run.said[i];
    const bool is_new = std::none_of(wrong.begin(), wrong.end(), [&](const WrongImage& image) {
      return image.is == is && image.said == said;
    });
    if (is == said || !is_new) continue;
    WrongImage image{is, said, {}};
    for (std::size_t j = 0; j < test.X.size2(); ++j) {
      image.pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * test.X(i, j))));
    }
    wrong.push_back(image);
  }
  return wrong;
}

/// The lines of the file.
inline std::string text_of(const FashionRecord& record) {
  std::string text =
      "# What chapter 16 prints of Fashion-MNIST, as it came out. To make it anew:\n"
      "#   ./scripts/study 16 -- --fashion yes --record chapters/16-regularisation/fashion.txt\n"
      "# tried SETTING SEED RIGHT SECONDS: of 10,000 images kept from those to learn from.\n"
      "# run SETTING SEED RIGHT SECONDS: of 10,000 test images.\n"
      "# wrong IS SAID PIXELS: a test image, in hexadecimal digits.\n";
  const auto add = [&](const char* kind, const FashionRun& run) {
    text += std::string(kind) + " " + run.setting + " " + std::to_string(run.seed) + " " +
            std::to_string(run.right) + " " + short_text(run.seconds, 3) + "\n";
  };
  for (const FashionRun& run : record.tried) add("tried", run);
  for (const FashionRun& run : record.runs) add("run", run);
  for (const WrongImage& image : record.wrong) {
    text += "wrong " + std::to_string(image.is) + " " + std::to_string(image.said) + " ";
    for (const std::uint8_t pixel : image.pixels) {
      char digits[3];
      std::snprintf(digits, sizeof digits, "%02x", pixel);
      text += digits;
    }
    text += "\n";
  }
  return text;
}

/// Reads such a file.
///
/// \throws InputError naming the line that is none
inline FashionRecord parse_fashion_record(std::string_view text, const std::string& file) {
  FashionRecord record;
  std::istringstream lines{std::string(text)};
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    FashionRun run;
    WrongImage image;
    std::string pixels;
    bool fits = false;
    if (kind == "run" || kind == "tried") {
      fits = static_cast<bool>(words >> run.setting >> run.seed >> run.right >> run.seconds);
      (kind == "run" ? record.runs : record.tried).push_back(run);
    } else if (kind == "wrong") {
      fits = static_cast<bool>(words >> image.is >> image.said >> pixels) &&
             pixels.size() == 2 * image_side * image_side && image.is < clothes.size() &&
             image.said < clothes.size() &&
             pixels.find_first_not_of("0123456789abcdef") == std::string::npos;
      for (std::size_t p = 0; fits && p < pixels.size(); p += 2) {
        image.pixels.push_back(
            static_cast<std::uint8_t>(std::stoul(pixels.substr(p, 2), nullptr, 16)));
      }
      record.wrong.push_back(image);
    }
    if (!fits) {
      throw InputError({file, number, ""}, "is no line of this record",
                       "make it anew with ./scripts/study 16 -- --fashion yes --record FILE");
    }
  }
  return record;
}

/// The runs of a setting, from the least right to the most.
inline std::vector<FashionRun> runs_of(const FashionRecord& record, const std::string& setting) {
  std::vector<FashionRun> runs;
  for (const FashionRun& run : record.runs) {
    if (run.setting == setting) runs.push_back(run);
  }
  std::sort(runs.begin(), runs.end(),
            [](const FashionRun& a, const FashionRun& b) { return a.right < b.right; });
  return runs;
}

/// The candidate that was right most often; of several the first.
inline FashionSetting chosen_setting(const std::vector<FashionRun>& tried) {
  const auto best =
      std::max_element(tried.begin(), tried.end(),
                       [](const FashionRun& a, const FashionRun& b) { return a.right < b.right; });
  for (const FashionSetting& setting : candidates()) {
    if (best != tried.end() && setting.name == best->setting) return setting;
  }
  return candidates().front();
}

inline std::string widths_of(const FashionSetting& setting) {
  std::string widths = "784";
  for (const std::size_t width : setting.hidden) widths += "-" + std::to_string(width);
  return widths + "-10";
}

inline double share_right(const FashionRun& run) { return static_cast<double>(run.right) / 1e4; }

/// A line for each candidate, and how it did.
inline void print_tried(const std::vector<FashionRun>& tried) {
  std::printf("%-20s %6s %7s %8s %6s %12s\n", "candidate", "batch", "rate", "dropout", "decay",
              "right, kept");
  for (const FashionSetting& setting : candidates()) {
    for (const FashionRun& run : tried) {
      if (run.setting != setting.name) continue;
      std::printf("%-20s %6zu %7g %8g %6g %12.4f\n", widths_of(setting).c_str(),
                  setting.training.batch_size, setting.training.learning_rate,
                  setting.training.dropout, setting.training.weight_decay, share_right(run));
    }
  }
}

/// A line for the first network, and one for the chosen one: the least, the median and the most of
/// their accuracies on the test images.
inline void print_tested(const FashionRecord& record) {
  std::printf("%-20s %6s %8s %8s %8s %18s\n", "tested", "seeds", "least", "median", "most",
              "longest training");
  for (const FashionSetting& setting : {first_setting(), chosen_setting(record.tried)}) {
    const std::vector<FashionRun> runs = runs_of(record, setting.name);
    if (runs.empty()) continue;
    double longest = 0;
    for (const FashionRun& run : runs) longest = std::max(longest, run.seconds);
    std::printf("%-20s %6zu %8.4f %8.4f %8.4f %16.0f s\n", widths_of(setting).c_str(), runs.size(),
                share_right(runs.front()), share_right(runs[runs.size() / 2]),
                share_right(runs.back()), longest);
  }
}

}  // namespace nn::chapter16
