// SPDX-License-Identifier: Apache-2.0
#include "accounting/process_stat.hpp"

#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>

namespace joules {

namespace {

/// Fields after the command, counted from the state, as proc(5) orders them.
enum Field : std::size_t {
  state,
  ppid,
  minflt = 7,
  cminflt,
  majflt,
  cmajflt,
  utime,
  stime,
  cutime,
  cstime,
  threads = 17,
  start = 19,
  sigignore = 30,
  processor = 36
};
constexpr std::size_t fields_read = start + 1;

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Cuts the next field off `text`; nullopt when it is empty or has no end.
std::optional<std::string_view> next_field(std::string_view& text) {
  const auto end = text.find_first_of(" \n");
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  const auto field = text.substr(0, end);
  text.remove_prefix(end + 1);
  return field;
}

/// Cuts the fields up to the start time off `text`.
std::optional<std::array<std::string_view, fields_read>> split(std::string_view& text) {
  std::array<std::string_view, fields_read> fields;
  for (std::string_view& field : fields) {
    const auto next = next_field(text);
    if (!next) return std::nullopt;
    field = *next;
  }
  return fields;
}

/// The sum of two fields in clock ticks. nullopt: one is no time, or nanoseconds cannot hold the
/// sum.
std::optional<Nanoseconds> sum_of(std::string_view first, std::string_view second) {
  const auto most = static_cast<std::uint64_t>(Nanoseconds::max() / clock_tick());
  const auto a = number_from<std::uint64_t>(first);
  const auto b = number_from<std::uint64_t>(second);
  if (!a || !b || *a > most || *b > most - *a) return std::nullopt;
  return clock_tick() * static_cast<std::int64_t>(*a + *b);
}

/// 0 where it is no number: then nobody is accused of anything.
std::uint64_t count_of(std::string_view first, std::string_view second) {
  return number_from<std::uint64_t>(first).value_or(0) +
         number_from<std::uint64_t>(second).value_or(0);
}

/// Reads the fields after the start time, as far as the line goes. The mask of ignored signals is
/// there for the sake of old programs, but true for the first 31: task_sig() shows the same in
/// status.
void add_late_fields(std::string_view text, ProcessStat& stat) {
  for (std::size_t i = fields_read; i <= processor; ++i) {
    const auto field = next_field(text);
    if (!field) return;
    if (i == sigignore)
      stat.ignores_children =
          (number_from<std::uint64_t>(*field).value_or(0) >> (SIGCHLD - 1) & 1) != 0;
    if (i == processor) stat.processor = number_from<int>(*field).value_or(-1);
  }
}

} // namespace

Nanoseconds clock_tick() {
  static const Nanoseconds tick{1'000'000'000 / ::sysconf(_SC_CLK_TCK)};
  return tick;
}

bool is_dead(const ProcessStat& stat) {
  return stat.state == 'X' || (stat.state == 'Z' && stat.threads <= 1);
}

std::optional<ProcessStat> parse_process_stat(std::string_view line) {
  const auto open = line.find(" (");
  const auto close = line.rfind(") "); // the last one: a name may hold any bytes
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return std::nullopt;
  const auto pid = number_from<pid_t>(line.substr(0, open));
  auto rest = line.substr(close + 2);
  const auto fields = split(rest);
  if (!pid || !fields) return std::nullopt;

  const auto parent = number_from<pid_t>((*fields)[ppid]);
  const auto own = sum_of((*fields)[utime], (*fields)[stime]);
  const auto children = sum_of((*fields)[cutime], (*fields)[cstime]);
  const auto thread_count = number_from<int>((*fields)[threads]);
  const auto start_ticks = number_from<std::uint64_t>((*fields)[start]);
  if (!parent || !own || !children || !thread_count || !start_ticks) return std::nullopt;

  ProcessStat stat;
  stat.pid = *pid;
  stat.command = line.substr(open + 2, close - open - 2);
  stat.state = (*fields)[state].front();
  stat.parent = *parent;
  stat.own = *own;
  stat.children = *children;
  stat.threads = *thread_count;
  stat.start_ticks = *start_ticks;
  stat.faults = count_of((*fields)[minflt], (*fields)[majflt]);
  stat.children_faults = count_of((*fields)[cminflt], (*fields)[cmajflt]);
  add_late_fields(rest, stat);
  return stat;
}

} // namespace joules
