// SPDX-License-Identifier: Apache-2.0
#include "sampling/marks_pipe.hpp"

#include "joules/launch.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <signal.h>

#include <cstdlib>
#include <string>

TEST_SUITE("sampling") {

  using namespace joules;
  using namespace joules::test;
  using namespace std::chrono_literals;

  namespace {

  constexpr const char* variable = "JOULES_MARKS_FD";

  int handed() {
    return std::atoi(std::getenv(variable));
  }

  void say(int descriptor, const std::string& text) {
    if (::write(descriptor, text.data(), text.size()) < 0) std::abort();
  }

  } // namespace

  TEST_CASE("a command finds the pipe in its environment, and what it writes is read") {
    ::unsetenv(variable);
    const MarksDescriptor descriptor;
    MarksPipe pipe(descriptor);
    pipe.hand_to_command();
    CHECK(handed() == descriptor.number());
    CHECK(handed() >= 3);
    CHECK((::fcntl(handed(), F_GETFD) & FD_CLOEXEC) == 0);
    const pid_t child = fork_child([] {
      say(handed(), "begin a\nend a\n");
      return 0;
    });
    pipe.launched(1ms);
    CHECK(std::getenv(variable) == nullptr);
    CHECK((::fcntl(descriptor.number(), F_GETFD) & FD_CLOEXEC) != 0);
    ::waitpid(child, nullptr, 0);
    CHECK(pipe.look(4ms, 9ms, 5ms));
    CHECK(pipe.due() == 6ms); // a millisecond of rest
    CHECK_FALSE(pipe.look(5ms, 9ms, 5ms));
    CHECK_FALSE(pipe.look(5ms, 9ms, 6ms));
    CHECK(pipe.due() == std::nullopt);
    const Marks marks = std::move(pipe).finished();
    REQUIRE(marks.all.size() == 2);
    CHECK(marks.all[0].at == 5ms);
    CHECK(marks.all[0].late == 3ms); // we were not ready for so long
  }

  TEST_CASE("how late a line was heard: as long as we were busy, or overslept") {
    const SignalQueue signals;
    const MarksDescriptor descriptor;
    MarksPipe pipe(descriptor);
    pipe.hand_to_command();
    const int end = ::dup(handed());
    pipe.launched(100ms);
    const auto say_and_look = [&](Nanoseconds ready, Nanoseconds due, Nanoseconds now) {
      say(end, "mark a\n");
      CHECK(pipe.look(ready, due, now));
    };
    say_and_look(100ms, 200ms, 150ms); // woken up out of sleep
    say_and_look(151ms, 200ms, 201ms); // at the end of it
    say_and_look(207ms, 220ms, 210ms); // busy from 201 to 207 ms
    say_and_look(211ms, 220ms, 900ms); // stopped, perhaps from 210 ms on
    say(end, "mark a\n");
    pipe.drain(905ms);
    const Marks marks = std::move(pipe).finished();
    REQUIRE(marks.all.size() == 5);
    const std::vector<Nanoseconds> expected{1ms, 1ms, 6ms, 690ms, 5ms};
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(marks.all[i].late == expected[i]);
    ::close(end);
  }

  TEST_CASE("a line wakes whoever waits for signals, and is nobody else's signal") {
    const SignalQueue signals;
    const MarksDescriptor descriptor;
    MarksPipe pipe(descriptor);
    pipe.hand_to_command();
    const int end = handed();
    say(end, "mark a\n");
    const auto signal = signals.wait(10s);
    REQUIRE(signal.has_value());
    CHECK(signal->number == SIGCHLD); // which is never passed on, nor ignored
    CHECK(pipe.look(1ms, 9ms, 1ms));
    // While it rests no line wakes; after its rest one does.
    say(end, "mark b\n");
    CHECK_FALSE(signals.wait(0ns).has_value());
    CHECK(pipe.look(2ms, 9ms, 2ms));
    CHECK_FALSE(pipe.look(3ms, 9ms, 3ms));
    say(end, "mark c\n");
    CHECK(signals.wait(10s).has_value());
    pipe.launched(1ms);
  }

  TEST_CASE("a command's write never blocks, and never kills it") {
    int end = -1;
    {
      const MarksDescriptor descriptor;
      MarksPipe pipe(descriptor);
      pipe.hand_to_command();
      end = ::dup(handed());
      const std::string line = "mark " + std::string(200, 'a') + "\n";
      int refused = 0;
      for (int i = 0; i < 100'000 && refused == 0; ++i)
        if (::write(end, line.data(), line.size()) < 0) refused = errno;
      CHECK(refused == EAGAIN);
    }
    const pid_t child = fork_child([end] { // without a reader but the writer itself
      say(end, "mark a\n");
      return 0;
    });
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    ::close(end);
  }

  TEST_CASE("the variable of an outer joules is its own again") {
    ::setenv(variable, "17", 1);
    {
      const MarksDescriptor descriptor;
      MarksPipe pipe(descriptor);
      pipe.hand_to_command();
      CHECK(handed() != 17);
      pipe.launched(1ms);
      CHECK(handed() == 17);
    }
    CHECK(handed() == 17);
    ::unsetenv(variable);
  }
}
