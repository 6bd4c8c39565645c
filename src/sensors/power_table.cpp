// SPDX-License-Identifier: Apache-2.0
#include "sensors/power_table.hpp"

#include "joules/decimal.hpp"
#include "specpower_table.hpp" // specpower.csv, made a string by CMake

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <string_view>

namespace joules {

namespace {

/// Intel family 6 by model number: arch/x86/include/asm/intel-family.h of the Linux kernel.
std::string intel_row(const CpuIdentity& cpu) {
  if (cpu.family != 6) return "unknown-intel";
  switch (cpu.model) {
  case 0x2a:
  case 0x2d: return "sandybridge";
  case 0x3a:
  case 0x3e: return "ivybridge";
  case 0x3c:
  case 0x3f:
  case 0x45:
  case 0x46: return "haswell";
  case 0x3d:
  case 0x47:
  case 0x4f:
  case 0x56: return "broadwell";
  case 0x4e:
  case 0x5e: return "skylake-client";
  case 0x55: return cpu.stepping <= 4 ? "skylake-server" : "cascadelake";
  case 0x8e:
  case 0x9e: return "coffeelake";
  case 0x6a:
  case 0x6c: return "icelake-server";
  case 0x8f: return "sapphirerapids";
  case 0xcf: return "emeraldrapids";
  case 0xad:
  case 0xae: return "graniterapids";
  default: return "unknown-intel";
  }
}

std::string amd_row(const CpuIdentity& cpu) {
  const auto model_within = [&](int first, int last) {
    return cpu.model >= first && cpu.model <= last;
  };
  if (cpu.family == 0x17 && cpu.model == 0x01) return "epyc-gen1-naples";
  if (cpu.family == 0x17 && cpu.model == 0x31) return "epyc-gen2-rome";
  if (cpu.family == 0x19 && model_within(0x00, 0x0f)) return "epyc-gen3-milan";
  if (cpu.family == 0x19 && (model_within(0x10, 0x1f) || model_within(0xa0, 0xaf)))
    return "epyc-gen4-genoa";
  if (cpu.family == 0x1a && model_within(0x00, 0x1f)) return "epyc-gen5-turin";
  return "unknown-amd";
}

/// Takes the text up to the next comma off `line`.
std::string_view take_field(std::string_view& line) {
  const auto comma = line.find(',');
  const std::string_view field = line.substr(0, comma);
  line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  return field;
}

double take_watts(std::string_view& line) {
  const std::string_view field = take_field(line);
  double watts = 0;
  [[maybe_unused]] const auto parsed =
      std::from_chars(field.data(), field.data() + field.size(), watts);
  assert(parsed.ec == std::errc{});
  return watts;
}

Spread take_spread(std::string_view& line) {
  const double low = take_watts(line);
  const double middle = take_watts(line);
  return {low, middle, take_watts(line)};
}

} // namespace

std::string power_row_of(const CpuIdentity& cpu) {
  if (cpu.vendor == "GenuineIntel") return intel_row(cpu);
  if (cpu.vendor == "AuthenticAMD" || cpu.vendor == "HygonGenuine") return amd_row(cpu);
  // Neoverse N1, and V1 and V2 by its side: the table has no rows of their own.
  if (cpu.arm_part == 0xd0c || cpu.arm_part == 0xd40 || cpu.arm_part == 0xd4f) return "neoverse-n1";
  return "unknown";
}

std::string power_row_of(const CpuIdentity& cpu, MachineClass machine) {
  const std::string row = power_row_of(cpu);
  switch (machine) {
  case MachineClass::laptop: return "laptop";
  case MachineClass::board: return "board";
  case MachineClass::desktop: return row.starts_with("unknown") ? "desktop" : row;
  case MachineClass::server:
  case MachineClass::unknown: break;
  }
  return row;
}

PowerModel power_model(const MachinePower& machine, int threads) {
  const auto of_thread = [&](Watts all) {
    const double watts = all.value / std::max(threads, 1);
    return Spread{watts, watts, watts};
  };
  return {"as given, " + significant(machine.idle.value, 3) + " W idle to " +
              significant(machine.busy.value, 3) + " W busy",
          "", of_thread(machine.idle), of_thread(machine.busy)};
}

PowerModel power_model(const std::string& row) {
  std::string_view table = specpower_table;
  while (!table.empty()) {
    const auto end = table.find('\n');
    std::string_view line = table.substr(0, end);
    table.remove_prefix(end + 1);
    if (take_field(line) != row) continue;
    const bool published = take_field(line) != "0"; // how many results the row rests on
    const Spread idle = take_spread(line);
    return {std::string(published ? PowerModel::of_servers : "linear, class of machines"), row,
            idle, take_spread(line)};
  }
  assert(false && "power_row_of() names a row that the table lacks");
  return power_model("unknown");
}

} // namespace joules
