// SPDX-License-Identifier: Apache-2.0
#include "host/cpu_list.hpp"

#include <doctest/doctest.h>

using joules::parse_cpu_list;
using Cpus = std::vector<int>;

TEST_SUITE("host") {
  TEST_CASE("single CPUs, ranges and both") {
    CHECK(parse_cpu_list("0") == Cpus{0});
    CHECK(parse_cpu_list("0-3\n") == Cpus{0, 1, 2, 3});
    CHECK(parse_cpu_list("0,64") == Cpus{0, 64});
    CHECK(parse_cpu_list("0-1,64-66") == Cpus{0, 1, 64, 65, 66});
  }

  TEST_CASE("what is no list of CPUs is empty, not half of it") {
    for (const char* const text : {"", "\n", "-1", "3-1", "1,", ",1", "1-", "0-1x", "a",
                                   "0-99999999", "99999999999999999999"}) {
      CAPTURE(text);
      CHECK(parse_cpu_list(text).empty());
    }
  }

  TEST_CASE("a list of more CPUs than any machine has is none, however short it is") {
    CHECK(parse_cpu_list("0-65535").size() == 65536);
    CHECK(parse_cpu_list("0-65534,0").size() == 65536);
    CHECK(parse_cpu_list("0-65535,0").empty());
    CHECK(parse_cpu_list("0-65535,0-65535,0-65535").empty());
  }

  TEST_CASE("this machine has a CPU on line") {
    CHECK_FALSE(joules::online_cpus().empty());
  }
}
