// SPDX-License-Identifier: Apache-2.0
// Tells a ledger what happened, in milliseconds.
#pragma once

#include "ledger/process_ledger.hpp"

#include <algorithm>
#include <string>

namespace joules::test {

class LedgerStory {
public:
  using Kind = TaskRecord::Kind;

  explicit LedgerStory(LedgerDetail detail = LedgerDetail::by_command, bool has_records = true)
      : ledger_(detail, has_records) {
    sample(0);
  }

  static Nanoseconds ms(double count) { return Nanoseconds(static_cast<long>(count * 1e6)); }

  LedgerStory& fork(pid_t pid, pid_t parent, double at) {
    return tell({Kind::forked, pid, pid, parent, 0, ms(at), 0, ""});
  }
  LedgerStory& thread(pid_t tid, pid_t pid, double at) {
    return tell({Kind::forked, pid, tid, pid, 0, ms(at), 0, ""});
  }
  LedgerStory& exec(pid_t pid, const std::string& command, double at, int cpu = 0) {
    return tell({Kind::executed, pid, pid, 0, cpu, ms(at), 0, command});
  }
  LedgerStory& name(pid_t pid, pid_t tid, const std::string& command, double at, int cpu = 0) {
    return tell({Kind::named, pid, tid, 0, cpu, ms(at), 0, command});
  }
  LedgerStory& in(pid_t pid, double at, int cpu = 0, pid_t tid = 0) {
    return tell({Kind::switched_in, pid, tid == 0 ? pid : tid, 0, cpu, ms(at), 0, ""});
  }
  LedgerStory& out(pid_t pid, double at, int cpu = 0, pid_t tid = 0) {
    return tell({Kind::switched_out, pid, tid == 0 ? pid : tid, 0, cpu, ms(at), 0, ""});
  }
  LedgerStory& exit(pid_t pid, double at, int cpu = 0, pid_t tid = 0) {
    return tell({Kind::exited, pid, tid == 0 ? pid : tid, 0, cpu, ms(at), 0, ""});
  }
  LedgerStory& lose(std::uint64_t count, double at, int cpu = 0) {
    return tell({Kind::lost, 0, 0, 0, cpu, ms(at), count, ""});
  }
  LedgerStory& walk(double at, const std::vector<ProcessLedger::Sighting>& met) {
    ledger_.begin_walk(ms(at), ms(at + 0.1));
    for (const auto& sighting : met) ledger_.see(sighting);
    ledger_.end_walk();
    return *this;
  }
  LedgerStory& sample(double at) {
    ledger_.close_column(ms(at));
    return *this;
  }
  ProcessLedger& ledger() { return ledger_; }
  Ledger close(double at) { return ledger_.close(ms(at)); }

private:
  LedgerStory& tell(const TaskRecord& record) {
    ledger_.apply(record);
    return *this;
  }
  ProcessLedger ledger_;
};

/// The row of that name; one without processes when there is none.
inline ProgramUse program(const Ledger& ledger, const std::string& command) {
  const auto found =
      std::find_if(ledger.programs.begin(), ledger.programs.end(),
                   [&](const ProgramUse& program) { return program.command == command; });
  return found == ledger.programs.end() ? ProgramUse{} : *found;
}

} // namespace joules::test
