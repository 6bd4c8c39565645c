// SPDX-License-Identifier: Apache-2.0
#include "host/bounded_read.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <thread>

TEST_SUITE("host") {

  using namespace joules;
  using test::FakeHost;
  constexpr auto long_enough = std::chrono::seconds(60); // a loaded machine takes its time

  TEST_CASE("a bounded read gives the file's text, or why there is none") {
    const FakeHost host;
    host.file("power1_average", "38000000\n");
    CHECK(*read_text_within(host.path() / "power1_average", long_enough) == "38000000\n");
    host.file("empty", "");
    CHECK(read_text_within(host.path() / "empty", long_enough)->empty());
    CHECK(read_text_within(host.path() / "absent", long_enough).error().code == ENOENT);
  }

  TEST_CASE("a driver that never answers holds nobody up") {
    const auto text =
        answer_within(std::chrono::milliseconds(50), "card0", []() -> Result<std::string> {
          std::this_thread::sleep_for(std::chrono::hours(1));
          return std::string("too late");
        });
    REQUIRE_FALSE(text.has_value());
    CHECK(text.error().message() == "card0: its driver does not answer");
    CHECK(text.error().code == ETIMEDOUT);
  }
}
