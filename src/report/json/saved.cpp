// SPDX-License-Identifier: Apache-2.0
#include "report/json/saved.hpp"

#include "joules/merging.hpp"
#include "joules/quoting.hpp"
#include "report/json/json.hpp"
#include "report/json/saved_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace joules {

namespace {

/// 292 years, which is what nanoseconds hold.
constexpr double latest_second = 9.2e9;
/// No host draws more, nor does a counter show more.
constexpr Watts largest_power{1e9};
constexpr Joules largest_reading{1e15};

/// Returns the number under `key` when it is from 0 to `most`: no report has another, and sums of
/// such numbers are finite.
std::optional<Joules> joules_of(const ParsedJson& json, const std::string& key, Joules most) {
  const auto number = number_of(json, key);
  return number && *number >= 0 && *number <= most.value ? std::optional(Joules{*number})
                                                         : std::nullopt;
}

std::optional<Joules> modulus_of(const ParsedJson& domain) {
  const auto modulus = joules_of(domain, "modulus_joules", largest_reading);
  return modulus && modulus->value > 0 ? modulus : std::nullopt;
}

std::string job_of(const ParsedJson& run) {
  const ParsedJson& job = part(run, "job");
  const std::string id = text_of(job, "id");
  return id.empty() ? id : text_of(job, "scheduler") + " " + id;
}

std::optional<int> rank_of(const ParsedJson& run) {
  const auto rank = number_of(run, "rank");
  const bool whole =
      rank && *rank >= 0 && *rank <= std::numeric_limits<int>::max() && *rank == std::floor(*rank);
  return whole ? std::optional(static_cast<int>(*rank)) : std::nullopt;
}

/// `key`_joules of a run, with `key`_low_joules and `key`_high_joules of an estimate.
Energy energy_of(const ParsedJson& run, const std::string& key, Joules most) {
  const auto joules = [&](const std::string& suffix) { return joules_of(run, key + suffix, most); };
  const bool at_least =
      may_be_true(run, "energy_is_lower_bound") || may_be_true(run, key + "_is_lower_bound");
  Energy energy{joules("_joules"), at_least, joules("_low_joules"), joules("_high_joules")};
  if (!energy.low || !energy.high) energy.low = energy.high = std::nullopt;
  return energy;
}

/// Reads the counters of a run, counted or not.
std::vector<SavedCounter> counters_in(const ParsedJson& run, Joules most) {
  std::vector<SavedCounter> counters;
  const ParsedJson& energies = part(run, "energy_domains_joules");
  const ParsedJson& readings = part(run, "energy_counters_started_joules");
  if (energies.is_object())
    for (const auto& [name, energy] : energies.items())
      counters.push_back({name, joules_of(energies, name, most),
                          joules_of(readings, name, largest_reading), std::nullopt});
  return counters;
}

/// The counters of a run, where they add up to the host's energy: those that were found implausible
/// do not.
std::vector<SavedCounter> only_counted(const std::vector<SavedCounter>& all,
                                       const ParsedJson& domains,
                                       const std::optional<Joules>& host) {
  std::vector<SavedCounter> counters;
  Joules sum;
  for (const ParsedJson& domain : domains) {
    const auto found =
        std::ranges::find(all, text_of(domain, "name"), [](const auto& one) { return one.name; });
    if (!is_true(domain, "counted") || found == all.end()) continue;
    counters.push_back(*found);
    counters.back().modulus = modulus_of(domain);
    sum += counters.back().energy.value_or(Joules{});
  }
  const bool complete = host && std::abs(sum.value - host->value) <= 1e-6 * host->value;
  return complete ? counters : std::vector<SavedCounter>();
}

MetricValues metric_values_of(const ParsedJson& run) {
  MetricValues values;
  for (const Metric metric : metrics_of_runs) values[metric] = number_of(run, key_of(metric));
  const auto wall = values[Metric::wall];
  const auto put = [&](std::string_view key, Metric energy, Metric power) {
    const auto half_width = number_of(run, key);
    values.half_widths[static_cast<std::size_t>(energy)] = half_width;
    if (half_width && wall && *wall > 0)
      values.half_widths[static_cast<std::size_t>(power)] = *half_width / *wall;
  };
  put("energy_tree_uncertainty_joules", Metric::energy_tree, Metric::power_tree);
  put("energy_host_uncertainty_joules", Metric::energy_host, Metric::power_host);
  values.host_at_least = may_be_true(run, "energy_is_lower_bound");
  values.at_least = values.host_at_least || may_be_true(run, "energy_tree_is_lower_bound");
  return values;
}

/// Without start and end nobody can say how much energy a run can have used.
void add_energies(const ParsedJson& json, SavedRun& run) {
  const auto start = number_of(json, "started_monotonic_seconds");
  const auto end = number_of(json, "ended_monotonic_seconds");
  if (!start || !end || *start < 0 || !(*start < *end) || *end > latest_second) return;
  run.start = Seconds{*start};
  run.end = Seconds{*end};
  const Joules most = largest_power * (*run.end - *run.start);
  run.tree = energy_of(json, "energy_tree", most);
  run.tree_uncertainty = joules_of(json, "energy_tree_uncertainty_joules", most);
  run.host = energy_of(json, "energy_host", most);
  run.counters = counters_in(json, most);
}

/// What is more than the whole cannot be a part of it.
Energy within(Energy part, const std::optional<double>& whole) {
  constexpr double rounding = 1 + 1e-6;
  if (part.value && whole && part.value->value > *whole * rounding) part.value.reset();
  return part;
}

/// Subjects, phases and work. Each name once, as a run has them.
void add_parts(const ParsedJson& json, SavedRun& run) {
  const auto half_width = [](const ParsedJson& one, const std::string& key) {
    return joules_of(one, key + "_uncertainty_joules", largest_reading);
  };
  const auto energy = [&](const ParsedJson& one, const std::string& key, Metric whole) {
    return within(energy_of(one, key, largest_reading), run.values[whole]);
  };
  std::set<std::string> names;
  for (const ParsedJson& one : part(json, "subjects")) {
    SubjectAccount subject;
    subject.name = text_of(one, "name");
    if (!names.insert(subject.name).second) continue;
    subject.energy = energy(one, "energy", Metric::energy_host);
    subject.energy.at_least |= run.values.host_at_least;
    subject.uncertainty = half_width(one, "energy");
    run.subjects.push_back(std::move(subject));
  }
  names.clear();
  for (const ParsedJson& one : part(json, "phases")) {
    PhaseAccount phase;
    phase.name = text_of(one, "name");
    if (!names.insert(phase.name).second) continue;
    phase.wall = Seconds{number_of(one, "wall_seconds").value_or(0)};
    phase.tree = energy(one, "energy_tree", Metric::energy_tree);
    phase.tree.at_least |= run.values.at_least;
    phase.tree_uncertainty = half_width(one, "energy_tree");
    run.phases.push_back(std::move(phase));
  }
  for (const ParsedJson& one : part(json, "work")) {
    WorkAccount& work = run.work.emplace_back();
    work.phase = text_of(one, "phase");
    work.unit = text_of(one, "unit");
    work.amount = number_of(one, "amount").value_or(0);
    work.each = energy_of(one, "energy_each", largest_reading);
    work.each_uncertainty = half_width(one, "energy_each");
  }
}

SavedRun run_of(const ParsedJson& json) {
  SavedRun run;
  run.values = metric_values_of(json);
  run.rank = rank_of(json);
  run.job = job_of(json);
  add_energies(json, run);
  add_parts(json, run);
  return run;
}

std::optional<Watts> idle_power_of(const ParsedJson& method) {
  const auto watts = number_of(method, "idle_power_watts");
  return watts ? std::optional(Watts{*watts}) : std::nullopt;
}

Origin origin_of(const ParsedJson& document, const std::string& file) {
  const ParsedJson& host = part(document, "host");
  const ParsedJson& method = part(document, "method");
  return {file,
          text_of(host, "hostname"),
          text_of(host, "boot_id"),
          text_of(host, "cpu_model"),
          text_of(host, "kernel"),
          text_of(host, "governor"),
          {text_of(method, "sensor"), text_of(method, "policy"),
           choice_of<Quality>(text_of(method, "quality")), idle_power_of(method)},
          text_of(host, "board")};
}

/// Which counters count stands outside of the runs, before or after them.
void leave_counted(const ParsedJson& domains, SavedReport& report) {
  for (SavedCommand& command : report.commands) {
    for (SavedRun& run : command.runs)
      run.counters = only_counted(run.counters, domains, run.host.value);
    if (command.failed)
      command.failed->counters =
          only_counted(command.failed->counters, domains, command.failed->host.value);
  }
}

bool is_json(std::string_view text) {
  return ParsedJson::accept(text);
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

/// `nor_else`: what else than one document it may have been.
Result<SavedReport> read_one(std::string_view text, const std::string& file,
                             const std::string& nor_else) {
  SavedReport report;
  SavedCommand next;
  const ReportVisitor visitor{.run =
                                  [&](const ParsedJson& run, bool failed) {
                                    if (failed)
                                      next.failed = run_of(run);
                                    else
                                      next.runs.push_back(run_of(run));
                                  },
                              .command =
                                  [&](const ParsedJson& command) {
                                    next.name = text_of(command, "name");
                                    next.argv = words_of(command, "argv");
                                    next.first_word_only = is_true(command, "argv_first_word_only");
                                    report.commands.push_back(std::exchange(next, {}));
                                  }};
  const auto document = read_document(text, visitor);
  const std::string object = quoted({file});
  if (!document) return Error(object, document.error().reason);
  if (document->is_discarded()) return Error(object, "is not one JSON document" + nor_else);
  if (number_of(*document, "schema_version") != 1)
    return Error(object, "is no report of joules with schema version 1");
  report.origin = origin_of(*document, file);
  if (number_of(part(*document, "plan"), "precision_percent")) report.stopping = Stopping::by_width;
  leave_counted(part(part(*document, "method"), "domains"), report);
  return report;
}

} // namespace

bool may_be_report(std::string_view beginning) {
  const auto first = beginning.find_first_not_of(" \t\r\n");
  return first != beginning.npos && beginning[first] == '{';
}

Result<SavedReport> read_saved(std::string_view text, const std::string& file) {
  return read_one(text, file, "");
}

Result<std::vector<SavedReport>> read_mergeable(std::string_view text, const std::string& file) {
  const bool is_long = text.size() > largest_document;
  const auto refused = [&](const std::string& why) { return Error(quoted({file}), why); };
  const std::string too_long = "is larger than the 128 MiB that are read of one report";
  if (is_long && (first_line(text).size() > largest_document || !is_json(first_line(text))))
    return refused("holds no report a line, and " + too_long);
  std::vector<SavedReport> reports;
  // Why one of them cannot be used.
  const auto add = [&](std::string_view one) -> Result<void> {
    auto report = read_one(one, file, ", nor one a line");
    if (!report) return report.error();
    const auto usable = mergeable(*report);
    if (!usable) return usable.error();
    reports.push_back(std::move(*report));
    return {};
  };
  if (first_line(text).size() + 1 >= text.size() || (!is_long && is_json(text))) {
    if (const auto added = add(text); !added) return added.error();
    return reports;
  }
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.find_first_not_of(" \t\r") == one.npos) continue;
    if (one.size() > largest_document) return refused(fmt::format("line {} {}", line, too_long));
    if (const auto added = add(one); !added)
      return refused(fmt::format("line {}: {}", line, added.error().reason));
  }
  if (reports.empty()) return refused("holds no run");
  return reports;
}

} // namespace joules
