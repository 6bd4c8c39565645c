// SPDX-License-Identifier: Apache-2.0
#include "host/host_view.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

using namespace joules;
using joules::test::FakeHost;

namespace {

/// One line of the mounts of lxcfs: its root field names the file too.
std::string lxcfs_mount(const std::filesystem::path& file) {
  return "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
         "40 22 0:53 /proc/stat " +
         file.string() + " rw,nosuid - fuse.lxcfs lxcfs rw\n";
}

} // namespace

TEST_SUITE("host") {
  TEST_CASE("a guest is known by its processor") {
    const FakeHost host;
    CpuIdentity cpu;
    CHECK_FALSE(view_of_host(host.root(), cpu).virtualized);
    cpu.hypervisor = true;
    CHECK(view_of_host(host.root(), cpu).virtualized);
  }

  TEST_CASE("a host that says nothing of its mounts has nothing in the way") {
    CHECK_FALSE(view_of_host(FakeHost().root(), {}).container_proc_stat);
  }

  TEST_CASE("a /proc/stat of lxcfs speaks of a container") {
    const FakeHost host;
    host.file("proc/self/mountinfo", lxcfs_mount(host.root().proc("stat")));
    CHECK(view_of_host(host.root(), {}).container_proc_stat);
  }

  TEST_CASE("lxcfs over another file leaves /proc/stat the host's") {
    const FakeHost host;
    const std::string stat = host.root().proc("stat").string();
    host.file("proc/self/mountinfo", "40 22 0:53 /a " + stat + " rw - ext4 /dev/sda1 rw\n" +
                                         "41 22 0:53 /b " + host.root().proc("meminfo").string() +
                                         " rw - fuse.lxcfs lxcfs rw\n");
    CHECK_FALSE(view_of_host(host.root(), {}).container_proc_stat);
  }

  TEST_CASE("cores of several kinds: two PMUs, or capacities that differ") {
    const FakeHost host;
    CHECK_FALSE(view_of_host(host.root(), {}).hybrid);
    host.file("sys/devices/system/cpu/online", "0-1\n");
    host.file("sys/devices/system/cpu/cpu0/cpu_capacity", "1024\n");
    host.file("sys/devices/system/cpu/cpu1/cpu_capacity", "1024\n");
    CHECK_FALSE(view_of_host(host.root(), {}).hybrid);
    host.file("sys/devices/system/cpu/cpu1/cpu_capacity", "446\n");
    CHECK(view_of_host(host.root(), {}).hybrid);
    const FakeHost intel;
    intel.file("sys/devices/cpu_atom/cpus", "8-15\n");
    CHECK(view_of_host(intel.root(), {}).hybrid);
  }

  TEST_CASE("SGX blurs the counters of Intel's processors, and nobody else's") {
    const FakeHost host;
    CpuIdentity cpu;
    cpu.sgx = true;
    CHECK_FALSE(view_of_host(host.root(), cpu).filtered_counters);
    cpu.vendor = "GenuineIntel";
    CHECK(view_of_host(host.root(), cpu).filtered_counters);
    cpu.hypervisor = true;
    CHECK_FALSE(view_of_host(host.root(), cpu).filtered_counters);
  }
}
