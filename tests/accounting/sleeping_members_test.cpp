// SPDX-License-Identifier: Apache-2.0
// Members that have not run since the last walk are not read again, and nothing gets lost by it.
#include "support/fake_proc.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <signal.h>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

namespace {

constexpr pid_t clockless = 100'000'000; // no process has that number: PID_MAX_LIMIT is 2^22

/// A real process whose clock stands still until it is let go.
class Frozen {
public:
  Frozen() : pid_(fork_sleeper()) {
    ::kill(pid_, SIGSTOP);
    await(pid_, WSTOPPED);
  }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;
  ~Frozen() { end(); }

  [[nodiscard]] pid_t pid() const { return pid_; }
  void end() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

private:
  pid_t pid_;
};

/// What a fake proc says of processes whose real clocks run, or stand still.
struct ClockedWalk {
  ClockedWalk() : tree({proc.start().proc, us, true}, reaped) {}
  FakeProc proc;
  ReapedTotals reaped;
  ProcfsTree tree;
};

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("a member whose clock stands still is read once in sixteen walks") {
    Frozen frozen;
    ClockedWalk walk;
    walk.proc.put({.pid = frozen.pid(), .parent = us});
    static_cast<void>(walk.tree.read());
    int noticed = 0;
    Nanoseconds last = *walk.tree.read();
    for (int i = 1; i <= 16 * 17; ++i) {
      walk.proc.put({.pid = frozen.pid(), .parent = us, .children = i * 100});
      const Nanoseconds now = *walk.tree.read();
      if (now != last) ++noticed;
      last = now;
    }
    CHECK(noticed == 17);
  }

  TEST_CASE("what lives below a member that sleeps is seen to work") {
    Frozen frozen;
    ClockedWalk walk;
    walk.proc.put({.pid = frozen.pid(), .parent = us});
    walk.proc.put({.pid = clockless, .parent = frozen.pid(), .own = 1});
    const Nanoseconds before = *walk.tree.read();
    for (int i = 1; i < 32; ++i) {
      walk.proc.put({.pid = clockless, .parent = frozen.pid(), .own = 1 + i});
      CHECK(*walk.tree.read() - before == i * 10ms);
    }
  }

  TEST_CASE("a member that was killed in its sleep is gone at the next walk") {
    Frozen frozen;
    ClockedWalk walk;
    walk.proc.put({.pid = frozen.pid(), .parent = us});
    for (int i = 0; i < 3; ++i) static_cast<void>(walk.tree.read());
    CHECK(walk.tree.alive().size() == 1);
    walk.proc.end(frozen.pid());
    frozen.end();
    static_cast<void>(walk.tree.read());
    CHECK(walk.tree.alive().empty());
  }

  TEST_CASE("a member that lost its parent in its sleep is read, and found its new one") {
    Frozen child;
    ClockedWalk walk;
    walk.proc.put({.pid = clockless, .parent = us});
    walk.proc.put({.pid = child.pid(), .parent = clockless});
    for (int i = 0; i < 3; ++i) static_cast<void>(walk.tree.read());
    walk.proc.end(clockless);
    walk.proc.put({.pid = child.pid(), .parent = us});
    static_cast<void>(walk.tree.read());
    pid_t seen_parent = 0;
    walk.tree.for_each_member(
        [&](const ProcessStat& stat, Nanoseconds) { seen_parent = stat.parent; });
    CHECK(seen_parent == us);
  }

  TEST_CASE("orphans that a member adopts in its sleep are found within sixteen walks") {
    Frozen adopter;
    ClockedWalk walk;
    walk.proc.put({.pid = adopter.pid(), .parent = us});
    for (int i = 0; i < 3; ++i) static_cast<void>(walk.tree.read());
    walk.proc.put({.pid = clockless, .parent = adopter.pid(), .own = 7});
    for (int i = 0; i < 16; ++i) static_cast<void>(walk.tree.read());
    CHECK(walk.tree.alive().size() == 2);
  }

  TEST_CASE("the dead of a parent that sleeps through it are remembered to two ticks") {
    Frozen parent;
    ClockedWalk walk;
    walk.proc.put({.pid = parent.pid(), .parent = us});
    walk.proc.put({.pid = clockless, .parent = parent.pid(), .own = 50});
    const Nanoseconds before = *walk.tree.read();
    for (int i = 0; i < 3; ++i) static_cast<void>(walk.tree.read());
    walk.proc.end(clockless); // reaped itself
    for (int i = 0; i < 2; ++i) static_cast<void>(walk.tree.read());
    CHECK(*walk.tree.read() >= before - 20ms);
  }
}
