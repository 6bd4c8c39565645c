// SPDX-License-Identifier: Apache-2.0
#include "host/machine.hpp"

#include "host/board.hpp"
#include "host/cpu_list.hpp"
#include "host/cpuinfo.hpp"
#include "host/processor_name.hpp"
#include "host/text_file.hpp"
#include "host/topology.hpp"

#include <string_view>

namespace joules {

namespace {

/// Only the beginning of cpuinfo is read: the first processor, or the part of it before the newest
/// flags. The kernel generates the file while it is read, which takes milliseconds for a large
/// server.
constexpr std::size_t beginning = 2048;

bool has_word(std::string_view text, std::string_view word) {
  const std::string padded = " " + std::string(text) + " ";
  return padded.find(" " + std::string(word) + " ") != std::string::npos;
}

/// The other processors say the same. Loongson's begin after a block of their own.
std::string_view first_processor(std::string_view text) {
  const auto end = text.find("\n\n");
  if (text.substr(0, end).find("processor") != std::string_view::npos) return text.substr(0, end);
  return text.substr(0, end == std::string_view::npos ? end : text.find("\n\n", end + 2));
}

/// Turbo is one file on intel_pstate (inverted) and another one on every other driver.
std::optional<bool> turbo_of(const HostRoot& host) {
  if (const auto off = read_number(host.sys("devices/system/cpu/intel_pstate/no_turbo")))
    return *off == 0;
  if (const auto on = read_number(host.sys("devices/system/cpu/cpufreq/boost"))) return *on != 0;
  return std::nullopt;
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
  for_each_field(first_processor(*text), [&](std::string_view key, std::string_view value) {
    if (key == "vendor_id") cpu.vendor = value;
    if (key == "model name" || key == "Model Name") cpu.model_name = value;
    if (key == "cpu family") cpu.family = number_in(value);
    if (key == "model") cpu.model = number_in(value);
    if (key == "stepping") cpu.stepping = number_in(value);
    if (key == "flags") {
      cpu.x86 = true;
      cpu.hypervisor = has_word(value, "hypervisor");
      cpu.sgx = has_word(value, "sgx");
    }
    if (key == "CPU implementer") made_by_arm = number_in(value) == 0x41;
    if (key == "CPU part" && made_by_arm) cpu.arm_part = number_in(value);
  });
  if (!cpu.x86) cpu.hypervisor = tells_of_hypervisor(host);
  return cpu;
}

std::optional<int> logical_cpus_of(const HostRoot& host) {
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

bool may_have_rapl(const CpuIdentity& cpu) {
  if (cpu.vendor == "GenuineIntel") return cpu.family > 6 || (cpu.family == 6 && cpu.model >= 0x2a);
  return (cpu.vendor == "AuthenticAMD" || cpu.vendor == "HygonGenuine") && cpu.family >= 0x17;
}

HostDescription describe_host(const HostRoot& host, const CpuIdentity& cpu) {
  HostDescription description;
  description.hostname = read_line(host.proc("sys/kernel/hostname")).value_or("");
  description.boot_id = read_line(host.proc("sys/kernel/random/boot_id")).value_or("");
  const auto cpuinfo = read_text(host.proc("cpuinfo"));
  description.cpu_model = cpuinfo ? processor_name(*cpuinfo) : std::string();
  if (description.cpu_model.empty()) description.cpu_model = cpu.model_name;
  description.board = board_of(host);
  description.logical_cpus = logical_cpus_of(host);
  if (const auto packages = topology_of(host).packages; !packages.empty())
    description.packages = static_cast<int>(packages.size());
  description.kernel = read_line(host.proc("sys/kernel/osrelease")).value_or("");
  description.governor =
      read_line(host.sys("devices/system/cpu/cpu0/cpufreq/scaling_governor")).value_or("");
  description.turbo = turbo_of(host);
  if (const auto active = read_number(host.sys("devices/system/cpu/smt/active")))
    description.smt = *active != 0;
  return description;
}

} // namespace joules
