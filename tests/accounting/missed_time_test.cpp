// SPDX-License-Identifier: Apache-2.0
#include "accounting/missed_time.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

using namespace joules;
using joules::test::FakeHost;
using namespace std::chrono_literals;

namespace {

std::vector<ClockReading> without_perf(Nanoseconds procfs) {
  return {{ClockKind::procfs, procfs}, {ClockKind::rusage, procfs}};
}

std::vector<ClockReading> with_perf(Nanoseconds procfs, Nanoseconds perf) {
  return {{ClockKind::perf, perf}, {ClockKind::procfs, procfs}, {ClockKind::rusage, procfs}};
}

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("where parents wait nothing is missed, whatever perf says") {
    CHECK_FALSE(missed_time(without_perf(6s), {}, true).at_least);
    CHECK_FALSE(missed_time(with_perf(6s, 5800ms), {}, true).at_least);
    CHECK(missed_time(with_perf(6s, 5800ms), {}, true).unseen_at_most == 0s);
    CHECK_FALSE(missed_time({}, {}, true).at_least);
  }

  TEST_CASE("perf's own interrupts are not taken for children that nobody waited for") {
    CHECK_FALSE(missed_time(with_perf(6s, 8s), {}, true).at_least);
  }

  TEST_CASE("members that vanished make a lower bound, with a bound for what they had") {
    const auto missed = missed_time(without_perf(3s), {57, 5s, true}, true);
    CHECK(missed.at_least);
    CHECK(missed.unseen_at_most == 5s);
  }

  TEST_CASE("what is within 0.3 % and two ticks is left to the uncertainty") {
    const auto missed = missed_time(without_perf(100s), {1, 310ms, false}, true);
    CHECK_FALSE(missed.at_least);
    CHECK(missed.unseen_at_most == 310ms);
    CHECK(missed_time(without_perf(90s), {1, 310ms, false}, true).at_least);
  }

  TEST_CASE("without perf a member that ignores SIGCHLD may have lost anybody") {
    CHECK(missed_time(without_perf(3s), {0, 0s, true}, true).at_least);
    CHECK_FALSE(missed_time(without_perf(3s), {0, 0s, true}, false).at_least);
  }

  TEST_CASE("with perf one that ignores SIGCHLD, but has no children, has lost nobody") {
    CHECK_FALSE(missed_time(with_perf(3s, 2990ms), {0, 0s, true}, true).at_least);
  }

  TEST_CASE("what perf saw is not unseen, but without the work of exits") {
    const auto missed = missed_time(with_perf(1s, 5s), {57, 6s, true}, true);
    CHECK(missed.at_least);
    CHECK(missed.unseen_at_most == 2s);
    // A quarter, where walks happened to meet few of them.
    CHECK(missed_time(with_perf(1s, 5s), {47, 4s, true}, true).unseen_at_most == 1s);
    CHECK(missed_time(with_perf(1s, 5s), {0, 0s, true}, true).unseen_at_most == 1s);
    CHECK(missed_time(with_perf(5s, 5s), {1, 310ms, true}, true).unseen_at_most == 310ms);
    CHECK(missed_time(with_perf(1s, 5s), {57, 3s, true}, true).at_least);
    CHECK(missed_time(with_perf(1s, 5s), {0, 0s, true}, true).at_least);
  }

  TEST_CASE("more than half of all is no interrupts: short children that no walk met") {
    CHECK(missed_time(with_perf(1s, 5s), {}, true).at_least);
    CHECK_FALSE(missed_time(with_perf(1ms, 15ms), {}, true).at_least); // within two ticks
  }

  TEST_CASE("nobody was started since the process whose number was given last") {
    const FakeHost host;
    CHECK(others_were_started_since(11206, host.root().proc(""))); // proc does not tell
    host.file("proc/loadavg", "0.20 0.18 0.12 1/80 11206\n");
    CHECK_FALSE(others_were_started_since(11206, host.root().proc("")));
    CHECK(others_were_started_since(1206, host.root().proc("")));
    CHECK(others_were_started_since(11205, host.root().proc("")));
  }
}
