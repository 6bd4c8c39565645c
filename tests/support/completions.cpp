// SPDX-License-Identifier: Apache-2.0
#include "support/completions.hpp"

#include "cli/options.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace joules::test {

namespace {

using Strings = std::vector<std::string>;

std::string joined(const Strings& words, const std::string& separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// "-b", "--budget".
Strings names_of(const Option& option) {
  Strings names;
  if (!option.short_name().empty()) names.emplace_back(option.short_name());
  names.emplace_back(option.long_name());
  return names;
}

Strings words_of(const Value& value) {
  Strings words;
  if (value.words != nullptr)
    for (const ValueWord& word : value.words())
      words.push_back(std::string(word.word) + (value.words_are_prefixes ? "=" : ""));
  return words;
}

bool have_meanings(const Value& value) {
  return value.words != nullptr && !value.words().front().meaning.empty();
}

/// The help before its details.
std::string description(const Option& option) {
  return std::string(option.help.substr(0, option.help.find(':')));
}

std::string all_names() {
  std::string lines, line;
  for (const Option& option : all_options())
    for (const std::string& name : names_of(option)) {
      if (line.size() + name.size() > 70) {
        lines += line + "\n       ";
        line.clear();
      }
      line += (lines.empty() && line.empty() ? "" : " ") + name;
    }
  return lines + line;
}

std::string long_with_value(const std::string& separator) {
  Strings names;
  for (const Option& option : all_options())
    if (option.value) names.emplace_back(option.long_name());
  return joined(names, separator);
}

std::string letters_with_value() {
  std::string letters;
  for (const Option& option : all_options())
    if (option.value && !option.short_name().empty()) letters += option.short_name()[1];
  return letters;
}

/// The commands that bash runs for the value of an option; empty: none.
std::string bash_action(const Value& value) {
  const auto candidates = [](const std::string& options) {
    return "COMPREPLY=($(compgen " + options + " -- \"$2\"))";
  };
  if (value.words_are_prefixes) // the word goes on after "=", with a file
    return "kind=${3%%=*}=; if [[ $3 != *=* ]]; then compopt -o nospace; " +
           candidates("-W '" + joined(words_of(value), " ") + "'") +
           "; elif [[ $2 == \"$kind\"* ]]; then compopt -o filenames -o nospace; "
           "mapfile -t COMPREPLY < <(compgen -f -P \"$kind\" -- \"${2#\"$kind\"}\"); "
           "else compopt -o default; fi";
  if (value.words != nullptr) return candidates("-W '" + joined(words_of(value), " ") + "'");
  switch (value.completes) {
  case Completes::user: return candidates("-u");
  case Completes::directory: return "compopt -o dirnames";
  case Completes::file: return "compopt -o default"; // bash's own file names
  case Completes::command:
  case Completes::descriptor:
  case Completes::nothing: break;
  }
  return "";
}

/// Options whose values are alike share an arm.
std::string bash_values() {
  std::vector<std::pair<std::string, Strings>> arms;
  for (const Option& option : all_options()) {
    const std::string action = option.value ? bash_action(*option.value) : "";
    if (action.empty()) continue;
    auto arm = std::find_if(arms.begin(), arms.end(),
                            [&](const auto& one) { return one.first == action; });
    if (arm == arms.end()) arm = arms.insert(arms.end(), {action, {}});
    for (const std::string& name : names_of(option)) arm->second.push_back(name);
  }
  std::string text;
  for (const auto& [action, names] : arms)
    text += "        " + joined(names, " | ") + ") " + action + " ;;\n";
  return text;
}

std::string fish_value(const Value& value) {
  if (value.words_are_prefixes)
    return " -x -a '(__fish_joules_kind_and_file " + joined(words_of(value), " ") + ")'";
  if (value.words != nullptr && !have_meanings(value)) {
    const Strings words = words_of(value);
    return " -x -a '" + joined(words, " ") + "'";
  }
  if (value.words != nullptr) {
    Strings words;
    for (const ValueWord& word : value.words())
      words.push_back(std::string(word.word) + "\\t'" + std::string(word.meaning) + "'");
    return " -x -a \"" + joined(words, " ") + "\"";
  }
  switch (value.completes) {
  case Completes::user: return " -x -a '(__fish_complete_users)'";
  case Completes::directory: return " -x -a '(__fish_complete_directories)'";
  case Completes::file: return " -r -F";
  case Completes::command:
  case Completes::descriptor:
  case Completes::nothing: break;
  }
  return " -x";
}

std::string fish_options() {
  std::string text;
  for (const Option& option : all_options()) {
    std::string line = "$ours";
    if (!option.short_name().empty()) line += " -s " + std::string(option.short_name().substr(1));
    line += " -l " + std::string(option.long_name().substr(2));
    if (option.value) line += fish_value(*option.value);
    std::string what = description(option);
    if (what[0] >= 'a' && what[0] <= 'z') what[0] = static_cast<char>(what[0] - 'a' + 'A');
    replace_all(what, "'", "\\'");
    text += line + " -d '" + what + "'\n";
  }
  return text;
}

/// The words that must not be on the line together with `option`.
Strings zsh_exclusions(const Option& option) {
  if (option.long_name() == "--help") return {"-"};              // a section of it may follow
  if (option.long_name() == "--version") return {"-", ":", "*"}; // nothing goes with it
  Strings names;
  if (!option.rules.repeatable && !option.short_name().empty()) names = names_of(option);
  for (const Option& other : all_options()) {
    if (!exclude_each_other(option, other)) continue;
    for (const std::string& name : names_of(other)) names.push_back(name);
  }
  return names;
}

std::string zsh_action(const Value& value) {
  if (value.words_are_prefixes) return "_joules_kind_and_file " + joined(words_of(value), " ");
  if (have_meanings(value)) {
    Strings words;
    for (const ValueWord& word : value.words())
      words.push_back(std::string(word.word) + "\\:\"" + std::string(word.meaning) + "\"");
    return "((" + joined(words, " ") + "))";
  }
  if (value.words != nullptr) return "(" + joined(words_of(value), " ") + ")";
  switch (value.completes) {
  case Completes::user: return "_users";
  case Completes::directory: return "_directories";
  case Completes::file: return "_files";
  case Completes::command: return "_cmdstring";
  case Completes::descriptor: return "_file_descriptors";
  case Completes::nothing: break;
  }
  return " ";
}

std::string zsh_options() {
  std::string text;
  for (const Option& option : all_options()) {
    std::string what = "[" + description(option) + "]";
    replace_all(what, "'", "'\\''");
    std::string before = option.rules.repeatable ? "*" : "";
    const Strings exclusions = zsh_exclusions(option);
    if (!exclusions.empty()) before += "(" + joined(exclusions, " ") + ")";
    const std::string name = std::string(option.long_name()) + (option.value ? "=" : "");
    if (option.value) {
      std::string message(option.value->metavar.empty() ? option.long_name().substr(2)
                                                        : option.value->metavar);
      replace_all(message, ":", "\\:");
      what += ":" + message + ":" + zsh_action(*option.value);
    }
    if (option.short_name().empty())
      text += "  '" + before + name + what + "' \\\n";
    else
      text += "  '" + before + "'{" + std::string(option.short_name()) + (option.value ? "+" : "") +
              "," + name + "}'" + what + "' \\\n";
  }
  return text;
}

} // namespace

std::string filled_completion(std::string text) {
  replace_all(text, "@generated@",
              "# Generated from src/cli/options.cpp and completions/templates: cmake --build build "
              "--target generated");
  replace_all(text, "@names@", all_names());
  replace_all(text, "@sections@", all_words<Section>(" ") + " " + every_section);
  replace_all(text, "@long_with_value@", long_with_value(" "));
  replace_all(text, "@bash_long_with_value@", long_with_value(" | "));
  replace_all(text, "@letters_with_value@", letters_with_value());
  replace_all(text, "@bash_values@", bash_values());
  replace_all(text, "@fish_options@", fish_options());
  replace_all(text, "@zsh_options@", zsh_options());
  return text;
}

std::string text_of(const std::string& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace joules::test
