// SPDX-License-Identifier: Apache-2.0
#include "report/number.hpp"

#include "joules/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace joules {

namespace {

Unit unit_for(Joules energy, EnergyUnit unit) {
  if (unit != EnergyUnit::automatic) return unit_named(unit);
  const double size = std::abs(energy.value);
  if (size >= 1e5) return units::kilojoule;
  if (size < 0.1 && size > 0) return units::millijoule;
  return units::joule;
}

std::string without_trailing_zeros(std::string number) {
  if (number.find('.') == number.npos || number.find('e') != number.npos) return number;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.ends_with('.')) number.pop_back();
  return number;
}

/// `number`, rounded to the place of the second digit of `error`: 131.48 +- 1.1 gives "131.5", and
/// 1318 +- 120 gives "1320". Less than a twentieth of `error` has two digits of its own: never "0".
std::string to_the_place_of(double error, double number) {
  constexpr int digits = 2;
  // A number far below its error keeps digits of its own: it is not 0.
  if (number != 0 && std::abs(number) < error / 20) return significant(number, digits);
  if (error < 100) return fixed(number, decimals_for(error, digits));
  const double place = std::pow(10.0, std::floor(std::log10(error)) + 1 - digits);
  return fixed(std::round(number / place) * place, 0);
}

/// With fewer digits after the point than for these, powers of ten tell more.
constexpr int fewest_digits = 2;

/// "+0.58", "-0.58"; what is rounded to 0 has no minus.
std::string with_sign(double value, const std::string& size) {
  const bool is_zero = size.find_first_of("123456789") == size.npos;
  return (value < 0 && !is_zero ? "-" : "+") + size;
}

std::string fitting(double value, int decimals, std::size_t widest) {
  std::string text = fixed(value, decimals);
  return text.size() <= widest ? text : scientific(value);
}

} // namespace

Unit unit_named(EnergyUnit unit) {
  switch (unit) {
  case EnergyUnit::automatic:
  case EnergyUnit::joule: break;
  case EnergyUnit::millijoule: return units::millijoule;
  case EnergyUnit::kilojoule: return units::kilojoule;
  case EnergyUnit::watt_hour: return units::watt_hour;
  case EnergyUnit::kilowatt_hour: return units::kilowatt_hour;
  }
  return units::joule;
}

std::string Figure::text() const {
  return fmt::format("{} {}", number, unit);
}

std::string rounded(double number, int digits) {
  return significant(number, digits);
}

std::string amount(double number, int digits, std::string_view unit) {
  return fmt::format("{} {}", significant(number, digits), unit);
}

std::string seconds_of(Seconds time) {
  return fixed(time.count(), time.count() > 0 ? std::min(decimals_for(time.count(), 3), 3) : 3);
}

std::string milliseconds_of(Seconds time) {
  return fixed(time.count(), 3);
}

std::string hundredths_of(Seconds time) {
  return fixed(time.count(), 2);
}

std::string duration_of(Seconds time) {
  return fixed(time.count(), time < Seconds{10} ? 2 : 0) + " s";
}

std::string watts_of(double watts) {
  return fixed(watts, 2) + " W";
}

std::string cpus_of(double cpus) {
  return fixed(cpus, std::min(decimals_for(cpus, 3), 2));
}

std::string size_of(std::uint64_t bytes) {
  constexpr std::string_view units[] = {"KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < std::size(units); ++unit) value /= 1024;
  return amount(value, 3, units[unit]);
}

std::string change_of(double percent) {
  if (std::abs(percent) < 0.05) percent = 0; // never "-0.0"
  if (percent >= 99999.5) return ">1e5";
  return (percent >= 0 ? "+" : "") + fixed(percent, std::abs(percent) < 99.95 ? 1 : 0);
}

std::string change_to_a_thousandth(double percent) {
  return with_sign(percent, fixed(std::abs(percent), 3));
}

std::string change_by(double ratio) {
  return change_of(100 * (ratio - 1));
}

std::string change_within(double low_ratio, double high_ratio) {
  return fmt::format("{} to {}", change_by(low_ratio), change_by(high_ratio));
}

std::string p_value_of(double p) {
  return p < 0.001 ? "p<0.001" : "p=" + fixed(p, 3);
}

std::string tenth_percent(double percent) {
  return fixed(percent, 1) + " %";
}

std::string counted(std::size_t count, const std::string& word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string as_written(double number) {
  return without_trailing_zeros(significant(number, 6));
}

std::string exact(double number) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

Figure NumberFormat::energy(Joules energy, int digits_if_measured, std::size_t widest) const {
  const Unit unit = unit_for(energy, unit_);
  const double number = shown(energy.value / unit.size);
  return {fitting(number, decimals_for(number, digits(digits_if_measured)), widest), unit.symbol};
}

double NumberFormat::shown(double number) const {
  constexpr int digits = 2;
  if (!estimated_ || std::abs(number) < 100) return number;
  const double place = std::pow(10.0, std::floor(std::log10(std::abs(number))) + 1 - digits);
  return std::round(number / place) * place;
}

std::string NumberFormat::marked(bool at_least, const std::string& number) const {
  if (at_least) return ">= " + number;
  return estimated_ ? "about " + without_trailing_zeros(number) : number;
}

Figure NumberFormat::energy(const Energy& energy) const {
  Figure figure = this->energy(*energy.value);
  figure.number = marked(energy.at_least, figure.number);
  return figure;
}

Figure NumberFormat::mean_power(const Energy& energy, Seconds time) const {
  const double watts = (*energy.value / time).value;
  return {marked(energy.at_least, significant(shown(watts), digits(3))), "W"};
}

std::string NumberFormat::range(const Energy& energy, std::optional<Seconds> time) const {
  if (!energy.value || !energy.low || !energy.high) return "";
  const double size = time ? time->count() : unit_for(*energy.value, unit_).size;
  const auto text = [&](Joules end) {
    return significant(shown(end.value / size), digits(time ? 3 : 4));
  };
  if (*energy.low == *energy.high) return ""; // by watts that were given
  return fmt::format("{} to {}", text(*energy.low), text(*energy.high));
}

std::string NumberFormat::range_like(const Energy& energy) const {
  if (!energy.value || !energy.low || !energy.high) return "";
  const double size = unit_for(*energy.value, unit_).size;
  const int decimals = decimals_for(energy.value->value / size, digits(4));
  return fmt::format("{} to {}", fixed(energy.low->value / size, decimals),
                     fixed(energy.high->value / size, decimals));
}

Figure NumberFormat::energy_within(const Energy& energy, Joules half_width) const {
  const Unit unit = unit_for(std::max(*energy.value, half_width), unit_);
  const double error = half_width.value / unit.size;
  return {marked(energy.at_least, to_the_place_of(error, energy.value->value / unit.size)),
          unit.symbol};
}

std::string NumberFormat::half_width(const Energy& energy, Joules half_width) const {
  const Unit unit = unit_for(std::max(*energy.value, half_width), unit_);
  const double error = half_width.value / unit.size;
  return fmt::format("+- {} {}", to_the_place_of(error, error), unit.symbol);
}

std::string NumberFormat::share(Joules part, Joules whole) const {
  return amount(100 * (part / whole), digits(3), "%");
}

EnergyColumn::EnergyColumn(Joules largest, const NumberFormat& format)
    : unit_(unit_for(largest, format.unit())),
      decimals_(decimals_for(largest.value / unit_.size, format.digits(5))) {}

std::string EnergyColumn::number(Joules energy) const {
  return fixed(energy.value / unit_.size, decimals_);
}

std::string EnergyColumn::text(Joules energy) const {
  return fmt::format("{} {}", number(energy), unit_.symbol);
}

std::string EnergyColumn::difference(Joules energy) const {
  return with_sign(energy.value, number(Joules{std::abs(energy.value)}));
}

std::string EnergyColumn::span(Joules low, Joules high) const {
  return fmt::format("{} to {}", number(low), number(high));
}

MetricFormat::MetricFormat(Metric metric, double typical, const NumberFormat& format,
                           int most_decimals) {
  const bool energy = unit_of(metric) == units::joule.symbol;
  const Unit shown = energy ? unit_for(Joules{typical}, format.unit()) : Unit{unit_of(metric), 1};
  size_ = shown.size;
  symbol_ = shown.symbol;
  // Times are measured whatever stands in for a sensor.
  const bool time = unit_of(metric) == "s";
  const int digits = time ? 4 : format.digits(4);
  const int wanted = decimals_for(typical / size_, digits);
  decimals_ = std::min(wanted, most_decimals);
  // Of a byte, or of an operation, there are energies below any unit, or far below that asked for.
  tiny_ = energy && typical != 0 && decimals_for(typical / size_, fewest_digits) > most_decimals;
}

std::string MetricFormat::text(double value, std::size_t widest) const {
  return tiny_ ? scientific(value / size_) : fitting(value / size_, decimals_, widest);
}

std::string MetricFormat::difference(double value, std::size_t widest) const {
  return with_sign(value, text(std::abs(value), widest));
}

std::string MetricFormat::span(double low, double high, std::size_t widest) const {
  return fmt::format("{} to {}", text(low, widest), text(high, widest));
}

std::string MetricFormat::deviation(double value) const {
  const double number = value / size_;
  if (tiny_) return scientific(number);
  return fixed(number, std::min(decimals_for(number, 2), decimals_ + 1));
}

} // namespace joules
