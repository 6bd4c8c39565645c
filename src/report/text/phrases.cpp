// SPDX-License-Identifier: Apache-2.0
#include "report/text/phrases.hpp"

#include "joules/decimal.hpp"

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

std::string described(const PowerModel& model) {
  return model.name + ", row " + model.row + ", " + fixed(model.idle_watts.middle, 2) +
         " W idle to " + fixed(model.busy_watts.middle, 2) + " W busy per hardware thread";
}

std::string source_of(const Ledger& ledger) {
  if (ledger.is_complete()) return "every process, by its perf records";
  if (ledger.records_lost > 0)
    return "at least " + std::to_string(ledger.records_lost) +
           " perf records found no room: processes may be missing";
  if (ledger.unrecorded > 0)
    return "by perf records; " + std::to_string(ledger.unrecorded) +
           (ledger.unrecorded == 1 ? " set-uid or unreadable program leaves"
                                   : " set-uid or unreadable programs leave") +
           " none, nor do its children: they may be missing";
  if (ledger.source == "perf")
    return "by perf records; a CPU came on line, whose processes may be missing";
  return "processes that were met at a sample" +
         (ledger.perf_refusal.empty() ? "" : "; no perf: " + ledger.perf_refusal);
}

std::string_view unseen_label(const LedgerAccount& ledger) {
  return ledger.source == "perf" ? "(exits, set-uid)" : "(too short to see)";
}

} // namespace joules
