// SPDX-License-Identifier: Apache-2.0
#include "sensors/hwmon_rules.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace joules {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Firmware of Arm boards names clusters of cores freely: "A57 energy", "pm_big", "CPU0".
bool names_cores(const std::string& label) {
  for (const std::string_view word : {"cpu", "core", "cluster", "big", "little"})
    if (has(label, word)) return true;
  return label.size() > 1 && label[0] == 'a' && std::isdigit(static_cast<unsigned char>(label[1]));
}

bool names_whole(const std::string& label) {
  return has(label, "sys") || has(label, "total") || has(label, "soc") || has(label, "board");
}

HwmonVerdict judge_firmware(const std::string& label) {
  if (has(label, "gpu")) return {HwmonScope::other, "graphics of the chip"};
  if (names_cores(label)) return {HwmonScope::processor, "a cluster of cores"};
  if (names_whole(label)) return {HwmonScope::other, "the board, which contains the processor"};
  return {HwmonScope::other, "a label that does not say what it measures"};
}

HwmonVerdict judge_amd_energy(const std::string& label) {
  if (label.starts_with("esocket")) return {HwmonScope::processor, "a processor socket"};
  if (label.starts_with("ecore")) return {HwmonScope::inside, "a core, contained in its socket"};
  return {HwmonScope::other, "a label that joules does not know"};
}

/// NVIDIA's Grace speaks through the ACPI power meter; the firmware's text tells which part.
HwmonVerdict judge_power_meter(const std::string& label) {
  if (label.starts_with("grace power socket")) return {HwmonScope::processor, "a processor socket"};
  if (label.starts_with("cpu power socket") || label.starts_with("sysio power socket"))
    return {HwmonScope::inside, "a rail, contained in Grace Power Socket"};
  if (label.starts_with("module power socket"))
    return {HwmonScope::other, "contains the graphics processor as well"};
  return {HwmonScope::machine, "the machine, at its power supply (--sensor acpi)"};
}

HwmonVerdict judge_xgene(const std::string& label) {
  if (has(label, "cpu")) return {HwmonScope::processor, "the processor"};
  return {HwmonScope::other, "not the processor"};
}

/// Classifies a rail of a board, as Jetson has them. CV are its vision accelerators.
HwmonVerdict judge_board_rail(const std::string& label) {
  if (label == "nc") return {HwmonScope::other, "not connected"};
  if (has(label, "sum of shunt")) return {HwmonScope::other, "no power: a sum of voltages"};
  const bool cpus = has(label, "cpu");
  if (cpus && has(label, "gpu"))
    return {HwmonScope::other, "a rail of the CPUs and of the graphics: not the CPUs' alone"};
  if (cpus && has(label, "cv"))
    return {HwmonScope::processor, "the CPUs' rail, with the vision accelerators on it"};
  if (cpus) return {HwmonScope::processor, "the CPUs' rail"};
  if (label == "vdd_in" || label == "pom_5v_in")
    return {HwmonScope::system, "the whole board, at its input (--sensor system)"};
  return {HwmonScope::other, "a rail of the board, which is not known to be the processor's"};
}

/// The rails of AMD's chips as the voltage regulators report them: nobody has calibrated those of
/// every board, and what is on neither rail is not seen (zenpower's README).
HwmonVerdict judge_zenpower(const std::string& label) {
  if (has(label, "svi2_p_core")) return {HwmonScope::rail, "the cores' rail, by its regulator"};
  if (has(label, "svi2_p_soc"))
    return {HwmonScope::rail, "the rail beside the cores, by its regulator"};
  return {HwmonScope::other, "a label that joules does not know"};
}

/// POWER's on-chip controllers: PWRPROC is "Chip 0", its Vdd and Vdn rails are parts of it, memory
/// and graphics are beside it (occ-sensor.c of skiboot, Documentation/hwmon/ibmpowernv.rst).
HwmonVerdict judge_power(const std::string& label) {
  if (label.starts_with("system"))
    return {HwmonScope::system, "the whole machine (--sensor system)"};
  if (has(label, "gpu")) return {HwmonScope::other, "graphics cards of a processor's socket"};
  if (has(label, "mem")) return {HwmonScope::memory, "memory, not contained in the processor"};
  if (has(label, "vdd")) return {HwmonScope::rail, "the cores' rail of a processor"};
  if (has(label, "vdn")) return {HwmonScope::rail, "the rail beside the cores of a processor"};
  if (label.starts_with("chip ") || label.starts_with("proc"))
    return {HwmonScope::processor, "a processor socket"};
  return {HwmonScope::other, "not known to be the processor's"};
}

/// Labels of a Mac's controller (PSTR of macsmc-hwmon's device tree).
HwmonVerdict judge_mac(const std::string& label) {
  if (label == "total system power")
    return {HwmonScope::system, "the whole machine (--sensor system)"};
  if (label == "ac input power") return {HwmonScope::other, "what the adapter gives"};
  return {HwmonScope::other, "not known to be the processor's"};
}

HwmonVerdict judge_altra(const std::string& label) {
  if (has(label, "core")) return {HwmonScope::rail, "a core, without what is beside the cores"};
  return {HwmonScope::other, "not known to be the processor's"};
}

/// The first of an Intel card is the whole of it. Cards of Alchemist have no such counter under xe,
/// and one of the package, which is the chip without memory and fans (xe_hwmon.c).
HwmonVerdict judge_intel_card(const HwmonInput& input, const std::string& label) {
  if (input.id.ends_with("/energy1")) return {HwmonScope::graphics, "the whole card"};
  if (label == "pkg" && input.counts)
    return {HwmonScope::graphics, "the card's package: less than the whole card"};
  return {HwmonScope::inside, "contained in the card"};
}

/// The graphics of an APU tell the power of the whole chip.
HwmonVerdict judge_amd_card(const HwmonInput& input, const std::string& label) {
  if (!input.whole_chip) return {HwmonScope::graphics, "the whole card"};
  if (label == "fastppt") return {HwmonScope::inside, "the chip's power over a shorter time"};
  return {HwmonScope::processor, "the whole chip, processor and graphics"};
}

HwmonVerdict judge(const HwmonInput& input) {
  const std::string label = lower(input.label);
  const std::string& driver = input.driver;
  if (driver == "amd_energy" || driver == "zenergy") return judge_amd_energy(label);
  if (driver == "amd_hsmp_hwmon") return {HwmonScope::processor, "a processor socket"};
  if (driver == "power_meter") return judge_power_meter(label);
  if (driver == "scmi_sensors" || driver == "scpi_sensors" || driver.starts_with("vexpress"))
    return judge_firmware(label);
  if (driver == "apm_xgene") return judge_xgene(label);
  if (driver == "altra_hwmon") return judge_altra(label);
  if (driver == "fam15h_power") return {HwmonScope::processor, "a processor package"};
  if (driver.starts_with("zenpower")) return judge_zenpower(label);
  if (driver == "ibmpowernv") return judge_power(label);
  if (driver == "macsmc_hwmon") return judge_mac(label);
  if (driver.starts_with("ina")) return judge_board_rail(label);
  if (driver == "amdgpu") return judge_amd_card(input, label);
  if (driver == "nouveau") return {HwmonScope::graphics, "the whole card"};
  if (driver == "i915" || driver == "xe") return judge_intel_card(input, label);
  if (driver.starts_with("i915_gt")) return {HwmonScope::inside, "contained in the card"};
  return {HwmonScope::other, "not known to be the processor's"};
}

/// The better one comes first: of two drivers that show the same processor one counts.
constexpr std::string_view processor_drivers[] = {
    "amd_energy", "zenergy",      "scmi_sensors", "scpi_sensors", "power_meter", "amd_hsmp_hwmon",
    "apm_xgene",  "fam15h_power", "altra_hwmon",  "zenpower",     "ina",         "amdgpu"};

std::size_t rank_of(const std::string& driver) {
  const auto found = std::ranges::find_if(
      processor_drivers, [&](std::string_view known) { return driver.starts_with(known); });
  return static_cast<std::size_t>(found - std::begin(processor_drivers));
}

/// The inputs and their verdicts, while one decides about another.
class Verdicts {
public:
  explicit Verdicts(const std::vector<HwmonInput>& inputs) : inputs_(inputs) {
    for (const HwmonInput& input : inputs) all_.push_back(judge(input));
  }

  std::vector<HwmonVerdict> settled() && {
    keep_whole_cards();
    count_rails_or_their_processor();
    for (const HwmonScope scope : {HwmonScope::processor, HwmonScope::memory, HwmonScope::system})
      count_energy_or_power(scope);
    keep_one_driver_of_the_processor();
    return std::move(all_);
  }

private:
  template <class Is>
  [[nodiscard]] bool any(Is is) const {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (is(inputs_[i], all_[i])) return true;
    return false;
  }

  /// Gives each input of which `is` holds another verdict.
  template <class Is>
  void replace(Is is, const HwmonVerdict& verdict) {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (is(inputs_[i], all_[i])) all_[i] = verdict;
  }

  static std::string chip_of(const HwmonInput& input) {
    return input.id.substr(0, input.id.find('/'));
  }

  void keep_whole_cards() {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (all_[i].scope == HwmonScope::graphics && inputs_[i].counts)
        replace(
            [&](const HwmonInput& other, const HwmonVerdict& verdict) {
              return &other > &inputs_[i] && verdict.scope == HwmonScope::graphics &&
                     chip_of(other) == chip_of(inputs_[i]);
            },
            {HwmonScope::inside, "contained in the card"});
  }

  void count_rails_or_their_processor() {
    const auto is_rail = [](const HwmonInput&, const HwmonVerdict& verdict) {
      return verdict.scope == HwmonScope::rail;
    };
    if (any([](const HwmonInput&, const HwmonVerdict& verdict) {
          return verdict.scope == HwmonScope::processor;
        }))
      replace(is_rail, {HwmonScope::inside, "contained in the processor"});
    for (HwmonVerdict& verdict : all_)
      if (verdict.scope == HwmonScope::rail) verdict.scope = HwmonScope::processor;
  }

  /// A counted part is not integrated a second time.
  void count_energy_or_power(HwmonScope scope) {
    const auto is = [&](bool counts) {
      return [counts, scope](const HwmonInput& input, const HwmonVerdict& verdict) {
        return verdict.scope == scope && input.counts == counts;
      };
    };
    if (any(is(true)))
      replace(is(false), {HwmonScope::inside, scope == HwmonScope::processor
                                                  ? "the processor's power, whose energy is counted"
                                                  : "a power whose energy is counted"});
  }

  void keep_one_driver_of_the_processor() {
    const HwmonInput* best = nullptr;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (all_[i].scope == HwmonScope::processor &&
          (best == nullptr || rank_of(inputs_[i].driver) < rank_of(best->driver)))
        best = &inputs_[i];
    if (best == nullptr) return;
    replace(
        [&](const HwmonInput& input, const HwmonVerdict& verdict) {
          return verdict.scope == HwmonScope::processor &&
                 rank_of(input.driver) != rank_of(best->driver);
        },
        {HwmonScope::inside, "the processor once more, beside " + best->driver});
  }

  const std::vector<HwmonInput>& inputs_;
  std::vector<HwmonVerdict> all_;
};

} // namespace

std::vector<HwmonVerdict> judge_hwmon(const std::vector<HwmonInput>& inputs) {
  return Verdicts(inputs).settled();
}

} // namespace joules
