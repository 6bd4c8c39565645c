// SPDX-License-Identifier: Apache-2.0
// Graphics cards of recorded machines: which are beside the host, and what their numbers cover.
#include "sensors/gpu.hpp"

#include "support/recorded_host.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  struct Card {
    std::string description;
    std::uint64_t shown; // microjoules, or microwatts where a power is integrated

    bool operator==(const Card&) const = default;
  };

  std::vector<Card> cards_of(const Gpus& gpus) {
    std::vector<Card> cards;
    for (const auto& gpu : gpus.counters) {
      const Device& device = gpu->device();
      const auto shown =
          device.counter.is_integrated() ? device.counter.power_uw : device.counter.reading_uj;
      cards.push_back({device.description, shown.value_or(0)});
    }
    return cards;
  }

  } // namespace

  TEST_CASE("Intel's cards under xe: one by its package, the other as a whole, never both") {
    const FakeHost host;
    test::record("arc-xe", host);
    CHECK(cards_of(find_gpus(host.root())) ==
          std::vector<Card>{{"xe, the card's package: less than the whole card", 913'220'000},
                            {"xe, the whole card", 1'840'000'000}});
  }

  TEST_CASE("an APU's graphics are the whole chip, and no card beside it") {
    const FakeHost host;
    test::record("radeon-and-apu", host);
    const Gpus gpus = find_gpus(host.root());
    CHECK(cards_of(gpus) ==
          std::vector<Card>{{"amdgpu, the whole card, integrated from its power", 38'000'000}});
    REQUIRE(gpus.left_out.size() == 1);
    CHECK(why_excluded(gpus.left_out[0]) ==
          "amdgpu tells the power of the whole chip, processor and all");
  }

  TEST_CASE("AMD's graphics beside another maker's processor are a card, whatever they show") {
    const FakeHost host;
    host.file("proc/cpuinfo", "processor : 0\nvendor_id : GenuineIntel\nflags : fpu\n");
    host.file("sys/class/hwmon/hwmon0/name", "amdgpu\n");
    host.file("sys/class/hwmon/hwmon0/power1_input", "38000000\n");
    CHECK(find_gpus(host.root()).counters.size() == 1);
    host.file("proc/cpuinfo", "processor : 0\nvendor_id : AuthenticAMD\nflags : fpu\n");
    CHECK(find_gpus(host.root()).counters.empty());
  }

  TEST_CASE("a machine with an APU alone has no card, and is told why") {
    const FakeHost host;
    test::record("steam-deck", host);
    const Gpus gpus = find_gpus(host.root());
    CHECK(gpus.counters.empty());
    CHECK(gpus.unavailable_reason.find("the power of the whole chip") != std::string::npos);
  }

  TEST_CASE("accelerators of a Cray are counted by its controller where no driver shows them") {
    const FakeHost host;
    test::record("cray-gh200", host);
    const Gpus gpus = find_gpus(host.root());
    REQUIRE(gpus.counters.size() == 2);
    CHECK(*gpus.counters[0]->read() == 1'000'000'000);
    CHECK(*gpus.counters[1]->read() == 2'000'000'000);
  }
}
