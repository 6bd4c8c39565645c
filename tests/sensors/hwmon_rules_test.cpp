// SPDX-License-Identifier: Apache-2.0
// What the inputs of each driver measure, by their labels.
#include "sensors/hwmon.hpp"

#include <doctest/doctest.h>

using namespace joules;
using Scope = HwmonScope;

namespace {

HwmonInput input(const std::string& driver, const std::string& label,
                 const std::string& id = "hwmon0/power1", bool counts = false) {
  HwmonInput made;
  made.id = id;
  made.driver = driver;
  made.label = label;
  made.counts = counts;
  return made;
}

} // namespace

TEST_SUITE("sensors") {
  TEST_CASE("each driver's labels tell what an input measures, in whatever case") {
    struct Expected {
      const char* driver;
      const char* label;
      Scope scope;
    };
    for (const Expected& expected : {
             Expected{"amd_energy", "Esocket0", Scope::processor},
             {"amd_energy", "Ecore000", Scope::inside},
             {"amd_energy", "Edram0", Scope::other},
             {"zenergy", "Esocket1", Scope::processor},
             {"amd_hsmp_hwmon", "", Scope::processor},
             {"power_meter", "Grace Power Socket 0", Scope::processor},
             {"power_meter", "CPU Power Socket 0", Scope::inside},
             {"power_meter", "SysIO Power Socket 0", Scope::inside},
             {"power_meter", "Module Power Socket 0", Scope::other},
             {"power_meter", "", Scope::machine},
             {"power_meter", "the CPU Power Socket", Scope::machine},
             {"scmi_sensors", "CPU0", Scope::processor},
             {"scmi_sensors", "A57 energy", Scope::processor},
             {"scmi_sensors", "pm_big", Scope::processor},
             {"scmi_sensors", "LITTLE", Scope::processor},
             {"scmi_sensors", "cluster 1", Scope::processor},
             {"scmi_sensors", "core power", Scope::processor},
             {"scmi_sensors", "GPU", Scope::other},
             {"scmi_sensors", "GPU core", Scope::other},
             {"scmi_sensors", "SoC total", Scope::other},
             {"scmi_sensors", "a", Scope::other},
             {"scmi_sensors", "ax", Scope::other},
             {"vexpress-energy", "Jcore", Scope::processor},
             {"vexpress-energy", "SYS", Scope::other},
             {"apm_xgene", "CPU power", Scope::processor},
             {"apm_xgene", "IO power", Scope::other},
             {"ina3221", "VDD_CPU_CV", Scope::processor},
             {"ina3221", "VDD_CPU_GPU_CV", Scope::other},
             {"ina3221", "VDD_GPU", Scope::other},
             {"ina3221", "VDD_IN", Scope::system},
             {"ina3221", "VDD_SOC", Scope::other},
             {"ina3221", "sum of shunt voltages", Scope::other},
             {"scpi_sensors", "A53", Scope::processor},
             {"altra_hwmon", "Core Energy 017", Scope::processor},
             {"altra_hwmon", "DIMM Energy 000", Scope::other},
             {"fam15h_power", "", Scope::processor},
             {"zenpower", "SVI2_P_Core", Scope::processor},
             {"zenpower", "cpu1 SVI2_P_SoC", Scope::processor},
             {"ibmpowernv", "System", Scope::system},
             {"ibmpowernv", "Chip 0 Memory", Scope::memory},
             {"ibmpowernv", "Chip 0 GPU", Scope::other},
             {"ibmpowernv", "Chip 0 Vdd", Scope::processor}, // of a firmware without "Chip 0"
             {"macsmc_hwmon", "Total System Power", Scope::system},
             {"macsmc_hwmon", "AC Input Power", Scope::other},
             {"amdgpu", "PPT", Scope::graphics},
             {"i915_gt0", "", Scope::inside},
             {"nvme", "CPU", Scope::other},
             {"", "", Scope::other},
         }) {
      CAPTURE(expected.driver);
      CAPTURE(expected.label);
      const HwmonVerdict verdict = judge_hwmon({input(expected.driver, expected.label)}).at(0);
      CHECK(verdict.scope == expected.scope);
      CHECK_FALSE(verdict.reason.empty());
    }
  }

  TEST_CASE("the first counter of an Intel card is all of it") {
    for (const char* driver : {"i915", "xe"}) {
      CHECK(judge_hwmon({input(driver, "", "hwmon3/energy1", true)}).at(0).scope ==
            Scope::graphics);
      CHECK(judge_hwmon({input(driver, "", "hwmon3/energy2", true)}).at(0).scope == Scope::inside);
      const HwmonInput card = input(driver, "card", "hwmon3/energy1", true),
                       package = input(driver, "pkg", "hwmon3/energy2", true),
                       other = input(driver, "pkg", "hwmon4/energy2", true);
      CHECK(judge_hwmon({package}).at(0).scope == Scope::graphics);
      CHECK(judge_hwmon({card, package, other}).at(1).scope == Scope::inside);
      CHECK(judge_hwmon({card, package, other}).at(2).scope == Scope::graphics);
      CHECK(judge_hwmon({input(driver, "", "hwmon3/energy11", true)}).at(0).scope == Scope::inside);
    }
  }

  TEST_CASE("a processor's power is left out where its energy is counted, and only there") {
    const HwmonInput power = input("amd_hsmp_hwmon", ""),
                     energy = input("amd_energy", "Esocket0", "hwmon1/energy1", true),
                     core = input("amd_energy", "Ecore000", "hwmon1/energy2", true);
    const auto scope = [](const std::vector<HwmonInput>& inputs, std::size_t which) {
      return judge_hwmon(inputs).at(which).scope;
    };
    CHECK(scope({power, energy}, 0) == Scope::inside);
    CHECK(scope({power, energy}, 1) == Scope::processor);
    CHECK(scope({energy, power}, 1) == Scope::inside);
    CHECK(scope({power, core}, 0) == Scope::processor); // a core is not the processor
    CHECK(scope({power, power}, 1) == Scope::processor);
    CHECK(scope({input("power_meter", ""), energy}, 0) == Scope::machine);
  }

  TEST_CASE("two drivers that show one processor are not added") {
    const HwmonInput rails = input("zenpower", "SVI2_P_Core"),
                     socket = input("amd_hsmp_hwmon", "", "hwmon1/power1");
    HwmonInput graphics = input("amdgpu", "PPT", "hwmon2/power1");
    graphics.whole_chip = true;
    for (const auto& inputs : {std::vector{rails, socket, graphics}, {graphics, socket, rails}}) {
      const auto verdicts = judge_hwmon(inputs);
      CHECK(verdicts.at(0).scope == Scope::inside);
      CHECK(verdicts.at(1).scope == Scope::processor);
      CHECK(verdicts.at(2).scope == Scope::inside);
    }
    CHECK(judge_hwmon({rails, graphics}).at(0).scope ==
          Scope::inside); // the chip is more than rails
    CHECK(judge_hwmon({graphics}).at(0).scope == Scope::processor);
  }
}
