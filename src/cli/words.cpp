// SPDX-License-Identifier: Apache-2.0
#include "cli/words.hpp"

namespace joules {

namespace {

/// Is the value of the option in `word` the next word?
bool value_follows(const std::string& word, const TakesValue& takes_value) {
  if (word.starts_with("--")) return word.find('=') == std::string::npos && takes_value(word);
  // "-vo FILE": the first letter that takes a value takes the rest of the word, if there is one.
  for (std::size_t i = 1; i < word.size(); ++i)
    if (takes_value({'-', word[i]})) return i + 1 == word.size();
  return false;
}

} // namespace

Words split_words(int argc, const char* const* argv, const TakesValue& takes_value) {
  Words words;
  int i = 1;
  for (; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--") {
      ++i;
      break;
    }
    if (word.size() < 2 || word[0] != '-') break;
    words.options.push_back(word);
    words.ask_for_help |= word == "-h" || word == "--help";
    if (!value_follows(word, takes_value)) continue;
    if (i + 1 < argc)
      words.options.emplace_back(argv[++i]);
    else
      words.lacks_value = word;
  }
  for (; i < argc; ++i) words.command.emplace_back(argv[i]);
  return words;
}

} // namespace joules
