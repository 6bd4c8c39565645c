// SPDX-License-Identifier: Apache-2.0
#include "joules/accounting/host_time.hpp"

#include "joules/accounting/process_stat.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace joules {

namespace {

/// Room for 40,000 CPUs.
constexpr std::size_t longest_stat = std::size_t{1} << 22;

/// Columns of a cpu line: proc(5), fs/proc/stat.c.
enum Column : std::size_t { user, nice, system, idle, iowait, irq, softirq, steal, columns_read };

/// The times of one line, after its name.
std::optional<HostTime> parse_columns(std::string_view line) {
  std::array<std::int64_t, columns_read> ticks{};
  const char* position = line.data();
  const char* const end = position + line.size();
  for (std::int64_t& column : ticks) {
    while (position < end && *position == ' ') ++position;
    const auto parsed = std::from_chars(position, end, column);
    if (parsed.ec != std::errc{}) return std::nullopt;
    position = parsed.ptr;
  }
  HostTime time;
  const auto tick = std::chrono::duration_cast<Microseconds>(clock_tick());
  time.idle = tick * (ticks[idle] + ticks[iowait]);
  time.steal = tick * ticks[steal];
  time.worked = tick * (ticks[user] + ticks[nice] + ticks[system] + ticks[irq] + ticks[softirq]);
  return time;
}

/// Calls visit(number, columns) for each online CPU: these have a line each, after that of all.
template <class Visit>
void for_each_cpu(std::string_view text, Visit visit) {
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    text.remove_prefix(end + 1);
    if (!text.starts_with("cpu")) return;
    const std::string_view line = text.substr(3, text.find('\n') - 3);
    int cpu = -1;
    const auto parsed = std::from_chars(line.data(), line.data() + line.size(), cpu);
    visit(cpu, line.substr(static_cast<std::size_t>(parsed.ptr - line.data())));
  }
}

void add(const HostTime& cpu, HostTime& package) {
  package.idle += cpu.idle;
  package.steal += cpu.steal;
  package.worked += cpu.worked;
  ++package.online_cpus;
}

} // namespace

std::optional<HostTime> parse_host_time(std::string_view text) {
  if (!text.starts_with("cpu ")) return std::nullopt;
  const auto first_end = text.find('\n');
  if (first_end == std::string_view::npos) return std::nullopt;
  auto time = parse_columns(text.substr(4, first_end - 4)); // with what offline CPUs had
  if (!time) return std::nullopt;
  for_each_cpu(text, [&](int, std::string_view) { ++time->online_cpus; });
  if (time->online_cpus == 0) return std::nullopt;
  return time;
}

HostClock::HostClock(const HostRoot& host, Topology topology)
    : buffer_(std::size_t{1} << 12, '\0'), topology_(std::move(topology)),
      packages_(topology_.packages.size()) {
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
  if (!time) return std::nullopt;
  time->at = now;
  sum_by_package(*text, now);
  return time;
}

void HostClock::sum_by_package(std::string_view text, Instant now) {
  if (packages_.empty()) return;
  std::fill(packages_.begin(), packages_.end(), HostTime{.at = now});
  for_each_cpu(text, [&](int cpu, std::string_view columns) {
    const auto package = package_of(cpu, topology_);
    const auto time = package ? parse_columns(columns) : std::nullopt;
    if (time) add(*time, packages_[*package]);
  });
}

} // namespace joules
