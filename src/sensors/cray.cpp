// SPDX-License-Identifier: Apache-2.0
#include "sensors/cray.hpp"

#include "sensors/sensor_file.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// Ten times a second, in whole joules; "freshness" counts how often.
constexpr Seconds cray_refresh{0.1};

fs::path counters_of(const HostRoot& host) {
  return host.sys("cray/pm_counters");
}

/// "1234567 J 1699999999999999 us" to microjoules. The stamp is the controller's own clock.
Result<std::uint64_t> energy_in(std::string_view text, const std::string& path) {
  text = trimmed(text);
  const auto blank = std::min(text.find(' '), text.size());
  const auto joules = parse_unsigned(text.substr(0, blank));
  constexpr std::uint64_t most = std::uint64_t{1} << 43; // 8.8 TJ: no node's in its lifetime
  if (!joules) return Error(path, text.empty() ? "empty" : "not a number");
  if (*joules > most) return Error(path, beyond_its_range, ERANGE);
  const std::string_view unit = trimmed(text.substr(blank));
  if (!unit.empty() && unit != "J" && !unit.starts_with("J ")) return Error(path, "not in joules");
  return *joules * 1'000'000;
}

class CrayCounter final : public EnergyCounter {
public:
  CrayCounter(Counter identity, SensorFile file, fs::path startup)
      : identity_(std::move(identity)), file_(std::move(file)), startup_file_(std::move(startup)),
        startup_(read_line(startup_file_)) {}

  [[nodiscard]] const Counter& identity() const override { return identity_; }

  Result<std::uint64_t> read() override {
    const auto text = file_.read_again(buffer_);
    if (!text) return text.error();
    return energy_in(*text, file_.path());
  }

  void begin_run() override { startup_ = read_line(startup_file_); }

  /// The sum means something only while the controller's startup number stays.
  std::vector<SensorEvent> end_run() override {
    if (read_line(startup_file_) == startup_) return {};
    return {{SensorEvent::Kind::restarted, identity_.name,
             startup_file_.string() + ", the node's controller started anew"}};
  }

private:
  Counter identity_;
  SensorFile file_;
  fs::path startup_file_;
  std::optional<std::string> startup_;
  std::string buffer_ = std::string(96, '\0');
};

/// `file`: "cpu_energy".
Counter counter_named(const fs::path& counters, const std::string& file, const std::string& name,
                      const std::string& part) {
  Counter counter;
  counter.id = "pm_counters/" + file;
  counter.name = name;
  counter.path = (counters / file).string();
  counter.part = part;
  counter.period = cray_refresh;
  counter.period_known = true;
  counter.largest_power = largest_machine_power;
  return counter;
}

void add(Counter counter, OpenSource& source) {
  std::string unreadable;
  const auto text = read_text(counter.path);
  if (text) {
    const auto energy = energy_in(*text, counter.path);
    if (energy) counter.reading_uj = *energy;
    if (!energy) unreadable = energy.error().reason;
  } else {
    unreadable = text.error().reason;
  }
  add_counter(std::move(counter), trouble_of(unreadable, false), open_cray_counter, source);
}

/// "cpu0_energy" is one of those that "cpu_energy" sums up.
bool is_one_of_several(std::string_view file, std::string_view kind) {
  return file.starts_with(kind) && file.ends_with("_energy") && file.size() > kind.size() + 7;
}

} // namespace

Result<std::unique_ptr<EnergyCounter>> open_cray_counter(const Counter& counter) {
  auto file = SensorFile::open(counter.path);
  if (!file) return file.error();
  return std::unique_ptr<EnergyCounter>(std::make_unique<CrayCounter>(
      counter, std::move(*file), fs::path(counter.path).parent_path() / "startup"));
}

OpenSource cray_source(const HostRoot& host) {
  OpenSource source;
  source.about.sensor = Sensor::cray;
  source.about.scope = "the node's processors and memory";
  const fs::path counters = counters_of(host);
  for (const std::string& file : sorted_names_in(counters)) {
    Counter counter;
    if (file == "cpu_energy")
      counter = counter_named(counters, file, "cpu", "the processors");
    else if (file == "memory_energy")
      counter = counter_named(counters, file, "memory", "memory, not contained in the processors");
    else if (is_one_of_several(file, "cpu"))
      counter = counter_named(counters, file, file.substr(0, file.find('_')), "contained in cpu");
    else
      continue;
    counter.memory = file == "memory_energy";
    counter.of_host = counter.memory || file == "cpu_energy";
    add(std::move(counter), source);
  }
  set_availability(source, run_as_root, counters.string() + ": no counter of the processors");
  const bool has_cpu = std::ranges::any_of(
      source.counters, [](const auto& counter) { return !counter->identity().memory; });
  if (source.about.unavailable_reason.empty() && !has_cpu)
    source.about.unavailable_reason = counters.string() + ": no counter of the processors";
  return source;
}

OpenSource cray_node_source(const HostRoot& host) {
  OpenSource source;
  source.about.sensor = Sensor::system;
  source.about.scope = "the whole node, accelerators and all";
  const fs::path counters = counters_of(host);
  if (is_there(counters / "energy")) {
    Counter node = counter_named(counters, "energy", "node", "the whole node");
    node.of_host = true;
    add(std::move(node), source);
  }
  set_availability(source, run_as_root, counters.string() + ": no counter of the node");
  return source;
}

std::vector<Counter> cray_accelerators(const HostRoot& host) {
  std::vector<Counter> accelerators;
  const fs::path counters = counters_of(host);
  for (const std::string& file : sorted_names_in(counters))
    if (is_one_of_several(file, "accel"))
      accelerators.push_back(
          counter_named(counters, file, "", "the whole accelerator, by the node's controller"));
  return accelerators;
}

} // namespace joules
