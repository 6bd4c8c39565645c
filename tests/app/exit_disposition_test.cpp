// SPDX-License-Identifier: Apache-2.0
// The table of exit statuses, row by row.
#include "app/exit_disposition.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>

TEST_SUITE("app") {

  using namespace joules;

  namespace {

  GateSettings budget() {
    GateSettings settings;
    settings.budget = Joules{10};
    return settings;
  }

  ExitDisposition leave(const ExitDisposition& outcome, std::vector<GateResult> gates = {},
                        const GateSettings& settings = budget(), bool written = true) {
    Experiment experiment;
    experiment.outcome = outcome;
    Analysis analysis;
    analysis.gates = std::move(gates);
    return disposition_of(experiment, analysis, settings, written);
  }

  GateResult gate(GateVerdict verdict, std::optional<double> value = 12) {
    GateResult finding;
    finding.verdict = verdict;
    finding.value = value;
    finding.measured = value.has_value();
    return finding;
  }

  constexpr ExitDisposition success{0, std::nullopt};

  } // namespace

  TEST_CASE("the command's status is ours") {
    for (const int code : {0, 1, 42, 125, 126, 127, 128, 137, 255}) {
      CHECK(leave({code, {}}).status == code);
      CHECK_FALSE(leave({code, {}}).signal.has_value());
    }
  }

  TEST_CASE("a report that was not written is our own failure: 125") {
    CHECK(leave(success, {}, {}, false).status == 125);
  }

  TEST_CASE("the command's own failure wins over a report that was not written, and any gate") {
    CHECK(leave({3, {}}, {}, {}, false).status == 3);
    CHECK(leave({3, {}}, {gate(GateVerdict::fail)}).status == 3);
    CHECK(leave({0, SIGKILL}, {gate(GateVerdict::fail)}, {}, false).signal == SIGKILL);
  }

  TEST_CASE("we die of the signal that the command died of") {
    for (const int signal : {SIGINT, SIGSEGV, SIGKILL, SIGPIPE})
      CHECK(leave({0, signal}).signal == signal);
  }

  TEST_CASE("a gate that fails is 122, or what the user wants, whatever others say") {
    CHECK(leave(success, {gate(GateVerdict::pass)}).status == 0);
    CHECK(leave(success, {gate(GateVerdict::pass), gate(GateVerdict::fail)}).status == 122);
    CHECK(leave(success, {gate(GateVerdict::inconclusive), gate(GateVerdict::fail)}).status == 122);
    CHECK(leave(success, {gate(GateVerdict::fail)}, {}, false).status == 122);
    GateSettings request = budget();
    request.exit_code = 7;
    CHECK(leave(success, {gate(GateVerdict::fail)}, request).status == 7);
  }

  TEST_CASE("an inconclusive gate is 121 where that is wanted") {
    GateSettings strict = budget();
    strict.strict = true;
    CHECK(leave(success, {gate(GateVerdict::inconclusive)}).status == 0);
    CHECK(leave(success, {gate(GateVerdict::inconclusive)}, strict).status == 121);
    CHECK(leave(success, {gate(GateVerdict::skipped)}, strict).status == 0);
  }

  TEST_CASE("a gate that got no measurement does not let a pipeline pass") {
    CHECK(leave(success, {gate(GateVerdict::inconclusive, std::nullopt)}).status == 125);
    GateSettings lenient = budget();
    lenient.on_unavailable = OnUnavailable::skip;
    CHECK(leave(success, {gate(GateVerdict::inconclusive, std::nullopt)}, lenient).status == 0);
  }

  TEST_CASE("not found is 127, found but not runnable is 126") {
    CHECK(status_of_failed_exec(ENOENT) == 127);
    for (const int error : {EACCES, ENOEXEC, EISDIR, ENOTDIR, E2BIG, ENOMEM, ELOOP, EPERM})
      CHECK(status_of_failed_exec(error) == 126);
  }

} // TEST_SUITE
