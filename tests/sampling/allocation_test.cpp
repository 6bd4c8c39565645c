// SPDX-License-Identifier: Apache-2.0
// Sampling for days must not wear out the heap: a sample of a tree whose members do not change
// allocates nothing.
#include "sampling/sampler.hpp"
#include "sampling/schedule.hpp"

#include "sensors/energy_file.hpp"
#include "sensors/powercap.hpp"
#include "support/allocations.hpp"
#include "support/fake_proc.hpp"
#include "support/manual_clock.hpp"
#include "support/open_descriptors.hpp"
#include "support/scripted_counter.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

namespace {

/// With a thread's child, a zombie, and more than may be held open.
void put_family(FakeProc& proc) {
  proc.put({.pid = 200, .parent = us, .own = 10, .threads = 3, .on = {{0}, {1}, {1, 'S'}}});
  proc.put({.pid = 210, .parent = 200, .own = 6, .born_in = 202});
  proc.put({.pid = 211, .parent = 210, .own = 1, .state = 'Z', .name = "fifteen letters"});
  for (pid_t pid = 300; pid < 400; ++pid) proc.put({.pid = pid, .parent = 210, .own = 1});
}

template <class Body>
std::size_t allocations_of(Body body) {
  const std::size_t before = allocations();
  body();
  return allocations() - before;
}

} // namespace

TEST_SUITE("sampling") {
  TEST_CASE("walking a tree that does not change allocates nothing") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      const DescriptorLimit low(200);
      Walk walk(children_files);
      put_family(walk.proc);
      for (int i = 0; i < 2; ++i) CHECK(walk.tree.read() == 1170ms);
      CHECK(allocations_of([&] {
              for (int i = 0; i < 5; ++i) static_cast<void>(walk.tree.read());
            }) == 0);
    }
  }

  TEST_CASE("a sample in the memory of one that was thinned out allocates nothing") {
    const FakeHost host;
    host.file("proc/stat", "cpu  1 0 0 0 0 0 0 0 0 0\ncpu0 1 0 0 0 0 0 0 0\n"
                           "cpu1 2 0 0 0 0 0 0 0\n");
    for (const int cpu : {0, 1}) host.cpu(cpu, cpu);
    const Topology topology = topology_of(host.root());
    host.zone("intel-rapl:0", {.name = "package-0"});
    Counter zone;
    zone.path = host.powercap() / "intel-rapl:0/energy_uj";
    Sensors sensors = sensors_with(ScriptedCounter({1, 2}));
    sensors.source.counters.push_back(open_energy_file(zone).value());
    FakeProc proc;
    put_family(proc);
    ReapedTotals reaped;
    std::vector<std::unique_ptr<TreeClock>> clocks;
    auto procfs = std::make_unique<ProcfsTree>(proc.start(topology), reaped);
    const ProcfsTree* const walk = procfs.get();
    clocks.push_back(std::move(procfs));
    LargestClock tree(std::move(clocks));
    HostClock host_clock(host.root(), topology);
    const ManualClock clock;
    Sampler sampler(sensors, tree, host_clock, clock, walk);
    for (int i = 0; i < 20; ++i) sampler.sample();
    sampler.thin_out();
    CHECK(allocations_of([&] {
            for (int i = 0; i < 9; ++i) sampler.sample();
          }) == 0);
    const Samples& samples = sampler.samples();
    CHECK(samples.instants.back().packages.size() == 2);
    CHECK(samples.counters[0].readings.back() == Reading(2));
    CHECK(samples.counters[1].readings.back() == Reading(1'000'000));
    REQUIRE(samples.instants.back().host);
    CHECK(allocations_of([&] { sampler.sample(); }) > 0); // else nothing counts
  }
}
