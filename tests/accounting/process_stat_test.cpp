// SPDX-License-Identifier: Apache-2.0
#include "accounting/process_stat.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace std::chrono_literals;

namespace {

/// Line of pid 4242, child of 17, with 3 threads, started at tick 9988.
std::string line_of(const std::string& name) {
  return "4242 (" + name +
         ") S 17 4242 17 34816 4242 4194304 1045 220 3 1 "
         "12 34 56 78 20 0 3 0 9988 8888320 512 18446744073709551615 1 1 0 0 0 0 0\n";
}

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("a stat line gives identity, times, parent and threads") {
    const auto stat = parse_process_stat(line_of("make"));
    REQUIRE(stat);
    CHECK(stat->pid == 4242);
    CHECK(stat->command == "make");
    CHECK(stat->state == 'S');
    CHECK(stat->parent == 17);
    CHECK(stat->own == 460ms);       // 12 + 34 ticks
    CHECK(stat->children == 1340ms); // 56 + 78
    CHECK(stat->threads == 3);
    CHECK(stat->start_ticks == 9988);
    CHECK(stat->faults == 1048);         // 1045 minor, 3 major
    CHECK(stat->children_faults == 221); // 220 and 1
    CHECK_FALSE(stat->ignores_children);
  }

  TEST_CASE("a process that ignores SIGCHLD is known where the line goes that far") {
    const auto ignoring = [](const std::string& mask) {
      std::string line = line_of("sh");
      line.back() = ' ';
      return parse_process_stat(line + mask + " 0 0 0 0 17 1 0 0 0\n")->ignores_children;
    };
    CHECK(ignoring("65536"));      // number 17: bit 16
    CHECK(ignoring("2147483647")); // all that the line can tell of
    CHECK_FALSE(ignoring("0"));
    CHECK_FALSE(ignoring("2147418111")); // all the others
    CHECK_FALSE(ignoring("x"));
  }

  TEST_CASE("the CPU that it ran on last is known where the line goes that far") {
    const std::string line = line_of("a) R 1 (b");
    const std::string longer = line.substr(0, line.size() - 1) + " 0 0 0 0 0 17 63 0 0 0\n";
    CHECK(parse_process_stat(longer)->processor == 63);
    CHECK(parse_process_stat(line)->processor == -1);
    const std::size_t processor = longer.find(" 63 ");
    CHECK(parse_process_stat(longer.substr(0, processor + 3))->processor == -1); // may be cut off
    CHECK(parse_process_stat(longer.substr(0, processor + 4))->processor == 63);
    const auto cut = parse_process_stat(longer.substr(0, processor));
    REQUIRE(cut);
    CHECK(cut->start_ticks == 9988);
  }

  TEST_CASE("a name may hold what ends a name elsewhere") {
    for (const char* name : {"a) R 1 (b", ") R 1 (", "(", ")", "()", ") ", " ", "", "a b", "a\nb",
                             ") S 1 1 1 1", "x) Z 0 0 0", "\x01\xff", "1234 (init) S"}) {
      CAPTURE(name);
      const auto stat = parse_process_stat(line_of(name));
      REQUIRE(stat);
      CHECK(stat->command == name);
      CHECK(stat->pid == 4242);
      CHECK(stat->state == 'S');
      CHECK(stat->parent == 17);
      CHECK(stat->own == 460ms);
    }
  }

  TEST_CASE("a line that is cut off before its start time is no line") {
    const std::string line = line_of("a) R 1 (b");
    const std::size_t start_end = line.find("9988") + 4;
    for (std::size_t length = 0; length <= start_end; ++length) {
      CAPTURE(length);
      CHECK_FALSE(parse_process_stat(line.substr(0, length)));
    }
    CHECK(parse_process_stat(line.substr(0, start_end + 1)));
  }

  TEST_CASE("a zombie whose other threads live is not dead") {
    ProcessStat stat;
    const auto dead = [&](char state, int threads) {
      stat.state = state;
      stat.threads = threads;
      return is_dead(stat);
    };
    CHECK(dead('Z', 1));
    CHECK(dead('Z', 0));
    CHECK_FALSE(dead('Z', 2));
    CHECK(dead('X', 2));
    CHECK_FALSE(dead('S', 1));
  }

  TEST_CASE("a line with another word where a number stands is no line") {
    for (const char* line : {"x (sh) S 17 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 9988 1 1\n",
                             "5 (sh) S xx 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 9988 1 1\n",
                             "5 (sh) S 17 1 1 0 -1 0 0 0 0 0 1x 2 3 4 20 0 1 0 9988 1 1\n",
                             "5 (sh) S 17 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 -9988 1 1\n",
                             "5 sh S 17 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 9988 1 1\n"}) {
      CAPTURE(line);
      CHECK_FALSE(parse_process_stat(line));
    }
    CHECK(parse_process_stat("5 (sh) S 17 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 9988 1 1\n"));
  }

  TEST_CASE("times of years are kept to the tick") {
    const auto stat = parse_process_stat(
        "5 (sh) R 1 1 1 0 -1 0 0 0 0 0 100000000000 1 0 0 20 0 1 0 18446744073709551615 1 1\n");
    REQUIRE(stat);
    CHECK(stat->own == 1'000'000'000'010ms);
    CHECK(stat->start_ticks == 18446744073709551615u);
  }

  TEST_CASE("a number that its type cannot hold is no number, not another one") {
    const auto parsed = [](const std::string& parent, const std::string& times,
                           const std::string& threads) {
      return parse_process_stat("5 (sh) R " + parent + " 1 1 0 -1 0 0 0 0 0 " + times + " 20 0 " +
                                threads + " 0 9988 1 1\n");
    };
    CHECK(parsed("1", "1 2 3 4", "1"));
    CHECK(parsed("1", "922337203685 0 0 922337203685", "1")); // 292 years
    CHECK_FALSE(parsed("1", "922337203685 1 0 0", "1"));
    CHECK_FALSE(parsed("1", "0 0 18446744073709551615 18446744073709551615", "1"));
    CHECK_FALSE(parsed("1", "0 0 0 99999999999999999999", "1"));
    CHECK_FALSE(parsed("1", "-1 2 3 4", "1"));
    CHECK_FALSE(parsed("4294967297", "1 2 3 4", "1"));
    CHECK_FALSE(parsed("1", "1 2 3 4", "4294967297"));
  }
}
