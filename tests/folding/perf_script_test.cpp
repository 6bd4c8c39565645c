// SPDX-License-Identifier: Apache-2.0
// What perf script prints, as samples of stacks.
#include "folding/perf_script.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <vector>

TEST_SUITE("folding") {

  using namespace joules;

  namespace {

  std::vector<StackSample> samples_in(const std::string& text, std::size_t misread = 0) {
    PerfScript script;
    std::vector<StackSample> samples;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
      if (auto sample = script.take(line)) samples.push_back(*sample);
    if (auto sample = script.finish()) samples.push_back(*sample);
    CHECK(script.misread() == misread);
    return samples;
  }

  } // namespace

  TEST_CASE("a sample has its program, and its frames from the outermost on") {
    const auto samples = samples_in("bench  9118/9119  42319.180823069:     250000 cpu-clock:u: \n"
                                    "\tffffffff821eb5f6 inner\n"
                                    "\t            dda7 std::map<int, long>::find(int) const\n"
                                    "\t               0 [unknown]\n"
                                    "\n");
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].pid == 9118);
    CHECK(samples[0].at == Nanoseconds(42319'180823069));
    CHECK(samples[0].frames == "bench;[unknown];std::map<int, long>::find(int) const;inner");
  }

  TEST_CASE("samples follow one another, with an empty line between them or none") {
    const auto samples = samples_in("a 1/1 1.000000001: cpu-clock:\n\t1 f\n"
                                    "b 2/2 1.5: cpu-clock:\n"
                                    "b 2/2 1.500: cpu-clock:\n\n"
                                    "# a remark\n"
                                    "a 1/1 2.250000: cycles:P:\n\t2 g\n",
                                    1); // one digit behind the point is no time of perf's
    REQUIRE(samples.size() == 3);
    CHECK(samples[0].frames == "a;f");
    CHECK(samples[1].frames == "b");
    CHECK(samples[1].at == Nanoseconds(1'500'000'000));
    CHECK(samples[2].frames == "a;g");
    CHECK(samples[2].at == Nanoseconds(2'250'000'000));
  }

  TEST_CASE("a program's name may hold blanks and colons, a line a CPU") {
    const auto samples = samples_in("Web: Content 7/8 [003] 3.000000000: cpu-clock: \n");
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].pid == 7);
    CHECK(samples[0].frames == "Web: Content");
  }

  TEST_CASE("a frame cannot end its stack, nor reach a terminal as a control byte") {
    const auto samples = samples_in("a;b 1/1 1.000000000: e:\n\t1 f;g\x1b[0m\n");
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].frames == "a:b;f:g?[0m");
  }

  TEST_CASE("what is no sample is counted, and loses none") {
    const auto samples = samples_in("nonsense\n\t1 f\na 1/1 no time: e:\n"
                                    "a x/1 1.000000000: e:\na 1/1 1.000000000: e:\n",
                                    4);
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].frames == "a");
  }
}
