// SPDX-License-Identifier: Apache-2.0
#include "accounting/cgroup_clock.hpp"

#include "joules/result.hpp"
#include "support/folder.hpp"

#include <doctest/doctest.h>

TEST_SUITE("accounting") {

  using namespace joules;
  using joules::test::Folder;
  using namespace std::chrono_literals;
  namespace fs = std::filesystem;

  TEST_CASE("an account is in nanoseconds, or in microseconds by name") {
    CHECK(cpu_usage_in(1, "1234567\n") == Nanoseconds(1234567));
    CHECK(cpu_usage_in(2, "usage_usec 25\nuser_usec 20\n") == 25us);
    CHECK(cpu_usage_in(2, "nr_usage_usec 1\nusage_usec 25\n") == 25us);
    CHECK(cpu_usage_in(1, "") == std::nullopt);
    CHECK(cpu_usage_in(1, "-1\n") == std::nullopt);
    CHECK(cpu_usage_in(2, "user_usec 20\n") == std::nullopt);
    CHECK(cpu_usage_in(2, "usage_usec x\n") == std::nullopt);
    CHECK(cpu_usage_in(1, "9223372036854775807") == Nanoseconds::max());
    CHECK(cpu_usage_in(1, "9223372036854775808") == std::nullopt);
    CHECK(cpu_usage_in(2, "usage_usec 9223372036854776") == std::nullopt);
  }

  TEST_CASE("a group's time counts from when its clock was made") {
    const Folder folder;
    folder.file("cpuacct.usage", "5000000\n");
    CgroupClock clock({1, folder / "", "/web"}, 3);
    CHECK(clock.read() == 0ns);
    folder.file("cpuacct.usage", "7000000\n");
    CHECK(clock.read() == 2ms);
    CHECK(clock.quantum() == 30ms); // a tick for each CPU
    CHECK(clock.loss().empty());
  }

  TEST_CASE("an account that an administrator sets back does not take anything back") {
    const Folder folder;
    folder.file("cpu.stat", "usage_usec 5000\n");
    CgroupClock clock({2, folder / "", "/web"}, 1);
    folder.file("cpu.stat", "usage_usec 9000\n");
    CHECK(clock.read() == 4ms);
    CHECK(clock.loss().empty());
    folder.file("cpu.stat", "usage_usec 0\n");
    CHECK(clock.read() == 4ms);
    folder.file("cpu.stat", "usage_usec 2000\n");
    CHECK(clock.read() == 6ms);
    CHECK(clock.loss() == "its account was set back meanwhile");
  }

  TEST_CASE("a group that goes is told, and so is one that is made anew") {
    const Folder folder;
    folder.file("cpu.stat", "usage_usec 5000\n");
    CgroupClock clock({2, folder / "", "/web"}, 1);
    folder.file("cpu.stat", "usage_usec 8000\n");
    CHECK(clock.read() == 3ms);
    folder.file("cpu.stat", ""); // as the kernel's file fails once its group is gone
    fs::rename(folder / "cpu.stat", folder / "gone");
    CHECK(clock.read() == std::nullopt);
    CHECK(clock.loss() == "gone before the end");
    folder.file("cpu.stat", "usage_usec 1000\n");
    CHECK(clock.read() == 4ms);
    CHECK(clock.loss() == "made anew meanwhile");
  }

  TEST_CASE("a group without an account is refused") {
    const Folder folder;
    CHECK_THROWS_AS(CgroupClock({2, folder / "", "/web"}, 1), Failure);
    folder.file("cpu.stat", "nr_periods 0\n");
    CHECK_THROWS_AS(CgroupClock({2, folder / "", "/web"}, 1), Failure);
  }
}
