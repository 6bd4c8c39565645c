// SPDX-License-Identifier: Apache-2.0
// statistics/: means, intervals, comparisons and gates: what the runs say. Pure.
#pragma once

#include "statistics/analysis.hpp"  // analyse(): what is asked of the runs to an Analysis
#include "statistics/baseline.hpp"  // Baseline: runs out of a saved report
#include "statistics/precision.hpp" // is_precise_enough(): --precision
#include "statistics/programs.hpp"  // each program over all runs
