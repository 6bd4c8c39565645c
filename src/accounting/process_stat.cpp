// SPDX-License-Identifier: Apache-2.0
#include "joules/accounting/process_stat.hpp"

#include <unistd.h>

#include <array>
#include <charconv>

namespace joules {

namespace {

/// Fields after the command, counted from the state, as proc(5) orders them.
enum Field : std::size_t {
  state,
  ppid,
  utime = 11,
  stime,
  cutime,
  cstime,
  threads = 17,
  start = 19,
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

/// -1 when `text`, which goes on after the start time, ends before the processor.
int processor_in(std::string_view text) {
  std::optional<std::string_view> field;
  for (std::size_t i = fields_read; i <= processor; ++i)
    if (!(field = next_field(text))) return -1;
  return number_from<int>(*field).value_or(-1);
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

  std::array<std::int64_t, fields_read> numbers{};
  for (const Field field : {ppid, utime, stime, cutime, cstime, threads}) {
    const auto number = number_from<std::int64_t>((*fields)[field]);
    if (!number) return std::nullopt;
    numbers[field] = *number;
  }
  const auto start_ticks = number_from<std::uint64_t>((*fields)[start]);
  if (!start_ticks) return std::nullopt;

  ProcessStat stat;
  stat.pid = *pid;
  stat.command = line.substr(open + 2, close - open - 2);
  stat.state = (*fields)[state].front();
  stat.parent = static_cast<pid_t>(numbers[ppid]);
  stat.own = clock_tick() * (numbers[utime] + numbers[stime]);
  stat.children = clock_tick() * (numbers[cutime] + numbers[cstime]);
  stat.threads = static_cast<int>(numbers[threads]);
  stat.start_ticks = *start_ticks;
  stat.processor = processor_in(rest);
  return stat;
}

} // namespace joules
