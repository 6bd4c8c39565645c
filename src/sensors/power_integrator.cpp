// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/power_integrator.hpp"

#include <cerrno>
#include <optional>
#include <utility>

namespace joules {

namespace {

class PowerIntegrator final : public EnergyCounter {
public:
  PowerIntegrator(const Domain& domain, ReadPower power, ReadClock clock)
      : domain_(domain), power_(std::move(power)), clock_(std::move(clock)) {}

  [[nodiscard]] const Domain& domain() const override { return domain_; }

  Result<std::uint64_t> read() override {
    if (gone_) return *gone_;
    const auto power = power_();
    if (!power) {
      if (power.error().code == ENODEV) gone_ = power.error();
      return power.error();
    }
    if (*power > domain_.largest_power.value * 1e6) return impossible_reading;
    const Instant now = clock_();
    if (last_) energy_uj_ += (last_->power_uw + *power) / 2 * Seconds(now - last_->at).count();
    last_ = Reading{now, *power};
    return static_cast<std::uint64_t>(energy_uj_);
  }

private:
  struct Reading {
    Instant at{0};
    double power_uw = 0;
  };

  Domain domain_;
  ReadPower power_;
  ReadClock clock_;
  std::optional<Reading> last_;
  std::optional<Error> gone_;
  double energy_uj_ = 0;
};

} // namespace

std::unique_ptr<EnergyCounter> integrate_power(const Domain& domain, ReadPower power,
                                               ReadClock clock) {
  return std::make_unique<PowerIntegrator>(domain, std::move(power), std::move(clock));
}

Instant monotonic_now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

} // namespace joules
