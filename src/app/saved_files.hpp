// SPDX-License-Identifier: Apache-2.0
// Saved reports, from wherever they come: a file, a pipe, a process substitution, /dev/stdin.
#pragma once

#include "joules/scope.hpp"
#include "joules/statistics.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

/// As the name of a file that is read.
inline constexpr std::string_view standard_input = "-";

/// The path under which what `file` names can be looked up.
std::string path_of_input(const std::string& file);

/// The whole of `file`. Throws Failure, which names `option`, when it cannot be read; and as soon
/// as it is known to be longer than `most`, or not to be a report, which may be at its first byte.
std::string read_saved_file(const std::string& option, const std::string& file, std::size_t most);

/// The only command of a saved report, or the one with this name. Throws Failure when the file of
/// `option` is no report, holds no complete run, or holds several commands and `name` is none.
/// Its runs are known by what is in `scope`, which at least one of them has.
Baseline read_baseline(const std::string& option, const std::string& file,
                       const std::optional<std::string>& name, const Scope& scope);

/// Throws Failure when `baseline`, the file of `option`, does not compare with what was measured
/// so.
void require_comparable(const std::string& option, const Baseline& baseline,
                        const MeasuredBy& measured_by);

} // namespace joules
