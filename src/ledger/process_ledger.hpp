// SPDX-License-Identifier: Apache-2.0
// Keeps the ledger of a tree from what records and walks tell about its processes. Touches nothing:
// it is told.
#pragma once

#include "joules/usage.hpp"
#include "ledger/ledger_columns.hpp"
#include "ledger/task_record.hpp"

#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace joules {

/// With records, each slice of time that a thread had on a CPU is placed where it was. Where there
/// are none, time is placed between the walks that saw it grow. By process, a thread that has given
/// itself a name has a place of its own from then on, where records tell of it. Memory is bounded
/// by what is alive, by the number of program names, and by how many processes are kept.
class ProcessLedger {
public:
  /// Above these, names go to one common row, and the processes that used least are in their
  /// program's row only.
  static constexpr std::size_t most_programs = 256;
  static constexpr std::size_t most_processes = 4096;
  /// Of those that have ended in one column, so many wait for the end of the next: a walk may meet
  /// them.
  static constexpr std::size_t most_ended = 2048;

  /// Without `has_records` there are walks alone, and short-lived processes are missed.
  ProcessLedger(LedgerDetail detail, bool has_records);

  /// A record of the kernel's. REQUIRES: in order of time.
  void apply(const TaskRecord& record);

  /// Begins to report the processes that a walk met between `started` and `ended`. All records of
  /// what happened before `started`, but for the last moments, have been applied.
  void begin_walk(Nanoseconds started, Nanoseconds ended);
  struct Sighting {
    pid_t pid = 0;
    pid_t parent = 0;
    std::string_view command;
    Nanoseconds start{0};
    Nanoseconds cpu{0}; // of all its threads, since its start
    bool dead = false;  // a zombie: its time is final
  };
  void see(const Sighting& sighting);
  /// Everybody was told: of whom there are no records, and who was not met, has ended.
  void end_walk();

  /// By process: who became another program since the last call. Empties the list.
  std::vector<pid_t> take_unasked() { return std::exchange(unasked_, {}); }
  void set_arguments(pid_t pid, std::vector<std::string> argv);

  /// Ends a column, at first only begins one. Whose end was told before the previous column's end
  /// is booked.
  void close_column(Nanoseconds at);
  /// How many are held that are not in a row of the ledger: who lives, or has just ended.
  [[nodiscard]] std::size_t unbooked() const { return living_.size(); }

  /// Books everybody, as of `at`. The ledger is empty then.
  Ledger close(Nanoseconds at);

private:
  struct Process {
    ProcessUse use;
    std::size_t program = 0;
    int threads = 1;
    bool ended = false;          // by its records
    bool by_walk = false;        // there are no records of it (any more): set-uid programs, no perf
    Nanoseconds executed{0};     // when it became what it is
    int sightings_after_end = 0; // by walks that began after its end was recorded
    Nanoseconds recorded{0};     // its slices
    Nanoseconds walked{0};       // by walks, where records may not tell all
    Nanoseconds placed{0};
    Nanoseconds placed_until{0};
    std::uint64_t walk = 0; // the last one that met it
  };
  /// A process that is on a CPU, and since when.
  struct Slice {
    pid_t tid = 0; // 0: nobody of the tree, or not known
    pid_t pid = 0;
    Nanoseconds since{0};
  };

  Process& add(pid_t pid, pid_t parent, std::string_view command, Nanoseconds start);
  void forked(const TaskRecord& record);
  void executed(const TaskRecord& record);
  void named(const TaskRecord& record);
  void exited(const TaskRecord& record);
  void end_slice(int processor, pid_t tid, pid_t pid, Nanoseconds at);
  std::size_t program_of(std::string_view command);
  void goes_on_unrecorded(Process& process);
  void rename(Process& process, std::string_view command);
  void place(Process& process, Nanoseconds from, Nanoseconds until) {
    place(process, from, until, process.use.cpu);
  }
  void place(Process& process, Nanoseconds from, Nanoseconds until, CpuSeries& own);
  void book(pid_t pid);
  void book_ended();
  void end_thread(pid_t tid, std::optional<Nanoseconds> at);
  void end_threads_of(pid_t pid, Nanoseconds at);
  void keep(ProcessUse&& use, Nanoseconds used);
  void fold();

  LedgerDetail detail_;
  bool has_records_;
  LedgerColumns columns_;
  std::unordered_map<pid_t, Process> living_; // and who has just ended
  std::unordered_map<pid_t, ProcessUse> named_threads_;
  std::vector<Slice> running_; // by processor
  std::unordered_map<std::string, std::size_t> program_numbers_;
  std::vector<pid_t> unasked_;      // for their arguments
  std::vector<pid_t> ended_;        // told since the last column
  std::vector<pid_t> to_be_booked_; // told before
  Ledger ledger_;
  /// CPU time and place of those in ledger_.processes, the least of them on top.
  using Kept = std::pair<Nanoseconds, std::size_t>;
  std::priority_queue<Kept, std::vector<Kept>, std::greater<>> kept_;
  Nanoseconds walk_started_{0};
  Nanoseconds walk_ended_{0};
  std::uint64_t walks_ = 0;
};

} // namespace joules
