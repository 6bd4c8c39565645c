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

/// Classifies a rail of a board, as Jetson has them.
HwmonVerdict judge_rail(const std::string& label) {
  if (has(label, "cpu") && !has(label, "gpu")) return {HwmonScope::processor, "the CPUs' rail"};
  return {HwmonScope::other, "a rail of the board, which is not known to be the processor's"};
}

/// The first of an Intel card is the whole of it, the others are contained in that one.
HwmonVerdict judge_intel_card(const HwmonInput& input) {
  if (input.id.ends_with("/energy1")) return {HwmonScope::graphics, "a graphics card (--gpu)"};
  return {HwmonScope::inside, "contained in the card"};
}

HwmonVerdict judge(const HwmonInput& input) {
  const std::string label = lower(input.label);
  const std::string& driver = input.driver;
  if (driver == "amd_energy" || driver == "zenergy") return judge_amd_energy(label);
  if (driver == "amd_hsmp_hwmon") return {HwmonScope::processor, "a processor socket"};
  if (driver == "power_meter") return judge_power_meter(label);
  if (driver == "scmi_sensors" || driver.starts_with("vexpress")) return judge_firmware(label);
  if (driver == "apm_xgene") return judge_xgene(label);
  if (driver.starts_with("ina")) return judge_rail(label);
  if (driver == "amdgpu") return {HwmonScope::graphics, "a graphics card (--gpu)"};
  if (driver == "i915" || driver == "xe") return judge_intel_card(input);
  if (driver.starts_with("i915_gt")) return {HwmonScope::inside, "contained in the card"};
  return {HwmonScope::other, "not known to be the processor's"};
}

} // namespace

std::vector<HwmonVerdict> judge_hwmon(const std::vector<HwmonInput>& inputs) {
  std::vector<HwmonVerdict> verdicts;
  for (const HwmonInput& input : inputs) verdicts.push_back(judge(input));
  // A counted part is not integrated a second time.
  bool counted = false;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    counted |= verdicts[i].scope == HwmonScope::processor && inputs[i].counts;
  for (std::size_t i = 0; i < inputs.size() && counted; ++i)
    if (verdicts[i].scope == HwmonScope::processor && !inputs[i].counts)
      verdicts[i] = {HwmonScope::inside, "the processor's power, whose energy is counted"};
  return verdicts;
}

} // namespace joules
