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
    const SignalQueue signals; // SIGIO would end this process
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
    pipe.launched();
    CHECK(std::getenv(variable) == nullptr);
    CHECK((::fcntl(descriptor.number(), F_GETFD) & FD_CLOEXEC) != 0);
    ::waitpid(child, nullptr, 0);
    CHECK(pipe.look(5ms));
    CHECK(pipe.due() == 6ms); // a millisecond of rest
    CHECK_FALSE(pipe.look(5ms));
    CHECK_FALSE(pipe.look(6ms));
    CHECK(pipe.due() == std::nullopt);
    const Marks marks = std::move(pipe).finished();
    REQUIRE(marks.all.size() == 2);
    CHECK(marks.all[0].at == 5ms);
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
    CHECK(signal->number == SIGIO);
    CHECK(signal->about_us);
    CHECK(pipe.look(1ms));
    // While it rests no line wakes; after its rest one does.
    say(end, "mark b\n");
    CHECK_FALSE(signals.wait(0ns).has_value());
    CHECK(pipe.look(2ms));
    CHECK_FALSE(pipe.look(3ms));
    say(end, "mark c\n");
    CHECK(signals.wait(10s).has_value());
    pipe.launched();
  }

  TEST_CASE("a command's write never blocks, and never kills it") {
    int end = -1;
    const SignalQueue signals;
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
    const SignalQueue signals;
    {
      const MarksDescriptor descriptor;
      MarksPipe pipe(descriptor);
      pipe.hand_to_command();
      CHECK(handed() != 17);
      pipe.launched();
      CHECK(handed() == 17);
    }
    CHECK(handed() == 17);
    ::unsetenv(variable);
  }
}
