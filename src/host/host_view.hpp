// SPDX-License-Identifier: Apache-2.0
// Finds out what keeps joules from seeing the whole host. It is cheap, and every run is warned of
// it.
#pragma once

#include "host/host_root.hpp"
#include "host/machine.hpp"
#include "joules/recording.hpp"

namespace joules {

HostView view_of_host(const HostRoot& host, const CpuIdentity& cpu);

} // namespace joules
