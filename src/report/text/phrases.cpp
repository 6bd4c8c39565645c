// SPDX-License-Identifier: Apache-2.0
#include "report/text/phrases.hpp"

#include "report/number.hpp"

#include <fmt/format.h>

#include <string.h>

namespace joules {

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name != nullptr ? "SIG" + std::string(name) : std::to_string(signal);
}

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
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

void method_rows(const Recording& recording, const EnergyAccount& account, RowWriter& rows) {
  if (const auto& model = recording.method.model)
    rows.sentence("estimated by", fmt::format("{}, row {}, at the wall", model->name, model->row));
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

std::string thread_watts_of(const PowerModel& model) {
  return fmt::format("{} idle, {} busy per hardware thread", watts_of(model.idle_watts.middle),
                     watts_of(model.busy_watts.middle));
}

std::string described(const PowerModel& model) {
  return fmt::format("{}, row {}, {} idle to {} busy per hardware thread", model.name, model.row,
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

} // namespace joules
