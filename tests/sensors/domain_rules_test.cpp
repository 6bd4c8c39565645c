// SPDX-License-Identifier: Apache-2.0
#include "sensors/domain_rules.hpp"

#include <doctest/doctest.h>

#include <utility>

using namespace joules;

namespace {

/// A readable zone as the kernel shows it.
Zone zone(const std::string& id, const std::string& name, std::uint64_t reading_uj = 1'000'000) {
  Zone made;
  made.id = id;
  made.name = name;
  made.reading_uj = reading_uj;
  const auto last = id.rfind(':');
  if (id.find(':') != last) made.parent_id = id.substr(0, last);
  return made;
}

Zone unreadable(Zone zone) {
  zone.reading_uj.reset();
  zone.unreadable = "Permission denied";
  return zone;
}

/// As look_again() leaves it.
Zone die(const std::string& id, const std::string& name, std::uint64_t reading_uj,
         std::uint64_t later_uj) {
  Zone made = zone(id, name, reading_uj);
  made.later_uj = later_uj;
  return made;
}

/// Ids of the zones that make up the host's energy.
std::vector<std::string> counted(const std::vector<Zone>& zones,
                                 std::string_view vendor = "GenuineIntel") {
  const auto verdicts = classify_zones(zones, vendor);
  REQUIRE(verdicts.size() == zones.size());
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    CHECK_FALSE(verdicts[i].reason.empty());
    if (verdicts[i].counted) ids.push_back(zones[i].id);
  }
  return ids;
}

using Ids = std::vector<std::string>;

} // namespace

TEST_SUITE("sensors") {
  TEST_CASE("a die of AMD's repeats its package's other die by the same driver, not by MMIO") {
    const Zone by_mmio = zone("intel-rapl-mmio:0", "package-0-die-1"),
               first = zone("intel-rapl:0", "package-0-die-0"),
               second = zone("intel-rapl:1", "package-0-die-2"),
               elsewhere = zone("intel-rapl:2", "package-1-die-0");
    for (const char* vendor : {"AuthenticAMD", "HygonGenuine"})
      CHECK(counted({by_mmio, first, second, elsewhere}, vendor) ==
            Ids{"intel-rapl-mmio:0", "intel-rapl:0", "intel-rapl:2"});
    CHECK(counted({by_mmio, first, second, elsewhere}).size() == 4);
  }

  TEST_CASE("a zone's name says its kind, package and die") {
    CHECK(parse_zone_name("package-0").kind == ZoneKind::package);
    CHECK(parse_zone_name("package-0").die == -1);
    CHECK(parse_zone_name("package-12").package == 12);
    CHECK(parse_zone_name("package-1-die-3").kind == ZoneKind::package);
    CHECK(parse_zone_name("package-1-die-3").package == 1);
    CHECK(parse_zone_name("package-1-die-3").die == 3);
    CHECK(parse_zone_name("core").kind == ZoneKind::core);
    CHECK(parse_zone_name("uncore").kind == ZoneKind::uncore);
    CHECK(parse_zone_name("dram").kind == ZoneKind::dram);
    CHECK(parse_zone_name("psys").kind == ZoneKind::psys);
    CHECK(parse_zone_name("psys-1").kind == ZoneKind::psys);
    CHECK(parse_zone_name("").kind == ZoneKind::unnamed);
  }

  TEST_CASE("a name that only looks like a package is unknown") {
    for (const char* name : {"package", "package-", "package-x", "package-0-", "package-0-die",
                             "package-0-die-", "package-0-die-x", "package-0 ", "package--1",
                             "Package-0", "xpackage-0", "dram-0", "psysx", "gpu"}) {
      CAPTURE(name);
      CHECK(parse_zone_name(name).kind == ZoneKind::unknown);
    }
  }

  TEST_CASE("a client counts package and dram; what is inside or around them is not") {
    const std::vector<Zone> zones = {zone("intel-rapl:0", "package-0"),
                                     zone("intel-rapl:0:0", "core"),
                                     zone("intel-rapl:0:1", "uncore"),
                                     zone("intel-rapl:0:2", "dram"), zone("intel-rapl:1", "psys")};
    CHECK(counted(zones) == Ids{"intel-rapl:0", "intel-rapl:0:2"});
    const auto verdicts = classify_zones(zones, "GenuineIntel");
    CHECK(verdicts[1].reason == "contained in package-0");
    CHECK(verdicts[2].reason == "contained in package-0");
  }

  TEST_CASE("the platform is not counted, whichever index it has") {
    CHECK(counted({zone("intel-rapl:0", "psys", 1'000), zone("intel-rapl:1", "package-0"),
                   zone("intel-rapl:2", "package-1")}) == Ids{"intel-rapl:1", "intel-rapl:2"});
  }

  TEST_CASE("a server counts every package and every package's dram") {
    CHECK(counted({zone("intel-rapl:0", "package-0"), zone("intel-rapl:0:0", "dram"),
                   zone("intel-rapl:1", "package-1"), zone("intel-rapl:1:0", "dram")}) ==
          Ids{"intel-rapl:0", "intel-rapl:0:0", "intel-rapl:1", "intel-rapl:1:0"});
  }

  TEST_CASE("the dies of an Intel package are added up") {
    CHECK(counted({die("intel-rapl:0", "package-0-die-0", 10'000'000, 11'000'000),
                   die("intel-rapl:1", "package-0-die-1", 90'000'000, 91'000'000)}) ==
          Ids{"intel-rapl:0", "intel-rapl:1"});
  }

  TEST_CASE("one die of each AMD package counts: each shows the whole package") {
    const std::vector<Zone> zones = {
        die("intel-rapl:0", "package-0-die-0", 1, 2),
        die("intel-rapl:1", "package-0-die-1", 90'000'000, 99'000'000),
        die("intel-rapl:2", "package-1-die-0", 1, 2),
        die("intel-rapl:3", "package-1-die-1", 80'000'000, 88'000'000)};
    CHECK(counted(zones, "AuthenticAMD") == Ids{"intel-rapl:0", "intel-rapl:2"});
    CHECK(counted(zones, "HygonGenuine") == Ids{"intel-rapl:0", "intel-rapl:2"});
    CHECK(counted(zones, "GenuineIntel").size() == 4);
  }

  TEST_CASE("packages without dies are never mirrors of each other") {
    CHECK(counted(
              {die("intel-rapl:0", "package-0", 10, 20), die("intel-rapl:1", "package-1", 10, 20)},
              "AuthenticAMD") == Ids{"intel-rapl:0", "intel-rapl:1"});
  }

  TEST_CASE("AMD's core zone is one core's register and is not counted") {
    CHECK(counted({zone("intel-rapl:0", "package-0"), zone("intel-rapl:0:0", "core")},
                  "AuthenticAMD") == Ids{"intel-rapl:0"});
  }

  TEST_CASE("the mmio view of a package that the MSR shows is not counted again") {
    CHECK(counted({zone("intel-rapl-mmio:0", "package-0"), zone("intel-rapl-mmio:0:0", "dram"),
                   zone("intel-rapl:0", "package-0"), zone("intel-rapl:0:0", "dram")}) ==
          Ids{"intel-rapl:0", "intel-rapl:0:0"});
  }

  TEST_CASE("the mmio view alone is the package") {
    CHECK(counted({zone("intel-rapl-mmio:0", "package-0")}) == Ids{"intel-rapl-mmio:0"});
  }

  TEST_CASE("the mmio view stands in for one that the MSR refuses") {
    CHECK(counted({zone("intel-rapl-mmio:0", "package-0"),
                   unreadable(zone("intel-rapl:0", "package-0"))}) == Ids{"intel-rapl-mmio:0"});
  }

  TEST_CASE("of two views that both refuse one is missed, and not two") {
    CHECK(counted({unreadable(zone("intel-rapl-mmio:0", "package-0")),
                   unreadable(zone("intel-rapl:0", "package-0"))}) == Ids{"intel-rapl:0"});
  }

  TEST_CASE("an unknown zone is listed and never summed") {
    CHECK(counted({zone("intel-rapl:0", "package-0"), zone("intel-rapl:1", "npu")}) ==
          Ids{"intel-rapl:0"});
  }

  TEST_CASE("a guest's only zone needs no name; one among others does") {
    CHECK(counted({zone("intel-rapl:0", "")}) == Ids{"intel-rapl:0"});
    CHECK(counted({zone("intel-rapl:0", "package-0"), zone("intel-rapl:1", "")}) ==
          Ids{"intel-rapl:0", "intel-rapl:1"}); // missed: discovery refuses them both
    CHECK(counted({zone("intel-rapl:0:0", "")}).empty());
  }

  TEST_CASE("an unreadable package still belongs to the host: the verdict is about what it is") {
    CHECK(counted({unreadable(zone("intel-rapl:0", "package-0")),
                   zone("intel-rapl:1", "package-1")}) == Ids{"intel-rapl:0", "intel-rapl:1"});
  }

  TEST_CASE("for the platform psys alone counts, unless it counts less than the packages") {
    const auto counts = [](const std::vector<Zone>& zones) {
      std::vector<bool> counted;
      for (const ZoneRule& verdict : classify_platform_zones(zones))
        counted.push_back(verdict.counted);
      return counted;
    };
    const Zone package = die("intel-rapl:0", "package-0", 1'000, 9'000);
    const Zone view = die("intel-rapl-mmio:0", "package-0", 1'000, 9'000);
    CHECK(counts({package, view, die("intel-rapl:1", "psys", 0, 9'000)}) ==
          std::vector{false, false, true});
    CHECK(counts({package, die("intel-rapl:1", "psys", 0, 7'999)}) == std::vector{false, false});
    CHECK(counts({package, die("intel-rapl:1", "psys", 500, 500)}) == std::vector{false, false});
    // Nothing was seen to move, as in a recorded machine: nothing speaks against it.
    CHECK(counts({zone("intel-rapl:0", "package-0"), zone("intel-rapl:1", "psys")}) ==
          std::vector{false, true});
  }

  TEST_CASE("a machine without zones has no verdicts") {
    CHECK(counted({}).empty());
  }
}
