// SPDX-License-Identifier: Apache-2.0
#include "accounting/process_files.hpp"

#include "support/fake_proc.hpp"
#include "support/fork_child.hpp"
#include "support/open_descriptors.hpp"

#include <doctest/doctest.h>

#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

namespace {

void kill_and_reap(pid_t pid) {
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

std::size_t count_of_descriptors() {
  return open_descriptors().size();
}

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("a held process's files are opened once, and closed with it") {
    const pid_t pid = fork_sleeper();
    ProcessFiles files("/proc");
    const std::size_t before = count_of_descriptors();
    files.hold(pid);
    for (int i = 0; i < 3; ++i) {
      CHECK(files.stat(pid).text.starts_with(std::to_string(pid) + " ("));
      CHECK(files.children(pid, pid).error == 0);
    }
    CHECK(count_of_descriptors() == before + 2);
    files.release(pid);
    CHECK(count_of_descriptors() == before);
    kill_and_reap(pid);
  }

  TEST_CASE("who is not held leaves nothing open") {
    ProcessFiles files("/proc");
    const std::size_t before = count_of_descriptors();
    CHECK(files.stat(::getpid()).error == 0);
    CHECK(files.children(::getpid(), ::getpid()).error == 0);
    std::vector<pid_t> numbers;
    files.append_threads(::getpid(), numbers);
    CHECK(std::count(numbers.begin(), numbers.end(), ::getpid()) == 1);
    CHECK(count_of_descriptors() == before);
  }

  TEST_CASE("no more processes are held than allowed, and the others are read all the same") {
    const pid_t one = fork_sleeper(), two = fork_sleeper();
    ProcessFiles files("/proc", 1);
    const std::size_t before = count_of_descriptors();
    for (const pid_t pid : {one, two}) files.hold(pid);
    for (const pid_t pid : {one, two}) CHECK(files.stat(pid).error == 0);
    CHECK(count_of_descriptors() == before + 1);
    for (const pid_t pid : {one, two}) kill_and_reap(pid);
  }

  TEST_CASE("the soft limit of descriptors bounds how many are held, at half of it") {
    CHECK(most_processes_held() <= 512);
    const DescriptorLimit low(100);
    CHECK(most_processes_held() == 21); // of two descriptors each
  }

  TEST_CASE("no descriptor outlives an exec: the command never sees one") {
    const auto before = open_descriptors();
    ProcessFiles files("/proc");
    files.hold(::getpid());
    CHECK(files.stat(::getpid()).error == 0);
    CHECK(files.children(::getpid(), ::getpid()).error == 0);
    const auto after = open_descriptors();
    CHECK(after.size() == before.size() + 3);
    for (const int descriptor : after)
      if (std::count(before.begin(), before.end(), descriptor) == 0)
        CHECK((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
  }

  TEST_CASE("the held file of a dead process shows nobody") {
    const pid_t pid = fork_sleeper();
    ProcessFiles files("/proc");
    files.hold(pid);
    CHECK(files.stat(pid).error == 0);
    kill_and_reap(pid);
    CHECK(files.stat(pid).error == ENOENT);
    CHECK(files.children(pid, pid).error == ENOENT);
  }

  TEST_CASE("a list that no buffer was made for is read whole") {
    const FakeHost host;
    std::string list;
    for (int pid = 1; pid < 30'000; ++pid) list += std::to_string(pid) + " ";
    host.file("proc/1/task/1/children", list);
    ProcessFiles files(host.root().proc(""));
    CHECK(files.children(1, 1).text == list);
  }

  TEST_CASE("a number that comes back is another process with other children") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 1, .start = 1000});
    walk.proc.put({.pid = 201, .parent = 200, .own = 1});
    for (int i = 0; i < 2; ++i) CHECK(walk.tree.read() == 20ms);
    walk.proc.end(201);
    walk.proc.end(200);
    walk.reap(200, 20ms);
    walk.proc.put({.pid = 200, .parent = us, .own = 4, .start = 2000});
    walk.proc.put({.pid = 202, .parent = 200, .own = 5});
    CHECK(walk.tree.read() == 110ms);
  }

  TEST_CASE("a walk that runs out of descriptors misses nobody") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 1});
    for (int i = 0; i < 2; ++i) CHECK(walk.tree.read() == 10ms);
    walk.proc.put({.pid = 201, .parent = us, .own = 2});
    walk.proc.put({.pid = 202, .parent = 200, .own = 4});
    const DescriptorLimit none(nothing_free());
    for (int i = 0; i < 2; ++i) CHECK(walk.tree.read() == 70ms);
  }

  TEST_CASE("what the dead had open is closed, and makes room for others") {
    const DescriptorLimit low(80);
    Walk walk; // holds 16 at most, us among them
    static_cast<void>(walk.tree.read());
    const std::size_t before = count_of_descriptors();
    for (const pid_t first : {200, 300}) {
      for (pid_t pid = first; pid < first + 30; ++pid) walk.proc.put({.pid = pid, .parent = us});
      for (int i = 0; i < 2; ++i) static_cast<void>(walk.tree.read());
      CHECK(count_of_descriptors() == before + 30);
      for (pid_t pid = first; pid < first + 30; ++pid) walk.proc.end(pid);
      static_cast<void>(walk.tree.read());
      CHECK(count_of_descriptors() == before);
    }
  }
}
