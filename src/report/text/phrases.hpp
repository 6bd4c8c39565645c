// SPDX-License-Identifier: Apache-2.0
// Phrases that more than one report uses.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"
#include "joules/runs.hpp"
#include "joules/scope.hpp"
#include "report/text/rows.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// A command by its letter, A for the first: its name may be long, and that of another one, too.
std::string letter_of(std::size_t command);

/// "SIGKILL", or the bare number of a signal without a name.
std::string signal_name(int signal);

/// "procfs, rusage"
std::string listed(const std::vector<std::string>& words);
/// The same of many names: of more than three, "package x 2, dram x 2".
std::string listed_by_kind(const std::vector<std::string>& names);

/// "estimate, mean: 33 to 52": `words` stand before the range.
std::string estimate_within(const std::string& range, const std::string& words);

/// By what the tree has its part of the host's energy: "its share of the CPU time that was busy".
std::string attributed_by(std::string_view policy);

/// By which model energies were estimated, and by what they were divided.
void method_rows(const Recording& recording, const EnergyAccount& account, RowWriter& rows);
/// The same of several runs, and by what they were measured.
void method_rows_of_runs(const Run& run, RowWriter& rows);

/// Why the energy of a run is not known, of the first one of which it is not.
void reason_row(std::span<const CommandRuns> commands, RowWriter& rows);

/// "0.66 W idle, 3.83 W busy per hardware thread"
std::string thread_watts_of(const PowerModel& model);

/// "SPECpower linear, row haswell, 0.66 W idle to 3.83 W busy per hardware thread"
std::string described(const PowerModel& model);

/// Says how the ledger was kept, and why it may lack processes.
std::string source_of(const Ledger& ledger);

/// A program's name: "(no name)" where it has none.
std::string_view shown_name(const std::string& program);

/// The label of the row whose time belongs to no known process.
std::string_view unseen_label(const LedgerAccount& ledger);

/// "phase solve", "cgroup:nginx.service", "the host"
std::string described(const Scope& scope);

/// "energy, phase solve", "energy, each request": the label of a metric with what it is of.
std::string label_in(Metric metric, const Scope& scope);

/// "energy, nginx.service" of "cgroup:nginx.service", "energy, pid 4711" of "pid:4711".
std::string label_of_subject(const std::string& name);

} // namespace joules
