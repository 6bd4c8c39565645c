// SPDX-License-Identifier: Apache-2.0
#include "launch/child.hpp"

#include "host/text_file.hpp"
#include "launch/children.hpp"
#include "launch/signal_queue.hpp"
#include "support/fake_host.hpp"
#include "support/fork_child.hpp"
#include "support/search_path.hpp"
#include "support/signal_state.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <grp.h>

using namespace joules;
using joules::test::FakeHost;
using joules::test::fork_child;
using joules::test::SignalState;

namespace fs = std::filesystem;

namespace {

using SplitArgs = std::vector<std::string>;

/// Launched, waited for; REQUIREs that it ran.
ExitStatus run(const SplitArgs& argv) {
  const SignalQueue signals;
  const auto pid = launch({argv}, signals.inherited());
  REQUIRE(pid.has_value());
  return reap(*pid).exit;
}

/// Why it could not be launched; REQUIREs that it could not.
Error refusal(const SplitArgs& argv) {
  const SignalQueue signals;
  const auto pid = launch({argv}, signals.inherited());
  REQUIRE(pid.has_error());
  return pid.error();
}

/// What `script` writes to the file "$1".
std::string written_by(const std::string& script) {
  const FakeHost scratch;
  const std::string file = (scratch.path() / "written").string();
  CHECK(run({"sh", "-c", script, "sh", file}).code == 0);
  return *read_text(file);
}

std::string field_of(const std::string& status, const std::string& field) {
  const auto at = status.find(field + ":\t") + field.size() + 2;
  return status.substr(at, status.find('\n', at) - at);
}

std::string our_status(const std::string& field) {
  return field_of(*read_text("/proc/self/status"), field);
}

/// The command's, with no shell before it: shells change signals.
std::string its_status(const std::string& field) {
  const FakeHost scratch;
  const std::string file = (scratch.path() / "status").string();
  CHECK(run({"cp", "/proc/self/status", file}).code == 0);
  return field_of(*read_text(file), field);
}

/// The same as written_by(), without joules between.
std::string written_without_us(const std::string& script) {
  const FakeHost scratch;
  const std::string file = (scratch.path() / "written").string();
  const pid_t pid = fork_child(
      [&] { return ::execlp("sh", "sh", "-c", script.c_str(), "sh", file.c_str(), nullptr); });
  CHECK(reap(pid).exit.code == 0);
  return *read_text(file);
}

void make_executable(const fs::path& file) {
  fs::permissions(file, fs::perms(0755));
}

} // namespace

TEST_SUITE("launch") {
  TEST_CASE("the command's end is its own") {
    CHECK(run({"true"}).code == 0);
    CHECK(run({"sh", "-c", "exit 3"}).code == 3);
    CHECK(run({"sh", "-c", "kill -9 $$"}).signal == SIGKILL);
  }

  TEST_CASE("the command gets its words byte for byte, argv[0] too") {
    const FakeHost scratch;
    const std::string file = (scratch.path() / "written").string();
    const SplitArgs argv = {
        "sh", "-c", "cat /proc/$$/cmdline >\"$1\"; exit 0", "sh", file, "", "a b", "*", "\xff\n"};
    CHECK(run(argv).code == 0);
    std::string words;
    for (const std::string& word : argv) words += word + '\0';
    CHECK(*read_text(file) == words);
  }

  TEST_CASE("a command without a slash is searched along PATH") {
    const FakeHost scratch;
    scratch.file("first/unrelated", "");
    scratch.file("second/joules-tool", "#!/bin/sh\nexit 4\n");
    make_executable(scratch.path() / "second/joules-tool");
    const SearchPath path((scratch.path() / "first").string() + ":" +
                          (scratch.path() / "second").string());
    CHECK(run({"joules-tool"}).code == 4);
  }

  TEST_CASE("a command with a slash is not searched for") {
    const FakeHost scratch;
    scratch.file("bin/joules-tool", "#!/bin/sh\nexit 4\n");
    make_executable(scratch.path() / "bin/joules-tool");
    const SearchPath path((scratch.path() / "bin").string());
    CHECK(refusal({"./joules-tool"}).code == ENOENT);
  }

  TEST_CASE("a script without #! is the shell's, as in a shell") {
    const FakeHost scratch;
    scratch.file("script", "exit \"$1\"\n");
    make_executable(scratch.path() / "script");
    CHECK(run({(scratch.path() / "script").string(), "6"}).code == 6);
  }

  TEST_CASE("a command that is not there is not found: ENOENT") {
    const Error error = refusal({"joules-no-such-command", "argument"});
    CHECK(error.code == ENOENT);
    CHECK(error.message() == "joules-no-such-command: No such file or directory");
    CHECK(refusal({"/no/such/command"}).code == ENOENT);
    CHECK(refusal({""}).code == ENOENT);
  }

  TEST_CASE("a command that may not run is refused: EACCES") {
    const FakeHost scratch;
    scratch.file("bin/joules-tool", "#!/bin/sh\nexit 0\n");
    fs::permissions(scratch.path() / "bin/joules-tool", fs::perms(0644));
    CHECK(refusal({(scratch.path() / "bin/joules-tool").string()}).code == EACCES);
    CHECK(refusal({(scratch.path() / "bin").string()}).code == EACCES);
    const SearchPath path((scratch.path() / "bin").string());
    CHECK(refusal({"joules-tool"}).code == EACCES);
  }

  TEST_CASE("a command that could not be launched leaves no zombie") {
    static_cast<void>(refusal({"/no/such/command"}));
    CHECK_FALSE(have_children());
    static_cast<void>(refusal({"/"}));
    CHECK_FALSE(have_children());
  }

  TEST_CASE("what was not written yet is written once, when the launch fails too") {
    const FakeHost scratch;
    const fs::path name = scratch.path() / "log";
    std::FILE* const file = std::fopen(name.c_str(), "w");
    REQUIRE(file != nullptr);
    std::fputs("once\n", file);
    static_cast<void>(refusal({"/no/such/command"}));
    std::fclose(file);
    CHECK(*read_text(name) == "once\n");
  }

  TEST_CASE("the command's signal mask is the one that we inherited") {
    const SignalState state;
    SignalState::block(SIGUSR1);
    const std::string inherited = our_status("SigBlk");
    CHECK(inherited[13] == '2'); // number 10: bit 9
    CHECK(its_status("SigBlk") == inherited);
  }

  TEST_CASE("signals ignored by our caller are ignored in the command, and no others") {
    const SignalState state;
    CHECK(its_status("SigIgn") == our_status("SigIgn"));
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT}) SignalState::ignore(signal);
    CHECK(our_status("SigIgn")[15] == '7'); // numbers 1, 2, 3
    CHECK(its_status("SigIgn") == our_status("SigIgn"));
  }

  TEST_CASE("SIGCHLD ignored by our caller is ignored in the command, and not in us") {
    const SignalState state;
    SignalState::ignore(SIGCHLD); // number 17: bit 16
    // How the command ended could not be known, had SIGCHLD stayed ignored here.
    CHECK(its_status("SigIgn")[11] == '1');
  }

  TEST_CASE("the command has the descriptors that it would have without us") {
    const int extra = ::dup(2); // not closed on exec: the command's business
    const std::string list = "ls /proc/self/fd >\"$1\"";
    const std::string expected = written_without_us(list);
    CHECK(expected.find(std::to_string(extra) + "\n") != std::string::npos);
    CHECK(written_by(list) == expected);
    ::close(extra);
  }

  TEST_CASE("the command has our directory, environment, group, session, umask and nice") {
    ::setenv("JOULES_TEST_VALUE", "a=b\nc", 1);
    for (const char* script : {"pwd >\"$1\"", "env | grep -v ^_= | sort >\"$1\"", "umask >\"$1\"",
                               "nice >\"$1\"", "cut -d ' ' -f 5,6,7,8 /proc/self/stat >\"$1\"",
                               "grep -E '^(Cpus_allowed|Uid|Gid|Groups|NoNewPrivs|Seccomp):' "
                               "/proc/self/status >\"$1\""}) {
      CAPTURE(script);
      CHECK(written_by(script) == written_without_us(script));
    }
    ::unsetenv("JOULES_TEST_VALUE");
  }
}
