// SPDX-License-Identifier: Apache-2.0
#include "experiment/perform.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

TEST_SUITE("experiment") {

  using namespace joules;

  namespace {

  /// Runs that end as the test says, one after the other; success when it has said no more.
  struct Script {
    std::vector<ExitInfo> endings;
    std::vector<std::string> labels; // JOULES_RUN as each run found it

    Result<Run> operator()(const Command& command) {
      const char* label = std::getenv("JOULES_RUN");
      labels.emplace_back(label == nullptr ? "" : label);
      Run run;
      run.recording.name = command.name;
      run.recording.samples.resize(5);
      run.recording.exit_info.exit.code = 0;
      if (labels.size() <= endings.size()) run.recording.exit_info = endings[labels.size() - 1];
      return run;
    }
  };

  ExitInfo with_status(int code) {
    ExitInfo exit_info;
    exit_info.exit.code = code;
    return exit_info;
  }

  ExitInfo killed_by(int signal) {
    ExitInfo exit_info;
    exit_info.exit.signal = signal;
    return exit_info;
  }

  ExperimentSettings of(int runs, int warmups = 0) {
    ExperimentSettings options;
    options.plan.runs = runs;
    options.plan.warmups = warmups;
    return options;
  }

  constexpr auto never = [](const Experiment&) { return false; };

  Experiment perform(Script& script, const ExperimentSettings& options,
                     const Enough& enough = never) {
    ::unsetenv("JOULES_RUN");
    const std::vector<Command> commands(options.plan.commands, Command{{"true"}});
    const SignalQueue signals;
    auto experiment = joules::perform(
        commands, signals, options, std::ref(script), [](const Step&, const Experiment&) {},
        enough);
    ::unsetenv("JOULES_RUN");
    return std::move(*experiment);
  }

  } // namespace

  TEST_CASE("a single run's environment stays as it was, and all its samples are kept") {
    Script script;
    const Experiment experiment = perform(script, of(1));
    CHECK(script.labels == std::vector<std::string>{""});
    CHECK(experiment.commands[0].runs.at(0).recording.samples.size() == 5);
  }

  TEST_CASE("several runs are numbered, warm-ups are not kept, samples only as far as needed") {
    Script script;
    const Experiment experiment = perform(script, of(2, 1));
    CHECK(script.labels == std::vector<std::string>{"warmup-0", "0", "1"});
    REQUIRE(experiment.commands[0].runs.size() == 2);
    CHECK(experiment.commands[0].runs[1].index == 1);
    CHECK(experiment.commands[0].runs[1].recording.samples.size() == 2);
    CHECK(experiment.outcome.status == 0);
    CHECK(experiment.stopped_because.empty());
  }

  TEST_CASE("each command's runs have its own label") {
    ExperimentSettings options = of(1);
    options.plan.commands = 2;
    options.names = {"old", "new"};
    const std::vector<Command> commands{{{"true"}}, {{"true"}}};
    const SignalQueue signals;
    Script script;
    const auto experiment = joules::perform(
        commands, signals, options, std::ref(script), [](const Step&, const Experiment&) {}, never);
    ::unsetenv("JOULES_RUN");
    CHECK(experiment->commands[0].runs.at(0).recording.name == "old");
    CHECK(experiment->commands[1].runs.at(0).recording.name == "new");
  }

  TEST_CASE("when runs are enough is asked after each measured one, and then no more are made") {
    Script script;
    std::vector<std::size_t> asked; // with how many runs
    const Experiment experiment = perform(script, of(9, 2), [&](const Experiment& so_far) {
      asked.push_back(so_far.commands[0].runs.size());
      return asked.back() == 3;
    });
    CHECK(script.labels == std::vector<std::string>{"warmup-0", "warmup-1", "0", "1", "2"});
    CHECK(asked == std::vector<std::size_t>{1, 2, 3});
    CHECK(experiment.commands[0].runs.size() == 3);
    CHECK(experiment.stopped_because.empty());
    CHECK(experiment.outcome.status == 0);
  }

  TEST_CASE("the first run that fails ends it all, and its status is ours") {
    Script script{{with_status(0), with_status(9)}, {}};
    const Experiment experiment = perform(script, of(4));
    CHECK(script.labels.size() == 2);
    CHECK(experiment.commands[0].runs.size() == 1);
    CHECK(experiment.commands[0].failed->recording.exit_info.exit.code == 9);
    CHECK(experiment.outcome.status == 9);
    CHECK(experiment.stopped_because == "run 2 of 4 failed");
    CHECK_FALSE(experiment.interrupted);
  }

  TEST_CASE("a warm-up that fails ends it, too") {
    Script script{{killed_by(SIGSEGV)}, {}};
    const Experiment experiment = perform(script, of(4, 2));
    CHECK(experiment.outcome.signal == SIGSEGV);
    CHECK(experiment.stopped_because == "warm-up 1 of 2 failed");
    CHECK(experiment.commands[0].runs.empty());
  }

  TEST_CASE("failures that the user accepts are runs like others") {
    ExperimentSettings options = of(3);
    options.ok_codes = {0, 9};
    Script accepted{{with_status(9), with_status(0), with_status(8)}, {}};
    Experiment experiment = perform(accepted, options);
    CHECK(experiment.commands[0].runs.size() == 2);
    CHECK(experiment.outcome.status == 8);

    options.ignore_failure = true;
    Script ignored{{with_status(9), killed_by(SIGKILL), with_status(8)}, {}};
    experiment = perform(ignored, options);
    CHECK(experiment.commands[0].runs.size() == 3);
    CHECK(experiment.outcome.status == 0);
    CHECK_FALSE(experiment.outcome.signal.has_value());
  }

  TEST_CASE("a single run that fails is reported as any other") {
    Script script{{with_status(3)}, {}};
    Experiment experiment = perform(script, of(1));
    CHECK(experiment.commands[0].runs.size() == 1);
    CHECK(experiment.outcome.status == 3);
    CHECK(experiment.stopped_because.empty());

    Script dead{{killed_by(SIGKILL)}, {}};
    CHECK(perform(dead, of(1)).outcome.signal == SIGKILL);
    Script unknown{{ExitInfo{}}, {}};
    CHECK(perform(unknown, of(1)).outcome.status == 125);
  }

  TEST_CASE("we die of the TERM or HUP that was sent to us, however the command took it") {
    for (ExitInfo exit_info : {with_status(0), with_status(7), killed_by(SIGKILL), ExitInfo{}}) {
      exit_info.terminated_by = SIGTERM;
      Script once{{exit_info}, {}};
      Experiment experiment = perform(once, of(1));
      CHECK(experiment.outcome.signal == SIGTERM);
      CHECK(experiment.interrupted);
      CHECK(experiment.commands[0].runs.size() == 1);

      Script often{{with_status(0), exit_info}, {}};
      experiment = perform(often, of(3));
      CHECK(experiment.outcome.signal == SIGTERM);
      CHECK(experiment.commands[0].runs.size() == 1);
    }
  }

  TEST_CASE("Ctrl-C: a single run's command decides, of several the complete ones are reported") {
    ExitInfo exit_info = with_status(0);
    exit_info.last_terminal_signal = SIGINT;
    Script once{{exit_info}, {}};
    CHECK_FALSE(perform(once, of(1)).outcome.signal.has_value());

    Script often{{with_status(0), exit_info}, {}};
    const Experiment experiment = perform(often, of(5));
    CHECK(experiment.interrupted);
    CHECK(experiment.commands[0].runs.size() == 1);
    CHECK(experiment.outcome.signal == SIGINT);
  }

  TEST_CASE("what could not be started later does not lose the runs before") {
    int runs = 0;
    const std::vector<Command> commands{{{"gone"}}};
    const SignalQueue signals;
    const ExperimentSettings options = of(3);
    const MakeRun make = [&](const Command&) -> Result<Run> {
      if (++runs > 1) return Error("gone", "No such file or directory", ENOENT);
      Run run;
      run.recording.exit_info.exit.code = 0;
      return run;
    };
    const auto silent = [](const Step&, const Experiment&) {};
    const auto experiment = joules::perform(commands, signals, options, make, silent, never);
    ::unsetenv("JOULES_RUN");
    REQUIRE(experiment.has_value());
    CHECK(experiment->commands[0].runs.size() == 1);
    CHECK(experiment->outcome.status == 127);

    runs = 1; // the first of all
    CHECK_FALSE(joules::perform(commands, signals, options, make, silent, never).has_value());
    ::unsetenv("JOULES_RUN");
  }
}
