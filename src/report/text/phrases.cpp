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

std::string attributed_by(std::string_view policy) {
  return "attributed by " + (policy == name_of(Policy::Kind::busy)
                                 ? std::string("busy time")
                                 : "policy " + std::string(policy));
}

void method_rows(const Run& run, RowWriter& rows) {
  if (run.account.estimated)
    rows.sentence("estimated by", described(*run.recording.method.model) +
                                      "; the intervals show the runs' scatter alone");
  else
    rows.sentence("measured by", std::string(name_of(run.recording.method.source.sensor)) + ", " +
                                     attributed_by(name_of(run.account.policy.kind)));
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

std::string_view unseen_label(const LedgerAccount& ledger) {
  return ledger.source == LedgerSource::perf ? "(exits, set-uid)" : "(too short to see)";
}

} // namespace joules
