// SPDX-License-Identifier: Apache-2.0
#include "sensors/battery.hpp"

#include "sensors/battery_bank.hpp"
#include "sensors/largest_power.hpp"
#include "sensors/power_integrator.hpp"

#include <iterator>
#include <memory>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// Firmware brings the power up to date every second or so, some every half minute.
constexpr Seconds usual_period{1};

/// The machine's power by its batteries, integrated.
class BatteryCounter final : public EnergyCounter {
public:
  BatteryCounter(const Counter& counter, std::shared_ptr<BatteryBank> bank)
      : bank_(std::move(bank)),
        energy_(integrate_power(
            counter, [&batteries = *bank_] { return batteries.power(); }, monotonic_now)) {}

  [[nodiscard]] const Counter& identity() const override { return energy_->identity(); }
  Result<std::uint64_t> read() override { return energy_->read(); }

  void begin_run() override {
    bank_->begin_run();
    energy_->begin_run();
  }

  std::vector<SensorEvent> end_run() override {
    std::vector<SensorEvent> events = energy_->end_run();
    std::ranges::move(bank_->end_run(), std::back_inserter(events));
    return events;
  }

private:
  std::shared_ptr<BatteryBank> bank_;
  std::unique_ptr<EnergyCounter> energy_;
};

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// Which battery gives the power now, and what speaks against it.
std::string reason_for(const BatteryBank& bank) {
  std::string reason = bank.names().size() == 1 ? "the machine's battery"
                                                : "the machine's batteries: those that discharge";
  std::vector<std::string> used;
  for (const BatteryBank::InUse& battery : bank.in_use()) used.push_back(battery.name);
  if (bank.names().size() > 1 && !used.empty()) reason += ", now " + joined(used, " and ");
  for (const BatteryBank::InUse& battery : bank.in_use())
    if (!battery.contradiction.empty()) reason += "; " + battery.contradiction;
  const std::string adapters = bank.adapters_at_start();
  if (!adapters.empty()) reason += "; " + adapters + " gives a part that is not seen";
  return reason;
}

Counter describe(const fs::path& folder, const BatteryBank& bank, const Result<double>& power) {
  Counter counter;
  counter.id = counter.name = joined(bank.names(), "+");
  counter.path = folder.string();
  counter.part = reason_for(bank);
  counter.of_host = true;
  counter.counted_by = CountedBy::joules;
  counter.period = usual_period;
  counter.largest_power = largest_battery_power;
  if (!power) {
    counter.path = power.error().object;
    return counter;
  }
  if (const auto used = bank.in_use(); used.size() == 1) counter.path = used.front().file.string();
  counter.power_uw = static_cast<std::uint64_t>(*power);
  return counter;
}

Exclusion beside_the_machine(const fs::path& folder, const std::string& name) {
  Exclusion exclusion;
  exclusion.counter.id = exclusion.counter.name = name;
  exclusion.counter.path = (folder / name).string();
  exclusion.counter.part = "a battery of a device, not of the machine";
  exclusion.counter.counted_by = CountedBy::joules;
  return exclusion;
}

} // namespace

OpenSource battery_source(const HostRoot& host) {
  OpenSource source;
  source.about.sensor = Sensor::battery;
  source.about.scope = "the whole machine, from its battery";
  const fs::path folder = host.sys("class/power_supply");
  const auto bank = std::make_shared<BatteryBank>(folder, monotonic_now);
  const auto power = bank->power();
  if (!bank->names().empty())
    add_counter(
        describe(folder, *bank, power),
        trouble_of(power ? std::string() : power.error().reason, false),
        [&](const Counter& counter) -> Result<std::unique_ptr<EnergyCounter>> {
          return std::unique_ptr<EnergyCounter>(std::make_unique<BatteryCounter>(counter, bank));
        },
        source);
  for (const std::string& name : bank->device_batteries())
    source.about.left_out.push_back(beside_the_machine(folder, name));
  set_availability(source, "", folder.string() + ": no battery");
  return source;
}

} // namespace joules
