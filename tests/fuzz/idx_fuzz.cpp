// libFuzzer's bytes as a file of images and as one of labels, gzipped or not: whatever they are,
// they are read, or refused in one line; and what was read, and was not compressed, is written
// again as the same bytes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/idx.hpp"
#include "nn/data/input_error.hpp"

namespace {

/// libFuzzer takes an abort for a finding.
void require(bool condition) {
  if (!condition) std::abort();
}

void require_useful(const nn::InputError& error) {
  require(error.place().file == "fuzz.idx");
  const std::string_view message = error.what();
  require(!message.empty() && message.find('\n') == std::string_view::npos);
}

std::string written(const std::vector<std::size_t>& header, const std::vector<std::uint8_t>& data) {
  std::string text;
  for (const std::size_t number : header) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      text += static_cast<char>(static_cast<std::uint8_t>(number >> shift));
    }
  }
  return text.append(data.begin(), data.end());
}

bool is_gzipped(std::string_view bytes) { return bytes.substr(0, 2) == "\x1f\x8b"; }

void read_images(std::string_view bytes) {
  try {
    const nn::IdxImages images = nn::parse_idx_images(bytes, "fuzz.idx");
    require(images.count > 0 && images.rows > 0 && images.columns > 0);
    require(images.pixels.size() == images.count * images.rows * images.columns);
    const std::string again =
        written({0x803, images.count, images.rows, images.columns}, images.pixels);
    require(is_gzipped(bytes) || again == bytes);
  } catch (const nn::InputError& error) {
    require_useful(error);
  }
}

void read_labels(std::string_view bytes) {
  try {
    const std::vector<std::uint8_t> labels = nn::parse_idx_labels(bytes, "fuzz.idx");
    require(!labels.empty());
    require(is_gzipped(bytes) || written({0x801, labels.size()}, labels) == bytes);
  } catch (const nn::InputError& error) {
    require_useful(error);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_images(bytes);
  read_labels(bytes);
  return 0;
}
