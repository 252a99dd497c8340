#include "nn/data/idx.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <utility>

#include "nn/data/byte_stream.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

/// One of the two kinds of files.
struct IdxKind {
  std::uint32_t magic;
  std::size_t dimensions;  ///< how many sizes stand behind the magic number
  const char* thing;       ///< what the file holds, one of them

  std::size_t header() const { return 4 + 4 * dimensions; }
};

constexpr IdxKind idx_images{0x00000803, 3, "image"};
constexpr IdxKind idx_labels{0x00000801, 1, "label"};

struct IdxContent {
  std::array<std::size_t, 3> sizes = {1, 1, 1};  ///< count, rows and columns
  RowRange held;                                 ///< of what the file holds, that which is kept
  std::vector<std::uint8_t> bytes;
};

std::string how_many(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string hexadecimal(std::uint32_t number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%08x", static_cast<unsigned>(number));
  return text.data();
}

/// `at byte 16`, and of a compressed file, where that is not a place in the file, of what.
std::string at_byte(const ByteStream& stream, std::size_t position) {
  return "at byte " + std::to_string(position) +
         (stream.is_compressed() ? " of what gzip compressed" : "");
}

[[noreturn]] void refuse_idx(const ByteStream& stream, const std::string& wrong,
                             const std::string& remedy) {
  throw InputError({stream.name(), 0, ""}, wrong, remedy);
}

/// Refuses bytes that are not those which somebody once wrote.
[[noreturn]] void refuse_damaged(const ByteStream& stream, const std::string& wrong) {
  refuse_idx(stream, wrong, "download it again, or copy it again");
}

std::uint32_t next_number(ByteStream& stream, const IdxKind& kind) {
  std::array<std::uint8_t, 4> bytes{};
  if (stream.read(bytes) < bytes.size()) {
    const std::size_t end = stream.position();
    refuse_damaged(stream, end == 0 ? "is empty"
                                    : "ends " + at_byte(stream, end) + ", within the header of " +
                                          std::to_string(kind.header()) + " bytes");
  }
  std::uint32_t number = 0;
  for (const std::uint8_t byte : bytes) number = (number << 8) | std::uint32_t{byte};
  return number;
}

void require_magic(ByteStream& stream, const IdxKind& kind, const IdxKind& other) {
  const std::uint32_t magic = next_number(stream, kind);
  if (magic == kind.magic) return;
  const std::string begins = "begins with " + hexadecimal(magic) + " " + at_byte(stream, 0);
  const std::string things = std::string(kind.thing) + "s";
  if (magic == other.magic) {
    refuse_idx(stream, begins + ": it holds " + other.thing + "s, and not " + things,
               "give the file of " + things + " in its place");
  }
  refuse_idx(stream, begins + ", and not with " + hexadecimal(kind.magic),
             "give an IDX file of " + things + ", compressed by gzip or not");
}

/// Reads the sizes, and says how many bytes they promise.
std::size_t read_sizes(ByteStream& stream, const IdxKind& kind, IdxContent& content) {
  constexpr std::array<const char*, 3> of_images = {"", "row", "column"};
  constexpr std::size_t most_bytes = std::size_t{1} << 40;
  for (std::size_t k = 0; k < kind.dimensions; ++k) {
    content.sizes[k] = next_number(stream, kind);
    if (content.sizes[k] > 0) continue;
    const std::string says = "says " + at_byte(stream, 4 + 4 * k) + " that ";
    if (k == 0) {
      refuse_idx(stream, says + "it holds 0 " + kind.thing + "s",
                 std::string("give a file with one ") + kind.thing + " or more");
    }
    refuse_idx(stream, says + "its images have 0 " + of_images[k] + "s",
               "give images of one pixel or more");
  }
  const auto [count, rows, columns] = content.sizes;
  const std::size_t pixels = rows * columns;  // of four bytes each: the product fits in eight
  if (pixels > most_bytes / count) {
    refuse_damaged(stream, "says " + at_byte(stream, 4) + " that it holds " +
                               how_many(count, kind.thing) + " of " + std::to_string(rows) + " x " +
                               std::to_string(columns) + ", more than anybody has");
  }
  return count * pixels;
}

/// Reads what the header promises, and nothing more, and keeps those bytes that stand in `held`. A
/// header that lies costs little memory.
void read_bytes(ByteStream& stream, std::size_t promised, const RowRange& held,
                std::vector<std::uint8_t>& bytes) {
  constexpr std::size_t block = std::size_t{1} << 20;
  std::vector<std::uint8_t> piece;
  for (std::size_t have = 0; have < promised; have += piece.size()) {
    piece.resize(std::min(block, promised - have));
    const std::size_t count = stream.read(piece);
    if (count < piece.size()) {
      refuse_damaged(stream, "ends " + at_byte(stream, stream.position()) + ", with " +
                                 how_many(have + count, "byte") + " of the " +
                                 std::to_string(promised) + " that its header promises");
    }
    const std::size_t from = std::clamp(held.first, have, have + count) - have;
    const std::size_t to = std::clamp(held.last, have, have + count) - have;
    if (bytes.size() == block) bytes.reserve(std::min(held.count(), 64 * block));
    bytes.insert(bytes.end(), piece.begin() + static_cast<std::ptrdiff_t>(from),
                 piece.begin() + static_cast<std::ptrdiff_t>(to));
  }
  const std::size_t end = stream.position();
  std::array<std::uint8_t, 1> behind{};
  if (stream.read(behind) > 0) {
    refuse_damaged(stream, "goes on " + at_byte(stream, end) + ", where its header says it ends");
  }
}

IdxContent content_of(ByteStream& stream, const IdxKind& kind, const IdxKind& other,
                      const Share& share) {
  IdxContent content;
  require_magic(stream, kind, other);
  const std::size_t promised = read_sizes(stream, kind, content);
  const std::size_t each = promised / content.sizes[0];
  content.held = rows_of_share(content.sizes[0], share);
  read_bytes(stream, promised, {content.held.first * each, content.held.last * each},
             content.bytes);
  return content;
}

IdxImages images_in(ByteStream&& stream, const Share& share) {
  IdxContent content = content_of(stream, idx_images, idx_labels, share);
  const auto [count, rows, columns] = content.sizes;
  return {content.held.count(), rows, columns, std::move(content.bytes), content.held.first, count};
}

std::vector<std::uint8_t> labels_in(ByteStream&& stream) {
  return content_of(stream, idx_labels, idx_images, {}).bytes;
}

}  // namespace

IdxImages read_idx_images(const std::string& path, const Share& share) {
  return images_in(ByteStream(path), share);
}

std::vector<std::uint8_t> read_idx_labels(const std::string& path) {
  return labels_in(ByteStream(path));
}

IdxImages parse_idx_images(std::string_view bytes, const std::string& file) {
  return images_in(ByteStream(bytes, file), {});
}

std::vector<std::uint8_t> parse_idx_labels(std::string_view bytes, const std::string& file) {
  return labels_in(ByteStream(bytes, file));
}

LabelledImages read_idx(const std::string& images_path, const std::string& labels_path,
                        const Share& share) {
  constexpr std::size_t longest_path = 200;
  LabelledImages result{read_idx_images(images_path, share), read_idx_labels(labels_path)};
  const std::size_t images = result.images.in_file;
  const std::size_t labels = result.labels.size();
  if (images != labels) {
    throw InputError({images_path, 0, ""},
                     "has " + how_many(images, "image") + ", and " +
                         printable(labels_path, longest_path) + " has " + how_many(labels, "label"),
                     "give two files that belong together");
  }
  return result;
}

}  // namespace nn
