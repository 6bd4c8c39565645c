// SPDX-License-Identifier: Apache-2.0
// Samples of stacks weighed by the energy of the windows in which they fell.
#include "folding/energy_of_stacks.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <sstream>

TEST_SUITE("folding") {

  using namespace joules;
  using std::chrono::seconds;

  TEST_CASE("samples of a window share its energy") {
    EnergyOfStacks energy(
        {{seconds(1), seconds(2), Joules{3}}, {seconds(2), seconds(3), Joules{8}}});
    energy.add({1, Nanoseconds(1'000'000'000), "a;f"});
    energy.add({1, Nanoseconds(1'500'000'000), "a;f"});
    energy.add({1, Nanoseconds(1'900'000'000), "a;g"});
    energy.add({1, Nanoseconds(2'500'000'000), "a;g"});
    CHECK(energy.samples() == 4);
    CHECK(energy.folded() == "a;f 2000000\na;g 9000000\n");
  }

  TEST_CASE("a window without samples is a stack of its own") {
    EnergyOfStacks energy(
        {{seconds(1), seconds(2), Joules{1}}, {seconds(2), seconds(3), Joules{2}}});
    energy.add({1, Nanoseconds(1'500'000'000), "a"});
    CHECK(energy.folded() == "[no sample] 2000000\na 1000000\n");
  }

  TEST_CASE("samples outside of the windows do not count") {
    EnergyOfStacks energy(
        {{seconds(2), seconds(3), Joules{1}}, {seconds(5), seconds(6), Joules{1}}});
    for (const int at : {1, 4, 7}) energy.add({1, seconds(at), "a"});
    CHECK(energy.samples() == 0);
    energy.add({1, seconds(3), "a"}); // both ends belong to a window
    energy.add({1, seconds(5), "a"});
    CHECK(energy.samples() == 2);
    CHECK(energy.folded() == "a 2000000\n");
  }

  TEST_CASE("whole microjoules sum to the energy, however thin it is spread") {
    EnergyOfStacks energy({{seconds(0), seconds(1), Joules{1e-3}}});
    for (int i = 0; i < 7000; ++i) energy.add({1, Nanoseconds(i), "a;" + std::to_string(i % 700)});
    std::istringstream lines(energy.folded());
    long long sum = 0, microjoules = 0;
    for (std::string stack; lines >> stack >> microjoules; sum += microjoules)
      CHECK(microjoules > 0);
    CHECK(sum == 1000);
  }
}
