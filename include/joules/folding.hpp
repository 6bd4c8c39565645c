// SPDX-License-Identifier: Apache-2.0
// folding/: the joules of stack traces that perf sampled while a run was recorded. Pure.
#pragma once

#include "folding/energy_of_stacks.hpp" // EnergyOfStacks: weighed samples to folded stacks
#include "folding/perf_script.hpp"      // PerfScript: what perf script prints to samples
