// SPDX-License-Identifier: Apache-2.0
// An energy counter that says what a test wrote down for it.
#pragma once

#include "sensors/energy_counter.hpp"

#include <cerrno>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace joules::test {

/// Gives its readings one after the other, the last one again and again; nullopt: that read fails.
class ScriptedCounter final : public EnergyCounter {
public:
  explicit ScriptedCounter(std::vector<std::optional<std::uint64_t>> readings,
                           std::function<void()> on_read = {})
      : readings_(std::move(readings)), on_read_(std::move(on_read)) {
    domain_.id = "intel-rapl:0";
    domain_.name = "package-0";
    domain_.counted = true;
  }

  [[nodiscard]] const Domain& domain() const override { return domain_; }

  Result<std::uint64_t> read() override {
    if (on_read_) on_read_();
    const auto reading = readings_[next_];
    if (next_ + 1 < readings_.size()) ++next_;
    if (!reading) return Error{"energy_uj", "scripted to fail", EIO};
    return *reading;
  }

private:
  Domain domain_;
  std::vector<std::optional<std::uint64_t>> readings_;
  std::function<void()> on_read_;
  std::size_t next_ = 0;
};

using Counters = std::vector<std::unique_ptr<EnergyCounter>>;

/// Counters as Sensors and Sampler want them.
template <class... Counter>
Counters counters(Counter... counter) {
  Counters all;
  (all.push_back(std::make_unique<Counter>(std::move(counter))), ...);
  return all;
}

} // namespace joules::test
