// SPDX-License-Identifier: Apache-2.0
// Against the real kernel: what an inherited event counts cannot be faked.
#include "accounting/perf_clock.hpp"

#include "support/cpu_time.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

using namespace joules;
using joules::test::await;
using joules::test::burn;
using joules::test::fork_child;
using joules::test::waited_for;

namespace {

/// Where the kernel forbids perf, in a container say, there is nothing to test.
const bool perf_is_forbidden = !PerfClock::open();

pid_t shell(const char* script) {
  return fork_child([=] {
    ::execl("/bin/sh", "sh", "-c", script, static_cast<char*>(nullptr));
    return 127;
  });
}

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("perf counts what descends from us, and nothing of ours" *
            doctest::skip(perf_is_forbidden)) {
    const auto clock = *PerfClock::open();
    burn(std::chrono::milliseconds(30));
    CHECK(clock->read() == Nanoseconds{0});

    const pid_t child = shell("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done");
    await(child, WEXITED);
    burn(std::chrono::milliseconds(30));
    const auto seen = clock->read();
    const Nanoseconds truth = waited_for(child);
    REQUIRE(seen.has_value());
    CHECK(*seen > truth * 9 / 10);
    CHECK(*seen < truth * 11 / 10); // interrupts and stolen time may be counted by one alone
  }

  TEST_CASE("perf keeps what grandchildren used that nobody waited for" *
            doctest::skip(perf_is_forbidden)) {
    const auto clock = *PerfClock::open();
    const char* const burner = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
    const pid_t direct = shell(burner);
    await(direct, WEXITED);
    const Nanoseconds of_one = *clock->read();
    const Nanoseconds truth = waited_for(direct);

    // The same in a child that its parent leaves to reap itself.
    const std::string script =
        std::string("trap '' CHLD; (") + burner + ") & while kill -0 $! 2>/dev/null; do :; done";
    const pid_t parent = fork_child([&] {
      ::signal(SIGCHLD, SIG_IGN);
      ::execl("/bin/sh", "sh", "-c", script.c_str(), static_cast<char*>(nullptr));
      return 127;
    });
    await(parent, WEXITED);
    const Nanoseconds of_both = *clock->read();
    waited_for(parent);
    CHECK(of_one > truth * 9 / 10);
    CHECK(of_both > of_one * 17 / 10);
  }
}
