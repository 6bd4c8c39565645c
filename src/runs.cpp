// SPDX-License-Identifier: Apache-2.0
#include "joules/runs.hpp"

#include <algorithm>
#include <span>
#include <string_view>

namespace joules {

namespace {

void keep_first_word(std::vector<std::string>& argv) {
  if (argv.size() > 1) argv.resize(1);
}

/// Without blanks and signs of quoting.
std::string bare(std::string_view text) {
  std::string letters;
  for (const char letter : text)
    if (std::string_view(" \t\n'\"\\").find(letter) == std::string_view::npos) letters += letter;
  return letters;
}

/// "sort a" of "sort a (2)", as make_distinct() makes it.
std::string without_number(const std::string& name) {
  const auto end = name.find_last_not_of("0123456789)");
  const bool numbered = name.ends_with(')') && end != name.npos && end > 0 && name[end] == '(';
  return numbered ? name.substr(0, end - 1) : name;
}

/// With --compare the text of a command is its name, unless the user gave it another one.
bool is_text_of(const std::string& numbered, const std::vector<std::string>& argv) {
  const std::string name = without_number(numbered);
  std::string words;
  for (const std::string& word : argv) words += word;
  const bool by_shell = argv.size() == 3 && argv[0] == "sh" && argv[1] == "-c";
  return bare(name) == bare(words) || (by_shell && name == argv[2]);
}

void leave_out_arguments(Recording& recording) {
  keep_first_word(recording.argv);
  if (!recording.ledger) return;
  for (ProcessUse& process : recording.ledger->processes) keep_first_word(process.argv);
}

} // namespace

void make_distinct(std::vector<std::string>& names) {
  for (std::size_t i = 1; i < names.size(); ++i) {
    const auto earlier = std::span(names).first(i);
    const std::string name = names[i];
    for (int number = 2; std::ranges::count(earlier, names[i]) > 0; ++number)
      names[i] = name + " (" + std::to_string(number) + ")";
  }
}

void leave_out_arguments(Experiment& experiment) {
  std::vector<std::string> names;
  for (const CommandRuns& command : experiment.commands)
    names.push_back(is_text_of(command.name, command.argv) ? command.argv.front() : command.name);
  if (names.size() > 1) make_distinct(names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    CommandRuns& command = experiment.commands[i];
    command.name = names[i];
    keep_first_word(command.argv);
    command.arguments_left_out = true;
    const auto leave_out = [&](Run& run) {
      run.recording.name = names[i];
      leave_out_arguments(run.recording);
    };
    std::ranges::for_each(command.runs, leave_out);
    if (command.failed) leave_out(*command.failed);
  }
}

std::string display_name(const CommandRuns& command) {
  return command.name.empty() ? command.argv.front() : command.name;
}

Series series_of(const CommandRuns& command, const Scope& scope) {
  Series series{command.name, {}};
  for (const Run& run : command.runs) series.runs.push_back(metric_values_of(run.account, scope));
  return series;
}

std::vector<Series> series_of(const Experiment& experiment, const Scope& scope) {
  std::vector<Series> series;
  for (const CommandRuns& command : experiment.commands) {
    series.push_back(series_of(command, scope));
    if (experiment.plan.precision) series.back().stopping = Stopping::by_width;
  }
  return series;
}

Scope scope_in(const Experiment& experiment, const Scope& scope) {
  for (const CommandRuns& command : experiment.commands)
    for (const Run& run : command.runs) {
      Scope resolved = with_unit(scope, run.account.work);
      if (resolved != scope) return resolved;
    }
  return scope;
}

const Run* any_run(const Experiment& experiment) {
  for (const CommandRuns& command : experiment.commands) {
    if (!command.runs.empty()) return &command.runs.front();
    if (command.failed) return &*command.failed;
  }
  return nullptr;
}

} // namespace joules
