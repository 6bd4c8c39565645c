// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them: in a unit that suits their size, with the digits that mean
// something, and marked where they are bounds. Rows of a report have their numbers from here.
#pragma once

#include "joules/account.hpp"
#include "joules/metric.hpp"
#include "joules/unit_symbols.hpp"
#include "joules/units.hpp"
#include "report/settings.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

/// REQUIRES: not automatic.
Unit unit_named(EnergyUnit unit);

/// A number and its unit, apart, so that a table can align both.
struct Figure {
  std::string number;
  std::string_view unit;

  /// "131.5 J"
  [[nodiscard]] std::string text() const;
};

/// "131.5": so many digits that mean something.
std::string rounded(double number, int digits);
/// "131.5 J"
std::string amount(double number, int digits, std::string_view unit);
/// To the millisecond, but no more than three digits: "0.250", "12.3", "3600".
std::string seconds_of(Seconds time);
/// To the millisecond: "0.250", "3600.000".
std::string milliseconds_of(Seconds time);
/// "0.25", "3600.00"
std::string hundredths_of(Seconds time);
/// In a sentence: "0.12 s", "15 s".
std::string duration_of(Seconds time);
/// To the hundredth: "0.66 W".
std::string watts_of(double watts);
/// A share or a number of CPUs, to the hundredth: "6.68", "0.50".
std::string cpus_of(double cpus);
/// "1.31 GiB"
std::string size_of(std::uint64_t bytes);
/// "+7.1", "-12.0", "+104", ">1e5": at most 6 letters. REQUIRES: -100 at least.
std::string change_of(double percent);
/// "+5.049": for what lies close to a limit.
std::string change_to_a_thousandth(double percent);
/// The change that a ratio is, as change_of().
std::string change_by(double ratio);
/// "+3.6 to +7.8"
std::string change_within(double low_ratio, double high_ratio);
/// "p=0.083", "p<0.001"
std::string p_value_of(double p);
/// To a tenth: "97.6 %", "0.1 %".
std::string tenth_percent(double percent);
/// "1 run", "2 runs"
std::string counted(std::size_t count, const std::string& word);
/// As the user wrote it, as far as a number can remember: "12", not "12.0000".
std::string as_written(double number);
/// The fewest digits that read back as the same double: for programs.
std::string exact(double number);

inline constexpr std::size_t any_width = 400; // the largest number has 309 digits before its point

/// Formats numbers that were obtained alike. An estimate has two digits at most.
class NumberFormat {
public:
  explicit NumberFormat(bool estimated, EnergyUnit unit = EnergyUnit::automatic)
      : estimated_(estimated), unit_(unit) {}

  [[nodiscard]] bool estimated() const { return estimated_; }
  [[nodiscard]] EnergyUnit unit() const { return unit_; }
  /// How many digits are shown of a number that has so many when it is measured.
  [[nodiscard]] int digits(int measured) const { return estimated_ ? 2 : measured; }

  /// "131.5" "J", or "1.3e+09" where that is wider than so many letters, or would be 0.
  [[nodiscard]] Figure energy(Joules energy, int digits_if_measured = 4,
                              std::size_t widest = any_width) const;
  /// ">= 131.5" "J", "about 130" "J". REQUIRES: it is known.
  [[nodiscard]] Figure energy(const Energy& energy) const;
  /// "39.7" "W", "about 40" "W"
  [[nodiscard]] Figure mean_power(const Energy& energy, Seconds time) const;
  /// "33 to 52", in the unit of the energy; empty: no range is known. By `time`: of its power.
  [[nodiscard]] std::string range(const Energy& energy,
                                  std::optional<Seconds> time = std::nullopt) const;
  /// "33.0 to 52.0": with the decimals of the energy.
  [[nodiscard]] std::string range_like(const Energy& energy) const;
  /// ">= 131.5" "J": it ends at the place of the second digit of its half-width, in the unit of the
  /// larger of both.
  [[nodiscard]] Figure energy_within(const Energy& energy, Joules half_width) const;
  /// "+- 1.1 J": the half-width that belongs to it, to the same place.
  [[nodiscard]] std::string half_width(const Energy& energy, Joules half_width) const;
  /// "96.8 %"
  [[nodiscard]] std::string share(Joules part, Joules whole) const;

private:
  /// 460 of an estimate of 461, the third digit of which means nothing.
  [[nodiscard]] double shown(double number) const;
  [[nodiscard]] std::string marked(bool at_least, const std::string& number) const;

  bool estimated_;
  EnergyUnit unit_;
};

/// Formats the energies of a column alike: in one unit and with as many decimals as the largest
/// deserves.
class EnergyColumn {
public:
  EnergyColumn(Joules largest, const NumberFormat& format);

  /// "3.82 J"
  [[nodiscard]] std::string text(Joules energy) const;
  /// "3.82"
  [[nodiscard]] std::string number(Joules energy) const;
  /// "+0.58"
  [[nodiscard]] std::string difference(Joules energy) const;
  /// "3.61 to 4.02"
  [[nodiscard]] std::string span(Joules low, Joules high) const;
  [[nodiscard]] std::string_view unit() const { return unit_.symbol; }

private:
  Unit unit_;
  int decimals_;
};

/// Formats the numbers of one metric alike: in one unit, with as many decimals as one of them
/// deserves, so that they can be compared.
class MetricFormat {
public:
  /// By `typical`, such as the mean.
  MetricFormat(Metric metric, double typical, const NumberFormat& format, int most_decimals);

  [[nodiscard]] std::string_view unit() const { return symbol_; }
  /// "131.50", or "1.3e+09" where that is wider than so many letters, or has too few digits.
  [[nodiscard]] std::string text(double value, std::size_t widest) const;
  /// "+0.58"
  [[nodiscard]] std::string difference(double value, std::size_t widest) const;
  /// "7.03 to 16.97"
  [[nodiscard]] std::string span(double low, double high, std::size_t widest) const;
  /// Two digits, but none far below those of the others.
  [[nodiscard]] std::string deviation(double value) const;

private:
  double size_;
  std::string_view symbol_;
  int decimals_;
  bool tiny_; // an energy that its unit does not show: by powers of ten
};

} // namespace joules
