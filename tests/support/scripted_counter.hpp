// SPDX-License-Identifier: Apache-2.0
// An energy counter that says what a test wrote down for it.
#pragma once

#include "joules/sensors.hpp"

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
    identity_.id = "intel-rapl:0";
    identity_.name = "package-0";
    identity_.of_host = true;
  }

  ScriptedCounter(std::vector<std::optional<std::uint64_t>> readings, Counter identity)
      : identity_(std::move(identity)), readings_(std::move(readings)) {}

  [[nodiscard]] const Counter& identity() const override { return identity_; }

  Result<std::uint64_t> read() override {
    if (on_read_) on_read_();
    const auto reading = readings_[next_];
    if (next_ + 1 < readings_.size()) ++next_;
    if (!reading) return Error{"energy_uj", "scripted to fail", EIO};
    return *reading;
  }

private:
  Counter identity_;
  std::vector<std::optional<std::uint64_t>> readings_;
  std::function<void()> on_read_;
  std::size_t next_ = 0;
};

/// A powercap with these counters.
template <class... Scripted>
Sensors sensors_with(Scripted... counter) {
  Sensors sensors;
  sensors.source.about.sensor = Sensor::powercap;
  (sensors.source.counters.push_back(std::make_unique<Scripted>(std::move(counter))), ...);
  return sensors;
}

} // namespace joules::test
