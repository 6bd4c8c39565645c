// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include "cli/options.hpp"

namespace joules {

namespace {

constexpr std::size_t screen = 80, column = 30;

constexpr std::string_view usage = R"(Usage: joules [OPTION]... [--] COMMAND [ARG]...
       joules --compare [OPTION]... 'COMMAND A' 'COMMAND B'...
       joules --diff OLD.json NEW.json | --merge FILE... | --doctor
Run COMMAND unchanged, then say how many joules its whole process tree used,
out of how many the machine used. The report goes to standard error.

)";

constexpr std::string_view ending = R"(
Examples:
  joules make -j8                      one build
  joules -r 10 -w 1 -b 12J ./bench     within its budget? else 122
  joules --compare './old d' './new d' which uses less?
  joules -f '%j J in %e s' ./bench     one line

Exit status: the command's. 121, 122: see gates; 125: joules failed; 126: the
COMMAND could not be run; 127: it was not found. A signal that kills it kills
joules, too. --doctor: 0 when a sensor measures, 1 when only the estimate is.
)";

std::string_view heading(Section section) {
  switch (section) {
  case Section::measuring: return "What is measured:\n";
  case Section::repeating: return "How often:\n";
  case Section::gates: return "Gates (exit status 122 when one fails):\n";
  case Section::reports: return "How it is reported:\n";
  case Section::modes: return "Instead of a run:\n";
  }
  return "";
}

std::string joined(const std::vector<ValueWord>& words, std::string_view separator) {
  std::string text;
  for (const ValueWord& word : words) {
    if (!text.empty()) text += separator;
    text += word.word;
  }
  return text;
}

/// "-b, --budget".
std::string names(const Option& option) {
  std::string text(option.short_name());
  if (!text.empty()) text += ", ";
  return text.append(option.long_name());
}

/// " ENERGY", " tree|host"; empty: it is a flag.
std::string value(const Option& option) {
  if (!option.value) return "";
  const std::string_view metavar = option.value->metavar;
  return " " + (metavar.empty() ? joined(option.value->words(), "|") : std::string(metavar));
}

/// "--color | --progress auto|always|never": a value that both take is there once.
std::string spelling(const Option& option, const Option& next) {
  return names(option) + (value(option) == value(next) ? "" : value(option)) + " | " + names(next) +
         value(next);
}

std::string meaning(const Option& option) {
  std::string text(option.help);
  if (option.value && option.value->words_are_prefixes)
    text += ": " + joined(option.value->words(), " ");
  if (option.value && !option.value->preset.empty())
    text += " [" + std::string(option.value->preset) + "]";
  return text;
}

/// The text in the column behind `left`, on as many lines as it needs.
std::string row(const std::string& left, std::string_view text) {
  std::string rows, line = left;
  line += std::string(line.size() + 2 < column ? column - line.size() : 2, ' ');
  if (line.size() > column && line.size() + text.size() > screen) {
    rows = left + "\n";
    line = std::string(column, ' ');
  }
  while (line.size() + text.size() > screen) {
    const auto end = text.rfind(' ', screen - line.size());
    rows += line + std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(end + 1);
    line = std::string(column, ' ');
  }
  return rows + line + std::string(text) + "\n";
}

std::string indent(const Option& option) {
  return option.short_name().empty() ? "      " : "  ";
}

} // namespace

std::string help_text() {
  std::string text(usage);
  const Option* before = nullptr;
  for (const Option& option : all_options()) {
    if (before == nullptr || before->section != option.section) text += heading(option.section);
    if (before != nullptr && !before->rules.with_next.empty())
      text += row(indent(*before) + spelling(*before, option), before->rules.with_next);
    else if (option.rules.with_next.empty())
      text += row(indent(option) + names(option) + value(option), meaning(option));
    before = &option;
  }
  return text.append(ending);
}

} // namespace joules
