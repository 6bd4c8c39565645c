// SPDX-License-Identifier: Apache-2.0
// One command or several, each run once or many times: what experiment/ brings back.
#pragma once

#include "joules/account.hpp"
#include "joules/choices.hpp"
#include "joules/metric.hpp"
#include "joules/recording.hpp"
#include "joules/scope.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// One run and what is attributed to it. Of several runs each keeps its first and last sample only.
struct Run {
  int index = 0; // among the measured runs of its command, from 0
  Recording recording;
  EnergyAccount account;
};

/// The order of several commands. pairs: all once in random order, then again, so that what drifts
/// hits all alike. abba: forth and back. blocked: all runs of the first, then all of the next.
enum class Order { pairs, abba, blocked };

template <>
struct Choices<Order> {
  static constexpr Choice<Order> all[] = {
      {"pairs", Order::pairs}, {"abba", Order::abba}, {"blocked", Order::blocked}};
};

/// Fewer say too little about how much they scatter to end by it.
inline constexpr int fewest_precise_runs = 6;

/// The plan of an experiment: how often each command runs, in which order.
struct Plan {
  std::size_t commands = 1;
  int warmups = 0; // of each command, unmeasured, before all
  int runs = 1;    // of each command
  Order order = Order::pairs;
  std::uint64_t seed = 0; // decides the order of pairs
  /// The runs end, `runs` being the most of them, once half of the 95 % interval is at most this
  /// part of what it is around, above 0: 0.01 is 1 %. nullopt: all are made.
  std::optional<double> precision = std::nullopt;
};

/// Measured ones, of all commands.
constexpr std::size_t runs_of(const Plan& plan) {
  return plan.commands * static_cast<std::size_t>(std::max(plan.runs, 1));
}

/// How the program ends: with a status, or by a signal.
struct ExitDisposition {
  int status = 0;
  std::optional<int> signal; // die of this one instead
};

/// One command and its runs.
struct CommandRuns {
  std::string name; // label; empty unless given
  std::vector<std::string> argv;
  std::vector<Run> runs;           // complete ones, in order
  std::optional<Run> failed;       // the one that stopped the experiment
  bool arguments_left_out = false; // of argv, and of the processes of a ledger
};

struct Experiment {
  Plan plan;
  HostDescription host; // for those who ask: see describe_host()
  std::vector<CommandRuns> commands;
  std::string stopped_because; // empty: all runs were made
  bool interrupted = false;    // by a signal to us: the report is partial
  bool replayed = false;       // out of a recording: nothing ran now
  ExitDisposition outcome;     // as far as the commands are concerned

  [[nodiscard]] bool is_repeated() const { return plan.runs > 1 || plan.commands > 1; }
  /// A single run that was interrupted says so itself.
  [[nodiscard]] bool ended_early() const {
    return !stopped_because.empty() && (is_repeated() || !interrupted);
  }
};

/// "name (2)" is a name that is in use once before, as where a program is compared with itself.
/// Exports, comparisons and baselines tell commands apart by their names alone.
void make_distinct(std::vector<std::string>& names);

/// Leaves the first word of each command, of each name that is made of the command's words, and of
/// each process of a ledger: the others may be secret.
void leave_out_arguments(Experiment& experiment);

/// Its label, else its first word.
std::string display_name(const CommandRuns& command);

/// The complete runs in numbers.
Series series_of(const CommandRuns& command, const Scope& scope = {});
/// Those of each command, and how they ended.
std::vector<Series> series_of(const Experiment& experiment, const Scope& scope = {});

/// The scope with the unit of the first run that tells work in it, so that the unit is one for all.
Scope scope_in(const Experiment& experiment, const Scope& scope);

/// A run to speak of the machine and the method by; nullptr: there was none.
const Run* any_run(const Experiment& experiment);

} // namespace joules
