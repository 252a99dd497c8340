#include "nn/data/byte_stream.hpp"

#include <boost/iostreams/concepts.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_streambuf.hpp>
#include <cerrno>
#include <cstdio>
#include <ios>
#include <utility>

#include "nn/data/input_error.hpp"

namespace nn {

namespace {

namespace streams = boost::iostreams;

/// Bytes from memory, and behind them those of a file, if there is one. Boost copies it.
class MemoryThenFile : public streams::source {
 public:
  MemoryThenFile(std::string_view memory, std::FILE* file, const std::string& path,
                 std::size_t& taken)
      : memory_(memory), file_(file), path_(&path), taken_(&taken) {}

  /// As Boost wants it: -1 at the end.
  std::streamsize read(char* to, std::streamsize most) {
    const auto room = static_cast<std::size_t>(most);
    std::size_t count = memory_.copy(to, room);
    memory_.remove_prefix(count);
    if (count == 0 && file_ != nullptr) {
      count = std::fread(to, 1, room, file_);
      if (count == 0 && std::ferror(file_) != 0) refuse_to_read(*path_, errno);
    }
    *taken_ += count;
    return count == 0 ? -1 : static_cast<std::streamsize>(count);
  }

 private:
  std::string_view memory_;
  std::FILE* file_;
  const std::string* path_;
  std::size_t* taken_;
};

/// What is wrong with compressed bytes of which so many were taken from the file.
std::string gzip_fault(const streams::gzip_error& error, std::size_t taken) {
  const bool is_cut = error.error() == streams::gzip::bad_footer ||
                      (error.error() == streams::gzip::zlib_error &&
                       error.zlib_error_code() == streams::zlib::buf_error);
  if (is_cut) return "ends at byte " + std::to_string(taken) + ", before its gzip data do";
  if (error.error() == streams::gzip::bad_crc) {
    return "is damaged: its bytes do not have the checksum that gzip wrote behind them";
  }
  if (error.error() == streams::gzip::bad_header) {
    return "has a damaged gzip header, or other bytes behind its gzip data";
  }
  return "is damaged: its gzip data cannot be decompressed";
}

constexpr const char* get_it_again = "download it again, or copy it again";

}  // namespace

ByteStream::ByteStream(const std::string& path) : name_(path), file_(open_to_read(path)) {
  const std::size_t count = std::fread(first_.data(), 1, first_.size(), file_.get());
  if (std::ferror(file_.get()) != 0) refuse_to_read(name_, errno);
  open({first_.data(), count});
}

ByteStream::ByteStream(std::string_view bytes, const std::string& name) : name_(name) {
  open(bytes);
}

void ByteStream::open(std::string_view beginning) {
  is_compressed_ = beginning.substr(0, 2) == "\x1f\x8b";
  auto stream = std::make_unique<streams::filtering_istreambuf>();
  if (is_compressed_) stream->push(streams::gzip_decompressor());
  stream->push(MemoryThenFile(beginning, file_.get(), name_, taken_));
  stream_ = std::move(stream);
}

std::size_t ByteStream::read(std::span<std::uint8_t> to) {
  try {
    const auto count = static_cast<std::size_t>(stream_->sgetn(
        reinterpret_cast<char*>(to.data()), static_cast<std::streamsize>(to.size())));
    position_ += count;
    return count;
  } catch (const streams::gzip_error& error) {
    throw InputError({name_, 0, ""}, gzip_fault(error, taken_), get_it_again);
  } catch (const std::ios_base::failure&) {
    // Boost cannot put back the byte that it looked at behind the gzip data.
    throw InputError({name_, 0, ""}, "has other bytes behind its gzip data", get_it_again);
  }
}

}  // namespace nn
