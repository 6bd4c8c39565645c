// SPDX-License-Identifier: Apache-2.0
// An owned file descriptor, closed at the end of its life.
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
  /// Returns false and sets errno where a full disk or a lost file server reports only now that a
  /// write failed.
  bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

private:
  int number_;
};

} // namespace joules
