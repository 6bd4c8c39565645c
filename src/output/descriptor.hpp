// SPDX-License-Identifier: Apache-2.0
// A descriptor of ours, closed at the end.
#pragma once

#include <utility>

#include <unistd.h>

namespace joules {

class Descriptor {
public:
  /// -1: none.
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  /// False, and errno: what a full disk or a lost file server had put off until now.
  bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

private:
  int number_;
};

} // namespace joules
