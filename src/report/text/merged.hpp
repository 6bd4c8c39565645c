// SPDX-License-Identifier: Apache-2.0
// The answer of --merge.
#pragma once

#include "joules/merging.hpp"
#include "report/json/report.hpp"
#include "report/text/text.hpp"

#include <string>

namespace joules {

/// A total for each kind of measurement, then tables by host, rank and command. Ends with a
/// newline.
std::string merged_report(const Merged& merged, const TextStyle& style);

/// The same in JSON: merge-1.schema.json. Ends with a newline.
std::string merged_json(const Merged& merged, JsonLayout layout);

} // namespace joules
