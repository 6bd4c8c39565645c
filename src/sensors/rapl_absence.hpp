// SPDX-License-Identifier: Apache-2.0
// Why a machine shows no RAPL zone, and what would change that.
#pragma once

#include "joules/host.hpp"

#include <string>

namespace joules {

struct RaplAbsence {
  std::string because; // " (as in most virtual machines)"; empty: not known
  std::string remedy;  // a line to paste; empty: nothing helps
};

RaplAbsence why_no_rapl(const HostRoot& host, const CpuIdentity& cpu);

/// Container engines mask the zones since 2023: what has to be mounted to see the host's.
inline constexpr const char* unmask_remedy =
    "mount the host's: docker run -v /sys/devices/virtual/powercap:/powercap:ro ..., and "
    "joules --powercap-root /powercap";

} // namespace joules
