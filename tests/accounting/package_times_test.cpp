// SPDX-License-Identifier: Apache-2.0
// Which package the tree's members are on, and how long the packages were busy.
#include "accounting/host_time.hpp"
#include "accounting/procfs_tree.hpp"

#include "support/fake_host.hpp"
#include "support/fake_proc.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

namespace {

using ByPackage = std::vector<Nanoseconds>;

/// CPUs 0 and 1 are on package 0, CPUs 2 and 3 on package 5.
Topology two_packages() {
  return {{0, 5}, {0, 0, 1, 1}};
}

/// A fake proc whose packages are told apart.
struct PackageWalk {
  FakeProc proc;
  ReapedTotals reaped;
  ProcfsTree tree{proc.start(two_packages()), reaped};

  ByPackage again() {
    static_cast<void>(tree.read());
    return tree.cpu_by_package();
  }
};

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("a member's time is placed on the package that it is on, walk by walk") {
    PackageWalk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 30, .processor = 1});
    walk.proc.put({.pid = 201, .parent = 200, .own = 20, .processor = 3});
    CHECK(walk.again() == ByPackage{300ms, 200ms});
    walk.proc.put({.pid = 200, .parent = us, .own = 70, .processor = 2}); // has moved
    CHECK(walk.again() == ByPackage{300ms, 600ms});
    CHECK(walk.again() == ByPackage{300ms, 600ms});
  }

  TEST_CASE("a new process with an old one's number brings its own time") {
    PackageWalk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 30, .processor = 0});
    static_cast<void>(walk.again());
    walk.proc.put({.pid = 200, .parent = us, .own = 10, .start = 2000, .processor = 2});
    CHECK(walk.again() == ByPackage{300ms, 100ms});
  }

  TEST_CASE("time on a CPU that nobody knows is on no package") {
    PackageWalk walk;
    for (const int processor : {-1, 4, 1000}) {
      walk.proc.put({.pid = 200 + processor, .parent = us, .own = 30, .processor = processor});
      CHECK(walk.again() == ByPackage{0ms, 0ms});
    }
  }

  TEST_CASE("the time of many threads is divided among those that run") {
    PackageWalk walk;
    FakeProcess process{.pid = 200, .parent = us, .own = 40, .threads = 5, .processor = 0};
    process.on = {{0, 'S'}, {0}, {2}, {3}, {2}};
    walk.proc.put(process);
    CHECK(walk.again() == ByPackage{100ms, 300ms});
    process.own = 90;
    for (FakeThread& thread : process.on) thread.state = 'S'; // then among all of them
    walk.proc.put(process);
    CHECK(walk.again() == ByPackage{300ms, 600ms});
  }

  TEST_CASE("of two threads each has half, whatever CPU the first one is on") {
    PackageWalk walk;
    FakeProcess process{.pid = 200, .parent = us, .own = 40, .threads = 2, .processor = 0};
    process.on = {{0}, {2}};
    walk.proc.put(process);
    CHECK(walk.again() == ByPackage{200ms, 200ms});
  }

  TEST_CASE("without a topology nothing is told apart") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 30, .processor = 0});
    static_cast<void>(walk.tree.read());
    CHECK(walk.tree.cpu_by_package().empty());
  }

  TEST_CASE("a package's times are those of its CPUs that are on line") {
    const FakeHost host;
    host.file("proc/stat", "cpu  1000 0 0 1000 0 0 0 0 0 0\n"
                           "cpu0 1 2 3 100 10 4 5 7 0 0\n"
                           "cpu2 20 0 0 200 0 0 0 1 20 0\n" // cpu1 is off line
                           "cpu3 30 0 0 300 0 0 0 2 0 0\n"
                           "cpu9 9 9 9 9 9 9 9 9 9 9\n" // came on line later
                           "intr 1\n");
    HostClock clock(host.root(), two_packages());
    for (int i = 0; i < 2; ++i) { // nothing is left of an earlier read
      const auto whole = clock.read(6s);
      REQUIRE(whole);
      CHECK(whole->online_cpus == 4);
      REQUIRE(clock.packages().size() == 2);
      const HostTime& first = clock.packages()[0];
      const HostTime& second = clock.packages()[1];
      CHECK(first.worked == 150ms);
      CHECK(first.idle + first.iowait == 1100ms);
      CHECK(first.steal == 70ms);
      CHECK(first.online_cpus == 1);
      CHECK(first.at == 6s);
      CHECK(second.worked == 500ms); // guest time is inside user
      CHECK(second.idle + second.iowait == 5s);
      CHECK(second.steal == 30ms);
      CHECK(second.online_cpus == 2);
      CHECK(second.at == 6s);
    }
  }

  TEST_CASE("a line that is cut off is of no package") {
    const FakeHost host;
    host.file("proc/stat", "cpu  1000 0 0 1000 0 0 0 0\ncpu0 1 2 3\ncpu3 1 1 1 1 1 1 1 1");
    HostClock clock(host.root(), two_packages());
    REQUIRE(clock.read(1s));
    CHECK(clock.packages()[0].online_cpus == 0);
    CHECK(clock.packages()[1].online_cpus == 1);
  }
}
