// SPDX-License-Identifier: Apache-2.0
// The only file that knows CLI11. It gets to see joules' own options alone: the words of the
// command never reach it, whatever its rules for unknown or trailing words are in this or the next
// version.
#include "cli/parse.hpp"

#include "cli/nearest.hpp"
#include "cli/options.hpp"
#include "cli/split_args.hpp"
#include "cli/values.hpp"
#include "joules/quoting.hpp"
#include "joules/result.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <set>

namespace joules {

namespace {

/// CLI11 calls it for each option that was there. Values are checked by the functions of the table,
/// which also convert them: a validator of CLI11 would do the same work a second time.
void store(const Option& option, const std::vector<std::string>& texts, Settings& settings) {
  const std::string name(option.long_name());
  if (option.value && !option.rules.repeatable && texts.size() > 1)
    throw Failure(name + ": given more than once");
  settings.given.insert(option.long_name());
  if (option.rules.mode) settings.mode = *option.rules.mode;
  for (const std::string& text : texts) try {
      option.store(settings, text);
    } catch (const BadValue& bad) {
      throw Failure(name + " " + quoted({text}) + ": " + bad.what());
    }
}

/// Can this option be one of the words? Of some it is said wrongly, which costs time alone.
bool may_be_among(const std::vector<std::string>& words, const Option& option) {
  const std::string_view letter = option.short_name();
  return std::ranges::any_of(words, [&](const std::string& word) {
    if (word.starts_with("--")) return word.starts_with(option.long_name());
    return !letter.empty() && word.find(letter.back()) != word.npos;
  });
}

/// The options that can be there, and those that they need. With all of them CLI11 would take a
/// seventh of a short run: it compares each name with all others.
std::set<const Option*> options_for(const std::vector<std::string>& words) {
  std::set<const Option*> known;
  for (const Option& option : all_options()) {
    if (!may_be_among(words, option)) continue;
    known.insert(&option);
    if (const Option* const needed = find_option(option.rules.needs)) known.insert(needed);
  }
  return known;
}

void add_options(CLI::App& app, const std::vector<std::string>& words, Settings& settings) {
  app.set_help_flag(); // it is in the table
  const std::set<const Option*> known = options_for(words);
  for (const Option* const option : known) {
    const auto stored = [option, &settings](const std::vector<std::string>& texts) {
      store(*option, texts, settings);
      return true;
    };
    CLI::Option* const added = app.add_option(std::string(option->names), stored);
    added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    added->expected(option->value ? 1 : 0);
    if (option->rules.repeatable) added->expected(1, -1)->allow_extra_args(false);
  }
  const auto find = [&](const Option* option) {
    return app.get_option(std::string(option->long_name()));
  };
  for (const Option* const option : known) {
    const Option* const needed = find_option(option->rules.needs);
    if (needed != nullptr && known.contains(needed)) find(option)->needs(find(needed));
    for (const Option* const other : known)
      if (exclude_each_other(*option, *other)) find(option)->excludes(find(other));
  }
}

/// An empty value is, as often as not, a variable that a script did not set: it never means "none".
void check_values(const SplitArgs& words) {
  if (!words.lacks_value.empty()) throw Failure(quoted({words.lacks_value}) + ": needs a value");
  if (!words.has_empty_value.empty())
    throw Failure(quoted({words.has_empty_value}) + " '': its value is empty");
  if (find_option(words.takes_no_value) != nullptr)
    throw Failure(words.takes_no_value + ": takes no value");
}

/// "--help gates", "--help=gates", "--help all". Another word behind it is a command.
Help help_about(const SplitArgs& words) {
  constexpr std::string_view with_topic = "--help=";
  const auto given = std::ranges::find_if(
      words.options, [&](const std::string& word) { return word.starts_with(with_topic); });
  const bool named = given != words.options.end();
  const std::string topic = named                   ? given->substr(with_topic.size())
                            : words.command.empty() ? ""
                                                    : words.command.front();
  Help help;
  for (const Choice<Section>& section : Choices<Section>::all)
    if (topic == section.word || topic == every_section) help.sections.push_back(section.value);
  if (const std::string_view meant = nearest_section(topic); !named && !meant.empty())
    throw Failure("--help " + quoted({topic}) + ": is " + std::string(meant) + " meant?");
  if (named && help.sections.empty())
    throw Failure("--help " + quoted({topic}) + ": expected one of " + all_words<Section>(", ") +
                  ", " + every_section);
  return help;
}

/// `first` is what CLI11 did not know: of "-json", which it takes for a cluster of letters, the
/// rest.
Failure unknown_option(const std::string& first, const std::vector<std::string>& words) {
  const auto known = std::ranges::find_if(words, [&](const std::string& word) {
    const bool is_known = find_option(word.substr(0, word.find('='))) != nullptr;
    return !first.starts_with("--") && !is_known && !nearest_option(word).empty();
  });
  const std::string& typed = known == words.end() ? first : *known;
  const std::string_view meant = nearest_option(typed);
  return Failure(
      "unknown option " + quoted({typed}) +
      (meant.empty() ? " (see joules --help)" : ": is " + std::string(meant) + " meant?"));
}

} // namespace

Request parse_command_line(int argc, const char* const* argv) {
  SplitArgs words = split_args(argc, argv, [](const std::string& name) {
    const Option* const option = find_option(name);
    if (option == nullptr) return OptionForm{};
    const auto mode = option->rules.mode;
    return OptionForm{option->value.has_value(), mode == Mode::diff || mode == Mode::merge};
  });
  if (words.ask_for_help) return help_about(words); // whatever else is wrong: that may be why
  check_values(words);
  Settings settings;
  CLI::App app;
  add_options(app, words.options, settings);
  const std::vector<std::string> given = words.options;
  try {
    std::reverse(words.options.begin(), words.options.end()); // as CLI11 wants them
    app.parse(words.options);
  } catch (const CLI::ExtrasError&) {
    throw unknown_option(app.remaining().front(), given);
  } catch (const CLI::ParseError& error) {
    throw Failure(std::string(error.what()) + " (see joules --help)");
  }
  return request_of(std::move(settings), std::move(words.command));
}

} // namespace joules
