// SPDX-License-Identifier: Apache-2.0
#include "sensors/power_integrator.hpp"

#include "joules/decimal.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

namespace joules {

namespace {

class PowerIntegrator final : public EnergyCounter {
public:
  PowerIntegrator(const Counter& identity, ReadPower power, ReadClock clock)
      : identity_(identity), power_(std::move(power)), clock_(std::move(clock)),
        longest_bridge_(std::max(Seconds{1}, identity.period * 5)), gap_from_(clock_()) {}

  [[nodiscard]] const Counter& identity() const override { return identity_; }

  Result<std::uint64_t> read() override {
    const auto power = power_();
    const Instant now = clock_();
    if (!power) {
      note(power.error());
      return power.error();
    }
    if (*power > identity_.largest_power.value * 1e6) return impossible_reading;
    close_gap(now);
    if (last_) energy_uj_ += (last_->power_uw + *power) / 2 * Seconds(now - last_->at).count();
    last_ = Reading{now, *power};
    gap_from_ = now;
    return static_cast<std::uint64_t>(energy_uj_);
  }

  void begin_run() override {
    // A pause between two runs is neither's: nothing is integrated over it, and nothing lost in it.
    last_.reset();
    failed_.reset();
    ended_ = false;
    lost_ = Seconds{0};
    why_lost_.clear();
    gap_from_ = clock_();
  }

  std::vector<SensorEvent> end_run() override {
    const Seconds lost = lost_ + (failed_ ? Seconds(clock_() - gap_from_) : Seconds{0});
    if (lost == Seconds{0}) return {};
    return {{SensorEvent::Kind::lost, identity_.name,
             "not known for " + fixed(lost.count(), 2) +
                 " s: " + (why_lost_.empty() ? failed_->message() : why_lost_)}};
  }

private:
  struct Reading {
    Instant at{0};
    double power_uw = 0;
  };

  void note(const Error& error) {
    ended_ |= error.code == ENODEV;
    // The failure that ended the measurement explains the gap better than those before or after it.
    if (!failed_ || (error.code == ENODEV && failed_->code != ENODEV)) failed_ = error;
  }

  void close_gap(Instant now) {
    if (!failed_) return;
    if (!last_ || ended_ || Seconds(now - gap_from_) > longest_bridge_) {
      lose(now);
      last_.reset();
    }
    failed_.reset();
    ended_ = false;
  }

  void lose(Instant now) {
    lost_ += now - gap_from_;
    if (why_lost_.empty()) why_lost_ = failed_->message();
  }

  Counter identity_;
  ReadPower power_;
  ReadClock clock_;
  Seconds longest_bridge_;
  std::optional<Reading> last_;
  std::optional<Error> failed_; // since the last reading
  bool ended_ = false;          // one of these failures was an ENODEV
  Instant gap_from_;            // the last reading, or the start of the run
  Seconds lost_{0};
  std::string why_lost_;
  double energy_uj_ = 0;
};

} // namespace

std::unique_ptr<EnergyCounter> integrate_power(const Counter& counter, ReadPower power,
                                               ReadClock clock) {
  return std::make_unique<PowerIntegrator>(counter, std::move(power), std::move(clock));
}

} // namespace joules
