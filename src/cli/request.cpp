// SPDX-License-Identifier: Apache-2.0
#include "cli/request.hpp"

#include "cli/command_string.hpp"
#include "cli/mode_rules.hpp"
#include "cli/option.hpp"
#include "cli/run_rules.hpp"
#include "joules/mark.hpp"
#include "joules/result.hpp"
#include "joules/runs.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace joules {

namespace {

/// The commands are A to Z.
constexpr std::size_t most_compared = 26;

using Argv = std::vector<std::string>;

/// With --compare each word is a command, which has a name and presets of its own.
std::vector<Argv> compared_commands(const std::vector<std::string>& words, Settings& settings) {
  std::vector<Argv> commands;
  for (const std::string& word : words)
    commands.push_back(settings.by_shell ? Argv{"sh", "-c", word} : split_command(word));
  if (words.size() < 2 || words.size() > most_compared)
    throw Failure("--compare: needs 2 to 26 commands, each quoted as one word: "
                  "'COMMAND A' 'COMMAND B'");
  std::vector<std::string>& names = settings.experiment.names;
  if (names.size() > words.size()) throw Failure("--name: given for more commands than there are");
  // Without a label the text itself is the name.
  for (std::size_t i = names.size(); i < words.size(); ++i)
    names.push_back(settings.report.arguments_shown ? words[i] : commands[i].front());
  make_distinct(names);
  Plan& plan = settings.experiment.plan;
  plan.commands = words.size();
  if (!settings.given.contains("--runs")) plan.runs = 10;
  if (!settings.given.contains("--warmup")) plan.warmups = 1;
  if (!settings.given.contains("--seed")) plan.seed = std::random_device()();
  return commands;
}

void check_policy(const Settings& settings) {
  const bool idle_power = settings.given.contains("--idle-power");
  if ((settings.attribution.policy.kind == Policy::Kind::marginal) != idle_power)
    throw Failure(idle_power ? "--idle-power: only --policy marginal uses it"
                             : "--policy marginal needs --idle-power, in watts or \"measure\"");
}

/// Runs that end by how much they scatter: -r is then the most of them.
void plan_by_precision(Settings& settings) {
  Plan& plan = settings.experiment.plan;
  if (!plan.precision) return;
  constexpr int most = 100;
  if (!settings.given.contains("--runs")) plan.runs = most;
  if (plan.runs < fewest_precise_runs)
    throw Failure("--precision: fewer than 6 runs say too little of it (-r 6 or more is the most "
                  "that are made; 100 without it)");
  if (plan.order == Order::blocked)
    throw Failure("--precision and --order blocked exclude each other");
}

/// Refuses a scope that no run will have.
void check_scope(const Settings& settings) {
  const Scope& scope = settings.gates.scope;
  const SamplingSettings& sampling = settings.sampling;
  const bool is_subject = std::ranges::any_of(sampling.subjects, [&](const SubjectName& subject) {
    return means_subject(scope.name, text_of(subject));
  });
  if (scope.kind == Scope::Kind::subject && !is_subject)
    throw Failure("--scope " + text_of(scope) + ": no --of names such a subject");
  if (scope.kind == Scope::Kind::phase && !sampling.marks)
    throw Failure("--scope " + text_of(scope) +
                  ": needs --marks, by which COMMAND tells its phases");
  if (scope.unit.empty()) return;
  if (scope.kind == Scope::Kind::host || scope.kind == Scope::Kind::subject)
    throw Failure("--budget: only the tree's energy, or a phase's, is known for one " + scope.unit);
  const bool told = sampling.work && is_same_unit(sampling.work->unit, scope.unit);
  if (!told && !sampling.marks)
    throw Failure("--budget: one " + scope.unit + " needs --work N:" + scope.unit +
                  ", or --marks, by which COMMAND tells its work");
}

void require_one_name(const Settings& settings) {
  if (settings.experiment.names.size() > 1) throw Failure("--name: given more than once");
}

void check_sensors(const SensorSettings& settings) {
  if (!settings.estimate_allowed && settings.sensor == Sensor::estimate)
    throw Failure("--sensor estimate and --no-estimate exclude each other");
  if (!settings.estimate_allowed && settings.model)
    throw Failure("--model and --no-estimate exclude each other");
}

/// Refuses options that contradict one another.
void check_measure(const Settings& settings) {
  if (!settings.compare) require_one_name(settings);
  const Plan& plan = settings.experiment.plan;
  require_answerable(settings.gates, settings.report, settings.output,
                     {plan.commands, static_cast<std::size_t>(plan.runs)});
  check_policy(settings);
  check_scope(settings);
  check_sensors(settings.sensors);
  if (settings.user && settings.sampling.cpu_clock == CpuClockChoice::cgroup)
    throw Failure("--cpu-clock cgroup and --user exclude each other: only root could remove the "
                  "group at the end");
}

Measure measure_of(Settings settings, Argv words) {
  if (words.empty()) throw Failure("no command to measure (see joules --help)");
  if (settings.compare)
    settings.commands = compared_commands(words, settings);
  else
    settings.commands.push_back(std::move(words));
  plan_by_precision(settings);
  check_measure(settings);
  return std::move(static_cast<Measure&>(settings));
}

/// What was recorded stays as it was measured; how it is attributed and shown may change.
std::optional<AttributionSettings> attribution_of_recorded(const std::string& mode,
                                                           const Settings& settings,
                                                           const std::vector<std::string>& words) {
  if (!words.empty()) throw Failure(mode + " runs no command");
  const bool policy = settings.given.contains("--policy");
  const bool idle_power = settings.given.contains("--idle-power");
  if (!policy && !idle_power) return std::nullopt;
  AttributionSettings attribution = settings.attribution;
  if (!policy) attribution.policy.kind = Policy::Kind::marginal;
  // Without watts they are those of the run.
  if (attribution.policy.kind == Policy::Kind::marginal)
    attribution.measure_idle_power |= !idle_power;
  else
    check_policy(settings);
  return attribution;
}

Replay replay_of(Settings settings, const std::vector<std::string>& words) {
  auto attribution = attribution_of_recorded("--replay", settings, words);
  return {std::move(settings.recording), std::move(attribution), std::move(settings.gates),
          std::move(settings.report), std::move(settings.output)};
}

Fold fold_of(Settings settings, const std::vector<std::string>& words) {
  auto attribution = attribution_of_recorded("--fold", settings, words);
  return {std::move(settings.recording), std::move(attribution), std::move(settings.report),
          std::move(settings.output)};
}

Diff diff_of(Settings settings, std::vector<std::string> words) {
  if (words.size() != 2) throw Failure("--diff: needs two saved reports, OLD.json NEW.json");
  require_one_name(settings);
  std::optional<std::string> name;
  if (!settings.experiment.names.empty()) name = settings.experiment.names.front();
  return {std::move(words[0]),       std::move(words[1]),        std::move(name),
          std::move(settings.gates), std::move(settings.report), std::move(settings.output)};
}

Merge merge_of(Settings settings, std::vector<std::string> words) {
  if (words.empty()) throw Failure("--merge: needs saved reports, of --json");
  return {std::move(words), std::move(settings.report), std::move(settings.output)};
}

Doctor doctor_of(Settings settings, const std::vector<std::string>& words) {
  if (!words.empty()) throw Failure("--doctor runs no command");
  check_sensors(settings.sensors);
  return {std::move(settings.sensors), std::move(settings.save), std::move(settings.report),
          std::move(settings.output)};
}

} // namespace

Request request_of(Settings settings, std::vector<std::string> words) {
  if (settings.version) return Version{};
  if (settings.mode != Mode::measure) require_obeyed(settings);
  switch (settings.mode) {
  case Mode::measure: break;
  case Mode::replay: return replay_of(std::move(settings), words);
  case Mode::fold: return fold_of(std::move(settings), words);
  case Mode::diff: return diff_of(std::move(settings), std::move(words));
  case Mode::merge: return merge_of(std::move(settings), std::move(words));
  case Mode::doctor: return doctor_of(std::move(settings), words);
  }
  return measure_of(std::move(settings), std::move(words));
}

} // namespace joules
