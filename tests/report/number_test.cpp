// SPDX-License-Identifier: Apache-2.0
// Numbers for people: unit, digits, bounds.
#include "report/number.hpp"

#include <doctest/doctest.h>

TEST_SUITE("report") {

  using namespace joules;

  namespace {

  Energy energy_of(double joules) {
    return {Joules{joules}, false, std::nullopt, std::nullopt};
  }

  } // namespace

  TEST_CASE("energies are shown in the unit that suits them, or the user's") {
    const NumberFormat measured(false);
    CHECK(measured.energy(Joules{0.09994}).text() == "99.94 mJ");
    CHECK(measured.energy(Joules{0.1}).text() == "0.1000 J");
    CHECK(measured.energy(Joules{99'999}).text() == "99999 J");
    CHECK(measured.energy(Joules{100'000}).text() == "100.0 kJ");
    CHECK(measured.energy(Joules{0}).text() == "0 J");
    CHECK(NumberFormat(false, EnergyUnit::watt_hour).energy(Joules{3600}).text() == "1.000 Wh");
    CHECK(NumberFormat(false, EnergyUnit::joule).energy(Joules{3.6e6}).text() == "3600000 J");
    CHECK(measured.energy(Joules{12.345}, 3).text() == "12.3 J");
    CHECK(measured.energy(Joules{1e14}, 3, 9).text() == "1.0e+11 kJ");
    CHECK(measured.energy(Joules{1e14}, 3).text() == "100000000000 kJ");
  }

  TEST_CASE("an estimate has two digits, and a lower bound says so") {
    Energy energy = energy_of(131.52);
    CHECK(NumberFormat(true).energy(energy).text() == "about 130 J");
    CHECK(NumberFormat(true).energy(energy_of(0.38421)).text() == "about 0.38 J");
    CHECK(NumberFormat(true).energy(energy_of(4.02)).text() == "about 4 J");
    CHECK(NumberFormat(true).energy(energy_of(40.2)).text() == "about 40 J");
    CHECK(NumberFormat(false).energy(energy_of(40)).text() == "40.00 J");
    energy.at_least = true;
    CHECK(NumberFormat(false).energy(energy).text() == ">= 131.5 J");
    CHECK(NumberFormat(false).mean_power(energy, Seconds{2}).text() == ">= 65.8 W");
    CHECK(NumberFormat(true).mean_power(energy_of(1.2345), Seconds{2}).text() == "about 0.62 W");
    CHECK(NumberFormat(true).mean_power(energy, Seconds{2}).text() == ">= 66 W");
    CHECK(NumberFormat(true).share(Joules{1}, Joules{3}) == "33 %");
    CHECK(NumberFormat(false).share(Joules{1}, Joules{3}) == "33.3 %");
  }

  TEST_CASE("a range has its energy's unit") {
    Energy energy = energy_of(7);
    CHECK(NumberFormat(true).range(energy).empty());
    energy.low = Joules{4};
    energy.high = Joules{11};
    CHECK(NumberFormat(true).range(energy) == "4.0 to 11");
    CHECK(NumberFormat(true).range_like(energy) == "4.0 to 11.0");
    CHECK(NumberFormat(true).range(energy, Seconds{10}) == "0.40 to 1.1");
    CHECK(NumberFormat(false, EnergyUnit::millijoule).range(energy) == "4000 to 11000");
  }

  TEST_CASE("an energy and its half-width end at the same place") {
    const NumberFormat format(false);
    const auto text = [&](double half_width, double joules = 178.2581) {
      return format.energy_within(energy_of(joules), Joules{half_width}).text() + " " +
             format.half_width(energy_of(joules), Joules{half_width});
    };
    CHECK(text(3.1) == "178.3 J +- 3.1 J");
    CHECK(text(0.0031) == "178.2581 J +- 0.0031 J");
    CHECK(text(131) == "180 J +- 130 J");
    CHECK(text(99.6) == "178 J +- 100 J");
    CHECK(text(13131) == "178 J +- 13000 J"); // it is not 0
    CHECK(text(0.021, 0.052) == "52 mJ +- 21 mJ");
    CHECK(text(6.53, 0.0951) == "0.095 J +- 6.5 J"); // in the unit of the larger of both
  }

  TEST_CASE("the numbers of a metric have one unit, and as many decimals as its mean deserves") {
    const NumberFormat format(false);
    const MetricFormat energy(Metric::energy_tree, 12.3456, format, 6);
    CHECK(energy.unit() == "J");
    CHECK(energy.text(7, 8) == "7.00");
    CHECK(energy.text(123456789, 8) == "1.2e+08");
    CHECK(energy.difference(0.5, 8) == "+0.50");
    CHECK(energy.difference(-0.5, 8) == "-0.50");
    CHECK(energy.difference(-0.004, 8) == "+0.00");
    CHECK(energy.difference(-12.5, 5) == "-12.50"); // the sign takes no room from the number
    CHECK(energy.span(1, 2, 8) == "1.00 to 2.00");
    CHECK(energy.deviation(0.012345) == "0.012");
    CHECK(MetricFormat(Metric::energy_tree, 12.3456, NumberFormat(true), 6).text(7, 8) == "7");
    CHECK(MetricFormat(Metric::wall, 12.3456, NumberFormat(true), 6).text(7, 8) == "7.00");
    CHECK(MetricFormat(Metric::energy_host, 0.01, format, 6).unit() == "mJ");
    CHECK(MetricFormat(Metric::power_host, 0.01, format, 6).unit() == "W");
    CHECK(MetricFormat(Metric::wall, 1e-9, format, 4).text(1e-9, 8) == "0.0000");
    CHECK(MetricFormat(Metric::energy_each, 1e-9, format, 4).text(1e-9, 8) == "1.0e-06");
    CHECK(MetricFormat(Metric::energy_each, 1e-200, format, 4).text(1e-200, 7) == "1.0e-197");
    CHECK(MetricFormat(Metric::energy_each, 1e-7, format, 4).text(1e-7, 8) == "1.0e-04");
    CHECK(MetricFormat(Metric::energy_each, 0, format, 4).text(0, 8) == "0");
  }

  TEST_CASE("the energies of a column have one unit and as many decimals as the largest deserves") {
    const EnergyColumn column(Joules{291.6}, NumberFormat(false));
    CHECK(column.text(Joules{291.6}) == "291.60 J");
    CHECK(column.text(Joules{0.07533}) == "0.08 J");
    CHECK(column.difference(Joules{-0.5}) == "-0.50");
    CHECK(column.difference(Joules{0.5}) == "+0.50");
    CHECK(column.span(Joules{1}, Joules{2}) == "1.00 to 2.00");
    CHECK(EnergyColumn(Joules{0.05}, NumberFormat(false)).text(Joules{0.001}) == "1.000 mJ");
    CHECK(EnergyColumn(Joules{37}, NumberFormat(true)).text(Joules{8.1}) == "8 J");
    CHECK(EnergyColumn(Joules{0}, NumberFormat(false)).text(Joules{0}) == "0 J");
    CHECK(EnergyColumn(Joules{3.6e6}, NumberFormat(false, EnergyUnit::kilowatt_hour))
              .text(Joules{36000}) == "0.0100 kWh");
  }

  TEST_CASE("changes have a sign, and six letters at most") {
    CHECK(change_of(7.12) == "+7.1");
    CHECK(change_of(-0.04) == "+0.0"); // never "-0.0"
    CHECK(change_of(-12) == "-12.0");
    CHECK(change_of(99.94) == "+99.9");
    CHECK(change_of(99.96) == "+100");
    CHECK(change_of(99'999.6) == ">1e5");
    CHECK(change_by(0.5) == "-50.0");
    CHECK(change_within(1.036, 1.078) == "+3.6 to +7.8");
    CHECK(change_to_a_thousandth(5.049) == "+5.049");
    CHECK(change_to_a_thousandth(-0.01) == "-0.010");
    CHECK(change_to_a_thousandth(-0.0002) == "+0.000");
    CHECK(p_value_of(0.0009) == "p<0.001");
    CHECK(p_value_of(0.001) == "p=0.001");
  }

  TEST_CASE("times, sizes, counts and limits") {
    CHECK(seconds_of(Seconds{0}) == "0.000");
    CHECK(seconds_of(Seconds{0.0004}) == "0.000");
    CHECK(seconds_of(Seconds{12.345}) == "12.3");
    CHECK(milliseconds_of(Seconds{12.3456}) == "12.346");
    CHECK(hundredths_of(Seconds{12.345}) == "12.35");
    CHECK(cpus_of(6.678) == "6.68");
    CHECK(cpus_of(16) == "16.0");
    CHECK(size_of(1'406'611'456) == "1.31 GiB");
    CHECK(size_of(512) == "0.500 KiB");
    CHECK(tenth_percent(97.64) == "97.6 %");
    CHECK(tenth_percent(0.04) == "0.0 %");
    CHECK(counted(1, "run") == "1 run");
    CHECK(counted(0, "run") == "0 runs");
    CHECK(as_written(12) == "12");
    CHECK(as_written(0.25) == "0.25");
    CHECK(as_written(1200) == "1200");
    CHECK(exact(0.1) == "0.1");
  }
}
