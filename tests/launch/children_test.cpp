// SPDX-License-Identifier: Apache-2.0
#include "launch/children.hpp"

#include "accounting/process_stat.hpp"
#include "host/text_file.hpp"
#include "launch/child.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <ctime>
#include <set>

#include <sys/resource.h>

using namespace joules;
using joules::test::await;
using joules::test::fork_child;
using joules::test::fork_sleeper;

namespace {

using Kind = ChildEvent::Kind;

/// Ends a sleeper and forgets it.
void end(pid_t pid) {
  ::kill(pid, SIGKILL);
  static_cast<void>(reap(pid));
}

void burn(double seconds) {
  const auto end = static_cast<std::clock_t>(seconds * CLOCKS_PER_SEC);
  while (std::clock() < end) {
  }
}

double cpu_seconds(const rusage& usage) {
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

ExitStatus status_of(pid_t pid) {
  return reap(pid).exit;
}

} // namespace

TEST_SUITE("launch") {
  TEST_CASE("without children there is nothing to hear and nothing to wait for") {
    CHECK_FALSE(next_child_event());
    CHECK_FALSE(have_children());
  }

  TEST_CASE("nothing has happened to a child that lives") {
    const pid_t pid = fork_sleeper();
    CHECK_FALSE(next_child_event());
    CHECK(have_children());
    end(pid);
    CHECK_FALSE(have_children());
  }

  TEST_CASE("a child that exited comes again until it is reaped") {
    const pid_t pid = fork_child([] { return 7; });
    await(pid, WEXITED);
    for (int time = 0; time < 3; ++time) {
      const auto event = next_child_event();
      REQUIRE(event);
      CHECK(event->pid == pid);
      CHECK(event->kind == Kind::exited);
    }
    CHECK(have_children());
    CHECK(reap(pid).exit.code == 7);
    CHECK_FALSE(next_child_event());
    CHECK_FALSE(have_children());
  }

  TEST_CASE("the times of a child that was heard of can still be read") {
    const pid_t pid = fork_child([] { return 0; });
    await(pid, WEXITED);
    static_cast<void>(next_child_event());
    const auto line = read_text("/proc/" + std::to_string(pid) + "/stat");
    CHECK(line.has_value());
    const auto stat = parse_process_stat(line ? *line : "");
    CHECK(stat);
    CHECK((stat && stat->state == 'Z'));
    static_cast<void>(reap(pid));
  }

  TEST_CASE("a stop and a continuation are each reported once") {
    const pid_t pid = fork_sleeper();
    ::kill(pid, SIGSTOP);
    await(pid, WSTOPPED);
    const auto stopped = next_child_event();
    CHECK((stopped && stopped->pid == pid && stopped->kind == Kind::stopped));
    CHECK_FALSE(next_child_event());

    ::kill(pid, SIGCONT);
    await(pid, WCONTINUED);
    const auto continued = next_child_event();
    CHECK((continued && continued->pid == pid && continued->kind == Kind::continued));
    CHECK_FALSE(next_child_event());
    end(pid);
  }

  TEST_CASE("a stopped child that is killed has exited") {
    const pid_t pid = fork_sleeper();
    ::kill(pid, SIGSTOP);
    await(pid, WSTOPPED);
    ::kill(pid, SIGKILL);
    await(pid, WEXITED);
    const auto event = next_child_event();
    CHECK((event && event->kind == Kind::exited));
    CHECK(status_of(pid).signal == SIGKILL);
  }

  TEST_CASE("an exit code is a code, however much it looks like a signal") {
    for (const int code : {0, 1, 126, 137, 255}) {
      CAPTURE(code);
      const ExitStatus exit = status_of(fork_child([code] { return code; }));
      CHECK(exit.code == code);
      CHECK_FALSE(exit.signal);
    }
  }

  TEST_CASE("a death by signal is the signal's, with a core or without") {
    for (const int signal : {SIGKILL, SIGTERM, SIGHUP, SIGABRT}) {
      CAPTURE(signal);
      const ExitStatus exit = status_of(fork_child([signal] {
        const rlimit no_core{0, 0};
        ::setrlimit(RLIMIT_CORE, &no_core);
        ::signal(signal, SIG_DFL);
        ::raise(signal);
        return 0;
      }));
      CHECK(exit.signal == signal);
      CHECK_FALSE(exit.code);
    }
  }

  TEST_CASE("what is reaped tells its own CPU time and that of what it waited for") {
    const pid_t pid = fork_child([] {
      burn(0.02);
      const pid_t grandchild = fork_child([] {
        burn(0.03);
        return 0;
      });
      ::waitpid(grandchild, nullptr, 0);
      return 0;
    });
    const Reaped reaped = reap(pid);
    CHECK(cpu_seconds(reaped.usage) >= 0.049);
    CHECK(reaped.usage.ru_maxrss > 0);
  }

  TEST_CASE("several dead children are heard of one by one") {
    std::set<pid_t> dead;
    for (int i = 0; i < 3; ++i) dead.insert(fork_child([] { return 0; }));
    for (const pid_t pid : dead) await(pid, WEXITED);
    std::set<pid_t> last_terminal_signal;
    while (const auto event = next_child_event()) {
      last_terminal_signal.insert(event->pid);
      static_cast<void>(reap(event->pid));
    }
    CHECK(last_terminal_signal == dead);
  }

  TEST_CASE("an orphan of the tree becomes our child") {
    REQUIRE(adopt_orphans());
    const pid_t parent = fork_child([] {
      fork_child([] { return 9; });
      return 0;
    });
    CHECK(status_of(parent).code == 0);
    CHECK(have_children());
    siginfo_t event{};
    ::waitid(P_ALL, 0, &event, WEXITED | WNOWAIT);
    const auto orphan = next_child_event();
    REQUIRE(orphan);
    CHECK(orphan->pid != parent);
    CHECK(status_of(orphan->pid).code == 9);
  }
}
