// SPDX-License-Identifier: Apache-2.0
// sensors/: which energy counters this machine has, which of them count, and why the others do not.
#pragma once

#include "sensors/discovery.hpp"        // discover_sensors()
#include "sensors/energy_counter.hpp"   // EnergyCounter: one counter that can be read
#include "sensors/gpu.hpp"              // find_gpus(): graphics cards
#include "sensors/host_record.hpp"      // the files of --doctor --save
#include "sensors/open_source.hpp"      // SensorSource: what --doctor lists
#include "sensors/power_integrator.hpp" // PowerIntegrator: energy out of readings of a power
#include "sensors/power_table.hpp"      // the model behind the estimate
