// SPDX-License-Identifier: Apache-2.0
// CONTRACT of exit statuses, row by row.
#include "joules/cli/exit_code.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>

TEST_SUITE("cli") {

  using namespace joules;

  namespace {

  Ending ended(std::optional<int> code, std::optional<int> signal = std::nullopt,
               std::optional<int> interrupted_by = std::nullopt) {
    Ending ending;
    ending.exit = {code, signal};
    ending.interrupted_by = interrupted_by;
    return ending;
  }

  } // namespace

  TEST_CASE("a status that could not be learnt is our failure, not success") {
    CHECK(leave_after(Ending{}, true).status == 125);
  }

  TEST_CASE("P29 E44: the command's status is ours") {
    for (const int code : {0, 1, 42, 125, 126, 127, 128, 137, 255}) {
      const Leave leave = leave_after(ended(code), true);
      CHECK(leave.status == code);
      CHECK_FALSE(leave.by_signal.has_value());
    }
  }

  TEST_CASE("a report that was not written is our own failure: 125") {
    CHECK(leave_after(ended(0), false).status == 125);
  }

  TEST_CASE("the command's own failure wins over a report that was not written") {
    CHECK(leave_after(ended(3), false).status == 3);
  }

  TEST_CASE("P29 E43: we die of the signal that the command died of") {
    for (const int signal : {SIGINT, SIGSEGV, SIGKILL, SIGPIPE})
      CHECK(leave_after(ended(std::nullopt, signal), true).by_signal == signal);
  }

  TEST_CASE("the command's death wins over a report that was not written") {
    CHECK(leave_after(ended(std::nullopt, SIGKILL), false).by_signal == SIGKILL);
  }

  TEST_CASE("we die of the TERM or HUP that was sent to us, however the command took it") {
    CHECK(leave_after(ended(0, std::nullopt, SIGTERM), true).by_signal == SIGTERM);
    CHECK(leave_after(ended(7, std::nullopt, SIGHUP), true).by_signal == SIGHUP);
    CHECK(leave_after(ended(std::nullopt, SIGKILL, SIGTERM), true).by_signal == SIGTERM);
    CHECK(leave_after(ended(std::nullopt, std::nullopt, SIGTERM), true).by_signal == SIGTERM);
    CHECK(leave_after(ended(0, std::nullopt, SIGTERM), false).by_signal == SIGTERM);
  }

  TEST_CASE("P29 E41: not found is 127, found but not runnable is 126") {
    CHECK(status_of_failed_exec(ENOENT) == 127);
    for (const int error : {EACCES, ENOEXEC, EISDIR, ENOTDIR, E2BIG, ENOMEM, ELOOP, EPERM})
      CHECK(status_of_failed_exec(error) == 126);
  }

} // TEST_SUITE
