// SPDX-License-Identifier: Apache-2.0
// The estimate for machines without a readable sensor: watts of one hardware thread, idle and busy,
// from published SPECpower_ssj2008 results by microarchitecture (src/sensors/specpower.csv names
// the source). Linear and additive, so that two processes together cost the sum of both.
#pragma once

#include "joules/host.hpp"
#include "joules/recording.hpp"
#include "sensors/settings.hpp"

#include <string>

namespace joules {

/// Key of the table's row for this CPU: "epyc-gen5-turin"; the "unknown" rows take what is left.
std::string power_row_of(const CpuIdentity& cpu);

/// The same where the kind of machine is known, too: SPECpower's are servers.
std::string power_row_of(const CpuIdentity& cpu, MachineClass machine);

/// Of the user's own watts of a machine with so many hardware threads.
PowerModel power_model(const MachinePower& machine, int threads);

/// REQUIRES: `row` came from power_row_of().
PowerModel power_model(const std::string& row);

} // namespace joules
