// SPDX-License-Identifier: Apache-2.0
// The steps that main's sentence is made of: each joins two folders that do not know one another.
#pragma once

#include "joules/cli.hpp"
#include "joules/launch.hpp"
#include "joules/output.hpp"
#include "joules/sampling.hpp"
#include "joules/sensors.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace joules {

class Exports;

SensorSearch search_for(const Request& request, const CpuIdentity& cpu);
/// Throws Failure when there is none, and the request forbids the estimate or has gates that need
/// a measurement.
Sensors sensors_for(const Request& request, const CpuIdentity& cpu);
/// The user of --user from here on. What is opened after it, reports among it, is that user's.
void drop_privileges_for(const Request& request, const Inherited& inherited);
std::vector<Command> commands_of(const Request& request);
/// Reads the baseline, if there is one. Throws Failure when it does not compare.
AnalysisSpec analysis_spec_for(const Request& request, const Sensors& sensors);
/// Watches the idle host first if that was asked for.
Policy policy_for(const Request& request, const Sensors& sensors);

/// Makes every run that was asked for, and charges each.
Result<Experiment> run_all(const Request& request, const std::vector<Command>& commands,
                           const SignalQueue& signals, const CpuIdentity& cpu,
                           const Sensors& sensors, const Policy& policy);

/// Evaluates the runs, and writes the report in the form that was asked for; when that cannot be
/// written, standard error gets it, so that nothing is lost. How to leave then.
Leave conclude(const Request& request, const Experiment& experiment, const AnalysisSpec& spec,
               Destination& destination, Exports& exports);

/// What `step` returns; false, and a message, when it throws. For what comes after the command has
/// ended: whatever goes wrong there, the command's own status is kept.
bool succeeds(const std::function<bool()>& step);

/// The whole of --diff. 0, or the status of a limit.
int show_difference(const Request& request);
/// The whole of --merge.
int show_merged(const Request& request);

/// The whole of --doctor. 0: a sensor measures; 1: only the estimate is left.
int run_doctor(const Request& request);

/// Prints `text` to standard output.
int answer(std::string_view text);
std::string version_text();

/// Those that are not PASS, on standard error: what stops a pipeline is never only in a file.
void announce_verdicts(const Analysis& analysis, bool estimated);

int report_failed_launch(const Error& error);
/// The exception that is being handled, in words, to standard error: 125.
int own_failure();
/// "joules: MESSAGE" to standard error.
int fail(std::string_view message, int status);
/// Returns the status, or dies of the signal.
int leave(const Leave& how);

} // namespace joules
