// SPDX-License-Identifier: Apache-2.0
// The committed completions are those that the table of options gives.
#include "cli/options.hpp"
#include "support/completions.hpp"

#include <doctest/doctest.h>

TEST_SUITE("cli") {

  using namespace joules::test;

  TEST_CASE("the completions are current (else: cmake --build build --target generated)") {
    const std::string folder = JOULES_COMPLETIONS;
    for (const char* const name : {"/joules.bash", "/joules.fish", "/_joules"}) {
      CAPTURE(name);
      const std::string committed = text_of(folder + name);
      REQUIRE_FALSE(committed.empty());
      CHECK(committed == filled_completion(text_of(folder + "/templates" + name)));
      for (const joules::Option& option : joules::all_options())
        CHECK(committed.find(option.long_name().substr(2)) != committed.npos);
    }
  }

} // TEST_SUITE
