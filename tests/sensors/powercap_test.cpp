// SPDX-License-Identifier: Apache-2.0
#include "sensors/energy_file.hpp"
#include "sensors/powercap.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

#include <cerrno>

using namespace joules;
using joules::test::FakeHost;

namespace fs = std::filesystem;

namespace {

std::vector<std::string> ids_of(const ZoneListing& listing) {
  std::vector<std::string> ids;
  for (const Zone& zone : listing.zones) ids.push_back(zone.id);
  return ids;
}

using Ids = std::vector<std::string>;

const fs::path energy_uj = "sys/class/powercap/intel-rapl:0/energy_uj";

/// A counter of the only zone, opened while its file says 1000.
std::unique_ptr<EnergyCounter> open_counter(const FakeHost& host,
                                            std::optional<std::uint64_t> modulus_uj) {
  host.file(energy_uj, "1000\n");
  Counter identity;
  identity.path = (host.path() / energy_uj).string();
  if (modulus_uj) identity.modulus = Microjoules{*modulus_uj};
  auto counter = open_energy_file(identity);
  REQUIRE(counter.has_value());
  return std::move(*counter);
}

} // namespace

TEST_SUITE("sensors") {
  TEST_CASE("a machine without the powercap class has no zones and says so") {
    const FakeHost host;
    const ZoneListing listing = list_zones(host.powercap());
    CHECK(listing.zones.empty());
    CHECK(listing.dangling.empty());
    CHECK(listing.unlistable == "No such file or directory");
    CHECK(listing.root == host.powercap());
  }

  TEST_CASE("an empty powercap class can be listed and holds nothing") {
    const FakeHost host;
    fs::create_directories(host.powercap());
    const ZoneListing listing = list_zones(host.powercap());
    CHECK(listing.zones.empty());
    CHECK(listing.unlistable.empty());
  }

  TEST_CASE("zones of other control types are not RAPL's") {
    const FakeHost host;
    host.zone("dtpm:0", {.name = "package-0"});
    host.zone("arm-scmi:0", {.name = "package-0"});
    host.zone("intel-rapl-msr:0", {.name = "package-0"});
    CHECK(list_zones(host.powercap()).zones.empty());
  }

  TEST_CASE("a name that is no zone id is passed over") {
    const FakeHost host;
    for (const char* id : {"intel-rapl:", "intel-rapl:0:", "intel-rapl::0", "intel-rapl:g",
                           "intel-rapl:0x1", "intel-rapl:0 ", "xintel-rapl:0"})
      host.file(host.powercap() / id / "energy_uj", "1\n");
    CHECK(list_zones(host.powercap()).zones.empty());
  }

  TEST_CASE("links that lead nowhere are a masked container's") {
    const FakeHost host;
    fs::create_directories(host.powercap());
    fs::create_symlink("../../devices/virtual/powercap/intel-rapl", host.powercap() / "intel-rapl");
    fs::create_symlink("../../devices/virtual/powercap/intel-rapl/intel-rapl:0",
                       host.powercap() / "intel-rapl:0");
    const ZoneListing listing = list_zones(host.powercap());
    REQUIRE(listing.zones.size() == 1); // something is there, and nothing can be known of it
    CHECK(listing.zones[0].unreadable == "No such file or directory");
    CHECK(listing.unlistable.empty());
    CHECK(listing.dangling == Ids{"intel-rapl", "intel-rapl:0"});
  }

  TEST_CASE("the kernel's links to one zone are one zone, after its parent") {
    const FakeHost host;
    const fs::path devices = host.path() / "sys/devices/virtual/powercap/intel-rapl";
    for (const char* zone : {"intel-rapl:0", "intel-rapl:0/intel-rapl:0:0", "intel-rapl:1"})
      host.file(devices / zone / "energy_uj", "5\n");
    fs::create_directories(host.powercap());
    fs::create_symlink(devices, host.powercap() / "intel-rapl");
    for (const char* zone : {"intel-rapl:0", "intel-rapl:0/intel-rapl:0:0", "intel-rapl:1"})
      fs::create_symlink(devices / zone, host.powercap() / fs::path(zone).filename());
    CHECK(ids_of(list_zones(host.powercap())) ==
          Ids{"intel-rapl:0", "intel-rapl:0:0", "intel-rapl:1"});
  }

  TEST_CASE("a zone's files are read as they stand") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "77", .range_uj = "65532610987"});
    const ZoneListing listing = list_zones(host.powercap());
    REQUIRE(listing.zones.size() == 1);
    const Zone& zone = listing.zones[0];
    CHECK(zone.name == "package-0");
    CHECK(zone.parent_id.empty());
    CHECK(zone.reading_uj == 77);
    CHECK(zone.max_range_uj == 65532610987);
    CHECK(zone.unreadable.empty());
    CHECK_FALSE(zone.later_uj);
  }

  TEST_CASE("a zone's id is hexadecimal, and so is its parent's") {
    const FakeHost host;
    host.zone("intel-rapl:a", {.name = "package-10"});
    host.zone("intel-rapl:a:0", {.name = "dram"});
    host.zone("intel-rapl:10", {.name = "package-16"});
    const ZoneListing listing = list_zones(host.powercap());
    CHECK(ids_of(listing) == Ids{"intel-rapl:10", "intel-rapl:a", "intel-rapl:a:0"});
    CHECK(listing.zones[2].parent_id == "intel-rapl:a");
  }

  TEST_CASE("seventeen zones are all listed") {
    const FakeHost host;
    for (const char digit : std::string("0123456789abcdef"))
      host.zone(std::string("intel-rapl:") + digit, {.name = "package-0"});
    host.zone("intel-rapl:10", {.name = "package-16"});
    CHECK(list_zones(host.powercap()).zones.size() == 17);
  }

  TEST_CASE("a name counts without its newline and its trailing blanks") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = std::nullopt});
    host.file("sys/class/powercap/intel-rapl:0/name", "package-0");
    CHECK(list_zones(host.powercap()).zones[0].name == "package-0");
    host.file("sys/class/powercap/intel-rapl:0/name", "package-0  \n");
    CHECK(list_zones(host.powercap()).zones[0].name == "package-0");
  }

  TEST_CASE("a zone that says enabled 0 is a zone like any other") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "9"});
    host.file("sys/class/powercap/intel-rapl:0/enabled", "0\n");
    CHECK(list_zones(host.powercap()).zones[0].reading_uj == 9);
  }

  TEST_CASE("a missing range is unknown, not 0") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .range_uj = std::nullopt});
    CHECK_FALSE(list_zones(host.powercap()).zones[0].max_range_uj);
  }

  TEST_CASE("an energy that cannot be read says why, and is not 0") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.block(energy_uj);
    const ZoneListing listing = list_zones(host.powercap());
    REQUIRE(listing.zones.size() == 1);
    CHECK_FALSE(listing.zones[0].reading_uj);
    CHECK(listing.zones[0].unreadable == "Is a directory");
    CHECK(listing.zones[0].error == EISDIR);
  }

  TEST_CASE("an energy that is no number is unreadable") {
    const FakeHost host;
    for (const char* text :
         {"", "\n", "garbage\n", "12 apples\n", "-5\n", "18446744073709551616\n"}) {
      CAPTURE(text);
      host.file(energy_uj, text);
      const Zone zone = list_zones(host.powercap()).zones.at(0);
      CHECK_FALSE(zone.reading_uj);
      CHECK_FALSE(zone.unreadable.empty());
    }
  }

  TEST_CASE("Scaphandre's directory is one zone beside an empty one") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = std::nullopt, .energy_uj = "123", .range_uj = std::nullopt});
    fs::create_directories(host.powercap() / "intel-rapl:0/intel-rapl:0:0");
    fs::create_directories(host.powercap() / "intel-rapl:0:0");
    const ZoneListing listing = list_zones(host.powercap());
    CHECK(ids_of(listing) == Ids{"intel-rapl:0"});
    CHECK(listing.zones[0].name.empty());
    CHECK(listing.zones[0].reading_uj == 123);
  }

  TEST_CASE("zones are read a second time only where that is asked for") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0-die-0", .energy_uj = "5"});
    host.zone("intel-rapl:1", {.name = "package-0-die-1", .energy_uj = "6"});
    ZoneListing listing = list_zones(host.powercap());
    CHECK_FALSE(listing.zones[0].later_uj);
    look_again(listing, {});
    CHECK(listing.zones[0].later_uj == 5);
    CHECK(listing.zones[1].later_uj == 6);
  }

  TEST_CASE("a counter wraps one register unit after its largest number") {
    CHECK(modulus_of(262143328850) == Microjoules{262143328911});         // + 61 uJ: 2^-14 J
    CHECK(modulus_of(65532610987) == Microjoules{65532611002});           // + 15 uJ: 2^-16 J
    CHECK(modulus_of(65712999613) == Microjoules{65712999628});           // + 15 uJ: Xeon's DRAM
    CHECK(modulus_of(4294967295000000) == Microjoules{4294967296000000}); // + 1 J: SPR's psys
  }

  TEST_CASE("a range below the register's width still wraps behind its largest number") {
    CHECK(modulus_of(1000) == Microjoules{1001});
    CHECK(modulus_of(0) == Microjoules{1});
  }

  TEST_CASE("a counter follows its file, and stands still where that does") {
    const FakeHost host;
    const auto counter = open_counter(host, 2000);
    CHECK(*counter->read() == 1000);
    CHECK(*counter->read() == 1000);
    host.file(energy_uj, "1500\n");
    CHECK(*counter->read() == 1500);
    host.file(energy_uj, "0\n");
    CHECK(*counter->read() == 0); // wrapped: a legal reading
  }

  TEST_CASE("a counter whose file turns to garbage fails until it is a number again") {
    const FakeHost host;
    const auto counter = open_counter(host, 2000);
    for (const char* text : {"", "\n", "garbage\n", "15\n16\n", "-1\n"}) {
      CAPTURE(text);
      host.file(energy_uj, text);
      CHECK(counter->read().has_error());
    }
    host.file(energy_uj, "1700\n");
    CHECK(*counter->read() == 1700);
  }

  TEST_CASE("a number above the counter's own range is no reading") {
    const FakeHost host;
    const auto counter = open_counter(host, 262143328911);
    host.file(energy_uj, "262143328789\n");
    CHECK(*counter->read() == 262143328789); // the largest but one; that one is a register of ones
    for (const char* text : {"262143328850\n", "60293987000000\n", "18446744073709551615\n",
                             "99999999999999999999999\n"}) {
      CAPTURE(text);
      host.file(energy_uj, text);
      CHECK(counter->read().has_error());
    }
  }

  TEST_CASE("a counter without a range takes every number that fits") {
    const FakeHost host;
    const auto counter = open_counter(host, std::nullopt);
    host.file(energy_uj, "18446744073709551613\n");
    CHECK(*counter->read() == 18446744073709551613u);
  }

  TEST_CASE("a counter whose file was deleted fails, and does not show its last number") {
    const FakeHost host;
    const auto counter = open_counter(host, 2000);
    fs::remove(host.path() / energy_uj);
    CHECK(counter->read().has_error());
    CHECK(counter->read().has_error());
  }

  TEST_CASE(
      "a counter whose file is absent or a directory's place does not open, or reads nothing") {
    const FakeHost host;
    Counter identity;
    identity.path = (host.path() / energy_uj).string();
    const auto absent = open_energy_file(identity);
    REQUIRE(absent.has_error());
    CHECK(absent.error().code == ENOENT);
    host.block(energy_uj);
    if (const auto blocked = open_energy_file(identity)) CHECK((*blocked)->read().has_error());
  }

  TEST_CASE("a range of 0, or above 2^62 uJ, is that of no counter") {
    const auto range = [](const std::string& text) {
      const FakeHost host;
      host.zone("intel-rapl:0", {.name = "package-0", .range_uj = text});
      return list_zones(host.powercap()).zones.at(0).max_range_uj;
    };
    CHECK(range("4611686018427387904") == 4611686018427387904U);
    CHECK_FALSE(range("4611686018427387905"));
    CHECK_FALSE(range("0"));
    CHECK(range("1") == 1U);
  }

  TEST_CASE("a zone whose link leads nowhere has its place in the tree, and the reason") {
    const FakeHost host;
    fs::create_directories(host.powercap());
    fs::create_symlink("gone", host.powercap() / "intel-rapl:0");
    fs::create_symlink("gone", host.powercap() / "intel-rapl:0:1");
    const ZoneListing listing = list_zones(host.powercap());
    CHECK(ids_of(listing) == Ids{"intel-rapl:0", "intel-rapl:0:1"});
    CHECK(listing.zones.at(0).parent_id.empty());
    CHECK(listing.zones.at(1).parent_id == "intel-rapl:0");
    CHECK(listing.zones.at(1).directory == host.powercap() / "intel-rapl:0:1");
    CHECK(listing.zones.at(1).unreadable == "No such file or directory");
    CHECK(listing.dangling == Ids{"intel-rapl:0", "intel-rapl:0:1"});
  }
}
