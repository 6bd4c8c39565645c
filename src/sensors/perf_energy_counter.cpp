// SPDX-License-Identifier: Apache-2.0
#include "sensors/perf_energy_counter.hpp"

#include "joules/host.hpp"

#include <sys/vfs.h>

#include <linux/magic.h>

#include <cerrno>
#include <utility>

namespace joules {

namespace {

/// A register of 32 bits, in units of 2^-14 J.
constexpr double wrap_joules = 262144;

/// The PMU's numbers are this kernel's: below the files of another one, as of a recorded machine,
/// they would open something else.
bool is_this_kernel(const std::string& path) {
  struct statfs status {};
  return ::statfs(path.c_str(), &status) == 0 && status.f_type == SYSFS_MAGIC;
}

class PerfEnergyCounter final : public EnergyCounter {
public:
  PerfEnergyCounter(Counter identity, double scale, PerfEvent event)
      : identity_(std::move(identity)), counts_(scale), event_(std::move(event)) {}

  [[nodiscard]] const Counter& identity() const override { return identity_; }

  Result<std::uint64_t> read() override {
    const auto count = event_.count();
    if (!count) return Error{identity_.id, "the kernel gave no count", EIO};
    const auto energy = counts_.microjoules(*count);
    if (!energy) return Error{identity_.id, "its count fell", ERANGE};
    return *energy;
  }

private:
  Counter identity_;
  PerfEnergyCounts counts_;
  PerfEvent event_;
};

} // namespace

std::optional<std::uint64_t> PerfEnergyCounts::microjoules(std::uint64_t count) {
  if (broken_) return std::nullopt;
  if (count < last_) {
    // Just after the register has come round: at most half a round below, at least half above.
    const auto round = static_cast<std::uint64_t>(wrap_joules / scale_);
    broken_ = count + round < last_ || count + round - last_ > round / 2;
    if (broken_) return std::nullopt;
    lost_ += round;
  }
  last_ = count;
  const auto all = static_cast<long double>(count + lost_) * scale_ * 1e6L;
  return static_cast<std::uint64_t>(all);
}

Result<std::unique_ptr<EnergyCounter>> open_perf_counter(const Counter& counter,
                                                         const PerfEnergyEvent& event, int cpu) {
  if (!is_this_kernel(counter.path))
    return Error(counter.path, "another machine's: perf counts this one's energy only", EXDEV);
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = event.type;
  attributes.config = event.config;
  auto opened = PerfEvent::open_system_wide(attributes, cpu);
  if (!opened) return Error(counter.path, opened.error().reason, opened.error().code);
  return std::unique_ptr<EnergyCounter>(
      std::make_unique<PerfEnergyCounter>(counter, event.scale, std::move(*opened)));
}

} // namespace joules
