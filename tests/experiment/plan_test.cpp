// SPDX-License-Identifier: Apache-2.0
#include "experiment/plan.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

TEST_SUITE("experiment") {

  using namespace joules;

  namespace {

  std::string order_of(const Plan& plan) {
    std::string text;
    for (const Step& step : steps_of(plan)) {
      const char name =
          static_cast<char>((step.warmup ? 'a' : 'A') + static_cast<int>(step.command));
      text += name;
    }
    return text;
  }

  } // namespace

  TEST_CASE("one command, once, unless more is asked for") {
    CHECK(order_of({}) == "A");
    CHECK(order_of({.warmups = 2, .runs = 3}) == "aaAAA");
  }

  TEST_CASE("the label is what the command finds in JOULES_RUN") {
    const auto steps = steps_of({.warmups = 1, .runs = 2});
    CHECK(steps[0].label() == "warmup-0");
    CHECK(steps[1].label() == "0");
    CHECK(steps[2].label() == "1");
  }

  TEST_CASE("the orders of several commands") {
    CHECK(order_of({.commands = 2, .warmups = 1, .runs = 3, .order = Order::blocked}) ==
          "abAAABBB");
    CHECK(order_of({.commands = 3, .runs = 2, .order = Order::abba}) == "ABCCBA");
  }

  TEST_CASE("in pairs every command runs once a round, in an order that the seed decides") {
    std::set<std::string> orders;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Plan plan{.commands = 2, .runs = 8, .seed = seed};
      const std::string order = order_of(plan);
      CHECK(order == order_of(plan));
      for (std::size_t round = 0; round < order.size(); round += 2) {
        const std::string pair = order.substr(round, 2);
        CHECK((pair == "AB" || pair == "BA"));
      }
      orders.insert(order);
    }
    CHECK(orders.size() > 15);
  }
}
