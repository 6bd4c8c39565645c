// SPDX-License-Identifier: Apache-2.0
#include "host/machine.hpp"

#include "host/cpu_list.hpp"
#include "host/text_file.hpp"
#include "host/topology.hpp"

#include <charconv>
#include <string_view>

namespace joules {

namespace {

/// Only the beginning of cpuinfo is read: the first processor, or the part of it before the newest
/// flags. The kernel generates the file while it is read, which takes milliseconds for a large
/// server.
constexpr std::size_t beginning = 2048;

int number_in(std::string_view text) {
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number, hexadecimal ? 16 : 10);
  return number;
}

/// Calls visit(key, value) for each "key : value" line of /proc/cpuinfo.
template <class Visit>
void for_each_field(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (const auto colon = line.find(':'); colon != std::string_view::npos)
      visit(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
}

bool has_word(std::string_view text, std::string_view word) {
  const std::string padded = " " + std::string(text) + " ";
  return padded.find(" " + std::string(word) + " ") != std::string::npos;
}

/// Turbo is one file on intel_pstate (inverted) and another one on every other driver.
std::optional<bool> turbo_of(const HostRoot& host) {
  if (const auto off = read_number(host.sys("devices/system/cpu/intel_pstate/no_turbo")))
    return *off == 0;
  if (const auto on = read_number(host.sys("devices/system/cpu/cpufreq/boost"))) return *on != 0;
  return std::nullopt;
}

/// Counts the online CPUs; where sysfs is hidden, those that cpuinfo lists.
std::optional<int> cpus_of(const HostRoot& host) {
  if (const auto online = read_line(host.sys("devices/system/cpu/online")))
    if (const auto cpus = parse_cpu_list(*online); !cpus.empty())
      return static_cast<int>(cpus.size());
  int count = 0;
  if (const auto text = read_text(host.proc("cpuinfo")))
    for_each_field(*text, [&](std::string_view key, std::string_view) {
      if (key == "processor") ++count;
    });
  return count > 0 ? std::optional(count) : std::nullopt;
}

} // namespace

CpuIdentity identify_cpu(const HostRoot& host) {
  CpuIdentity cpu;
  bool made_by_arm = false;
  const auto file = OpenFile::open(host.proc("cpuinfo"));
  if (!file) return cpu;
  std::string buffer(beginning, '\0');
  const auto text = file->read_again(buffer);
  if (!text) return cpu;
  const std::string_view first =
      text->substr(0, text->find("\n\n")); // the other processors say the same
  for_each_field(first, [&](std::string_view key, std::string_view value) {
    if (key == "vendor_id") cpu.vendor = value;
    if (key == "model name") cpu.model_name = value;
    if (key == "cpu family") cpu.family = number_in(value);
    if (key == "model") cpu.model = number_in(value);
    if (key == "stepping") cpu.stepping = number_in(value);
    if (key == "flags") cpu.hypervisor = has_word(value, "hypervisor");
    if (key == "CPU implementer") made_by_arm = number_in(value) == 0x41;
    if (key == "CPU part" && made_by_arm) cpu.arm_part = number_in(value);
  });
  return cpu;
}

HostDescription describe_host(const HostRoot& host, const CpuIdentity& cpu) {
  HostDescription description;
  description.hostname = read_line(host.proc("sys/kernel/hostname")).value_or("");
  description.boot_id = read_line(host.proc("sys/kernel/random/boot_id")).value_or("");
  description.cpu_model = cpu.model_name;
  description.logical_cpus = cpus_of(host);
  if (const auto packages = topology_of(host).packages; !packages.empty())
    description.packages = static_cast<int>(packages.size());
  description.kernel = read_line(host.proc("sys/kernel/osrelease")).value_or("");
  description.governor =
      read_line(host.sys("devices/system/cpu/cpu0/cpufreq/scaling_governor")).value_or("");
  description.turbo = turbo_of(host);
  return description;
}

} // namespace joules
