// SPDX-License-Identifier: Apache-2.0
#include "cli/nearest.hpp"

#include "cli/options.hpp"

#include <doctest/doctest.h>

TEST_SUITE("cli") {

  using namespace joules;

  TEST_CASE("the distance of two words is what must be typed otherwise") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("budget", "budget") == 0);
    CHECK(edit_distance("verbos", "verbose") == 1);
    CHECK(edit_distance("jjson", "json") == 1);
    CHECK(edit_distance("jxon", "json") == 1);
    CHECK(edit_distance("tegdub", "budget") == 5);
    CHECK(edit_distance("bugdet", "budget") == 1); // neighbours
    CHECK(edit_distance("quite", "quiet") == 1);
    CHECK(edit_distance("ab", "ba") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("ca", "abc") == 3); // no letter is moved twice
  }

  TEST_CASE("a mistyped option is near the one that was meant") {
    CHECK(nearest_option("--bugdet") == "--budget");
    CHECK(nearest_option("--bugdet=5J") == "--budget");
    CHECK(nearest_option("--verbos") == "--verbose");
    CHECK(nearest_option("--quite") == "--quiet");
    CHECK(nearest_option("--colour") == "--color");
    CHECK(nearest_option("--warm-up") == "--warmup");
    CHECK(nearest_option("--by-proces") == "--by-process");
    CHECK(nearest_option("--gup") == "--gpu");
    CHECK(nearest_option("-json") == "--json");
  }

  TEST_CASE("an option that was cut short is near the only one that it may be") {
    CHECK(nearest_option("--sens") == "--sensor");
    CHECK(nearest_option("--verb") == "--verbose");
    CHECK(nearest_option("--max") == ""); // --max-power, --max-regression
    CHECK(nearest_option("--he") == "");  // too short to tell
    CHECK(nearest_option("--hel") == "--help");
  }

  TEST_CASE("what differs in more than a third of its letters is near nothing") {
    CHECK(nearest_option("--bogus") == "");
    CHECK(nearest_option("--no-such-option") == "");
    CHECK(nearest_option("--frobnicate") == "");
    CHECK(nearest_option("--time") == "");
    CHECK(nearest_option("--jxyn") == "");   // two of four
    CHECK(nearest_option("--bxygyt") == ""); // three of six
    CHECK(nearest_option("-Z") == "");
    CHECK(nearest_option("-") == "");
    CHECK(nearest_option("--") == "");
    CHECK(nearest_option("") == "");
    CHECK(nearest_option("--=5") == "");
  }

  TEST_CASE("every option is found with any one of its letters missing") {
    for (const Option& option : all_options()) {
      const std::string name(option.long_name());
      if (name.size() < 6) continue;
      for (std::size_t i = 2; i < name.size(); ++i) {
        const std::string typed = name.substr(0, i) + name.substr(i + 1);
        CAPTURE(typed);
        if (find_option(typed) == nullptr) CHECK(nearest_option(typed) == option.long_name());
      }
    }
  }

} // TEST_SUITE
