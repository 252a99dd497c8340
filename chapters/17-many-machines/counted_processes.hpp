#pragma once

/// \file
/// A process that counts what it sends.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "nn/processes/processes.hpp"

namespace nn::chapter17 {

/// Another one of Processes, which it leaves everything to, and a count of the messages that it
/// passes on and of the bytes in them. What a sum costs is the other one's secret.
class CountedProcesses final : public Processes {
 public:
  /// \param inner must be there as long as this
  explicit CountedProcesses(Processes& inner) : inner_(inner) {}

  std::size_t count() const override { return inner_.count(); }
  std::size_t rank() const override { return inner_.rank(); }
  std::string host() const override { return inner_.host(); }
  void sum(std::span<double> numbers) override { inner_.sum(numbers); }
  void sum(std::span<float> numbers) override { inner_.sum(numbers); }
  void sum(std::span<std::uint64_t> numbers) override { inner_.sum(numbers); }
  void maximum(std::span<double> numbers) override { inner_.maximum(numbers); }
  void pass_on(std::span<const double> give, std::span<double> take) override {
    ++messages_;
    bytes_ += give.size_bytes();
    inner_.pass_on(give, take);
  }

  /// How many messages this process has sent.
  std::size_t messages() const { return messages_; }
  /// How many bytes they had.
  std::size_t bytes() const { return bytes_; }

 private:
  Processes& inner_;
  std::size_t messages_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace nn::chapter17
