// SPDX-License-Identifier: Apache-2.0
#include "sensors/power_table.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace joules;

namespace {

CpuIdentity x86(const std::string& vendor, int family, int model, int stepping = 0) {
  CpuIdentity cpu;
  cpu.vendor = vendor;
  cpu.family = family;
  cpu.model = model;
  cpu.stepping = stepping;
  return cpu;
}

CpuIdentity intel(int model, int stepping = 0) {
  return x86("GenuineIntel", 6, model, stepping);
}

CpuIdentity amd(int family, int model) {
  return x86("AuthenticAMD", family, model);
}

CpuIdentity arm(int part) {
  CpuIdentity cpu;
  cpu.arm_part = part;
  return cpu;
}

/// Every key that any processor gets: all that vendor, family, model, stepping and part can be.
std::set<std::string> all_rows() {
  std::set<std::string> rows{power_row_of(CpuIdentity{})};
  for (const int family : {5, 6, 15, 19})
    for (int model = -1; model <= 0xff; ++model)
      for (const int stepping : {-1, 0, 4, 5, 7, 10, 11})
        rows.insert(power_row_of(x86("GenuineIntel", family, model, stepping)));
  for (int family = 0x0f; family <= 0x1c; ++family)
    for (int model = -1; model <= 0xff; ++model) rows.insert(power_row_of(amd(family, model)));
  for (int part = 0; part <= 0xfff; ++part) rows.insert(power_row_of(arm(part)));
  return rows;
}

} // namespace

TEST_SUITE("sensors") {
  TEST_CASE("every row that a processor is sent to is in the table") {
    const auto rows = all_rows();
    CHECK(rows.size() == 21);
    for (const std::string& row : rows) {
      CAPTURE(row);
      const PowerModel model = power_model(row);
      CHECK(model.row == row);
      CHECK(model.name == "SPECpower linear");
    }
  }

  TEST_CASE("each row is ordered: low to high, and idle no more than busy") {
    for (const std::string& row : all_rows()) {
      CAPTURE(row);
      const PowerModel model = power_model(row);
      CHECK(model.idle_watts.low > 0);
      CHECK(model.idle_watts.low <= model.idle_watts.middle);
      CHECK(model.idle_watts.middle <= model.idle_watts.high);
      CHECK(model.busy_watts.low <= model.busy_watts.middle);
      CHECK(model.busy_watts.middle <= model.busy_watts.high);
      CHECK(model.idle_watts.low <= model.busy_watts.low);
      CHECK(model.idle_watts.middle <= model.busy_watts.middle);
      CHECK(model.idle_watts.high <= model.busy_watts.high);
    }
  }

  TEST_CASE("a row's numbers are those of its line in the table") {
    const PowerModel model = power_model("epyc-gen5-turin");
    CHECK(model.idle_watts.low == 0.18);
    CHECK(model.idle_watts.middle == 0.22);
    CHECK(model.idle_watts.high == 0.37);
    CHECK(model.busy_watts.low == 1.11);
    CHECK(model.busy_watts.middle == 1.18);
    CHECK(model.busy_watts.high == 1.98);
    CHECK(power_model("unknown").busy_watts.high == 4.79); // the last line
  }

  TEST_CASE("Intel's server cores are told apart by model, and model 55 by its stepping") {
    CHECK(power_row_of(intel(0x55, 4)) == "skylake-server");
    CHECK(power_row_of(intel(0x55, 5)) == "cascadelake");
    CHECK(power_row_of(intel(0x55, 7)) == "cascadelake");
    CHECK(power_row_of(intel(0x6a)) == "icelake-server");
    CHECK(power_row_of(intel(0x8f)) == "sapphirerapids");
    CHECK(power_row_of(intel(0xcf)) == "emeraldrapids");
    CHECK(power_row_of(intel(0xad)) == "graniterapids");
  }

  TEST_CASE("Intel's older cores have rows of their own") {
    CHECK(power_row_of(intel(0x2d)) == "sandybridge");
    CHECK(power_row_of(intel(0x3e)) == "ivybridge");
    CHECK(power_row_of(intel(0x3f)) == "haswell");
    CHECK(power_row_of(intel(0x4f)) == "broadwell");
    CHECK(power_row_of(intel(0x5e)) == "skylake-client");
    CHECK(power_row_of(intel(0x9e)) == "coffeelake");
  }

  TEST_CASE("an Intel processor that the table does not know is an unknown Intel") {
    CHECK(power_row_of(intel(0x97)) == "unknown-intel");                   // Alder Lake
    CHECK(power_row_of(x86("GenuineIntel", 19, 0x55)) == "unknown-intel"); // another family
  }

  TEST_CASE("AMD's server cores are told apart by family and model") {
    CHECK(power_row_of(amd(0x17, 0x01)) == "epyc-gen1-naples");
    CHECK(power_row_of(amd(0x17, 0x31)) == "epyc-gen2-rome");
    CHECK(power_row_of(amd(0x19, 0x01)) == "epyc-gen3-milan");
    CHECK(power_row_of(amd(0x19, 0x11)) == "epyc-gen4-genoa");
    CHECK(power_row_of(amd(0x19, 0xa0)) == "epyc-gen4-genoa"); // Bergamo
    CHECK(power_row_of(amd(0x1a, 0x02)) == "epyc-gen5-turin");
    CHECK(power_row_of(amd(0x1a, 0x1f)) == "epyc-gen5-turin");
  }

  TEST_CASE("an AMD processor that the table does not know is an unknown AMD") {
    CHECK(power_row_of(amd(0x19, 0x21)) == "unknown-amd"); // a desktop Zen 3
    CHECK(power_row_of(amd(0x1a, 0x20)) == "unknown-amd");
    CHECK(power_row_of(amd(0x1b, 0x02)) == "unknown-amd");
  }

  TEST_CASE("a cloud's generic name is overruled by family and model") {
    CpuIdentity cpu = amd(0x19, 0x11);
    cpu.model_name = "AMD EPYC";
    CHECK(power_row_of(cpu) == "epyc-gen4-genoa");
  }

  TEST_CASE("Hygon's cores are AMD's by another name") {
    CHECK(power_row_of(x86("HygonGenuine", 0x18, 0x00)) == "unknown-amd");
  }

  TEST_CASE("Neoverse cores share the one row of Arm servers, without a model name") {
    CHECK(power_row_of(arm(0xd0c)) == "neoverse-n1");
    CHECK(power_row_of(arm(0xd40)) == "neoverse-n1");
    CHECK(power_row_of(arm(0xd4f)) == "neoverse-n1");
    CHECK(power_row_of(arm(0xd08)) == "unknown"); // Cortex-A72
  }

  TEST_CASE("an empty cpuinfo is the unknown machine") {
    CHECK(power_row_of(CpuIdentity{}) == "unknown");
  }

  TEST_CASE("laptops, boards and desktops of unknown processors are classes of their own") {
    CHECK(power_row_of(intel(0x55), MachineClass::server) == "skylake-server");
    CHECK(power_row_of(intel(0x55), MachineClass::unknown) == "skylake-server");
    CHECK(power_row_of(intel(0x8e), MachineClass::laptop) == "laptop");
    CHECK(power_row_of(arm(0xd08), MachineClass::board) == "board");
    CHECK(power_row_of(intel(0xb7), MachineClass::desktop) == "desktop");
    CHECK(power_row_of(intel(0x9e), MachineClass::desktop) == "coffeelake");
    for (const char* row : {"laptop", "board", "desktop"}) {
      const PowerModel model = power_model(std::string(row));
      CHECK(model.name == "linear, class of machines");
      CHECK(model.idle_watts.low < model.idle_watts.high);
      CHECK(model.busy_watts.middle > model.idle_watts.middle);
    }
  }

  TEST_CASE("watts that the user gives are of the whole machine") {
    const PowerModel model = power_model(MachinePower{Watts{8}, Watts{40}}, 4);
    CHECK(model.name == "as given, 8.00 W idle to 40.0 W busy");
    CHECK(model.row.empty());
    CHECK(model.idle_watts.middle == 2);
    CHECK(model.busy_watts.low == 10);
    CHECK(model.busy_watts.high == 10);
  }
}
