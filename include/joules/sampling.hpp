// SPDX-License-Identifier: Apache-2.0
// sampling/: follows the command while it runs: reads all counters and clocks, and builds the
// Recording.
#pragma once

#include "sampling/clock.hpp"  // Clock: time that tests can set
#include "sampling/record.hpp" // record(): a Command to a Recording
