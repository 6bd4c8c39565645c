// SPDX-License-Identifier: Apache-2.0
#include "sensors/host_record.hpp"

#include "joules/host.hpp"
#include "sensors/powercap.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// Some boards' processors tell a serial number there.
bool is_private(std::string_view line) {
  return line.starts_with("Serial");
}

std::string without_private_lines(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!is_private(text.substr(0, end))) (kept += text.substr(0, end)) += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return kept;
}

class HostRecord {
public:
  explicit HostRecord(const HostRoot& host) : host_(host) {}

  void proc(const std::string& name) { add("proc/" + name, host_.proc(name)); }
  void sys(const std::string& name) { add("sys/" + name, host_.sys(name)); }

  /// Calls visit(its name) for each entry of a folder of sys, in alphabetical order.
  template <class Visit>
  void each_in(const std::string& folder, Visit visit) {
    for (const std::string& name : sorted_names_in(host_.sys(folder))) visit(name);
  }

  void add(const std::string& name, const fs::path& path) {
    const auto text = read_text(path);
    if (text)
      files_.push_back({name, without_private_lines(*text), "", ""});
    else if (const int why = text.error().code; why != ENOENT && why != ENOTDIR && why != EISDIR)
      files_.push_back({name, "", "", text.error().reason});
  }

  void add_link(const std::string& name, const fs::path& path) {
    std::error_code error;
    files_.push_back({name, "", fs::read_symlink(path, error).string(), ""});
  }

  std::vector<RecordedFile> files() && { return std::move(files_); }

private:
  const HostRoot& host_;
  std::vector<RecordedFile> files_;
};

/// Each zone once, at the first of the places where it is met; below the class even if the zones
/// were read elsewhere, so that the record is a host's.
void add_zones(const fs::path& root, HostRecord& record) {
  const std::string below = "sys/class/powercap/";
  const ZoneListing listing = list_zones(root);
  for (const Zone& zone : listing.zones)
    for (const char* file :
         {"name", "energy_uj", "max_energy_range_uj", "enabled", "constraint_0_max_power_uw",
          "constraint_0_power_limit_uw", "constraint_1_power_limit_uw"}) {
      const fs::path path = zone.directory / file;
      record.add(below + path.lexically_relative(root).string(), path);
    }
  for (const std::string& link : listing.dangling) record.add_link(below + link, root / link);
}

void add_perf(HostRecord& record) {
  for (const char* name : {"power", "power_core"}) {
    const std::string pmu = "bus/event_source/devices/" + std::string(name) + "/";
    record.sys(pmu + "type");
    record.sys(pmu + "cpumask");
    record.each_in(pmu + "events",
                   [&](const std::string& event) { record.sys(pmu + "events/" + event); });
  }
}

/// "energy1_input", "in2_label", "curr2_input", "temp1_input"; not "index" nor "interface".
bool is_measured(std::string_view file) {
  constexpr std::string_view measured[] = {"energy", "power", "in", "curr", "temp"};
  return std::ranges::any_of(measured, [&](std::string_view kind) {
    return file.starts_with(kind) && file.size() > kind.size() &&
           std::string_view("0123456789").find(file[kind.size()]) != std::string_view::npos;
  });
}

void add_cray(HostRecord& record) {
  record.each_in("cray/pm_counters",
                 [&](const std::string& file) { record.sys("cray/pm_counters/" + file); });
}

/// What tells the board and its hypervisor; no serial numbers.
void add_board(HostRecord& record) {
  for (const char* field : {"sys_vendor", "product_name", "product_version", "board_vendor",
                            "chassis_type", "board_name"})
    record.sys(std::string("class/dmi/id/") + field);
  for (const char* property : {"model", "compatible", "hypervisor/compatible"}) {
    record.proc(std::string("device-tree/") + property);
    record.sys(std::string("firmware/devicetree/base/") + property);
  }
  record.sys("hypervisor/type");
  record.sys("kernel/security/lockdown");
}

void add_hwmon(HostRecord& record) {
  record.each_in("class/hwmon", [&](const std::string& chip) {
    const std::string folder = "class/hwmon/" + chip + "/";
    record.sys(folder + "name");
    record.sys(folder + "label");
    for (const std::string& part : {folder, folder + "device/"})
      record.each_in(part, [&](const std::string& file) {
        if (is_measured(file)) record.sys(part + file);
      });
  });
}

void add_batteries(HostRecord& record) {
  record.each_in("class/power_supply", [&](const std::string& supply) {
    for (const char* file :
         {"type", "scope", "status", "online", "power_now", "current_now", "voltage_now"})
      record.sys("class/power_supply/" + supply + "/" + file);
  });
}

void add_processors(HostRecord& record) {
  record.proc("cpuinfo");
  record.proc("stat");
  record.proc("loadavg");
  record.proc("sys/kernel/osrelease");
  record.proc("sys/kernel/perf_event_paranoid");
  record.each_in("devices/system/cpu", [&](const std::string& cpu) {
    const std::string folder = "devices/system/cpu/" + cpu + "/";
    if (!cpu.starts_with("cpu")) return;
    for (const char* file : {"topology/physical_package_id", "topology/die_id", "cpu_capacity"})
      record.sys(folder + file);
  });
  for (const char* file : {"online", "cpu0/cpufreq/scaling_governor", "intel_pstate/no_turbo",
                           "cpufreq/boost", "smt/active"})
    record.sys(std::string("devices/system/cpu/") + file);
  record.sys("devices/cpu_atom/cpus");
  record.sys("devices/cpu_core/cpus");
}

} // namespace

std::vector<RecordedFile> record_host(const HostRoot& host, const fs::path& powercap_root) {
  HostRecord record(host);
  add_processors(record);
  add_zones(powercap_root.empty() ? host.sys("class/powercap") : powercap_root, record);
  add_perf(record);
  add_cray(record);
  add_hwmon(record);
  add_batteries(record);
  add_board(record);
  return std::move(record).files();
}

} // namespace joules
