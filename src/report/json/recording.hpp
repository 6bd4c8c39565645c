// SPDX-License-Identifier: Apache-2.0
// --record and --replay: all that the runs left behind, as one JSON document of its own schema,
// share/joules/recording-1.schema.json. Numbers are whole, or exact: what is read back is what was
// written, bit for bit.
#pragma once

#include "joules/result.hpp"
#include "joules/runs.hpp"

#include <string>
#include <string_view>

namespace joules {

/// One line, which ends with a newline. REQUIRES: any_run(experiment).
std::string recording_document(const Experiment& experiment);

/// Runs without their accounts, which attribute() makes.
struct SavedRecording {
  Experiment experiment;
  Policy policy; // by which they were attributed; it holds the idle power where that was measured
};

/// Nothing that anybody may have written there gets further than this: the error names the first
/// field that no run can have left behind. `file` is where the text was found.
Result<SavedRecording> read_recording(std::string_view text, const std::string& file);

} // namespace joules
