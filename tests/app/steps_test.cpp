// SPDX-License-Identifier: Apache-2.0
#include "app/steps.hpp"

#include <doctest/doctest.h>

#include <new>

TEST_SUITE("app") {

  using namespace joules;

  TEST_CASE("what fails after the command has ended does not cost its status") {
    CHECK(succeeds([] { return true; }));
    CHECK_FALSE(succeeds([] { return false; }));
    CHECK_FALSE(succeeds([]() -> bool { throw std::bad_alloc(); }));
  }
}
