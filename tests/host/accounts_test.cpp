// SPDX-License-Identifier: Apache-2.0
#include "host/accounts.hpp"

#include <doctest/doctest.h>

using namespace joules;

TEST_SUITE("host") {
  TEST_CASE("the accounts that every system has are known by name") {
    CHECK(user_name(0) == "root");
    CHECK(group_name(0) == "root");
    CHECK(group_number("root") == gid_t{0});
  }

  TEST_CASE("who has no name here is known by number, and a group that is not here by nothing") {
    CHECK(user_name(4'000'000'000) == "4000000000");
    CHECK(group_name(4'000'000'000) == "4000000000");
    CHECK_FALSE(group_number("no-such-group"));
  }
}
