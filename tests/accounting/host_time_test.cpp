// SPDX-License-Identifier: Apache-2.0
#include "accounting/host_time.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

using namespace joules;
using joules::test::FakeHost;
using namespace std::chrono_literals;

namespace {

/// user nice system idle iowait irq softirq steal guest guest_nice, and two CPUs.
std::string stat_of(const std::string& columns) {
  return "cpu  " + columns + "\ncpu0 1 1 1 1 1 1 1 1 1 1\ncpu1 1 1 1 1 1 1 1 1 1 1\n" +
         "intr 12345 0 0\nctxt 99\nbtime 1700000000\nprocesses 4242\n";
}

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("work, idleness and theft are added up apart from each other") {
    const auto time = parse_host_time(stat_of("100 20 30 4000 500 6 7 800 0 0"));
    REQUIRE(time);
    CHECK(time->worked == 1630ms); // 100 + 20 + 30 + 6 + 7 ticks
    CHECK(time->idle == 40s);
    CHECK(time->iowait == 5s);
    CHECK(time->steal == 8s);
    CHECK(time->at == 0s);
  }

  TEST_CASE("guest time is inside user and not added again") {
    const auto time = parse_host_time(stat_of("100 20 30 4000 500 6 7 800 90 15"));
    REQUIRE(time);
    CHECK(time->worked == 1630ms);
  }

  TEST_CASE("iowait that falls is told as it is, and nothing else falls") {
    const auto before = parse_host_time(stat_of("100 0 0 4000 500 0 0 0 0 0"));
    const auto after = parse_host_time(stat_of("100 0 0 4000 480 0 0 0 0 0"));
    REQUIRE(before);
    REQUIRE(after);
    CHECK(after->iowait - before->iowait == -200ms);
    CHECK(after->idle == before->idle);
    CHECK(after->worked == before->worked);
  }

  TEST_CASE("idle and iowait change places without a trace") {
    const auto before = parse_host_time(stat_of("100 0 0 4000 500 0 0 0 0 0"));
    const auto after = parse_host_time(stat_of("100 0 0 4100 400 0 0 0 0 0"));
    CHECK(after->idle + after->iowait == before->idle + before->iowait);
  }

  TEST_CASE("CPUs that are online have a line; offline ones have none") {
    CHECK(parse_host_time(stat_of("1 1 1 1 1 1 1 1 1 1"))->online_cpus == 2);
    CHECK(parse_host_time("cpu  1 1 1 1 1 1 1 1\ncpu0 1\ncpu3 1\ncpu7 1\nintr 1\n")->online_cpus ==
          3);
  }

  TEST_CASE("one CPU is a machine") {
    CHECK(parse_host_time("cpu  1 1 1 1 1 1 1 1\ncpu0 1 1\nintr 5\n")->online_cpus == 1);
    CHECK(parse_host_time("cpu  1 1 1 1 1 1 1 1\ncpu0 1 1")->online_cpus == 1);
  }

  TEST_CASE("1024 CPUs with long counters are all counted") {
    const FakeHost host;
    const std::string columns = " 123456789 1234567 12345678 1234567890 123456 0 1234567 0 0 0\n";
    std::string text = "cpu " + columns;
    for (int cpu = 0; cpu < 1024; ++cpu) text += "cpu" + std::to_string(cpu) + columns;
    host.file("proc/stat", text + "intr " + std::string(50'000, '0') + "\n");
    HostClock clock(host.root());
    const auto time = clock.read(0s);
    REQUIRE(time);
    CHECK(time->online_cpus == 1024);
    CHECK(time->steal == 0s);
  }

  TEST_CASE("a text that is no /proc/stat is no time, not an idle machine") {
    for (const char* text :
         {"", "\n", "cpu", "cpu ", "cpu  1 2 3 4\n", "cpu  1 2 3 4 5 6 7\ncpu0 1\n",
          "cpu  1 2 3 x 5 6 7 8\ncpu0 1\n", "cpu  1 2 3 4 5 6 7 8", "cpu  1 2 3 4 5 6 7 8\n",
          "cpu  1 2 3 4 5 6 7 8\nintr 1\n", "intr 5\ncpu  1 2 3 4 5 6 7 8\ncpu0 1\n",
          "cpu0 1 2 3 4 5 6 7 8\n"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_host_time(text));
    }
  }

  TEST_CASE("times that microseconds cannot hold are no times") {
    CHECK(parse_host_time(stat_of("900000000000000 0 0 900000000000000 0 0 0 0")));
    for (const char* columns :
         {"900000000000000 900000000000000 0 0 0 0 0 0", "0 0 0 0 0 0 0 18446744073709551615",
          "0 0 0 18446744073709551615 1 0 0 0", "-1 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 -1"}) {
      CAPTURE(columns);
      CHECK_FALSE(parse_host_time(stat_of(columns)));
    }
  }

  TEST_CASE("nor are they when the CPUs of a package have them together") {
    const FakeHost host;
    const std::string cpu = " 0 0 0 600000000000000 0 0 0 0\n";
    HostClock clock(host.root(), {{0, 1}, {0, 1}}); // there is no file
    CHECK_FALSE(clock.read(1s));
    host.file("proc/stat", "cpu " + cpu + "cpu0" + cpu + "cpu1" + cpu + "intr 1\n");
    HostClock apart(host.root(), {{0, 1}, {0, 1}});
    CHECK(apart.read(1s));
    CHECK(apart.packages()[1].idle == Microseconds{6'000'000'000'000'000'000});
    HostClock together(host.root(), {{0}, {0, 0}});
    CHECK_FALSE(together.read(1s));
  }

  TEST_CASE("the host's clock reads its file anew and notes the instant") {
    const FakeHost host;
    host.file("proc/stat", stat_of("100 0 0 0 0 0 0 0 0 0"));
    HostClock clock(host.root());
    CHECK(clock.read(5s)->worked == 1s);
    host.file("proc/stat", stat_of("250 0 0 0 0 0 0 0 0 0"));
    const auto later = clock.read(6s);
    REQUIRE(later);
    CHECK(later->worked == 2500ms);
    CHECK(later->at == 6s);
  }

  TEST_CASE("a host that shows no /proc/stat has an unknown time") {
    const FakeHost host;
    HostClock absent(host.root());
    CHECK_FALSE(absent.read(1s));
    host.block("proc/stat");
    HostClock blocked(host.root());
    CHECK_FALSE(blocked.read(1s));
  }

  TEST_CASE("a /proc/stat that turns to garbage is unknown until it is one again") {
    const FakeHost host;
    host.file("proc/stat", stat_of("100 0 0 0 0 0 0 0 0 0"));
    HostClock clock(host.root());
    host.file("proc/stat", "garbage\n");
    CHECK_FALSE(clock.read(1s));
    host.file("proc/stat", stat_of("300 0 0 0 0 0 0 0 0 0"));
    CHECK(clock.read(2s)->worked == 3s);
  }
}
