// SPDX-License-Identifier: Apache-2.0
#include "merging/shared_energy.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

TEST_SUITE("merging") {

  using namespace joules;

  namespace {

  Span span(double start, double end, double joules) {
    return {Seconds{start}, Seconds{end}, {Joules{joules}, false, {}, {}}, {}, {}};
  }

  Span span(double start, double end, double joules, double reading, double modulus) {
    Span with_reading = span(start, end, joules);
    with_reading.reading = Joules{reading};
    with_reading.modulus = Joules{modulus};
    return with_reading;
  }

  double shared(const std::vector<Span>& spans) {
    return shared_energy(spans).energy.value->value;
  }

  } // namespace

  TEST_CASE("runs one after the other are added, exactly") {
    const SharedEnergy all = shared_energy({span(5, 6, 7), span(0, 2, 30), span(2, 5, 40)});
    CHECK(all.energy.value->value == doctest::Approx(77));
    CHECK_FALSE(all.interpolated);
    CHECK_FALSE(all.energy.at_least);
    CHECK(shared({span(0, 1, 10), span(100, 101, 10)}) == doctest::Approx(20));
  }

  TEST_CASE("the counter's readings tell what runs have in common, whatever the power") {
    // 50 W until 5, 100 W after: the truth is 1250 J.
    const SharedEnergy all =
        shared_energy({span(5, 15, 1000, 4250, 10000), span(0, 10, 750, 4000, 10000)});
    CHECK(all.energy.value->value == doctest::Approx(1250));
    CHECK_FALSE(all.interpolated);
    CHECK(shared({span(0, 10, 100, 0, 1000), span(2, 3, 10, 20, 1000)}) == doctest::Approx(100));
  }

  TEST_CASE("a counter that came round between two starts, once or often") {
    CHECK(shared({span(0, 10, 750, 990, 1000), span(5, 15, 1000, 240, 1000)}) ==
          doctest::Approx(1250));
    CHECK(shared({span(0, 10, 4000, 900, 1000), span(5, 15, 4000, 880, 1000)}) ==
          doctest::Approx(1980 + 4000));
    Span endless = span(5, 15, 1000, 4250, 1);
    endless.modulus.reset();
    CHECK(shared({span(0, 10, 750, 4000, 10000), endless}) == doctest::Approx(1250));
  }

  TEST_CASE("without readings, or after a reset, each moment counts at the mean power") {
    const double by_mean_power = 75 * 5 + 87.5 * 5 + 100 * 5;
    const SharedEnergy all = shared_energy({span(0, 10, 750), span(5, 15, 1000)});
    CHECK(all.energy.value->value == doctest::Approx(by_mean_power));
    CHECK(all.interpolated);
    CHECK_FALSE(all.energy.low.has_value()); // nobody told a range
    CHECK_FALSE(all.energy.high.has_value());
    Span reset = span(5, 15, 1000, 3, 1);
    reset.modulus.reset();
    CHECK(shared({span(0, 10, 750, 4000, 10000), reset}) == doctest::Approx(by_mean_power));
    CHECK(shared({span(0, 1, 0), span(0.5, 2, 15)}) == doctest::Approx(2.5 + 10));
  }

  TEST_CASE("a reading may be off by 1 J, and one further off is of a counter that was reset") {
    const auto after = [](double offset) { // since the start of a span of 100 J
      Span first = span(0, 10, 100), second = span(5, 15, 100);
      first.reading = Joules{500};
      second.reading = Joules{500 + offset};
      return shared_energy({first, second});
    };
    CHECK(after(-0.99).energy.value->value == doctest::Approx(100)); // all of it in common
    CHECK_FALSE(after(-0.99).interpolated);
    CHECK(after(-1.01).interpolated);
    CHECK(after(100.99).energy.value->value == doctest::Approx(200)); // nothing in common
    CHECK_FALSE(after(100.99).interpolated);
    CHECK(after(101.01).interpolated);
  }

  TEST_CASE("a span that begins as another one ends has nothing in common with it") {
    CHECK_FALSE(shared_energy({span(0, 5, 10), span(5, 10, 20)}).interpolated);
    CHECK(shared_energy({span(0, 5.001, 10), span(5, 10, 20)}).interpolated);
  }

  TEST_CASE("an estimate beside a measured run: its range is that of the common moments") {
    Span estimated = span(0, 2, 20);
    estimated.energy.low = Joules{10};
    estimated.energy.high = Joules{40};
    const Energy energy = shared_energy({estimated, span(1, 3, 20)}).energy;
    CHECK(energy.value->value == doctest::Approx(10 + 10 + 10));
    CHECK(energy.low->value == doctest::Approx(5 + 7.5 + 10));
    CHECK(energy.high->value == doctest::Approx(20 + 15 + 10));
  }

  TEST_CASE("what a run does not know makes it a lower bound, and is never 0") {
    Span unknown = span(0, 9, 0);
    unknown.energy.value.reset();
    const Energy energy = shared_energy({unknown, span(3, 4, 10)}).energy;
    CHECK(energy.value->value == doctest::Approx(10));
    CHECK(energy.at_least);
    CHECK_FALSE(shared_energy({unknown}).energy.value.has_value());
    Span bound = span(0, 9, 5);
    bound.energy.at_least = true;
    CHECK(shared_energy({bound}).energy.at_least);
  }

  TEST_CASE("estimates keep their range") {
    Span estimated = span(0, 1, 10);
    estimated.energy.low = Joules{5};
    estimated.energy.high = Joules{20};
    const Energy energy = shared_energy({estimated, estimated}).energy;
    CHECK(energy.value->value == doctest::Approx(10));
    CHECK(energy.low->value == doctest::Approx(5));
    CHECK(energy.high->value == doctest::Approx(20));
  }

  TEST_CASE("any runs of a host whose power changes: nothing is missed or counted twice") {
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
      std::vector<double> second(30); // joules in each second of the host's life
      for (double& joules : second) joules = static_cast<double>(20 + random() % 60);
      std::vector<bool> seen(second.size());
      std::vector<Span> spans;
      for (auto n = 1 + random() % 12; n > 0; --n) {
        const std::size_t start = random() % 29, end = start + 1 + random() % (29 - start);
        double before = 700, joules = 0; // on a counter that wraps at 1000 J
        for (std::size_t i = 0; i < end; ++i) {
          (i < start ? before : joules) += second[i];
          if (i >= start) seen[i] = true;
        }
        spans.push_back(span(static_cast<double>(start), static_cast<double>(end), joules,
                             std::fmod(before, 1000), 1000));
      }
      double truth = 0, covered = 0;
      for (std::size_t i = 0; i < second.size(); ++i)
        if (seen[i]) {
          truth += second[i];
          covered += 1;
        }
      CHECK(shared(spans) == doctest::Approx(truth));
      CHECK(covered_time(spans).count() == doctest::Approx(covered));
    }
  }
}
