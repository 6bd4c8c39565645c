// SPDX-License-Identifier: Apache-2.0
#include "sampling/samples.hpp"

#include "support/scripted_counter.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

namespace {

/// Of one counter and one subject, which show the number of the sample; samples are named by their
/// instants: 0, 1...
Samples numbered(int count) {
  std::vector<OpenSubject> subjects(1);
  subjects[0].about.name = "pid:7";
  Samples samples = samples_of(sensors_with(ScriptedCounter({0})), subjects);
  samples.instants.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    samples.instants[static_cast<std::size_t>(i)].at = Instant(i);
    samples.counters[0].readings.emplace_back(i);
    samples.subjects[0].cpu.emplace_back(Nanoseconds(i));
  }
  return samples;
}

/// Whichever way they are asked for: by the clock, by the counter, or by the subject.
std::vector<int> numbers_in(const Samples& samples) {
  std::vector<int> numbers;
  for (const Sample& sample : samples.instants)
    numbers.push_back(static_cast<int>(sample.at.count()));
  std::vector<int> shown;
  for (const Reading& reading : samples.counters[0].readings)
    shown.push_back(static_cast<int>(reading.value()));
  CHECK(shown == numbers);
  shown.clear();
  for (const auto& cpu : samples.subjects[0].cpu) shown.push_back(static_cast<int>(cpu->count()));
  CHECK(shown == numbers);
  return numbers;
}

std::vector<int> thinned(int count) {
  Samples kept = numbered(count);
  static_cast<void>(thin_out(kept));
  return numbers_in(kept);
}

} // namespace

TEST_SUITE("sampling") {
  TEST_CASE("thinning out keeps the first, the last and every other sample") {
    CHECK(thinned(0) == std::vector<int>{});
    CHECK(thinned(1) == std::vector<int>{0});
    CHECK(thinned(2) == std::vector<int>{0, 1});
    CHECK(thinned(3) == std::vector<int>{0, 2});
    CHECK(thinned(4) == std::vector<int>{0, 2, 3});
    CHECK(thinned(5) == std::vector<int>{0, 2, 4});
    CHECK(thinned(6) == std::vector<int>{0, 2, 4, 5});
    CHECK(thinned(7) == std::vector<int>{0, 2, 4, 6});
  }

  TEST_CASE("of two neighbours the one with the host's time is kept") {
    Samples kept = numbered(9);
    for (const std::size_t full : {0u, 3u, 5u, 7u, 8u}) kept.instants[full].host = HostTime{};
    static_cast<void>(thin_out(kept));
    CHECK(numbers_in(kept) == std::vector<int>{0, 2, 3, 5, 8});
  }

  TEST_CASE("a sample that is kept is kept whole") {
    Samples kept = numbered(4);
    kept.counters.push_back({{}, {1, 2, std::nullopt, 1}});
    kept.instants[2].tree_cpu = 9ms;
    const std::vector<Sample> others = thin_out(kept);
    CHECK(numbers_in(kept) == std::vector<int>{0, 2, 3});
    REQUIRE(others.size() == 1);
    CHECK(others[0].at == Instant(1));
    CHECK(kept.instants[1].tree_cpu == 9ms);
    CHECK(kept.counters[1].readings == std::vector<Reading>{1, std::nullopt, 1});
  }

  TEST_CASE("readings for a sample that failed are dropped, and no others") {
    Samples samples = numbered(3);
    samples.counters[0].readings.emplace_back(77);
    samples.subjects[0].cpu.emplace_back(Nanoseconds(77));
    samples.drop_incomplete();
    CHECK(numbers_in(samples) == std::vector<int>{0, 1, 2});
    samples.drop_incomplete();
    CHECK(numbers_in(samples) == std::vector<int>{0, 1, 2});
  }
}
