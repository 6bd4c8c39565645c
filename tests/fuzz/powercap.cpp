// SPDX-License-Identifier: Apache-2.0
// powercap's numbers and names: simulators, hypervisors and bind mounts write them, too.
#include "sensors/powercap.hpp"
#include "host/text_file.hpp"
#include "sensors/domain_rules.hpp"

#include <cstdint>
#include <cstdlib>

using namespace joules;

namespace {

void check_number(std::string_view text) {
  const auto number = parse_unsigned(text);
  if (!number) return;
  std::string_view digits = trimmed(text);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (digits != std::to_string(*number)) std::abort();
  // Discovery lets no other range through.
  if (*number == 0 || *number > std::uint64_t{1} << 62) return;
  const std::uint64_t modulus = modulus_of(*number).count;
  if (modulus <= *number || modulus - *number > *number / 0xffffffff + 1) std::abort();
}

void check_name(std::string_view text) {
  const ZoneName name = parse_zone_name(text);
  if ((name.kind == ZoneKind::package) != (name.package >= 0) || name.die < -1) std::abort();
  if (name.kind != ZoneKind::package) return;
  std::string again = "package-" + std::to_string(name.package);
  if (name.die >= 0) again += "-die-" + std::to_string(name.die);
  const ZoneName same = parse_zone_name(again);
  if (same.package != name.package || same.die != name.die) std::abort();
}

/// Each line is the name of a zone at the top.
void check_verdicts(std::string_view text) {
  std::vector<Zone> zones;
  for (std::size_t end = 0; end != text.npos; text.remove_prefix(end == text.npos ? 0 : end + 1)) {
    end = text.find('\n');
    Zone zone;
    zone.id = (zones.size() % 3 == 2 ? "intel-rapl-mmio:" : "intel-rapl:");
    zone.id += std::to_string(zones.size());
    zone.name = text.substr(0, end);
    zone.reading_uj = zone.later_uj = zones.size() % 2;
    zones.push_back(zone);
  }
  const auto verdicts =
      classify_zones(zones, text.ends_with('A') ? "AuthenticAMD" : "GenuineIntel");
  if (verdicts.size() != zones.size()) std::abort();
  for (std::size_t i = 0; i < zones.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) // the same package by both registers
      if (verdicts[i].counted && verdicts[k].counted && zones[i].name == zones[k].name &&
          zones[i].id.starts_with("intel-rapl-mmio") != zones[k].id.starts_with("intel-rapl-mmio"))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_number(text);
  check_name(text);
  check_verdicts(text);
  return 0;
}
