// SPDX-License-Identifier: Apache-2.0
#include "host/machine_class.hpp"

#include "host/board.hpp"
#include "host/directory.hpp"
#include "host/text_file.hpp"

#include <algorithm>
#include <initializer_list>

namespace joules {

namespace {

/// Processors of more are servers', whatever their firmware says.
constexpr int most_cpus_of_a_board = 16;

bool has_battery(const HostRoot& host) {
  const auto folder = host.sys("class/power_supply");
  const auto names = sorted_names_in(folder);
  return std::ranges::any_of(names, [&](const std::string& name) {
    return read_line(folder / name / "type") == "Battery" &&
           read_line(folder / name / "scope").value_or("System") == "System";
  });
}

/// DMTF DSP0134, 7.4.1: the types of chassis.
MachineClass class_of_chassis(std::uint64_t type) {
  const auto is_one_of = [&](std::initializer_list<std::uint64_t> types) {
    return std::ranges::find(types, type) != types.end();
  };
  if (is_one_of({8, 9, 10, 14, 30, 31, 32})) return MachineClass::laptop;
  if (is_one_of({3, 4, 5, 6, 7, 13, 15, 16, 24, 34, 35, 36})) return MachineClass::desktop;
  if (is_one_of({17, 23, 25, 28, 29})) return MachineClass::server;
  return MachineClass::unknown;
}

} // namespace

MachineClass class_of_machine(const HostRoot& host, const CpuIdentity& cpu) {
  if (cpu.hypervisor) return MachineClass::unknown;
  if (has_battery(host)) return MachineClass::laptop;
  if (const auto type = read_number(host.sys("class/dmi/id/chassis_type")))
    if (const MachineClass found = class_of_chassis(*type); found != MachineClass::unknown)
      return found;
  const bool small = logical_cpus_of(host).value_or(0) <= most_cpus_of_a_board;
  return !cpu.x86 && small && tells_a_board(host) ? MachineClass::board : MachineClass::unknown;
}

} // namespace joules
