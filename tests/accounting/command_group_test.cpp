// SPDX-License-Identifier: Apache-2.0
// Against the real kernel, where this user may make a group.
#include "accounting/command_group.hpp"

#include "joules/host.hpp"
#include "joules/result.hpp"
#include "support/cpu_time.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <string>

using namespace joules;
using namespace std::chrono_literals;
using joules::test::await;
using joules::test::burn;
using joules::test::fork_child;
using joules::test::fork_sleeper;
using joules::test::waited_for;

namespace {

const bool groups_are_forbidden = [] {
  try {
    CommandGroup::make();
    return false;
  } catch (const Failure&) {
    return true;
  }
}();

/// All lines: one of them is that of the hierarchy in which groups are made.
std::string groups_of(pid_t process) {
  return *read_text("/proc/" + std::to_string(process) + "/cgroup");
}

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("a group counts what is born in it, and nothing of ours" *
            doctest::skip(groups_are_forbidden)) {
    const auto group = CommandGroup::make();
    group->enter();
    burn(30ms);
    CHECK(*group->read() < 5ms);
    const pid_t child = fork_child([] {
      burn(50ms);
      return 0;
    });
    group->leave();
    burn(30ms);
    await(child, WEXITED);
    const auto seen = group->read();
    const Nanoseconds truth = waited_for(child);
    REQUIRE(seen.has_value());
    CHECK(*seen >= truth - 5ms);
    CHECK(*seen < truth + 5ms);
    CHECK(group->kind() == ClockKind::cgroup);
    CHECK_FALSE(group->is_live());
    CHECK(group->quantum() >= 10ms);
  }

  TEST_CASE("whoever is left goes back to our group, and its own is gone" *
            doctest::skip(groups_are_forbidden)) {
    const std::string ours = groups_of(::getpid());
    pid_t child = 0;
    {
      const auto group = CommandGroup::make();
      group->enter();
      child = fork_sleeper();
      CHECK(groups_of(::getpid()) != ours);
      CHECK(groups_of(::getpid()).find("/joules-" + std::to_string(::getpid()) + "-") !=
            std::string::npos);
      group->leave();
      CHECK(groups_of(::getpid()) == ours);
      CHECK(groups_of(child) != ours);
    }
    CHECK(groups_of(child) == ours);
    ::kill(child, SIGKILL);
    waited_for(child);
  }

  TEST_CASE("who made a group and never left it is out of it, too" *
            doctest::skip(groups_are_forbidden)) {
    const std::string ours = groups_of(::getpid());
    CommandGroup::make()->enter();
    CHECK(groups_of(::getpid()) == ours);
  }
}
