// SPDX-License-Identifier: Apache-2.0
#include "accounting/host_time.hpp"

#include "accounting/process_stat.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <utility>

namespace joules {

namespace {

/// Room for 40,000 CPUs.
constexpr std::size_t longest_stat = std::size_t{1} << 22;

/// Columns of a cpu line: proc(5), fs/proc/stat.c.
enum Column : std::size_t { user, nice, system, idle, iowait, irq, softirq, steal, columns_read };

/// nullopt: microseconds cannot hold them together.
std::optional<Microseconds> sum_of(std::initializer_list<std::uint64_t> ticks) {
  const auto tick = std::chrono::duration_cast<Microseconds>(clock_tick());
  const auto most = static_cast<std::uint64_t>(Microseconds::max() / tick);
  std::uint64_t sum = 0;
  for (const std::uint64_t more : ticks) {
    if (more > most - sum) return std::nullopt;
    sum += more;
  }
  return tick * static_cast<std::int64_t>(sum);
}

/// The times of one line, after its name.
std::optional<HostTime> parse_columns(std::string_view line) {
  std::array<std::uint64_t, columns_read> ticks{};
  const char* position = line.data();
  const char* const end = position + line.size();
  for (std::uint64_t& column : ticks) {
    while (position < end && *position == ' ') ++position;
    const auto parsed = std::from_chars(position, end, column);
    if (parsed.ec != std::errc{}) return std::nullopt;
    position = parsed.ptr;
  }
  const auto rested = sum_of({ticks[idle]});
  const auto waited = sum_of({ticks[iowait]});
  const auto stolen = sum_of({ticks[steal]});
  const auto worked = sum_of({ticks[user], ticks[nice], ticks[system], ticks[irq], ticks[softirq]});
  const auto all = sum_of({ticks[idle], ticks[iowait], ticks[steal]});
  if (!rested || !waited || !stolen || !worked || !all) return std::nullopt;
  return HostTime{.idle = *rested, .iowait = *waited, .steal = *stolen, .worked = *worked};
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

/// False: microseconds cannot hold them together. REQUIRES: neither is negative.
bool add(Microseconds more, Microseconds& sum) {
  if (more > Microseconds::max() - sum) return false;
  sum += more;
  return true;
}

bool add(const HostTime& cpu, HostTime& package) {
  ++package.online_cpus;
  return add(cpu.idle, package.idle) && add(cpu.iowait, package.iowait) &&
         add(cpu.steal, package.steal) && add(cpu.worked, package.worked);
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
  if (!sum_by_package(*text, now)) return std::nullopt;
  time->at = now;
  return time;
}

bool HostClock::sum_by_package(std::string_view text, Instant now) {
  if (packages_.empty()) return true;
  bool all_added = true;
  std::fill(packages_.begin(), packages_.end(), HostTime{.at = now});
  for_each_cpu(text, [&](int cpu, std::string_view columns) {
    const auto package = package_of(cpu, topology_);
    const auto time = package ? parse_columns(columns) : std::nullopt;
    if (time) all_added &= add(*time, packages_[*package]);
  });
  return all_added;
}

} // namespace joules
