// SPDX-License-Identifier: Apache-2.0
// The lines that are shown while the command runs.
#pragma once

#include "joules/runs.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// "joules: waiting for 4711 python3, which outlived the command; Ctrl-C ends it". Ends with
/// a newline.
std::string waiting_line(const std::vector<RemainingProcess>& remaining);

/// "0:42  host 41.0 W, tree 39.9 W"
std::string live_line(Seconds elapsed, std::optional<Watts> host, std::optional<Watts> tree,
                      bool estimated);

/// "run 3 of 10, mean so far 12.4 J, about 20 s left"
std::string progress_line(const Experiment& so_far, bool warmup, int index);

} // namespace joules
