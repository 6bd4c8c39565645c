// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include "cli/options.hpp"

namespace joules {

namespace {

constexpr std::size_t screen = 80, column = 30;

constexpr std::string_view usage = R"(Usage: joules [OPTION]... [--] COMMAND [ARG]...
       joules --compare [OPTION]... 'COMMAND A' 'COMMAND B'...
       joules --diff OLD NEW | --merge FILE... | --replay FILE | --doctor
Run COMMAND unchanged, then say how many joules its whole process tree used.

)";

constexpr std::string_view ending = R"(Examples:
  joules make -j8                      one build
  joules -r 10 -w 1 -b 12J ./bench     within its budget? else 122
  joules --compare './old d' './new d' which uses less?
  joules -f '%j J in %e s' ./bench     one line
Exit status: COMMAND's; 121, 122: gates; 125: joules failed; 126, 127: no start
)";

std::string_view heading(Section section) {
  switch (section) {
  case Section::measuring: return "What is measured:\n";
  case Section::repeating: return "How often:\n";
  case Section::comparing: return "Comparing:\n";
  case Section::gates: return "Gates (FAIL ends with 122; UNSURE with 121, if --strict):\n";
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

/// `brief`: without what stands behind the first colon.
std::string meaning(const Option& option, bool brief) {
  std::string text(option.help.substr(0, brief ? option.help.find(':') : option.help.npos));
  if (!brief && option.value && option.value->words_are_prefixes)
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

std::string row_of(const Option& option, bool brief) {
  const std::string indent = option.short_name().empty() ? "      " : "  ";
  return row(indent + names(option) + value(option), meaning(option, brief));
}

std::string rows_of(Section section) {
  std::string text(heading(section));
  for (const Option& option : all_options())
    if (option.section == section && option.rules.in_help != InHelp::nowhere)
      text += row_of(option, false);
  return text;
}

std::string first_screen_of_help() {
  std::string text(usage);
  for (const Option& option : all_options())
    if (option.rules.in_help == InHelp::first_screen_too) text += row_of(option, true);
  return text + "More: joules --help " + all_words<Section>(" | ") + " | " + every_section + "\n";
}

} // namespace

std::string help_text(const std::vector<Section>& sections) {
  if (sections.empty()) return first_screen_of_help().append(ending);
  std::string text;
  for (const Section section : sections) text += rows_of(section);
  return text;
}

} // namespace joules
