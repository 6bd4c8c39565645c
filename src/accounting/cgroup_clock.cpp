// SPDX-License-Identifier: Apache-2.0
#include "accounting/cgroup_clock.hpp"

#include "accounting/process_stat.hpp"
#include "joules/result.hpp"

namespace joules {

namespace {

/// Far more than either file has.
constexpr std::size_t largest_account = 4096;

std::optional<Nanoseconds> nanoseconds(std::optional<std::uint64_t> count, std::uint64_t each) {
  constexpr auto most = static_cast<std::uint64_t>(Nanoseconds::max().count());
  if (!count || *count > most / each) return std::nullopt;
  return Nanoseconds(static_cast<Nanoseconds::rep>(*count * each));
}

} // namespace

std::optional<Nanoseconds> cpu_usage_in(int version, std::string_view text) {
  if (version == 1) return nanoseconds(parse_unsigned(text), 1);
  constexpr std::string_view key = "usage_usec ";
  const std::size_t line = text.starts_with(key) ? 0 : text.find("\nusage_usec ");
  if (line == text.npos) return std::nullopt;
  text.remove_prefix(line + key.size() + (line > 0 ? 1 : 0));
  return nanoseconds(parse_unsigned(text.substr(0, text.find('\n'))), 1000);
}

CgroupClock::CgroupClock(const Cgroup& group, int cpus)
    : version_(group.version),
      path_(group.directory / (group.version == 1 ? "cpuacct.usage" : "cpu.stat")), cpus_(cpus) {
  auto file = OpenFile::open(path_);
  if (!file) throw Failure(file.error().message());
  file_ = std::move(*file);
  const auto now = usage();
  if (!now) throw Failure(path_ + ": does not tell the CPU time of the group");
  first_ = last_ = *now;
}

void CgroupClock::open() {
  auto file = OpenFile::open(path_);
  if (file) file_ = std::move(*file);
}

std::optional<Nanoseconds> CgroupClock::usage() {
  if (!file_) return std::nullopt;
  buffer_.resize(largest_account);
  const auto text = file_->read_again(buffer_);
  return text ? cpu_usage_in(version_, *text) : std::nullopt;
}

std::optional<Nanoseconds> CgroupClock::read() {
  auto now = usage();
  if (!now) {
    file_.reset();
    open(); // another one of this name may have been made since
    now = usage();
    if (!now) return std::nullopt;
    made_anew_ = true;
    before_ += last_ - first_;
    first_ = last_ = Nanoseconds{0};
  }
  if (*now < last_) { // an administrator may set the account to 0
    was_reset_ = true;
    before_ += last_ - first_;
    first_ = Nanoseconds{0};
  }
  last_ = *now;
  return before_ + last_ - first_;
}

Nanoseconds CgroupClock::quantum() const {
  return clock_tick() * cpus_;
}

std::string CgroupClock::loss() const {
  if (!file_) return "gone before the end";
  if (made_anew_) return "made anew meanwhile";
  return was_reset_ ? "its account was set back meanwhile" : "";
}

} // namespace joules
