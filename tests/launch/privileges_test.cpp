// SPDX-License-Identifier: Apache-2.0
#include "launch/privileges.hpp"

#include "host/text_file.hpp"
#include "joules/result.hpp"
#include "launch/children.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <linux/securebits.h>

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

TEST_SUITE("launch") {

  using namespace joules;
  using test::fork_child;

  namespace {

  /// "CapEff:\t0000000000000000": whether this process's status says so.
  bool status_says(const std::string& line) {
    const auto status = read_text("/proc/self/status");
    return status && status->find("\n" + line + "\n") != std::string::npos;
  }

  } // namespace

  TEST_CASE("who gives up root's rights has that user's groups, no capability, and no way back" *
            doctest::skip(::geteuid() != 0)) { // only root has rights to give up
    const pid_t pid = fork_child([] {
      const gid_t ours = 4242;
      if (::setgroups(1, &ours) != 0) return 9;
      drop_privileges("nobody");
      gid_t groups[2];
      if (::getuid() != 65534 || ::geteuid() != 65534) return 1;
      if (::getgroups(2, groups) != 1 || groups[0] != ::getgid()) return 2;
      for (const char* kind : {"CapInh", "CapPrm", "CapEff", "CapAmb"})
        if (!status_says(std::string(kind) + ":\t0000000000000000")) return 3;
      return ::setuid(0) == 0 ? 4 : 0;
    });
    CHECK(reap(pid).exit.code == 0);
  }

  TEST_CASE("root's capabilities go even where the kernel would leave them to another user" *
            doctest::skip(::geteuid() != 0)) {
    const pid_t pid = fork_child([] {
      // With this bit leaving uid 0 takes nothing away: capabilities(7).
      if (::prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP) != 0) return 9;
      drop_privileges("nobody");
      for (const char* kind : {"CapInh", "CapPrm", "CapEff", "CapAmb"})
        if (!status_says(std::string(kind) + ":\t0000000000000000")) return 3;
      return ::setuid(0) == 0 ? 4 : 0;
    });
    CHECK(reap(pid).exit.code == 0);
  }

  TEST_CASE("the user's environment is as su sets it, and PATH stays" *
            doctest::skip(::geteuid() != 0 && ::getpwuid(::geteuid()) == nullptr)) {
    const pid_t pid = fork_child([] {
      const passwd* const user = ::getpwuid(::geteuid() == 0 ? 65534 : ::geteuid());
      if (user == nullptr) return 5;
      const std::string name = user->pw_name, home = user->pw_dir;
      for (const char* variable : {"HOME", "USER", "LOGNAME", "SHELL", "PATH"})
        ::setenv(variable, "the caller's", 1);
      drop_privileges(name);
      if (::getenv("HOME") != home) return 1;
      if (::getenv("USER") != name || ::getenv("LOGNAME") != name) return 2;
      if (*::getenv("SHELL") != '/') return 3;
      return ::getenv("PATH") == std::string("the caller's") ? 0 : 4;
    });
    CHECK(reap(pid).exit.code == 0);
  }

  TEST_CASE("a user that does not exist is a failure of ours") {
    CHECK_THROWS_AS(drop_privileges("joules-no-such-user"), Failure);
  }

  TEST_CASE("a user that we may not become is a failure of ours" *
            doctest::skip(::geteuid() != 0)) {
    const pid_t pid = fork_child([] {
      drop_privileges("nobody");
      drop_privileges("nobody"); // already
      try {
        drop_privileges("root");
      } catch (const Failure&) {
        return 0;
      }
      return 1;
    });
    CHECK(reap(pid).exit.code == 0);
  }
}
