// SPDX-License-Identifier: Apache-2.0
#include "ledger/process_ledger.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {
constexpr std::string_view common_row = "(other programs)";

/// A program that may not be watched, set-uid or not readable, leaves its events within its exec:
/// that looks like its end, but comes within microseconds (begin_new_exec in fs/exec.c of the Linux
/// kernel). The shortest of other programs takes twice that, any that is linked dynamically
/// twenty times.
constexpr auto within_exec = std::chrono::microseconds(15);
} // namespace

ProcessLedger::ProcessLedger(LedgerDetail detail, bool has_records)
    : detail_(detail), has_records_(has_records) {
  ledger_.source = has_records ? LedgerSource::perf : LedgerSource::procfs;
}

void ProcessLedger::apply(const TaskRecord& record) {
  const auto processor = static_cast<std::size_t>(record.processor);
  if (processor >= running_.size()) running_.resize(processor + 1);
  switch (record.kind) {
  case TaskRecord::Kind::forked: return forked(record);
  case TaskRecord::Kind::executed: return executed(record);
  case TaskRecord::Kind::named: return named(record);
  case TaskRecord::Kind::switched_in:
    running_[processor] = {record.tid, record.pid, record.at};
    return;
  case TaskRecord::Kind::switched_out:
    return end_slice(record.processor, record.tid, record.pid, record.at);
  case TaskRecord::Kind::exited: return exited(record);
  case TaskRecord::Kind::lost:
    ledger_.records_lost += record.count;
    // When that slice ended is not known: it may miss time, never invent it.
    running_[processor] = {};
    return;
  }
}

void ProcessLedger::end_slice(int processor, pid_t tid, pid_t pid, Nanoseconds at) {
  Slice& slice = running_[static_cast<std::size_t>(processor)];
  const auto known = living_.find(pid);
  if (slice.tid == tid && known != living_.end()) {
    const auto thread = named_threads_.find(tid);
    known->second.recorded += at - slice.since;
    place(known->second, slice.since, at,
          thread == named_threads_.end() ? known->second.use.cpu : thread->second.cpu);
  }
  slice = {};
}

ProcessLedger::Process& ProcessLedger::add(pid_t pid, pid_t parent, std::string_view command,
                                           Nanoseconds start) {
  Process process;
  process.use.pid = pid;
  process.use.parent = parent;
  process.use.start = std::max(start, columns_.start()); // walks know it to a tick
  process.placed_until = process.use.start;
  rename(process, command);
  return living_.insert_or_assign(pid, std::move(process)).first->second;
}

void ProcessLedger::forked(const TaskRecord& record) {
  const auto known = living_.find(record.pid);
  if (record.pid == record.parent) {
    if (known != living_.end()) ++known->second.threads;
    return;
  }
  if (known != living_.end()) {
    Process& process = known->second;
    const bool walk_was_faster = process.by_walk && record.at <= walk_ended_;
    if (walk_was_faster) {
      process.by_walk = false;
      process.use.start = record.at;
      return;
    }
    book(record.pid); // the number was given to another process
  }
  const auto parent = living_.find(record.parent);
  const std::string command = parent == living_.end() ? "?" : parent->second.use.command;
  add(record.pid, record.parent, command, record.at);
}

void ProcessLedger::executed(const TaskRecord& record) {
  // The time until here is the earlier program's. The command itself has no records before its
  // exec; a thread that executes takes over its process's number.
  Slice& slice = running_[static_cast<std::size_t>(record.processor)];
  if (slice.pid == record.pid) end_slice(record.processor, slice.tid, slice.pid, record.at);
  slice = {record.tid, record.pid, record.at};
  end_threads_of(record.pid, record.at);
  const auto known = living_.find(record.pid);
  if (known == living_.end())
    add(record.pid, 0, record.command, record.at);
  else
    rename(known->second, record.command);
  living_.at(record.pid).executed = record.at;
}

void ProcessLedger::named(const TaskRecord& record) {
  if (detail_ != LedgerDetail::by_process || !living_.contains(record.pid)) return;
  // The time until here is its process's.
  Slice& slice = running_[static_cast<std::size_t>(record.processor)];
  if (slice.tid == record.tid) {
    end_slice(record.processor, record.tid, record.pid, record.at);
    slice = {record.tid, record.pid, record.at};
  }
  const auto [thread, is_new] = named_threads_.try_emplace(record.tid);
  ProcessUse& use = thread->second;
  use.command = record.command;
  if (!is_new) return;
  use.pid = record.tid;
  use.parent = record.pid;
  use.thread_of = record.pid;
  use.start = record.at;
}

void ProcessLedger::end_thread(pid_t tid, std::optional<Nanoseconds> at) {
  auto thread = named_threads_.extract(tid);
  if (thread.empty()) return;
  thread.mapped().end = at;
  const Nanoseconds used = total(thread.mapped().cpu);
  keep(std::move(thread.mapped()), used);
}

/// An exec leaves one of them, as the process.
void ProcessLedger::end_threads_of(pid_t pid, Nanoseconds at) {
  std::vector<pid_t> threads;
  for (const auto& [tid, use] : named_threads_)
    if (use.parent == pid) threads.push_back(tid);
  for (const pid_t tid : threads) end_thread(tid, at);
}

void ProcessLedger::exited(const TaskRecord& record) {
  end_slice(record.processor, record.tid, record.pid, record.at);
  end_thread(record.tid, record.at);
  const auto known = living_.find(record.pid);
  if (known == living_.end()) return;
  const Nanoseconds executed = known->second.executed;
  if (executed > Nanoseconds{0} && record.at - executed < within_exec)
    return goes_on_unrecorded(known->second);
  if (--known->second.threads > 0) return;
  known->second.ended = true;
  known->second.use.end = record.at;
  ended_.push_back(record.pid);
  if (ended_.size() >= most_ended) book_ended();
}

void ProcessLedger::goes_on_unrecorded(Process& process) {
  ++ledger_.unrecorded;
  process.ended = false;
  process.by_walk = true;
  process.use.end.reset();
}

void ProcessLedger::begin_walk(Nanoseconds started, Nanoseconds ended) {
  ++walks_;
  walk_started_ = started;
  walk_ended_ = ended;
}

void ProcessLedger::see(const Sighting& sighting) {
  auto known = living_.find(sighting.pid);
  if (known == living_.end()) {
    if (sighting.dead && has_records_) return; // it is booked
    add(sighting.pid, sighting.parent, sighting.command, sighting.start).by_walk = true;
    known = living_.find(sighting.pid);
  }
  Process& process = known->second;
  process.walk = walks_;
  const bool records_tell_all = !process.by_walk && ledger_.records_lost == 0;
  // A zombie has done the work of its end, of which there are no records.
  if (!records_tell_all || sighting.dead) process.walked = std::max(process.walked, sighting.cpu);
  // Once it may be another that got its number, whose fork is not told yet; twice it is the same.
  if (process.ended && !sighting.dead && process.use.end < walk_started_ &&
      ++process.sightings_after_end == 2)
    goes_on_unrecorded(process);
  if (process.by_walk && sighting.dead && !process.use.end) process.use.end = walk_ended_;
  if (process.by_walk && process.use.command != sighting.command) rename(process, sighting.command);
  if (process.use.parent == 0) process.use.parent = sighting.parent;
  if (!process.ended) place(process, process.placed_until, walk_ended_);
}

void ProcessLedger::end_walk() {
  const bool ends_may_be_lost = ledger_.records_lost > 0;
  for (auto& [pid, process] : living_) {
    if (process.ended || process.walk == walks_) continue;
    if (!process.by_walk && !(ends_may_be_lost && process.use.start < walk_started_)) continue;
    process.ended = true;
    if (!process.use.end) process.use.end = walk_ended_;
    ended_.push_back(pid);
  }
}

void ProcessLedger::set_arguments(pid_t pid, std::vector<std::string> argv) {
  const auto known = living_.find(pid);
  if (known != living_.end()) known->second.use.argv = std::move(argv);
}

void ProcessLedger::close_column(Nanoseconds at) {
  columns_.close(at);
  book_ended();
  if (columns_.are_many()) fold();
}

/// One column later: a walk may yet meet it, as a zombie or alive.
void ProcessLedger::book_ended() {
  for (const pid_t pid : to_be_booked_)
    if (const auto known = living_.find(pid); known != living_.end() && known->second.ended)
      book(pid);
  to_be_booked_ = std::exchange(ended_, {});
}

Ledger ProcessLedger::close(Nanoseconds at) {
  for (std::size_t processor = 0; processor < running_.size(); ++processor)
    end_slice(static_cast<int>(processor), running_[processor].tid, running_[processor].pid, at);
  std::vector<pid_t> all;
  for (const auto& [pid, process] : living_) all.push_back(pid);
  for (const pid_t pid : all) book(pid);
  while (!named_threads_.empty()) end_thread(named_threads_.begin()->first, std::nullopt);
  for (ProgramUse& program : ledger_.programs) columns_.merge_open_column(program.cpu);
  for (ProcessUse& process : ledger_.processes) columns_.merge_open_column(process.cpu);
  std::sort(ledger_.processes.begin(), ledger_.processes.end(),
            [](const ProcessUse& a, const ProcessUse& b) {
              return std::pair(a.start, a.pid) < std::pair(b.start, b.pid);
            });
  ledger_.edges = std::move(columns_).take();
  kept_ = {};
  return std::exchange(ledger_, {});
}

std::size_t ProcessLedger::program_of(std::string_view command) {
  if (const auto known = program_numbers_.find(std::string(command));
      known != program_numbers_.end())
    return known->second;
  if (ledger_.programs.size() + 1 >= most_programs && command != common_row)
    return program_of(common_row);
  ledger_.programs.push_back({std::string(command), 0, {}});
  program_numbers_.emplace(command, ledger_.programs.size() - 1);
  return ledger_.programs.size() - 1;
}

void ProcessLedger::rename(Process& process, std::string_view command) {
  process.use.command = command;
  process.use.argv.clear();
  process.program = program_of(command);
  if (detail_ == LedgerDetail::by_process) unasked_.push_back(process.use.pid);
}

void ProcessLedger::place(Process& process, Nanoseconds from, Nanoseconds until, CpuSeries& own) {
  const Nanoseconds cpu = std::max(process.recorded, process.walked) - process.placed;
  if (cpu > Nanoseconds{0}) {
    columns_.place(ledger_.programs[process.program].cpu, from, until, cpu);
    if (detail_ == LedgerDetail::by_process) columns_.place(own, from, until, cpu);
    process.placed += cpu;
  }
  process.placed_until = std::max(process.placed_until, until);
}

void ProcessLedger::book(pid_t pid) {
  const auto known = living_.find(pid);
  Process& process = known->second;
  place(process, process.placed_until, process.use.end.value_or(process.placed_until));
  ++ledger_.programs[process.program].processes;
  if (detail_ == LedgerDetail::by_process) keep(std::move(process.use), process.placed);
  living_.erase(known);
}

/// When all places are taken, whoever used least has to leave its own.
void ProcessLedger::keep(ProcessUse&& use, Nanoseconds used) {
  std::vector<ProcessUse>& processes = ledger_.processes;
  if (processes.size() < most_processes) {
    kept_.emplace(used, processes.size());
    processes.push_back(std::move(use));
    return;
  }
  ++ledger_.processes_unkept;
  const auto [least, place] = kept_.top();
  if (used <= least) return;
  kept_.pop();
  kept_.emplace(used, place);
  processes[place] = std::move(use);
}

void ProcessLedger::fold() {
  columns_.fold();
  for (ProgramUse& program : ledger_.programs) LedgerColumns::fold(program.cpu);
  for (ProcessUse& process : ledger_.processes) LedgerColumns::fold(process.cpu);
  for (auto& [pid, process] : living_) LedgerColumns::fold(process.use.cpu);
  for (auto& [tid, thread] : named_threads_) LedgerColumns::fold(thread.cpu);
}

} // namespace joules
