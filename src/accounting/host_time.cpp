// SPDX-License-Identifier: Apache-2.0
#include "joules/accounting/host_time.hpp"

#include "joules/accounting/process_stat.hpp"

#include <array>
#include <charconv>

namespace joules {

namespace {

/// Room for 40,000 CPUs.
constexpr std::size_t longest_stat = std::size_t{1} << 22;

/// Columns of a cpu line: proc(5), fs/proc/stat.c.
enum Column : std::size_t { user, nice, system, idle, iowait, irq, softirq, steal, columns_read };

bool parse_columns(std::string_view line, std::array<std::int64_t, columns_read>& ticks) {
  const char* position = line.data();
  const char* const end = position + line.size();
  for (std::int64_t& column : ticks) {
    while (position < end && *position == ' ') ++position;
    const auto parsed = std::from_chars(position, end, column);
    if (parsed.ec != std::errc{}) return false;
    position = parsed.ptr;
  }
  return true;
}

} // namespace

std::optional<HostTime> parse_host_time(std::string_view text) {
  if (!text.starts_with("cpu ")) return std::nullopt;
  std::array<std::int64_t, columns_read> ticks{};
  const auto first_end = text.find('\n');
  if (first_end == std::string_view::npos || !parse_columns(text.substr(4, first_end - 4), ticks))
    return std::nullopt;

  HostTime time;
  const auto tick = std::chrono::duration_cast<Microseconds>(clock_tick());
  time.idle = tick * (ticks[idle] + ticks[iowait]);
  time.steal = tick * ticks[steal];
  time.worked = tick * (ticks[user] + ticks[nice] + ticks[system] + ticks[irq] + ticks[softirq]);
  // One more line for each online CPU; the sums above keep what offline CPUs had.
  for (text.remove_prefix(first_end + 1); text.starts_with("cpu");
       text.remove_prefix(text.find('\n') + 1)) {
    ++time.online_cpus;
    if (text.find('\n') == std::string_view::npos) break;
  }
  if (time.online_cpus == 0) return std::nullopt;
  return time;
}

HostClock::HostClock(const HostRoot& host) : buffer_(std::size_t{1} << 12, '\0') {
  if (auto file = OpenFile::open(host.proc("stat"))) file_ = std::move(*file);
}

std::optional<HostTime> HostClock::read(Instant now) {
  if (!file_) return std::nullopt;
  auto text = file_->read_again(buffer_);
  // Large machines have a line for each of hundreds of CPUs; the interrupts after them are not
  // needed.
  while (text && text->size() == buffer_.size() && buffer_.size() < longest_stat &&
         text->find("\nintr") == std::string_view::npos) {
    buffer_.resize(buffer_.size() * 4);
    text = file_->read_again(buffer_);
  }
  if (!text) return std::nullopt;
  auto time = parse_host_time(*text);
  if (time) time->at = now;
  return time;
}

} // namespace joules
