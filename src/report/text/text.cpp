// SPDX-License-Identifier: Apache-2.0
#include "report/text/text.hpp"

#include "joules/quoting.hpp"
#include "report/number.hpp"
#include "report/text/energy_rows.hpp"
#include "report/text/ledger_rows.hpp"
#include "report/text/phase_rows.hpp"
#include "report/text/phrases.hpp"
#include "report/text/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace joules {

namespace {

void time_row(const Recording& recording, const EnergyAccount& account, RowWriter& rows) {
  std::string note = fmt::format("{} s user, {} s sys", seconds_of(recording.exit_info.cpu_user),
                                 seconds_of(recording.exit_info.cpu_system));
  if (account.wall.count() > 0)
    note += fmt::format(", {}{} CPUs", recording.exit_info.tree_cpu_at_least ? ">= " : "",
                        cpus_of(account.tree_cpu / account.wall));
  if (account.stopped.count() > 0)
    note += fmt::format(", {} s of it stopped", seconds_of(account.stopped));
  rows.row({"time", {seconds_of(account.wall), "s"}, "wall", note});
}

std::string signal_phrase(int signal) {
  const std::string name = signal_name(signal);
  return name.starts_with("SIG") ? name : "signal " + name;
}

void process_rows(const Recording& recording, RowWriter& rows) {
  const ExitInfo& exit_info = recording.exit_info;
  const bool all_seen = recording.ledger && recording.ledger->is_complete();
  rows.row(
      {"processes",
       {std::to_string(exit_info.processes_seen), all_seen ? "" : "or more"},
       all_seen ? "all seen" : "",
       fmt::format("{} left running, peak RSS {}",
                   exit_info.tree_seen ? std::to_string(exit_info.left_running.size()) : "?",
                   exit_info.max_rss_bytes > 0 ? size_of(exit_info.max_rss_bytes) : "not known")});
  Row exit{"exit", {"-", ""}, "", ""};
  if (exit_info.exit.code) exit.value.number = std::to_string(*exit_info.exit.code);
  if (exit_info.exit.signal) exit.beside = "killed by " + signal_phrase(*exit_info.exit.signal);
  if (!exit_info.exit.code && !exit_info.exit.signal) exit.beside = "still running";
  if (exit_info.terminated_by)
    exit.beside += fmt::format("{}partial: joules got {}", exit.beside.empty() ? "" : "; ",
                               signal_name(*exit_info.terminated_by));
  rows.row(exit);
}

std::string cpu_time(Seconds time) {
  return seconds_of(time) + " s";
}

/// Shows what each clock saw of the tree, and how much became known only at its exit.
void clock_rows(const Recording& recording, const EnergyAccount& account, RowWriter& rows) {
  const ExitInfo& exit_info = recording.exit_info;
  std::vector<std::string> clocks;
  for (const ClockReading& reading : exit_info.clocks)
    clocks.push_back(fmt::format("{} {}{}", name_of(reading.clock), cpu_time(reading.cpu),
                                 reading.clock == exit_info.tree_clock ? " (used)" : ""));
  rows.sentence("CPU-time clocks", clocks.empty() ? "none answered" : listed(clocks));
  if (!recording.method.perf_refusal.empty())
    rows.sentence("no perf because", recording.method.perf_refusal);
  if (account.tree_cpu.count() <= 0) return;
  const Seconds recovered = account.tree_cpu - account.tree_cpu_seen_live;
  rows.sentence("coverage",
                fmt::format("{} of {} seen live, {} at the end",
                            cpu_time(account.tree_cpu_seen_live), cpu_time(account.tree_cpu),
                            amount(recovered.count(), 2, "s")));
  rows.sentence("host busy",
                account.host_busy ? cpu_time(*account.host_busy) + " of CPU time" : "not known");
}

/// Where the tree ran, and its part of the energy there.
void package_rows(const EnergyAccount& account, const NumberFormat& format, RowWriter& rows) {
  Seconds tree{0};
  for (const PackageAccount& package : account.packages) tree += package.tree_cpu;
  for (const PackageAccount& package : account.packages) {
    const double percent = tree.count() > 0 ? 100 * (package.tree_cpu / tree) : 0;
    std::string energy = "no energy of its own";
    if (package.host) {
      const std::string of_tree =
          package.tree ? format.energy(*package.tree, 3).text() : "not known";
      energy = fmt::format("{} of {}", of_tree, format.energy(*package.host, 3).text());
    }
    rows.sentence(fmt::format("package-{}", package.package),
                  fmt::format("{} of the tree's CPU time, {}", amount(percent, 3, "%"), energy));
  }
}

/// Says how often joules sampled, and what that cost.
void sampling_rows(const Recording& recording, Seconds wall, RowWriter& rows) {
  const ExitInfo& exit_info = recording.exit_info;
  const Seconds cost = exit_info.sampler_cpu;
  std::string text =
      fmt::format("{} samples, every {}", exit_info.samples_taken,
                  amount(recording.method.sampling_interval.count() * 1000, 3, "ms"));
  if (wall.count() > 0)
    text += fmt::format(", {} wake-ups a second",
                        rounded(static_cast<double>(exit_info.wakeups) / wall.count(), 3));
  rows.sentence("sampling", text);
  text = amount(cost.count(), 2, "s") + " of CPU time";
  if (wall.count() > 0) text += ", " + amount(100 * (cost / wall), 2, "%") + " of one CPU";
  rows.sentence("own cost", text);
}

/// "41 to 63 C, 3.20 GHz mean, throttled for 1.20 s"
void condition_row(const Conditions& conditions, RowWriter& rows) {
  std::vector<std::string> parts;
  if (conditions.temperature_start && conditions.temperature_end)
    parts.push_back(fmt::format("{} to {}", rounded(*conditions.temperature_start, 2),
                                amount(*conditions.temperature_end, 2, "C")));
  if (conditions.frequency_hz)
    parts.push_back(amount(*conditions.frequency_hz * 1e-9, 3, "GHz") + " mean");
  if (conditions.throttled)
    parts.push_back(conditions.throttled->count() > 0
                        ? "throttled for " + amount(conditions.throttled->count(), 2, "s")
                        : "never throttled");
  if (!parts.empty()) rows.sentence("processor", listed(parts));
}

void job_row(const std::optional<Job>& job, RowWriter& rows) {
  if (job)
    rows.sentence("job", fmt::format("{} {}{}", job->scheduler, job->id,
                                     job->step.empty() ? "" : ", step " + job->step));
}

void verbose_rows(const Recording& recording, const EnergyAccount& account,
                  const NumberFormat& format, RowWriter& rows) {
  const Method& method = recording.method;
  for (const DomainEnergy& domain : account.domains) {
    Row row = energy_row("domain", domain.energy, std::nullopt, format);
    std::string& about = row.beside.empty() ? row.beside : row.note;
    about = domain.name;
    if (domain.wraps == 1) about += ", wrapped once";
    if (domain.wraps > 1) about += fmt::format(", wrapped {} times", domain.wraps);
    rows.row(row);
  }
  package_rows(account, format, rows);
  condition_row(recording.conditions, rows);
  job_row(recording.job, rows);
  if (method.model) rows.sentence("model", thread_watts_of(*method.model));
  clock_rows(recording, account, rows);
  if (method.aligned)
    rows.sentence("aligned", *method.aligned ? "the run started with a counter's update"
                                             : "no: no counter moved before the start");
  const ExitInfo& exit_info = recording.exit_info;
  rows.sentence("page faults",
                fmt::format("{} minor, {} major", exit_info.faults_minor, exit_info.faults_major));
  rows.sentence("context switches",
                fmt::format("{} voluntary, {} involuntary", exit_info.switches_voluntary,
                            exit_info.switches_involuntary));
  sampling_rows(recording, account.wall, rows);
  for (const RemainingProcess& remaining : recording.exit_info.left_running)
    rows.sentence("left running", fmt::format("{} {}", remaining.pid, remaining.command));
}

} // namespace

std::string text_report(const Recording& recording, const EnergyAccount& account,
                        const TextStyle& style) {
  const NumberFormat format(account.estimated, style.unit);
  RowWriter rows(style.color, style.width);
  const std::string command = quoted(recording.argv);
  rows.headline("joules: " + (recording.name.empty() ? command : recording.name + ": " + command));
  energy_rows(recording, account, format, rows);
  phase_rows(account, format, rows);
  time_row(recording, account, rows);
  process_rows(recording, rows);
  method_rows(recording, account, rows);
  if (account.ledger && style.by_command) by_command_rows(recording, account, style, rows);
  if (account.ledger && style.by_process) by_process_rows(recording, account, style, rows);
  if (style.verbose) verbose_rows(recording, account, format, rows);
  for (const Warning& warning : account.warnings) rows.warning(warning, style.verbose);
  return rows.text();
}

} // namespace joules
