// SPDX-License-Identifier: Apache-2.0
// What is run, how often, in which order. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// Of several commands. pairs: all once in random order, then again, so that what drifts hits all
/// alike. abba: forth and back. blocked: all runs of the first, then all of the next.
enum class Order { pairs, abba, blocked };

struct Plan {
  std::size_t commands = 1;
  int warmups = 0;
  int runs = 1;
  Order order = Order::pairs;
  std::uint64_t seed = 0;
};

struct Step {
  std::size_t command = 0;
  bool warmup = false;
  int index = 0; // of the command's warm-ups, or of its measured runs

  /// "warmup-0", "3": what the command finds in JOULES_RUN.
  [[nodiscard]] std::string label() const;
  bool operator==(const Step&) const = default;
};

/// The same plan always gives the same steps. Warm-ups come first.
std::vector<Step> steps_of(const Plan& plan);

} // namespace joules
