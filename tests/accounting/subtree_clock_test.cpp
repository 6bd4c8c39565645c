// SPDX-License-Identifier: Apache-2.0
#include "accounting/subtree_clock.hpp"

#include "joules/result.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

TEST_SUITE("accounting") {

  using namespace joules;
  using joules::test::fork_child;
  using joules::test::fork_sleeper;
  using namespace std::chrono_literals;

  namespace {

  void use_cpu(Nanoseconds time) {
    const auto until = process_clock(::getpid()).value() + time;
    while (process_clock(::getpid()).value() < until) {
    }
  }

  /// One side tells the other how far it is. Only one process hears it: of two, either might hear
  /// what is for the other.
  class Signal {
  public:
    Signal() { REQUIRE(::pipe(ends_) == 0); }
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;
    ~Signal() {
      ::close(ends_[0]);
      ::close(ends_[1]);
    }
    void tell() const {
      while (::write(ends_[1], "x", 1) != 1) {
      }
    }
    void hear() const {
      char byte = 0;
      while (::read(ends_[0], &byte, 1) != 1) {
      }
    }

  private:
    int ends_[2] = {};
  };

  } // namespace

  TEST_CASE("a process's time is its own and that of the children it has waited for") {
    const Signal go, done;
    const pid_t process = fork_child([&] {
      use_cpu(60ms); // before anybody looks
      done.tell();
      go.hear();
      use_cpu(50ms);
      const pid_t child = ::fork();
      if (child == 0) {
        use_cpu(70ms);
        ::_exit(0);
      }
      ::waitpid(child, nullptr, 0);
      done.tell();
      go.hear();
      return 0;
    });
    done.hear();
    SubtreeClock clock("/proc", process, require_process("/proc", process).start_ticks);
    CHECK(clock.read().value() < 30ms);
    go.tell();
    done.hear();
    const Nanoseconds used = clock.read().value();
    CHECK(used >= 120ms - clock.quantum());
    CHECK(used < 500ms);
    CHECK(clock.loss().empty());
    go.tell();
    ::waitpid(process, nullptr, 0);
    CHECK(clock.read() == std::nullopt);
    CHECK(clock.loss() == "gone before the end");
  }

  TEST_CASE("what leaves as an orphan is missing, and what is used after it is not") {
    const Signal parent_ends, orphan_ends, go, done;
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    // The grandchild has used much before anybody looks, and outlives its parent.
    const pid_t process = fork_child([&] {
      const pid_t child = ::fork();
      if (child == 0) {
        if (::fork() == 0) {
          use_cpu(150ms);
          done.tell();
          orphan_ends.hear();
        } else {
          parent_ends.hear();
        }
        ::_exit(0);
      }
      ::waitpid(child, nullptr, 0);
      done.tell();
      go.hear();
      use_cpu(100ms);
      done.tell();
      go.hear();
      return 0;
    });
    done.hear();
    SubtreeClock clock("/proc", process, require_process("/proc", process).start_ticks);
    CHECK(clock.read().value() < 30ms);
    parent_ends.tell();
    done.hear();
    orphan_ends.tell();
    CHECK(::waitpid(-1, nullptr, 0) != process); // the orphan is ours now
    CHECK(clock.read().value() < 30ms);
    CHECK(clock.loss() == "some of it left as an orphan");
    go.tell();
    done.hear();
    CHECK(clock.read().value() >= 100ms - clock.quantum());
    go.tell();
    ::waitpid(process, nullptr, 0);
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  }

  TEST_CASE("the number of another process is not its") {
    const pid_t process = fork_sleeper();
    const std::uint64_t start = require_process("/proc", process).start_ticks;
    SubtreeClock clock("/proc", process, start + 1);
    CHECK(clock.read() == std::nullopt);
    CHECK(clock.loss() == "gone before the end");
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
  }

  TEST_CASE("a process that ignores its children's ends, and has none, loses nothing") {
    const pid_t process = fork_child([] {
      ::signal(SIGCHLD, SIG_IGN);
      while (true) ::pause();
      return 0;
    });
    SubtreeClock clock("/proc", process, require_process("/proc", process).start_ticks);
    CHECK(clock.read().has_value());
    CHECK(clock.read().has_value());
    CHECK(clock.loss().empty());
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
  }

  TEST_CASE("a process that is not there is refused") {
    CHECK_THROWS_AS(require_process("/proc", 1 << 22), Failure);
    const pid_t dead = fork_child([] { return 0; });
    joules::test::await(dead, WEXITED);
    CHECK_THROWS_AS(require_process("/proc", dead), Failure);
    ::waitpid(dead, nullptr, 0);
  }
}
