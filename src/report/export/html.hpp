// SPDX-License-Identifier: Apache-2.0
// --export html: the report as a page that loads nothing; see src/report/page.
#pragma once

#include "joules/runs.hpp"
#include "joules/statistics.hpp"

#include <string>
#include <string_view>

namespace joules {

/// REQUIRES: any_run(experiment).
std::string html_export(const Experiment& experiment, const Analysis& analysis);

/// The page with one JSON document in it, of which nothing can leave its script element. Without
/// one, the page opens the reports that are dropped on it.
std::string page_of(std::string_view json);

} // namespace joules
