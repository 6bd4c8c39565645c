// SPDX-License-Identifier: Apache-2.0
// What kind of machine this is, for an estimate of its power where nothing measures it.
#pragma once

#include "host/machine.hpp"

namespace joules {

enum class MachineClass { unknown, server, desktop, laptop, board };

/// A guest does not know what it runs on.
MachineClass class_of_machine(const HostRoot& host, const CpuIdentity& cpu);

} // namespace joules
