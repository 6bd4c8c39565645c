// SPDX-License-Identifier: Apache-2.0
// The report in the formats of other tools: values in, one string out. Energies in joules, power in
// watts, time in seconds, always.
#pragma once

#include "joules/runs.hpp"
#include "joules/statistics.hpp"
#include "report/settings.hpp"

#include <string>
#include <string_view>

namespace joules {

/// Each REQUIRES: any_run(experiment).
std::string exported(ExportKind kind, const Experiment& experiment, const Analysis& analysis);

/// A row a run, RFC 4180; unknown is empty.
std::string csv_export(const Experiment& experiment, const Analysis& analysis);
/// A table to paste into a pull request, GitHub-flavoured.
std::string markdown_export(const Experiment& experiment, const Analysis& analysis);
/// A test case for each gate: https://github.com/testmoapp/junitxml. What is not known to be kept
/// is no passed test.
std::string junit_export(const Experiment& experiment, const Analysis& analysis);
/// Gauges for a textfile collector: https://prometheus.io/docs/specs/om/open_metrics_spec/.
std::string openmetrics_export(const Experiment& experiment, const Analysis& analysis);
/// github-action-benchmark's customSmallerIsBetter.
std::string gab_export(const Experiment& experiment, const Analysis& analysis);
/// Bencher Metric Format: https://bencher.dev/docs/reference/bencher-metric-format/.
std::string bmf_export(const Experiment& experiment, const Analysis& analysis);

/// GitHub's workflow commands, a line for each verdict: error, warning or notice.
std::string github_annotations(const Experiment& experiment, const Analysis& analysis);

} // namespace joules
