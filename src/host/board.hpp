// SPDX-License-Identifier: Apache-2.0
// What the machine's firmware says of it: device tree on boards, DMI on computers.
#pragma once

#include "host/host_root.hpp"

#include <string>

namespace joules {

/// "Raspberry Pi 5 Model B Rev 1.0", "LENOVO ThinkPad X280"; empty: it says nothing. No serial
/// numbers.
std::string board_of(const HostRoot& host);

/// Whether it has a device tree, as boards have and computers have not.
bool tells_a_board(const HostRoot& host);

/// Whether firmware, or the kernel, tells of a hypervisor. x86 says so in /proc/cpuinfo instead.
bool tells_of_hypervisor(const HostRoot& host);

} // namespace joules
