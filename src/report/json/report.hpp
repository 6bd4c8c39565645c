// SPDX-License-Identifier: Apache-2.0
// The report for programs: schema 1, share/joules/report-1.schema.json. Units are the last word of
// each key, numbers are not rounded, unknown is null with an unavailable_reason beside it.
#pragma once

#include "joules/runs.hpp"
#include "joules/statistics.hpp"

#include <string>

namespace joules {

enum class JsonLayout { document, line }; // indented, or one line for JSON Lines

/// One document that ends with a newline. Bytes of argv that are not UTF-8 are replaced.
/// REQUIRES: any_run(experiment).
std::string json_report(const Experiment& experiment, const Analysis& analysis, JsonLayout layout);

} // namespace joules
