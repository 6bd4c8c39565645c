// SPDX-License-Identifier: Apache-2.0
#include "host/processor_name.hpp"

#include "host/cpuinfo.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <vector>

namespace joules {

namespace {

struct Part {
  int implementer, part;
  std::string_view name;
};

/// Implementer and part of MIDR_EL1: arch/arm64/include/asm/cputype.h of the Linux kernel, and the
/// manuals of the cores.
constexpr Part parts[] = {{0x41, 0x810, "Arm810"},
                          {0x41, 0x920, "Arm920"},
                          {0x41, 0x926, "Arm926"},
                          {0x41, 0xb76, "Arm1176"},
                          {0x41, 0xc05, "Cortex-A5"},
                          {0x41, 0xc07, "Cortex-A7"},
                          {0x41, 0xc08, "Cortex-A8"},
                          {0x41, 0xc09, "Cortex-A9"},
                          {0x41, 0xc0d, "Cortex-A12"},
                          {0x41, 0xc0e, "Cortex-A17"},
                          {0x41, 0xc0f, "Cortex-A15"},
                          {0x41, 0xd01, "Cortex-A32"},
                          {0x41, 0xd02, "Cortex-A34"},
                          {0x41, 0xd03, "Cortex-A53"},
                          {0x41, 0xd04, "Cortex-A35"},
                          {0x41, 0xd05, "Cortex-A55"},
                          {0x41, 0xd06, "Cortex-A65"},
                          {0x41, 0xd07, "Cortex-A57"},
                          {0x41, 0xd08, "Cortex-A72"},
                          {0x41, 0xd09, "Cortex-A73"},
                          {0x41, 0xd0a, "Cortex-A75"},
                          {0x41, 0xd0b, "Cortex-A76"},
                          {0x41, 0xd0c, "Neoverse-N1"},
                          {0x41, 0xd0d, "Cortex-A77"},
                          {0x41, 0xd0e, "Cortex-A76AE"},
                          {0x41, 0xd40, "Neoverse-V1"},
                          {0x41, 0xd41, "Cortex-A78"},
                          {0x41, 0xd42, "Cortex-A78AE"},
                          {0x41, 0xd43, "Cortex-A65AE"},
                          {0x41, 0xd44, "Cortex-X1"},
                          {0x41, 0xd46, "Cortex-A510"},
                          {0x41, 0xd47, "Cortex-A710"},
                          {0x41, 0xd48, "Cortex-X2"},
                          {0x41, 0xd49, "Neoverse-N2"},
                          {0x41, 0xd4a, "Neoverse-E1"},
                          {0x41, 0xd4b, "Cortex-A78C"},
                          {0x41, 0xd4c, "Cortex-X1C"},
                          {0x41, 0xd4d, "Cortex-A715"},
                          {0x41, 0xd4e, "Cortex-X3"},
                          {0x41, 0xd4f, "Neoverse-V2"},
                          {0x41, 0xd80, "Cortex-A520"},
                          {0x41, 0xd81, "Cortex-A720"},
                          {0x41, 0xd82, "Cortex-X4"},
                          {0x41, 0xd83, "Neoverse-V3AE"},
                          {0x41, 0xd84, "Neoverse-V3"},
                          {0x41, 0xd85, "Cortex-X925"},
                          {0x41, 0xd87, "Cortex-A725"},
                          {0x41, 0xd8e, "Neoverse-N3"},
                          {0x42, 0x516, "Broadcom Vulcan"},
                          {0x43, 0x0a1, "Cavium ThunderX"},
                          {0x43, 0x0af, "Marvell ThunderX2"},
                          {0x43, 0x0b8, "Marvell ThunderX3"},
                          {0x46, 0x001, "Fujitsu A64FX"},
                          {0x46, 0x003, "Fujitsu MONAKA"},
                          {0x48, 0xd01, "HiSilicon TSV110 (Kunpeng 920)"},
                          {0x48, 0xd02, "HiSilicon TSV200"},
                          {0x4e, 0x003, "NVIDIA Denver 2"},
                          {0x4e, 0x004, "NVIDIA Carmel"},
                          {0x4e, 0x010, "NVIDIA Olympus"},
                          {0x50, 0x000, "Applied Micro X-Gene"},
                          {0x51, 0x001, "Qualcomm Oryon"},
                          {0x51, 0x800, "Qualcomm Kryo 2xx Gold"},
                          {0x51, 0x801, "Qualcomm Kryo 2xx Silver"},
                          {0x51, 0x802, "Qualcomm Kryo 3xx Gold"},
                          {0x51, 0x803, "Qualcomm Kryo 3xx Silver"},
                          {0x51, 0x804, "Qualcomm Kryo 4xx Gold"},
                          {0x51, 0x805, "Qualcomm Kryo 4xx Silver"},
                          {0x51, 0xc00, "Qualcomm Falkor"},
                          {0x61, 0x020, "Apple M1 Icestorm (A14)"},
                          {0x61, 0x021, "Apple M1 Firestorm (A14)"},
                          {0x61, 0x022, "Apple M1 Icestorm"},
                          {0x61, 0x023, "Apple M1 Firestorm"},
                          {0x61, 0x024, "Apple M1 Pro Icestorm"},
                          {0x61, 0x025, "Apple M1 Pro Firestorm"},
                          {0x61, 0x028, "Apple M1 Max Icestorm"},
                          {0x61, 0x029, "Apple M1 Max Firestorm"},
                          {0x61, 0x032, "Apple M2 Blizzard"},
                          {0x61, 0x033, "Apple M2 Avalanche"},
                          {0x61, 0x034, "Apple M2 Pro Blizzard"},
                          {0x61, 0x035, "Apple M2 Pro Avalanche"},
                          {0x61, 0x038, "Apple M2 Max Blizzard"},
                          {0x61, 0x039, "Apple M2 Max Avalanche"},
                          {0x6d, 0xd49, "Microsoft Azure Cobalt 100"},
                          {0x70, 0x662, "Phytium FTC662"},
                          {0x70, 0x663, "Phytium FTC663"},
                          {0x70, 0x862, "Phytium FTC862"},
                          {0xc0, 0xac3, "AmpereOne"},
                          {0xc0, 0xac4, "AmpereOne"},
                          {0xc0, 0xac5, "AmpereOne"}};

/// Machine types of IBM Z: arch/s390/kernel/processor.c, setup_elf_platform().
struct Mainframe {
  std::string_view type, name;
};
constexpr Mainframe mainframes[] = {
    {"2817", "IBM z196"}, {"2818", "IBM z114"},    {"2827", "IBM zEC12"}, {"2828", "IBM zBC12"},
    {"2964", "IBM z13"},  {"2965", "IBM z13s"},    {"3906", "IBM z14"},   {"3907", "IBM z14 ZR1"},
    {"8561", "IBM z15"},  {"8562", "IBM z15 T02"}, {"3931", "IBM z16"},   {"3932", "IBM z16 A02"},
    {"9175", "IBM z17"},  {"9176", "IBM z17 ME1"}};

std::string in_hexadecimal(int number) {
  std::string digits;
  for (; number > 0 || digits.size() < 2; number /= 16)
    digits.insert(digits.begin(), "0123456789abcdef"[number % 16]);
  return "0x" + digits;
}

std::string name_of_part(int implementer, int part) {
  const auto known = std::ranges::find_if(
      parts, [&](const Part& one) { return one.implementer == implementer && one.part == part; });
  if (known != std::end(parts)) return std::string(known->name);
  return "Arm, implementer " + in_hexadecimal(implementer) + ", part " + in_hexadecimal(part);
}

/// "processor 0: version = FF,  identification = 0133E8,  machine = 2964"
std::string name_of_mainframe(std::string_view value) {
  constexpr std::string_view key = "machine = ";
  const auto at = value.find(key);
  if (at == std::string_view::npos) return "";
  const std::string_view type = value.substr(at + key.size(), 4);
  const auto known = std::ranges::find(mainframes, type, &Mainframe::type);
  return known != std::end(mainframes) ? std::string(known->name)
                                       : "IBM Z, machine type " + std::string(type);
}

/// Each name once, in the order of the CPUs.
void add(std::string name, std::vector<std::string>& names) {
  if (!name.empty() && std::ranges::find(names, name) == names.end())
    names.push_back(std::move(name));
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " and ") + name;
  return text;
}

} // namespace

std::string processor_name(std::string_view cpuinfo) {
  std::vector<std::string> cores, architectures;
  std::string model, cpu;
  int implementer = -1;
  for_each_field(cpuinfo, [&](std::string_view key, std::string_view value) {
    if (key == "CPU implementer") implementer = number_in(value);
    if (key == "CPU part" && implementer >= 0)
      add(name_of_part(implementer, number_in(value)), cores);
    if (key == "uarch") add(std::string(value), architectures);
    if (model.empty() && (key == "model name" || key == "Model Name" || key == "cpu model"))
      model = value;
    if (cpu.empty() && key == "cpu") cpu = value.substr(0, value.find(','));
    if (cpu.empty() && key.starts_with("processor ")) cpu = name_of_mainframe(value);
  });
  // 32-bit Arm has a model name, too, that is every processor's: "ARMv7 Processor rev 4 (v7l)".
  if (!cores.empty()) return joined(cores);
  if (!model.empty()) return model;
  return cpu.empty() ? joined(architectures) : cpu;
}

} // namespace joules
