// SPDX-License-Identifier: Apache-2.0
// An option: its names, its value, its rules, and what it sets.
#pragma once

#include "cli/request.hpp"
#include "cli/section.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

enum class Mode { measure, replay, fold, diff, merge, doctor };

/// All that options can say: those of a Measure, and what other modes and the parsing need.
struct Settings : Measure {
  std::optional<std::string> save; // of --doctor: an archive of the sensors' files
  std::string recording;           // of --replay, --fold: the file
  Mode mode = Mode::measure;
  bool compare = false;  // each word is a command
  bool by_shell = false; // the commands of --compare
  bool version = false;
  std::set<std::string_view> given; // the long names of the options that were there
};

/// The kinds of values that a shell completes, beside words.
enum class Completes { nothing, file, directory, user, command, descriptor };

/// A word that a value may be, and what it means where the word does not say it.
struct ValueWord {
  std::string_view word;
  std::string_view meaning = "";
};

struct Value {
  std::string_view metavar = ""; // "FILE"; empty: one of the words
  std::string_view preset = "";  // what holds without the option, where it is worth a word
  std::vector<ValueWord> (*words)() = nullptr; // of a value that may be one of some words
  Completes completes = Completes::nothing;
  bool words_are_prefixes = false; // KIND=FILE: the word stands before "="
};

/// Where the help shows an option. nowhere: few would miss it, and the manual has it.
enum class InHelp { section, first_screen_too, nowhere };

/// Rules that only some options have.
struct OptionRules {
  std::string_view needs = "";             // a long name
  std::string_view excludes = "";          // the same
  std::optional<Mode> mode = std::nullopt; // asks for it: one of all that do so, at most, is there
  bool repeatable = false;                 // may be given more than once, each time with a value
  InHelp in_help = InHelp::section;
};

struct Option {
  Section section;
  std::string_view names;     // "-b,--budget", or the long one alone
  std::optional<Value> value; // nullopt: a flag
  std::string_view help;      // one line
  void (*store)(Settings& settings, const std::string& text);
  OptionRules rules = {};

  [[nodiscard]] std::string_view long_name() const;  // "--budget"
  [[nodiscard]] std::string_view short_name() const; // "-b"; empty: it has none
};

bool exclude_each_other(const Option& one, const Option& another);

} // namespace joules
