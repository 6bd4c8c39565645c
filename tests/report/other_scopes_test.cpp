// SPDX-License-Identifier: Apache-2.0
// What is not the processor says so in the text.
#include "attribution/attribute.hpp"
#include "report/text/text.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("report") {

  using namespace joules;
  using test::Story;

  namespace {

  Story measured_build() {
    return Story(8)
        .domain("package-0")
        .then({.seconds = 4.49, .joules = {171.9}, .tree = 30, .busy = 31});
  }

  std::string report(Story& story) {
    return text_report(story.recording(), attribute(story.recording(), {}), {});
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("what is no processor's energy is never mistaken for it") {
    Story story = measured_build();
    CHECK_FALSE(has(report(story), "the host here is"));
    SensorSource& source = story.recording().method.source;
    source.sensor = Sensor::battery;
    source.only_if_named = true;
    source.scope = "the whole machine, from its battery";
    story.counter(0).counted_by = CountedBy::joules;
    CHECK(has(report(story), "the host here is      the whole machine, from its battery\n"));
    CHECK(has(report(story), "battery, from its power: package-0"));
  }

  TEST_CASE("a graphics card stands beside the host, with the tree's part where it is known") {
    Story story = measured_build();
    EnergyAccount account = attribute(story.recording(), {});
    account.devices = {{"GPU 0", "A Card", {}, std::nullopt}};
    account.devices[0].energy.value = Joules{300};
    const auto text = [&] { return text_report(story.recording(), account, {}); };
    CHECK(has(text(), "energy, GPU 0          300.0 J"));
    CHECK_FALSE(has(text(), "the tree's part"));
    account.devices[0].tree = Joules{225};
    CHECK(has(text(), "  the tree's part      225.0 J  by utilisation\n"));
    account.devices[0].energy.value.reset();
    account.devices[0].tree.reset();
    CHECK(has(text(), "not known: A Card"));
  }
}
