// SPDX-License-Identifier: Apache-2.0
// Reads of /proc/stat that failed: in the middle of a run, and at its ends.
#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  Story three_seconds() {
    Story story(4);
    story.domain("package-0");
    for (int i = 0; i < 3; ++i) story.then({.joules = {20}, .tree = 1, .busy = 2});
    return story;
  }

  } // namespace

  TEST_CASE("a read of /proc/stat that failed in between only makes an interval longer") {
    Story story = three_seconds();
    story.samples()[1].host.reset();
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK(account.tree.value->value == Approx(30));
    CHECK(account.host.value->value == Approx(60));
    CHECK(account.host_busy->count() == Approx(6));
    CHECK_FALSE(account.tree.at_least);
  }

  TEST_CASE("without /proc/stat at an end the host's energy is known and the tree's is not") {
    for (const std::size_t end : {0u, 3u}) {
      Story story = three_seconds();
      story.samples()[end].host.reset();
      const EnergyAccount account = attribute(story.recording(), {});
      CHECK(account.host.value->value == Approx(60));
      CHECK_FALSE(account.tree.value.has_value());
      CHECK_FALSE(account.unavailable_reason.empty());
    }
  }
}
