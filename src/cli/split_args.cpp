// SPDX-License-Identifier: Apache-2.0
#include "cli/split_args.hpp"

namespace joules {

namespace {

void keep_first(std::string& kept, const std::string& option) {
  if (kept.empty()) kept = option;
}

/// "--option=value".
void look_at_value(const std::string& word, const FormOf& form_of, SplitArgs& words) {
  const auto equals = word.find('=');
  if (!word.starts_with("--") || equals == word.npos) return;
  const std::string option = word.substr(0, equals);
  if (!form_of(option).takes_value)
    keep_first(words.takes_no_value, option);
  else if (equals + 1 == word.size())
    keep_first(words.has_empty_value, option);
}

/// Is the value of the option in `word` the next word?
bool value_follows(const std::string& word, const FormOf& form_of) {
  if (word.starts_with("--"))
    return word.find('=') == std::string::npos && form_of(word).takes_value;
  // "-vo FILE": the first letter that takes a value takes the rest of the word, if there is one.
  for (std::size_t i = 1; i < word.size(); ++i)
    if (form_of({'-', word[i]}).takes_value) return i + 1 == word.size();
  return false;
}

/// "-h", "--help", or h among the letters of "-qh" that take no value.
bool asks_for_help(const std::string& word, const FormOf& form_of) {
  if (word.starts_with("--")) return word == "--help" || word.starts_with("--help=");
  for (std::size_t i = 1; i < word.size() && !form_of({'-', word[i]}).takes_value; ++i)
    if (word[i] == 'h') return true;
  return false;
}

} // namespace

SplitArgs split_args(int argc, const char* const* argv, const FormOf& form_of) {
  SplitArgs words;
  bool files_follow = false;
  int i = 1;
  for (; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--") {
      ++i;
      break;
    }
    if (word.size() < 2 || word[0] != '-') {
      if (!files_follow) break;
      words.command.push_back(word);
      continue;
    }
    words.options.push_back(word);
    files_follow |= form_of(word).files_follow;
    words.ask_for_help |= asks_for_help(word, form_of);
    look_at_value(word, form_of, words);
    if (!value_follows(word, form_of)) continue;
    if (i + 1 < argc)
      words.options.emplace_back(argv[++i]);
    else
      words.lacks_value = word;
    if (words.options.back().empty()) keep_first(words.has_empty_value, word);
  }
  for (; i < argc; ++i) words.command.emplace_back(argv[i]);
  return words;
}

} // namespace joules
