#pragma once

/// \file
/// The bytes of a file, in little memory, decompressed where gzip has compressed them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <streambuf>
#include <string>
#include <string_view>

#include "nn/data/file.hpp"

namespace nn {

/// Bytes one after the other. What gzip has compressed, which begins with the bytes 1f 8b, is
/// decompressed on the way: a small file that stands for a very large one fills no memory, as long
/// as its reader stops asking.
///
/// Source: P. Deutsch, "GZIP file format specification version 4.3", RFC 1952 (1996). As there,
/// several compressed parts may follow each other. What is not checked is the length that stands
/// behind each; the checksum is.
class ByteStream {
 public:
  /// The bytes of the file `path`.
  ///
  /// \throws InputError if it is missing, a folder, or cannot be read
  explicit ByteStream(const std::string& path);

  /// The bytes in memory, which must stay there; messages call them `name`.
  ByteStream(std::string_view bytes, const std::string& name);

  ~ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  /// Reads the next bytes, and says how many there were: fewer than asked for at the end only.
  ///
  /// \throws InputError if the file cannot be read, or gzip did not write it, or not all of it
  std::size_t read(std::span<std::uint8_t> to);

  /// How many bytes were read so far.
  std::size_t position() const { return position_; }

  /// Whether the file holds these bytes compressed by gzip.
  bool is_compressed() const { return is_compressed_; }

  /// The file's name, for messages.
  const std::string& name() const { return name_; }

 private:
  void open(std::string_view beginning);

  std::string name_;
  File file_;                       ///< empty where the bytes are in memory
  std::array<char, 2> first_ = {};  ///< of the file: they tell whether gzip has compressed it
  bool is_compressed_ = false;
  std::size_t position_ = 0;
  std::size_t taken_ = 0;                   ///< bytes taken from the file, as it is
  std::unique_ptr<std::streambuf> stream_;  ///< reads from all of the above, and goes first
};

}  // namespace nn
