// SPDX-License-Identifier: Apache-2.0
#include "joules/account.hpp"
#include "joules/decimal.hpp"
#include "joules/recording.hpp"
#include "joules/result.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <clocale>
#include <limits>

TEST_SUITE("vocabulary") {

  using namespace joules;
  using doctest::Approx;

  TEST_CASE("a joule in a second is a watt, and a watt for a second a joule") {
    CHECK((Joules{12} / Seconds{4}).value == Approx(3));
    CHECK((Watts{3} * Seconds{4}).value == Approx(12));
  }

  TEST_CASE("quantities of one kind add, subtract, scale, compare, and divide to a plain number") {
    Joules sum{1};
    sum += Joules{2};
    CHECK(sum.value == 3);
    CHECK((sum + Joules{4}).value == 7);
    CHECK((sum - Joules{4}).value == -1);
    CHECK((sum * 2.5).value == 7.5);
    CHECK(sum / Joules{12} == 0.25);
    CHECK(Watts{1} < Watts{2});
  }

  TEST_CASE("a counter can come round in as long as 1000 W take to fill it") {
    CHECK(wrap_time(Microjoules{262'143'328'850}).count() == Approx(262.14332885));
    CHECK(wrap_time(Microjoules{65'712'999'613}).count() == Approx(65.712999613));
  }

  TEST_CASE("fixed: so many digits after the point, rounded, carried") {
    CHECK(fixed(131.5, 2) == "131.50");
    CHECK(fixed(0.996, 2) == "1.00");
    CHECK(fixed(9.999, 2) == "10.00");
    CHECK(fixed(-0.25, 1) == "-0.2"); // half to even: exact in binary
    CHECK(fixed(2.6, 0) == "3");
    CHECK(fixed(0, 4) == "0.0000");
  }

  TEST_CASE("scientific: two digits, whatever the size") {
    CHECK(scientific(12345) == "1.2e+04");
    CHECK(scientific(-1e308) == "-1.0e+308");
    CHECK(scientific(0.00996) == "1.0e-02");
    CHECK(scientific(0) == "0.0e+00");
  }

  TEST_CASE("fixed: the largest number there is has all of its digits") {
    CHECK(fixed(std::numeric_limits<double>::max(), 2).size() == 309 + 3);
  }

  TEST_CASE("significant: so many digits that mean something, without an exponent") {
    CHECK(significant(131.52, 4) == "131.5");
    CHECK(significant(0.012401, 4) == "0.01240");
    CHECK(significant(12.6, 2) == "13");
    CHECK(significant(71.43, 3) == "71.4");
    CHECK(significant(0.5, 3) == "0.500");
    CHECK(significant(-0.0421, 2) == "-0.042");
  }

  TEST_CASE("significant: digits before the point are never dropped") {
    CHECK(significant(12345.6, 3) == "12346");
    CHECK(significant(1e15, 2) == "1000000000000000");
  }

  TEST_CASE("significant: rounding that carries into a new digit shows no digit too many") {
    CHECK(significant(9.996, 3) == "10.0");
    CHECK(significant(99.96, 3) == "100");
    CHECK(significant(999.96, 4) == "1000");
    CHECK(significant(0.09996, 3) == "0.100");
    CHECK(significant(9.994, 3) == "9.99");
  }

  TEST_CASE("significant: powers of ten are exact") {
    CHECK(significant(1, 3) == "1.00");
    CHECK(significant(10, 3) == "10.0");
    CHECK(significant(1000, 3) == "1000");
    CHECK(significant(0.001, 3) == "0.00100");
  }

  TEST_CASE("decimals_for: from none to twelve") {
    CHECK(decimals_for(0.14, 2) == 2);
    CHECK(decimals_for(178.3, 4) == 1);
    CHECK(decimals_for(9.96, 2) == 0); // 10
    CHECK(decimals_for(5000, 2) == 0);
    CHECK(decimals_for(1e-30, 4) == 12);
    CHECK(decimals_for(0, 4) == 0);
  }

  TEST_CASE("significant: zero is 0") {
    CHECK(significant(0, 4) == "0");
  }

  TEST_CASE("numbers have a point whatever the locale says") {
    const char* const locale = std::setlocale(LC_ALL, "de_DE.UTF-8");
    CHECK(fixed(1234.5, 1) == "1234.5");
    CHECK(significant(0.25, 2) == "0.25");
    if (locale != nullptr) std::setlocale(LC_ALL, "C");
  }

  TEST_CASE("every warning has the name that scripts know it by") {
    CHECK(name_of(WarningCode::short_run) == "short_run");
    CHECK(name_of(WarningCode::busy_host) == "busy_host");
    CHECK(name_of(WarningCode::virtualized) == "virtualized");
    CHECK(name_of(WarningCode::sensor_unavailable) == "sensor_unavailable");
    CHECK(name_of(WarningCode::partial_sensor) == "partial_sensor");
    CHECK(name_of(WarningCode::counter_wrapped) == "counter_wrapped");
    CHECK(name_of(WarningCode::counter_reset) == "counter_reset");
    CHECK(name_of(WarningCode::sensors_disagree) == "sensors_disagree");
    CHECK(name_of(WarningCode::suspended) == "suspended");
    CHECK(name_of(WarningCode::tree_left_running) == "tree_left_running");
    CHECK(name_of(WarningCode::work_elsewhere) == "work_elsewhere");
    CHECK(name_of(WarningCode::cpu_time_uncertain) == "cpu_time_uncertain");
  }

  TEST_CASE("every policy has the name that --policy takes") {
    CHECK(name_of(Policy::Kind::busy) == "busy");
    CHECK(name_of(Policy::Kind::capacity) == "capacity");
    CHECK(name_of(Policy::Kind::marginal) == "marginal");
  }

  TEST_CASE("an error says the object first, then why") {
    const Error error = system_error("energy_uj", EACCES);
    CHECK(error.message() == "energy_uj: Permission denied");
    CHECK(error.code == EACCES);
  }

  TEST_CASE("the value of a result that failed is a Failure with the reason") {
    const Result<int> result = Error("energy_uj", "torn");
    try {
      (void)result.value();
      FAIL("a value came out of an error");
    } catch (const Failure& failure) {
      CHECK(std::string(failure.what()) == "energy_uj: torn");
    }
  }

} // TEST_SUITE
