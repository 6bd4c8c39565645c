// SPDX-License-Identifier: Apache-2.0
#include "sensors/battery_bank.hpp"

#include "joules/host.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// How often the folder is listed again, and adapters are asked, while all is well. Firmware brings
/// a battery up to date no more often.
constexpr auto survey_period = std::chrono::seconds(1);

bool is_of_device(const fs::path& supply) {
  return read_line(supply / "scope").value_or("System") == "Device";
}

/// 1: on line; 2: on line, and programmable.
bool is_on_line(const fs::path& adapter) {
  return read_number(adapter / "online").value_or(0) > 0;
}

Result<std::string> status_of(const fs::path& battery) {
  const auto text = read_text(battery / "status");
  if (!text) return text.error();
  const std::string status(trimmed(*text));
  // A file that is being written is empty for a moment, outside sysfs.
  if (status.empty()) return Error((battery / "status").string(), "empty", EAGAIN);
  return status;
}

/// Not in its bay: drivers answer ENODEV then, or take the folder away.
bool is_absent(const Error& error) {
  return error.code == ENODEV || error.code == ENOENT || error.code == ENOTDIR;
}

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

} // namespace

BatteryBank::BatteryBank(fs::path folder, ReadClock clock)
    : folder_(std::move(folder)), clock_(std::move(clock)) {}

Result<double> BatteryBank::power() {
  const bool due = !surveyed_at_ || clock_() - *surveyed_at_ >= survey_period;
  if (due) survey();
  auto power = sum_of_discharging();
  // Another one may have come into its bay, an adapter on line or off it.
  if ((!power || new_adapter()) && !due) {
    survey();
    power = sum_of_discharging();
  }
  if (!power) return power;
  if (const auto adapter = new_adapter())
    return Error((folder_ / *adapter / "online").string(),
                 "on line: the battery no longer tells what the machine draws", ENODEV);
  if (*power < least_machine_uw || *power > most_battery_uw)
    return Error(in_use().front().file.string(), watts_text(*power) + ": not what a machine draws",
                 EAGAIN);
  if (!std::exchange(read_before_, true)) at_start_ = adapters_;
  incomplete_ |= !at_start_.empty();
  return power;
}

Result<double> BatteryBank::sum_of_discharging() {
  double sum_uw = 0;
  bool discharging = false;
  std::string resting, status_of_resting;
  for (auto& [name, battery] : batteries_) {
    const auto status = status_of(folder_ / name);
    if (!status && is_absent(status.error())) continue;
    if (!status) return status.error();
    if (*status == "Charging") return nobody_discharges(name, *status);
    if (*status != "Discharging") {
      resting = name;
      status_of_resting = *status;
      continue;
    }
    const auto power = power_of(name, battery);
    if (!power) return power.error();
    battery.discharged = discharging = true;
    sum_uw += *power;
  }
  if (discharging) return sum_uw;
  return nobody_discharges(resting, status_of_resting);
}

Result<double> BatteryBank::power_of(const std::string& name, Battery& battery) {
  if (!battery.choice) battery.choice = choose_view(views_of(folder_ / name));
  if (battery.choice) return read_power(folder_ / name, battery.choice->view);
  return Error((folder_ / name / "power_now").string(), "no power, nor current and voltage");
}

void BatteryBank::survey() {
  surveyed_at_ = clock_();
  adapters_.clear();
  of_devices_.clear();
  std::map<std::string, Battery> known;
  std::swap(known, batteries_);
  for (const std::string& name : sorted_names_in(folder_)) look_at(folder_ / name);
  // One that is out of its bay may come back, and keeps how it is read.
  batteries_.merge(known);
  for (auto& [name, battery] : batteries_)
    if (const auto before = known.find(name); before != known.end()) battery = before->second;
  std::sort(of_devices_.begin(), of_devices_.end());
  std::erase_if(at_start_, [&](const std::string& name) { return !adapters_.contains(name); });
}

void BatteryBank::look_at(const fs::path& supply) {
  const std::string name = supply.filename().string();
  const auto type = read_line(supply / "type");
  if (!type) return;
  if (*type == "Battery") {
    if (is_of_device(supply))
      of_devices_.push_back(name);
    else
      batteries_.try_emplace(name);
  } else if (*type != "UPS" && !is_of_device(supply)) { // Mains, USB, Wireless
    adapters_known_ = true;
    if (is_on_line(supply)) adapters_.insert(name);
  }
}

std::optional<std::string> BatteryBank::new_adapter() const {
  if (!read_before_) return std::nullopt;
  for (const std::string& name : adapters_)
    if (!at_start_.contains(name)) return name;
  return std::nullopt;
}

/// "Unknown" is what a battery rests with while another one takes over; drivers of other kinds rest
/// with "Not charging", which on external power means a full or a spared one.
Error BatteryBank::nobody_discharges(const std::string& name, const std::string& status) const {
  if (name.empty()) return {folder_.string(), "no battery", ENODEV};
  const bool off_line = adapters_known_ && adapters_.empty();
  const bool may_hand_over = status == "Unknown" || (off_line && status != "Charging");
  const bool external = !adapters_.empty() || !may_hand_over;
  return {(folder_ / name / "status").string(),
          status + ": only a discharging battery tells what the machine draws",
          external ? ENODEV : EAGAIN};
}

void BatteryBank::begin_run() {
  incomplete_ = false;
  for (auto& [name, battery] : batteries_) battery.discharged = false;
}

std::vector<SensorEvent> BatteryBank::end_run() const {
  std::vector<SensorEvent> events;
  for (const auto& [name, battery] : batteries_) {
    if (!battery.discharged || !battery.choice) continue;
    std::string contradiction = battery.choice->contradiction;
    if (contradiction.empty() && read_line(folder_ / name / "status") == "Discharging")
      contradiction = contradiction_in(views_of(folder_ / name), battery.choice->view);
    if (!contradiction.empty())
      events.push_back({SensorEvent::Kind::disagreed, name, contradiction});
  }
  if (incomplete_)
    events.push_back({SensorEvent::Kind::incomplete, joined(at_start_),
                      "on line beside the battery: what it gives is not seen"});
  return events;
}

std::vector<std::string> BatteryBank::names() const {
  std::vector<std::string> names;
  for (const auto& [name, battery] : batteries_) names.push_back(name);
  return names;
}

std::vector<BatteryBank::InUse> BatteryBank::in_use() const {
  std::vector<InUse> used;
  for (const auto& [name, battery] : batteries_)
    if (battery.choice)
      used.push_back(
          {name, file_of(folder_ / name, battery.choice->view), battery.choice->contradiction});
  return used;
}

std::string BatteryBank::adapters_at_start() const {
  return joined(at_start_);
}

} // namespace joules
