// SPDX-License-Identifier: Apache-2.0
// All batteries of the machine: its power is the sum of those that discharge at the moment. They
// take turns, come and go; pens and mice have batteries, too, which are none of the machine's.
#pragma once

#include "joules/recording.hpp"
#include "joules/result.hpp"
#include "sensors/battery_power.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace joules {

class BatteryBank {
public:
  using ReadClock = std::function<Instant()>;

  /// `folder` is sys/class/power_supply.
  BatteryBank(std::filesystem::path folder, ReadClock clock);

  /// Microwatts now. An error with ENODEV: the machine is on external power, so that no battery
  /// tells what it draws. Any other: they did not tell this time, as while one hands over.
  Result<double> power();

  void begin_run();
  /// Returns the contradictions, and the energy from other sources, since begin_run(). Looks at the
  /// second view of each battery that discharged.
  [[nodiscard]] std::vector<SensorEvent> end_run() const;

  /// In alphabetical order. Those of devices: not of the machine.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] const std::vector<std::string>& device_batteries() const { return of_devices_; }
  /// The batteries that discharged, the file that is read for each, and what contradicts it.
  struct InUse {
    std::string name;
    std::filesystem::path file;
    std::string contradiction;
  };
  [[nodiscard]] std::vector<InUse> in_use() const;
  /// The supply that the machine had from the start beside a discharging battery: a weak adapter,
  /// or one that firmware keeps from being used. The battery's power is a lower bound then.
  [[nodiscard]] std::string adapters_at_start() const;

private:
  struct Battery {
    std::optional<ViewChoice> choice; // made when it was first seen to discharge
    bool discharged = false;          // since begin_run()
  };

  void survey();
  void look_at(const std::filesystem::path& supply);
  Result<double> sum_of_discharging();
  Result<double> power_of(const std::string& name, Battery& battery);
  [[nodiscard]] std::optional<std::string> new_adapter() const;
  [[nodiscard]] Error nobody_discharges(const std::string& name, const std::string& status) const;

  std::filesystem::path folder_;
  ReadClock clock_;
  std::map<std::string, Battery> batteries_;
  std::vector<std::string> of_devices_;
  std::set<std::string> adapters_; // that are on line
  std::set<std::string> at_start_; // that were so at the first reading, and have been ever since
  bool adapters_known_ = false;    // the kernel shows at least one, on line or not
  bool read_before_ = false;
  bool incomplete_ = false; // since begin_run()
  std::optional<Instant> surveyed_at_;
};

} // namespace joules
