// SPDX-License-Identifier: Apache-2.0
// --export trace: the runs on a time line, as Chrome's trace events in a JSON object, which
// ui.perfetto.dev and speedscope open:
// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
#pragma once

#include "joules/runs.hpp"

#include <string>

namespace joules {

/// A slice for each process of the ledger, with its joules; what no slice has is one of its own, so
/// that all slices of a run sum to its tree's energy. Power and CPUs busy are counters. Times are
/// in microseconds from the first sample of the first run on.
std::string trace_export(const Experiment& experiment);

} // namespace joules
