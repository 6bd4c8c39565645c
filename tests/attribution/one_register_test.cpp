// SPDX-License-Identifier: Apache-2.0
// Counters that turn out, over a run, to be one register.
#include "attribution/attribute.hpp"
#include "attribution/one_register.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Span;
  using test::Story;

  namespace {

  /// Two packages that show 6 J more in each of so many tenths of a second.
  Story two_packages(int moves) {
    Story story(4);
    story.domain("package-0").domain("package-1");
    story.then({.seconds = 0.1, .joules = {6, 6}, .tree = 0.05, .busy = 0.1}, moves);
    return story;
  }

  Joules host_energy(Story story) {
    return *attribute(story.recording(), {}).host.value;
  }

  } // namespace

  TEST_CASE("two counters that are equal at 20 values of a run are one register, counted once") {
    Story story = two_packages(19); // and the value at the start
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK(account.host.value->value == Approx(6 * 19));
    CHECK_FALSE(account.host.at_least);
    CHECK_FALSE(account.domains[1].energy.value);
    CHECK(account.domains[1].doubt == "shows the counter of package-0 once more");
    CHECK(test::warnings_of(account, WarningCode::counter_implausible) == 1);
  }

  TEST_CASE("19 values prove nothing, nor does any number of samples at one value") {
    CHECK(host_energy(two_packages(18)).value == Approx(2 * 6 * 18));
    Story story = two_packages(18);
    story.then({.seconds = 0.1, .tree = 0.05, .busy = 0.1}, 100);
    CHECK(host_energy(story).value == Approx(2 * 6 * 18));
  }

  TEST_CASE("one sample that differs, or one reading that failed, leaves two counters") {
    Story differs = two_packages(40), fails = two_packages(40);
    *differs.readings(1)[7] += 1;
    fails.readings(1)[7].reset();
    CHECK(host_energy(differs).value == Approx(2 * 6 * 40));
    CHECK(host_energy(fails).value == Approx(2 * 6 * 40));
  }

  TEST_CASE("memory is no repetition of a package, nor is one power of another") {
    Story memory = two_packages(40), powers = two_packages(40);
    memory.counter(1).memory = true;
    for (auto& one : powers.recording().counters) one.counter.counted_by = CountedBy::joules;
    CHECK(host_energy(memory).value == Approx(2 * 6 * 40));
    CHECK(host_energy(powers).value == Approx(2 * 6 * 40));
  }

  TEST_CASE("counters that begin when they are opened are compared from there on") {
    Story story = two_packages(40);
    for (auto& one : story.recording().counters) one.counter.counted_by = CountedBy::kernel;
    for (Reading& reading : story.readings(1)) *reading += 12'345;
    CHECK(host_energy(story).value == Approx(6 * 40));
  }

  TEST_CASE("of three equal counters each later one repeats the first") {
    Story story(4);
    story.domain("package-0").domain("package-1").domain("package-2");
    story.then({.seconds = 0.1, .joules = {6, 6, 6}, .tree = 0.05, .busy = 0.1}, 30);
    const auto repeated = repeated_registers(story.recording().counters);
    CHECK_FALSE(repeated[0]);
    CHECK(repeated[1] == 0);
    CHECK(repeated[2] == 0);
  }

} // TEST_SUITE
