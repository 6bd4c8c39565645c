// SPDX-License-Identifier: Apache-2.0
// statistics/: means, intervals, comparisons and gates: what the runs say. Pure.
#pragma once

#include "statistics/baseline.hpp" // Baseline: the runs of a saved report
#include "statistics/findings.hpp" // evaluate(): runs and questions to Findings
