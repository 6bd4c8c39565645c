// SPDX-License-Identifier: Apache-2.0
// The ledger: which program and which process of the tree used its CPU time, and when. It is kept
// by ledger/ while the command runs, and turned into joules by attribution/.
#pragma once

#include "joules/choices.hpp"
#include "joules/units.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

enum class LedgerDetail { none, by_command, by_process };

/// How the processes of a ledger were found.
enum class LedgerSource {
  perf,  // records of every process
  procfs // walks: those that were met
};

template <>
struct Choices<LedgerSource> {
  static constexpr Choice<LedgerSource> all[] = {{"perf", LedgerSource::perf},
                                                 {"procfs", LedgerSource::procfs}};
};

/// CPU time by column of a ledger; 0 outside.
struct CpuSeries {
  std::size_t first = 0; // the column of spent.front()
  std::vector<Nanoseconds> spent;
};

Nanoseconds total(const CpuSeries& series);

/// All processes that ended, or run, under one program name.
struct ProgramUse {
  std::string command; // what was executed last, at most 15 bytes: TASK_COMM_LEN of the kernel
  std::uint64_t processes = 0;
  CpuSeries cpu;
};

struct ProcessUse {
  int pid = 0;
  int parent = 0; // 0: not known
  std::string command;
  std::vector<std::string> argv;  // empty: it did not live long enough to be asked
  Nanoseconds start{0};           // CLOCK_MONOTONIC, like the edges
  std::optional<Nanoseconds> end; // nullopt: it still runs
  CpuSeries cpu;
};

/// Column i lies between edges[i] and edges[i + 1], which are instants of samples.
struct Ledger {
  LedgerSource source = LedgerSource::procfs;
  std::string perf_refusal; // why it is not perf, where perf was wanted
  std::vector<Nanoseconds> edges;
  std::vector<ProgramUse> programs;   // each process once
  std::vector<ProcessUse> processes;  // by start; with LedgerDetail::by_process only
  std::uint64_t processes_unkept = 0; // more than are worth a row each: in `programs` only
  // Why processes may be missing, though the source is perf:
  std::uint64_t records_lost = 0; // at least so many found no room
  std::uint64_t unrecorded = 0;   // programs that left their records: set-uid, or not readable
  bool all_cpus = true;           // false: one came on line that has no buffer

  /// True when every process of the tree is in it.
  [[nodiscard]] bool is_complete() const {
    return source == LedgerSource::perf && records_lost == 0 && unrecorded == 0 && all_cpus;
  }
};

/// Each once, kept in a row of its own or not.
std::uint64_t processes_in(const Ledger& ledger);

} // namespace joules
