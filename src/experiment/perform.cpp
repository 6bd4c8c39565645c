// SPDX-License-Identifier: Apache-2.0
#include "experiment/perform.hpp"

#include "experiment/hook.hpp"
#include "joules/launch.hpp"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace joules {

namespace {

/// Each run reads a file on standard input from the same offset: the second run of "sort < FILE"
/// sorts it, too. A pipe cannot be read again and is empty for the second run.
class RewindingInput {
public:
  RewindingInput() : start_(::lseek(STDIN_FILENO, 0, SEEK_CUR)) {}
  void rewind() const {
    if (start_ >= 0) ::lseek(STDIN_FILENO, start_, SEEK_SET);
  }

private:
  off_t start_;
};

class Performance {
public:
  Performance(const std::vector<Command>& commands, const SignalQueue& signals,
              const ExperimentSettings& settings, const MakeRun& make_run)
      : commands_(commands), signals_(signals), settings_(settings), make_run_(make_run) {
    experiment_.plan = settings.plan;
    for (std::size_t i = 0; i < commands.size(); ++i)
      experiment_.commands.push_back(
          {i < settings.names.size() ? settings.names[i] : "", commands[i].argv, {}, std::nullopt});
  }

  Result<Experiment> all_steps(const BeforeStep& before, const Enough& enough) {
    const std::vector<Step> steps = steps_of(settings_.plan);
    const bool several = steps.size() > 1;
    for (const Step& step : steps) {
      if (several && step != steps.front() && stop_for(pause(settings_.pause, signals_))) break;
      if (several) ::setenv("JOULES_RUN", step.label().c_str(), 1);
      if (!settings_.prepare.empty() && !hook("--prepare", settings_.prepare)) break;
      before(step, experiment_);
      input_.rewind();
      if (const auto failed = make(step, several)) return *failed;
      if (!experiment_.stopped_because.empty()) break;
      if (!step.warmup && enough(experiment_)) break;
    }
    if (!settings_.cleanup.empty()) hook("--cleanup", settings_.cleanup);
    return std::move(experiment_);
  }

private:
  /// The result is an error when the very first run could not be started.
  std::optional<Error> make(const Step& step, bool several) try {
    Command command = commands_[step.command];
    command.takes_timers = !step.warmup;
    command.output_discarded = settings_.output_discarded;
    command.name = experiment_.commands[step.command].name;
    auto run = make_run_(command);
    if (run)
      keep(std::move(*run), step, several);
    else if (any_run(experiment_))
      stop(run.error().message(), {run.error().code == ENOENT ? 127 : 126, std::nullopt});
    else
      return run.error();
    return std::nullopt;
  } catch (const Interrupted& told) {
    stop_for(told.signal);
    return std::nullopt;
  } catch (const std::exception& failure) {
    if (!any_run(experiment_)) throw;
    stop(failure.what(), {125, std::nullopt}); // the complete runs are not lost
    return std::nullopt;
  }

  void keep(Run&& run, const Step& step, bool several) {
    const ExitInfo& exit_info = run.recording.exit_info;
    const std::optional<int> told = exit_info.terminated_by;
    const bool interrupted = told || (several && exit_info.last_terminal_signal);
    const bool complete = !interrupted && is_ok(exit_info.exit);
    run.index = step.index;
    if (several && !settings_.keeps_samples)
      run.recording = with_ends_only(std::move(run.recording));
    if (!several && !(told || is_ok(exit_info.exit)))
      experiment_.outcome = outcome_of(exit_info.exit);
    CommandRuns& command = experiment_.commands[step.command];
    if (!complete && several) {
      const std::string label =
          (step.warmup ? "warm-up " : "run ") + std::to_string(step.index + 1);
      if (interrupted)
        stop_for(told ? told : exit_info.last_terminal_signal);
      else
        stop(label + " of " +
                 std::to_string(step.warmup ? settings_.plan.warmups : settings_.plan.runs) +
                 (commands_.size() > 1 ? " of " + display_name(command) : "") + " failed" +
                 (settings_.output_discarded ? " (what it wrote was discarded)" : ""),
             outcome_of(exit_info.exit));
      command.failed = std::move(run);
    } else if (!step.warmup) {
      if (told) stop_for(told);
      command.runs.push_back(std::move(run));
    }
  }

  [[nodiscard]] bool is_ok(const ExitStatus& exit) const {
    return settings_.ignore_failure || (exit.code && settings_.ok_codes.contains(*exit.code));
  }

  /// The status is 125 where the kernel did not report one.
  static ExitDisposition outcome_of(const ExitStatus& exit) {
    return {exit.code.value_or(exit.signal ? 0 : 125), exit.signal};
  }

  bool stop_for(std::optional<int> signal, const std::string& besides = "") {
    if (!signal) return false;
    experiment_.interrupted = true;
    stop("interrupted" + besides, {0, signal});
    return true;
  }

  /// Returns false when it failed or was interrupted.
  bool hook(const std::string& option, const std::string& script) try {
    const auto hook = run_hook(option, script, signals_);
    if (hook)
      return !stop_for(hook->last_terminal_signal, hook->left_behind
                                                       ? "; " + option + " goes on as process " +
                                                             std::to_string(*hook->left_behind)
                                                       : "");
    stop(hook.error().message(), {125, std::nullopt});
    return false;
  } catch (const Failure& failure) {
    stop(option + ": " + failure.what(), {125, std::nullopt});
    return false;
  }

  /// The first reason is kept.
  void stop(const std::string& why, const ExitDisposition& outcome) {
    if (!experiment_.stopped_because.empty()) return;
    experiment_.stopped_because = why;
    if (experiment_.outcome.status == 0 && !experiment_.outcome.signal)
      experiment_.outcome = outcome;
  }

  const std::vector<Command>& commands_;
  const SignalQueue& signals_;
  const ExperimentSettings& settings_;
  const MakeRun& make_run_;
  RewindingInput input_;
  Experiment experiment_;
};

} // namespace

Result<Experiment> perform(const std::vector<Command>& commands, const SignalQueue& signals,
                           const ExperimentSettings& settings, const MakeRun& make_run,
                           const BeforeStep& before, const Enough& enough) {
  return Performance(commands, signals, settings, make_run).all_steps(before, enough);
}

} // namespace joules
