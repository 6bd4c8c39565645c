// SPDX-License-Identifier: Apache-2.0
#include "host/machine.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

using namespace joules;
using joules::test::FakeHost;

namespace {

constexpr const char* xeon = "processor\t: 0\n"
                             "vendor_id\t: GenuineIntel\n"
                             "cpu family\t: 6\n"
                             "model\t\t: 85\n"
                             "model name\t: Intel(R) Xeon(R) Gold 6248: CPU @ 2.50GHz\n"
                             "stepping\t: 7\n"
                             "flags\t\t: fpu vme hypervisor lahf_lm\n"
                             "\n"
                             "processor\t: 1\n"
                             "vendor_id\t: GenuineIntel\n"
                             "cpu family\t: 6\n"
                             "model\t\t: 143\n"
                             "model name\t: another\n"
                             "stepping\t: 9\n"
                             "flags\t\t: fpu vme\n";

} // namespace

TEST_SUITE("host") {
  TEST_CASE("an x86 processor is known by vendor, family, model and stepping") {
    const FakeHost host;
    host.file("proc/cpuinfo", xeon);
    const CpuIdentity cpu = identify_cpu(host.root());
    CHECK(cpu.vendor == "GenuineIntel");
    CHECK(cpu.family == 6);
    CHECK(cpu.model == 0x55);
    CHECK(cpu.stepping == 7);
    CHECK(cpu.arm_part == -1);
    CHECK(cpu.model_name == "Intel(R) Xeon(R) Gold 6248: CPU @ 2.50GHz");
  }

  TEST_CASE("the first processor names the machine") {
    const FakeHost host;
    host.file("proc/cpuinfo", xeon);
    CHECK(identify_cpu(host.root()).hypervisor); // the second one lacks the flag
  }

  TEST_CASE("a processor that says more than anybody reads is known by what comes first") {
    const FakeHost host;
    host.file("proc/cpuinfo", "vendor_id : AuthenticAMD\nflags : hypervisor" +
                                  std::string(10'000, 'x') + "\nmodel name : too late\n");
    const CpuIdentity cpu = identify_cpu(host.root());
    CHECK(cpu.vendor == "AuthenticAMD");
    CHECK(cpu.model_name.empty());
  }

  TEST_CASE("CPUs that are on line are counted; without sysfs, as cpuinfo lists them") {
    const FakeHost host;
    CHECK_FALSE(describe_host(host.root(), {}).logical_cpus);
    host.file("proc/cpuinfo", xeon);
    CHECK(describe_host(host.root(), {}).logical_cpus == 2);
    host.file("sys/devices/system/cpu/online", "0-3,8\n");
    CHECK(describe_host(host.root(), {}).logical_cpus == 5);
  }

  TEST_CASE("the hypervisor flag is a whole word") {
    const FakeHost host;
    host.file("proc/cpuinfo", "processor : 0\nflags : fpu no_hypervisor hypervisor2\n");
    CHECK_FALSE(identify_cpu(host.root()).hypervisor);
    host.file("proc/cpuinfo", "processor : 0\nflags : fpu hypervisor\n");
    CHECK(identify_cpu(host.root()).hypervisor);
  }

  TEST_CASE("an Arm core is known by its part number") {
    const FakeHost host;
    host.file("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 243.75\nCPU implementer\t: 0x41\n"
                              "CPU architecture: 8\nCPU part\t: 0xd0c\nCPU revision\t: 1\n");
    const CpuIdentity cpu = identify_cpu(host.root());
    CHECK(cpu.arm_part == 0xd0c);
    CHECK(cpu.vendor.empty());
    CHECK(cpu.family == -1);
  }

  TEST_CASE("a part number of another implementer means nothing to us") {
    const FakeHost host;
    host.file("proc/cpuinfo", "processor : 0\nCPU implementer : 0x61\nCPU part : 0xd0c\n");
    CHECK(identify_cpu(host.root()).arm_part == -1);
  }

  TEST_CASE("an empty cpuinfo and none at all are an unknown machine") {
    const FakeHost host;
    CHECK(identify_cpu(host.root()).vendor.empty());
    host.file("proc/cpuinfo", "");
    const CpuIdentity cpu = identify_cpu(host.root());
    CHECK(cpu.vendor.empty());
    CHECK(cpu.model_name.empty());
    CHECK(cpu.family == -1);
  }

  TEST_CASE("packages are counted by their ids, which need not be 0 and 1") {
    const FakeHost host;
    host.cpu(0, 0);
    host.cpu(1, 0);
    host.cpu(2, 3);
    host.cpu(3, 3);
    CHECK(describe_host(host.root(), {}).packages == 2);
  }

  TEST_CASE("a package whose CPUs have numbers behind offline ones is counted") {
    const FakeHost host;
    for (const int cpu : {0, 1}) host.cpu(cpu, 0); // 2 and 3 are offline: no topology
    for (const int cpu : {4, 5}) host.cpu(cpu, 1);
    CHECK(describe_host(host.root(), {}).packages == 2);
  }

  TEST_CASE("a machine that shows no topology has an unknown number of packages, not 0") {
    const FakeHost host;
    CHECK_FALSE(describe_host(host.root(), {}).packages);
  }

  TEST_CASE("the description carries kernel, governor and model") {
    const FakeHost host;
    host.file("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    host.file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    CpuIdentity cpu;
    cpu.model_name = "AMD EPYC";
    const HostDescription described = describe_host(host.root(), cpu);
    CHECK(described.kernel == "6.1.0-18-amd64");
    CHECK(described.governor == "performance");
    CHECK(described.cpu_model == "AMD EPYC");
  }

  TEST_CASE("what the machine does not say stays empty") {
    const FakeHost host;
    const HostDescription described = describe_host(host.root(), CpuIdentity{});
    CHECK(described.kernel.empty());
    CHECK(described.governor.empty());
    CHECK_FALSE(described.turbo);
    CHECK_FALSE(described.packages);
  }

  TEST_CASE("turbo is the opposite of intel_pstate's no_turbo") {
    const FakeHost host;
    host.file("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
    CHECK(describe_host(host.root(), {}).turbo == false);
    host.file("sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
    CHECK(describe_host(host.root(), {}).turbo == true);
  }

  TEST_CASE("turbo is cpufreq's boost on every other driver") {
    const FakeHost host;
    host.file("sys/devices/system/cpu/cpufreq/boost", "1\n");
    CHECK(describe_host(host.root(), {}).turbo == true);
    host.file("sys/devices/system/cpu/cpufreq/boost", "0\n");
    CHECK(describe_host(host.root(), {}).turbo == false);
  }
}
