// SPDX-License-Identifier: Apache-2.0
#include "joules/account.hpp"
#include "joules/runs.hpp"

#include <doctest/doctest.h>

TEST_SUITE("vocabulary") {

  using namespace joules;
  using SplitArgs = std::vector<std::string>;

  namespace {

  Run trial_of(const SplitArgs& argv, const SplitArgs& of_process) {
    Run run;
    run.recording.argv = argv;
    run.recording.ledger.emplace().processes.emplace_back().argv = of_process;
    return run;
  }

  } // namespace

  TEST_CASE("an order has the name that --order takes") {
    CHECK(name_of(Order::pairs) == "pairs");
    CHECK(name_of(Order::abba) == "abba");
    CHECK(name_of(Order::blocked) == "blocked");
  }

  TEST_CASE("without arguments only first words are left, of complete and of failed runs") {
    Experiment experiment;
    experiment.commands.push_back({"", {"curl", "-u", "secret"}, {}, std::nullopt});
    experiment.commands.push_back({"name", {"true"}, {}, std::nullopt});
    experiment.commands[0].runs.push_back(trial_of({"curl", "-u", "secret"}, {"curl", "secret"}));
    experiment.commands[0].failed = trial_of({"curl", "secret"}, {});
    experiment.commands[1].failed.emplace();
    leave_out_arguments(experiment);
    CHECK(experiment.commands[0].argv == SplitArgs{"curl"});
    CHECK(experiment.commands[1].argv == SplitArgs{"true"});
    for (const CommandRuns& command : experiment.commands) CHECK(command.arguments_left_out);
    const Recording& complete = experiment.commands[0].runs[0].recording;
    CHECK(complete.argv == SplitArgs{"curl"});
    CHECK(complete.ledger->processes[0].argv == SplitArgs{"curl"});
    CHECK(experiment.commands[0].failed->recording.argv == SplitArgs{"curl"});
    CHECK(experiment.commands[0].failed->recording.ledger->processes[0].argv.empty());
    CHECK(experiment.commands[1].failed->recording.argv.empty());
  }

  TEST_CASE("without arguments a name that is made of them is the first word, too") {
    const auto names_without = [](const std::vector<std::pair<std::string, SplitArgs>>& commands) {
      Experiment experiment;
      for (const auto& [name, argv] : commands) {
        experiment.commands.push_back({name, argv, {}, std::nullopt});
        experiment.commands.back().runs.push_back(trial_of(argv, {}));
        experiment.commands.back().runs.back().recording.name = name;
      }
      leave_out_arguments(experiment);
      SplitArgs names;
      for (const CommandRuns& command : experiment.commands) {
        names.push_back(command.name);
        CHECK(command.runs.front().recording.name == command.name);
      }
      return names;
    };
    CHECK(names_without({{"curl -u 'a b'", {"curl", "-u", "a b"}},
                         {"curl -u a\\ \"b\"", {"curl", "-u", "a b"}},
                         {"T=secret curl | wc", {"sh", "-c", "T=secret curl | wc"}},
                         {"curl -u 'a b' (12)", {"curl", "-u", "a b"}},
                         {"mine (2)", {"sh", "-c", "T=secret curl"}}}) ==
          SplitArgs{"curl", "curl (2)", "sh", "curl (3)", "mine (2)"});
    CHECK(names_without({{"", {"curl", "secret"}}}) == SplitArgs{""});
  }

  TEST_CASE("a command has its label, or its first word; an experiment any of its trials") {
    Experiment experiment;
    CHECK(any_run(experiment) == nullptr);
    experiment.commands.push_back({"", {"./bench", "x"}, {}, std::nullopt});
    CHECK(display_name(experiment.commands[0]) == "./bench");
    experiment.commands.push_back({"label", {"./bench"}, {}, std::nullopt});
    CHECK(display_name(experiment.commands[1]) == "label");
    CHECK(any_run(experiment) == nullptr);
    experiment.commands[1].failed = trial_of({"failed"}, {});
    CHECK(any_run(experiment)->recording.argv == SplitArgs{"failed"});
    experiment.commands[0].runs.push_back(trial_of({"complete"}, {}));
    CHECK(any_run(experiment)->recording.argv == SplitArgs{"complete"});
    CHECK(series_of(experiment.commands[0]).runs.size() == 1);
  }

  TEST_CASE("figures of a run: energies, and powers by its wall time, each with its +-") {
    EnergyAccount account;
    account.wall = Seconds{4};
    account.tree.value = Joules{10};
    account.host.value = Joules{20};
    account.tree_uncertainty = Joules{1};
    account.host_uncertainty = Joules{2};
    MetricValues figures = metric_values_of(account);
    CHECK(figures[Metric::energy_tree] == 10);
    CHECK(figures[Metric::energy_host] == 20);
    CHECK(figures[Metric::power_tree] == 2.5);
    CHECK(figures[Metric::power_host] == 5);
    CHECK(figures[Metric::wall] == 4);
    const auto half_width = [&](Metric metric) {
      return figures.half_widths[static_cast<std::size_t>(metric)];
    };
    CHECK(half_width(Metric::energy_tree) == 1);
    CHECK(half_width(Metric::power_tree) == 0.25);
    CHECK(half_width(Metric::energy_host) == 2);
    CHECK(half_width(Metric::power_host) == 0.5);
    CHECK_FALSE(half_width(Metric::wall).has_value());
    CHECK_FALSE(figures.at_least);
    account.host.at_least = true;
    CHECK(metric_values_of(account).at_least);
    account.host.at_least = false;
    account.tree.at_least = true;
    CHECK(metric_values_of(account).at_least);
    account.wall = Seconds{0};
    figures = metric_values_of(account);
    CHECK_FALSE(figures[Metric::power_tree].has_value());
    CHECK(figures[Metric::energy_tree] == 10);
    account.tree.value.reset();
    CHECK_FALSE(metric_values_of(account)[Metric::energy_tree].has_value());
  }
}
