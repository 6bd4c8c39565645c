// SPDX-License-Identifier: Apache-2.0
// Hooks by a real shell, and the experiment around them.
#include "experiment/hook.hpp"
#include "experiment/perform.hpp"

#include "support/folder.hpp"
#include "support/signal_state.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

TEST_SUITE("experiment") {

  using namespace joules;
  using test::Folder;
  using test::SignalState;

  namespace {

  Result<Run> good_run(const Command&) {
    Run run;
    run.recording.exit_info.exit.code = 0;
    return run;
  }

  Experiment performed(
      const ExperimentSettings& options, const MakeRun& make = good_run,
      const BeforeStep& before = [](const Step&, const Experiment&) {}) {
    const SignalState state;
    const SignalQueue signals;
    const std::vector<Command> commands{{{"true"}}};
    auto experiment =
        perform(commands, signals, options, make, before, [](const Experiment&) { return false; });
    ::unsetenv("JOULES_RUN");
    REQUIRE(experiment.has_value());
    return std::move(*experiment);
  }

  ExperimentSettings runs(int count) {
    ExperimentSettings options;
    options.plan.runs = count;
    return options;
  }

  } // namespace

  TEST_CASE("a hook that ends well says nothing, and others how they ended") {
    const SignalState state;
    const SignalQueue signals;
    const auto well = run_hook("--prepare", "true", signals);
    REQUIRE(well.has_value());
    CHECK_FALSE(well->last_terminal_signal.has_value());
    CHECK_FALSE(well->left_behind.has_value());
    CHECK(run_hook("--prepare", "exit 3", signals).error().message() == "--prepare: exit status 3");
    CHECK(run_hook("--cleanup", "kill -KILL $$", signals).error().message() ==
          "--cleanup: died of signal 9");
  }

  TEST_CASE("a hook is not ended by a child of an earlier one that ends meanwhile") {
    const Folder folder;
    const SignalState state;
    const SignalQueue signals;
    REQUIRE(run_hook("--prepare", "(sleep 0.1) & true", signals).has_value());
    REQUIRE(run_hook("--prepare", "sleep 0.3; echo end > " + folder / "log", signals).has_value());
    CHECK(folder.text("log") == "end\n");
  }

  TEST_CASE("a hook that hears INT decides itself, and nothing is begun after it") {
    const SignalState state;
    const SignalQueue signals;
    const auto hook = run_hook(
        "--prepare", "trap 'exit 0' INT; kill -INT $PPID; while :; do sleep 0.01; done", signals);
    REQUIRE(hook.has_value());
    CHECK(hook->last_terminal_signal == SIGINT);
    CHECK_FALSE(hook->left_behind.has_value());
  }

  TEST_CASE("before each run a hook, and one at the end, whatever came before") {
    const Folder folder;
    const auto log = [&](const std::string& word) {
      return "echo " + word + "$JOULES_RUN >> " + folder / "log";
    };
    ExperimentSettings options = runs(2);
    options.plan.warmups = 1;
    options.prepare = log("p");
    options.cleanup = "echo c >> " + folder / "log";
    CHECK(performed(options).outcome.status == 0);
    CHECK(folder.text("log") == "pwarmup-0\np0\np1\nc\n");
    options.prepare = log("p") + "; exit 4";
    const Experiment failed = performed(options);
    CHECK(failed.outcome.status == 125);
    CHECK(failed.stopped_because == "--prepare: exit status 4");
    CHECK(failed.commands[0].runs.empty());
    CHECK(folder.text("log") == "pwarmup-0\np0\np1\nc\npwarmup-0\nc\n");
    options.prepare.clear();
    options.cleanup = "exit 5";
    const Experiment late = performed(options);
    CHECK(late.outcome.status == 125);
    CHECK(late.stopped_because == "--cleanup: exit status 5");
    CHECK(late.commands[0].runs.size() == 2);
    CHECK_FALSE(late.interrupted);
  }

  TEST_CASE("before each step its number is told, and what there is so far; the plan is kept") {
    ExperimentSettings options = runs(2);
    options.plan.warmups = 1;
    options.plan.seed = 42;
    std::string told;
    const Experiment experiment =
        performed(options, good_run, [&](const Step& step, const Experiment& so_far) {
          told += step.label() + ":" + std::to_string(so_far.commands[0].runs.size()) + " ";
        });
    CHECK(told == "warmup-0:0 0:0 1:1 ");
    CHECK(experiment.plan.runs == 2);
    CHECK(experiment.plan.warmups == 1);
    CHECK(experiment.plan.seed == 42);
  }

  TEST_CASE("what ends a later run keeps the runs before, with a status of its own") {
    int made = 0;
    const auto then = [&](const MakeRun& second) -> MakeRun {
      made = 0;
      return [&made, second](const Command& command) {
        return ++made == 1 ? good_run(command) : second(command);
      };
    };
    const Experiment refused = performed(runs(3), then([](const Command&) -> Result<Run> {
                                           return Error("true", "Permission denied", EACCES);
                                         }));
    CHECK(refused.outcome.status == 126);
    CHECK(refused.stopped_because == "true: Permission denied");
    CHECK(refused.commands[0].runs.size() == 1);
    const Experiment lost = performed(runs(3), then([](const Command&) -> Result<Run> {
                                        throw std::runtime_error("no memory");
                                      }));
    CHECK(lost.outcome.status == 125);
    CHECK(lost.stopped_because == "no memory");
    CHECK(lost.commands[0].runs.size() == 1);
  }
}
