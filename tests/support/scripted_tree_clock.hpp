// SPDX-License-Identifier: Apache-2.0
// A clock of the process tree that says what a test wrote down for it.
#pragma once

#include "accounting/tree_clock.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace joules::test {

/// Gives its readings one after the other, the last one again and again; nullopt: cannot tell.
class ScriptedTreeClock final : public TreeClock {
public:
  ScriptedTreeClock(ClockKind kind, std::vector<std::optional<Nanoseconds>> readings,
                    std::function<void()> on_read = {})
      : kind_(kind), readings_(std::move(readings)), on_read_(std::move(on_read)) {}

  [[nodiscard]] ClockKind kind() const override { return kind_; }

  std::optional<Nanoseconds> read() override {
    if (on_read_) on_read_();
    const auto reading = readings_[next_];
    if (next_ + 1 < readings_.size()) ++next_;
    return reading;
  }

private:
  ClockKind kind_;
  std::vector<std::optional<Nanoseconds>> readings_;
  std::function<void()> on_read_;
  std::size_t next_ = 0;
};

template <class... Clock>
LargestClock largest_of(Clock... clock) {
  std::vector<std::unique_ptr<TreeClock>> clocks;
  (clocks.push_back(std::make_unique<Clock>(std::move(clock))), ...);
  return LargestClock(std::move(clocks));
}

} // namespace joules::test
