// SPDX-License-Identifier: Apache-2.0
#include "joules/report/doctor.hpp"

#include <doctest/doctest.h>

TEST_SUITE("report") {

  using namespace joules;

  namespace {

  Domain zone(const std::string& id, const std::string& name) {
    Domain domain;
    domain.id = id;
    domain.name = name;
    domain.path = "/sys/class/powercap/" + id + "/energy_uj";
    domain.modulus_uj = 262'143'328'911;
    domain.reading_uj = 171'912'345'678;
    return domain;
  }

  Method server() {
    Method method;
    method.sensor = "powercap";
    method.cpu_clocks = {"procfs", "rusage"};
    method.domains = {zone("intel-rapl:0", "package-0")};
    method.domains[0].counted = true;
    method.domains[0].reason = "a whole package";
    method.left_out = {zone("intel-rapl:0:0", "core"), zone("intel-rapl:0:1", "dram")};
    method.left_out[0].reason = "contained in package-0";
    method.left_out[1].reason = "memory, outside of the package";
    method.left_out[1].missing = true;
    method.left_out[1].unreadable = "Permission denied";
    return method;
  }

  HostDescription host() {
    HostDescription host;
    host.cpu_model = "Example CPU @ 3 GHz";
    host.logical_cpus = 16;
    host.kernel = "6.1.0";
    host.governor = "powersave";
    host.turbo = true;
    return host;
  }

  PowerModel estimate() {
    return {"SPECpower linear", "epyc-gen5-turin", {0.1, 0.22, 0.3}, {1, 1.18, 2}};
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("--doctor of a machine with a sensor, whole") {
    CHECK(doctor_report(server(), estimate(), host(), "0.52") == R"(joules: energy sensors
  in use                powercap
  intel-rapl:0          package-0, counted: a whole package
                        /sys/class/powercap/intel-rapl:0/energy_uj: 171912 J, wraps every 262143 J:
                        2621 s at 100 W
  intel-rapl:0:0        core, not counted: contained in package-0
                        /sys/class/powercap/intel-rapl:0:0/energy_uj: 171912 J, wraps every 262143
                        J: 2621 s at 100 W
  intel-rapl:0:1        dram, missing: memory, outside of the package
                        /sys/class/powercap/intel-rapl:0:1/energy_uj: Permission denied
  else the estimate     SPECpower linear, row epyc-gen5-turin, 0.22 W idle to 1.18 W busy per
                        hardware thread, at the wall
joules: process tree
  CPU-time clocks       procfs, rusage (the largest wins)
joules: what makes this host's numbers noisy
  processor             Example CPU @ 3 GHz, 16 logical CPUs
  kernel                6.1.0
  governor              powersave: frequency follows load, runs differ more
  turbo                 on: power depends on temperature and on other cores
  load                  0.52 (1 minute): what else runs shares the energy
  virtual machine       no
)");
  }

  TEST_CASE(
      "P15 P16: without a sensor --doctor says why, what to do, and what the estimate stands on") {
    Method method;
    method.sensor = "estimate";
    method.model = estimate();
    method.unavailable_reason = "/sys/class/powercap: No such file or directory";
    method.remedy = "try: sudo modprobe intel_rapl_msr";
    const std::string text = doctor_report(method, estimate(), host(), "");
    CHECK(has(text, "  in use                estimate\n"));
    CHECK(has(text, "  the estimate          SPECpower linear, row epyc-gen5-turin, 0.22 W idle"));
    CHECK(has(text, "  no sensor because     /sys/class/powercap: No such file or directory\n"));
    CHECK(has(text, "  what to do            try: sudo modprobe intel_rapl_msr\n"));
  }

  TEST_CASE("E21: a zone whose range is not known does not wrap at 0 J") {
    Method method = server();
    method.domains[0].modulus_uj.reset();
    CHECK(
        has(doctor_report(method, estimate(), host(), ""), "/intel-rapl:0/energy_uj: 171912 J\n"));
  }

  TEST_CASE("a zone without a reading shows none, not 0 J") {
    Method method = server();
    method.domains[0].reading_uj.reset();
    CHECK(has(doctor_report(method, estimate(), host(), ""),
              "/intel-rapl:0/energy_uj: no reading, wraps "));
  }

  TEST_CASE("what is not known of the host is not known, not empty and not 0") {
    const std::string text = doctor_report(server(), estimate(), {}, "");
    for (const char* const label :
         {"processor             ", "kernel                ", "governor              ",
          "turbo                 ", "load                  "}) {
      CAPTURE(label);
      CHECK(has(text, "  " + std::string(label) + "not known"));
    }
  }

  TEST_CASE("settled hosts get no advice") {
    HostDescription settled = host();
    settled.governor = "performance";
    settled.turbo = false;
    const std::string text = doctor_report(server(), estimate(), settled, "0.00");
    CHECK(has(text, "  governor              performance\n"));
    CHECK(has(text, "  turbo                 off\n"));
  }

  TEST_CASE("E76 E85: a virtual machine and a container's /proc/stat are told") {
    HostDescription guest = host();
    CHECK_FALSE(has(doctor_report(server(), estimate(), guest, ""), "lxcfs"));
    guest.virtualized = true;
    guest.container_proc_stat = true;
    const std::string text = doctor_report(server(), estimate(), guest, "");
    CHECK(has(text, "  virtual machine       yes: other guests share the processor, unseen\n"));
    CHECK(has(text, "  /proc/stat            a container's, by lxcfs: name the host's with "
                    "--host-root\n"));
  }

} // TEST_SUITE
