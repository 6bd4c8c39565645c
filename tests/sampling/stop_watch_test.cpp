// SPDX-License-Identifier: Apache-2.0
#include "sampling/stop_watch.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace std::chrono_literals;

TEST_SUITE("sampling") {
  TEST_CASE("a command that was never stopped stood still for no time") {
    CHECK(StopWatch().total(100s) == 0s);
  }

  TEST_CASE("the time between stop and continuation is counted") {
    StopWatch watch;
    watch.command_stopped(10s);
    watch.command_continued_or_ended(14s);
    CHECK(watch.total(100s) == 4s);
  }

  TEST_CASE("several stops are added up") {
    StopWatch watch;
    watch.command_stopped(10s);
    watch.command_continued_or_ended(14s);
    watch.command_stopped(20s);
    watch.command_continued_or_ended(21s);
    CHECK(watch.total(100s) == 5s);
  }

  TEST_CASE("a stop that goes on is counted so far") {
    StopWatch watch;
    watch.command_stopped(10s);
    CHECK(watch.total(13s) == 3s);
    CHECK(watch.total(17s) == 7s);
  }

  TEST_CASE("Ctrl-Z: we hear of the stop first, and were stopped in it") {
    StopWatch watch;
    watch.command_stopped(10s);
    watch.we_were_stopped(11s, 20s);
    watch.command_continued_or_ended(20s);
    CHECK(watch.total(100s) == 10s);
  }

  TEST_CASE("Ctrl-Z: we hear only of the continuation, and our own stop stands for both") {
    StopWatch watch;
    watch.we_were_stopped(10s, 20s);
    watch.command_continued_or_ended(20s);
    CHECK(watch.total(100s) == 10s);
  }

  TEST_CASE("Ctrl-Z: we go on first, and the command's stop began with ours") {
    StopWatch watch;
    watch.we_were_stopped(10s, 20s);
    watch.command_stopped(20s);
    CHECK(watch.total(21s) == 11s);
    watch.command_continued_or_ended(23s);
    CHECK(watch.total(100s) == 13s);
  }

  TEST_CASE("Ctrl-Z: we hear only of its end, soon after, and our own stop stands for it") {
    StopWatch watch;
    watch.we_were_stopped(10s, 20s);
    watch.command_continued_or_ended(20'010ms);
    CHECK(watch.total(100s) == 10s);
  }

  TEST_CASE("a command that ignored Ctrl-Z and ended long after was not stopped") {
    StopWatch watch;
    watch.we_were_stopped(10s, 20s);
    watch.command_continued_or_ended(40s);
    CHECK(watch.total(100s) == 0s);
  }

  TEST_CASE("a command that is killed while it is stopped stood still until then") {
    StopWatch watch;
    watch.command_stopped(10s);
    watch.command_continued_or_ended(15s);
    CHECK(watch.total(100s) == 5s);
  }

  TEST_CASE("an end without any stop counts nothing") {
    StopWatch watch;
    watch.command_continued_or_ended(20s);
    CHECK(watch.total(100s) == 0s);
  }

  TEST_CASE("our own stop alone says nothing about the command") {
    StopWatch watch;
    watch.we_were_stopped(10s, 20s);
    CHECK(watch.total(100s) == 0s);
  }

  TEST_CASE("our own stop that stood for one of the command's does not stand for the next") {
    StopWatch watch;
    watch.we_were_stopped(10s, 20s);
    watch.command_continued_or_ended(20s);
    watch.command_stopped(50s);
    watch.command_continued_or_ended(51s);
    CHECK(watch.total(100s) == 11s);
  }

  TEST_CASE("our own stop that the command did not share is not charged to a later one") {
    StopWatch watch;
    watch.we_were_stopped(10s, 12s); // kill -TSTP to us alone
    watch.command_stopped(50s);
    watch.command_continued_or_ended(51s);
    CHECK(watch.total(100s) == 1s);
  }
}
