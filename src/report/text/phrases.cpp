// SPDX-License-Identifier: Apache-2.0
#include "report/text/phrases.hpp"

#include "joules/quoting.hpp"
#include "report/number.hpp"

#include <fmt/format.h>

#include <string.h>

#include <algorithm>

namespace joules {

std::string letter_of(std::size_t command) {
  return {static_cast<char>('A' + command)};
}

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name != nullptr ? "SIG" + std::string(name) : std::to_string(signal);
}

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

namespace {

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

/// "package" of "package-12", "dram" of "package-1/dram", "Chip Memory" of "Chip 8 Memory"; names
/// that only look alike, as "A57", stay.
std::string kind_of(std::string_view name) {
  name = name.substr(name.rfind('/') == name.npos ? 0 : name.rfind('/') + 1);
  std::string kind;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::size_t start = i;
    while (i < name.size() && is_digit(name[i])) ++i;
    if (i > start) {
      const char before = kind.empty() ? ' ' : kind.back();
      const bool apart = before == '-' || before == ' ' || before == '_';
      if (!apart && !(i == name.size() && start >= 3))
        kind += name.substr(start, i - start);
      else if (apart && !kind.empty())
        kind.pop_back();
    }
    if (i < name.size()) kind += name[i];
  }
  return kind;
}

} // namespace

std::string listed_by_kind(const std::vector<std::string>& names) {
  constexpr std::size_t few = 3;
  if (names.size() <= few) return listed(names);
  struct Kind {
    std::string kind, first;
    int count = 0;
  };
  std::vector<Kind> kinds;
  for (const std::string& name : names) {
    const std::string kind = kind_of(name);
    auto known = std::ranges::find(kinds, kind, &Kind::kind);
    if (known == kinds.end()) known = kinds.insert(known, {kind, name, 0});
    ++known->count;
  }
  std::vector<std::string> words;
  for (const Kind& kind : kinds)
    words.push_back(kind.count == 1 ? kind.first : fmt::format("{} x {}", kind.kind, kind.count));
  return listed(words);
}

std::string estimate_within(const std::string& range, const std::string& words) {
  return "estimate" + words + (range.empty() ? "" : ": " + range);
}

std::string attributed_by(std::string_view policy) {
  const auto kind = choice_of<Policy::Kind>(policy);
  if (!kind) return "policy " + std::string(policy); // of a saved report, by a later version
  switch (*kind) {
  case Policy::Kind::busy: return "its share of the CPU time that was busy";
  case Policy::Kind::capacity: return "its share of the time of all CPUs";
  case Policy::Kind::marginal: break;
  }
  return "its share of the busy CPU time, above idle power";
}

namespace {

/// "SPECpower linear, row haswell"; watts that were given have no row.
std::string name_of(const PowerModel& model) {
  return model.row.empty() ? model.name : fmt::format("{}, row {}", model.name, model.row);
}

} // namespace

void method_rows(const Recording& recording, const EnergyAccount& account, RowWriter& rows) {
  if (const auto& model = recording.method.model)
    rows.sentence("estimated by", name_of(*model) + ", at the wall");
  std::string policy = attributed_by(name_of(account.policy.kind));
  if (account.policy.kind == Policy::Kind::marginal)
    policy += ": " + amount(account.policy.idle_power.value, 3, "W");
  rows.sentence("attributed by", policy);
}

void method_rows_of_runs(const Run& run, RowWriter& rows) {
  if (!run.account.estimated)
    rows.sentence("measured by", name_of(run.recording.method.source.sensor));
  method_rows(run.recording, run.account, rows);
  if (run.account.estimated)
    rows.sentence("", "orders of magnitude; the intervals are the runs' scatter");
}

void reason_row(std::span<const CommandRuns> commands, RowWriter& rows) {
  for (const CommandRuns& command : commands)
    for (const Run& run : command.runs)
      if (!run.account.unavailable_reason.empty())
        return rows.sentence("not known", run.account.unavailable_reason, true);
}

std::string thread_watts_of(const PowerModel& model) {
  return fmt::format("{} idle, {} busy per hardware thread", watts_of(model.idle_watts.middle),
                     watts_of(model.busy_watts.middle));
}

std::string described(const PowerModel& model) {
  return fmt::format("{}, {} idle to {} busy per hardware thread", name_of(model),
                     watts_of(model.idle_watts.middle), watts_of(model.busy_watts.middle));
}

std::string source_of(const Ledger& ledger) {
  if (ledger.is_complete()) return "every process, by its perf records";
  if (ledger.records_lost > 0)
    return fmt::format("at least {} perf records found no room: processes may be missing",
                       ledger.records_lost);
  if (ledger.unrecorded > 0)
    return fmt::format("by perf records; {} set-uid or unreadable {} none, nor do its children: "
                       "they may be missing",
                       ledger.unrecorded,
                       ledger.unrecorded == 1 ? "program leaves" : "programs leave");
  if (ledger.source == LedgerSource::perf)
    return "by perf records; a CPU came on line, whose processes may be missing";
  return "processes that were met at a sample" +
         (ledger.perf_refusal.empty() ? "" : "; no perf: " + ledger.perf_refusal);
}

std::string_view shown_name(const std::string& program) {
  return program.empty() ? "(no name)" : std::string_view(program);
}

std::string_view unseen_label(const LedgerAccount& ledger) {
  return ledger.source == LedgerSource::perf ? "(kernel work at exit, set-uid programs)"
                                             : "(too short to see)";
}

std::string described(const Scope& scope) {
  switch (scope.kind) {
  case Scope::Kind::tree: return "the tree";
  case Scope::Kind::host: return "the host";
  case Scope::Kind::subject: return printable(scope.name);
  case Scope::Kind::phase: return "phase " + printable(scope.name);
  }
  std::abort();
}

std::string label_in(Metric metric, const Scope& scope) {
  const std::string label(label_of(metric));
  if (metric == Metric::energy_each && !scope.unit.empty())
    return "energy, each " + printable(scope.unit);
  constexpr std::string_view part = "in scope";
  if (!label.ends_with(part)) return label;
  return label.substr(0, label.size() - part.size()) + described(scope);
}

std::string label_of_subject(const std::string& name) {
  const std::string subject = name.substr(name.find(':') + 1);
  return (name.starts_with("pid:") ? "energy, pid " : "energy, ") + subject;
}

} // namespace joules
