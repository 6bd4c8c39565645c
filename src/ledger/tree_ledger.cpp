// SPDX-License-Identifier: Apache-2.0
#include "ledger/tree_ledger.hpp"

#include "joules/host.hpp"

#include <time.h>

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// A buffer of 128 KiB then has room for a quarter of a million switches a second on each CPU.
constexpr auto reading_period = std::chrono::milliseconds(20);
/// By then every CPU has written down what happened.
constexpr auto settling = std::chrono::milliseconds(1);
/// The kept part of a process's arguments, which may be megabytes.
constexpr std::size_t most_argument_bytes = 4096;

std::unique_ptr<TaskRecords> records_if_allowed(CpuClockChoice choice, std::string& refusal) {
  if (choice == CpuClockChoice::procfs) return nullptr;
  auto records = TaskRecords::open();
  if (records) return std::move(*records);
  refusal = records.error().message();
  if (choice == CpuClockChoice::perf) throw Failure("--cpu-clock perf: " + refusal);
  return nullptr;
}

/// The difference from a time since boot, which includes sleep, to CLOCK_MONOTONIC.
Nanoseconds monotonic_since_boot() {
  timespec monotonic{}, boot{};
  ::clock_gettime(CLOCK_MONOTONIC, &monotonic);
  ::clock_gettime(CLOCK_BOOTTIME, &boot);
  return std::chrono::seconds(monotonic.tv_sec - boot.tv_sec) +
         Nanoseconds(monotonic.tv_nsec - boot.tv_nsec);
}

/// proc(5): each ends with a zero byte.
std::vector<std::string> arguments_of(const std::filesystem::path& proc, pid_t pid) {
  std::vector<std::string> arguments;
  const auto text = read_text(proc / std::to_string(pid) / "cmdline");
  if (!text) return arguments;
  std::string_view left = std::string_view(*text).substr(0, most_argument_bytes);
  while (!left.empty()) {
    const std::size_t end = std::min(left.find('\0'), left.size());
    arguments.emplace_back(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return arguments;
}

} // namespace

TreeLedger::TreeLedger(LedgerDetail detail, CpuClockChoice choice, const ProcfsTree& walk,
                       const ProcfsTree::Start& where)
    : walk_(walk), where_(where), records_(records_if_allowed(choice, refusal_)),
      ledger_(detail, records_ != nullptr) {}

std::optional<Nanoseconds> TreeLedger::period() const {
  return records_ ? std::optional<Nanoseconds>(reading_period) : std::nullopt;
}

void TreeLedger::read_records(Nanoseconds now) {
  apply_up_to(now - settling);
  ask_for_arguments();
}

/// Than the records: it is of another pid namespace.
bool TreeLedger::proc_has_other_numbers() const {
  return records_ && !where_.process_clocks;
}

void TreeLedger::ask_for_arguments() {
  if (proc_has_other_numbers()) return;
  for (const pid_t pid : ledger_.take_unasked())
    ledger_.set_arguments(pid, arguments_of(where_.proc, pid));
}

void TreeLedger::apply_up_to(Nanoseconds until) {
  if (records_) records_->up_to(until, [&](const TaskRecord& record) { ledger_.apply(record); });
}

void TreeLedger::look_around(Nanoseconds started, Nanoseconds ended) {
  if (proc_has_other_numbers()) return;
  const Nanoseconds since_boot = monotonic_since_boot();
  ledger_.begin_walk(started, ended);
  walk_.for_each_member([&](const ProcessStat& stat, Nanoseconds own) {
    const Nanoseconds start =
        clock_tick() * static_cast<std::int64_t>(stat.start_ticks) + since_boot;
    ledger_.see({stat.pid, stat.parent, stat.command, std::min(start, ended), own, is_dead(stat)});
  });
  ledger_.end_walk();
}

void TreeLedger::sampled(Nanoseconds at, Nanoseconds now) {
  apply_up_to(now - settling);
  look_around(at, now);
  ask_for_arguments();
  ledger_.close_column(at);
}

Ledger TreeLedger::close(Nanoseconds at) {
  apply_up_to(Nanoseconds::max());
  Ledger ledger = ledger_.close(at);
  ledger.perf_refusal = refusal_;
  ledger.all_cpus = !records_ || records_->covers_all_cpus();
  return ledger;
}

} // namespace joules
