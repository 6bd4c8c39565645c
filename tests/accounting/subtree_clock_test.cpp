// SPDX-License-Identifier: Apache-2.0
#include "accounting/subtree_clock.hpp"

#include "joules/result.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

TEST_SUITE("accounting") {

  using namespace joules;
  using joules::test::fork_child;
  using namespace std::chrono_literals;

  namespace {

  void use_cpu(Nanoseconds time) {
    const auto until = process_clock(::getpid()).value() + time;
    while (process_clock(::getpid()).value() < until) {
    }
  }

  void tell(int descriptor) {
    while (::write(descriptor, "x", 1) != 1) {
    }
  }

  void hear(int descriptor) {
    char byte = 0;
    while (::read(descriptor, &byte, 1) != 1) {
    }
  }

  } // namespace

  TEST_CASE("a process's time is its own and that of the children it has waited for") {
    int go[2], done[2];
    REQUIRE(::pipe(go) == 0);
    REQUIRE(::pipe(done) == 0);
    const pid_t process = fork_child([&] {
      use_cpu(60ms); // before anybody looks
      tell(done[1]);
      hear(go[0]);
      use_cpu(50ms);
      const pid_t child = ::fork();
      if (child == 0) {
        use_cpu(70ms);
        ::_exit(0);
      }
      ::waitpid(child, nullptr, 0);
      tell(done[1]);
      hear(go[0]);
      return 0;
    });
    hear(done[0]);
    SubtreeClock clock("/proc", process);
    CHECK(clock.read().value() < 30ms);
    tell(go[1]);
    hear(done[0]);
    const Nanoseconds used = clock.read().value();
    CHECK(used >= 120ms - clock.quantum());
    CHECK(used < 500ms);
    CHECK(clock.loss().empty());
    tell(go[1]);
    ::waitpid(process, nullptr, 0);
    CHECK(clock.read() == std::nullopt);
    CHECK(clock.loss() == "gone before the end");
    for (const int end : {go[0], go[1], done[0], done[1]}) ::close(end);
  }

  TEST_CASE("a process that is not there is refused") {
    CHECK_THROWS_AS(SubtreeClock("/proc", 1 << 22), Failure);
    const pid_t dead = fork_child([] { return 0; });
    joules::test::await(dead, WEXITED);
    CHECK_THROWS_AS(SubtreeClock("/proc", dead), Failure);
    ::waitpid(dead, nullptr, 0);
  }
}
