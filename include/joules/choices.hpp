// SPDX-License-Identifier: Apache-2.0
// The words of an enumeration. They stand once, beside the enumeration, in its Choices<E>; the
// command line, the help, the completions, the reports and JSON all read them there.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

template <class E>
struct Choice {
  std::string_view word;
  E value;
  std::string_view meaning = ""; // for completions; empty: the word says it
};

/// Specialised for each enumeration that has words: a static array `all` of Choice<E>.
template <class E>
struct Choices;

template <class E>
concept HasChoices = requires {
  std::begin(Choices<E>::all);
};

/// REQUIRES: `value` has a word.
template <HasChoices E>
std::string_view name_of(E value) {
  const auto* const found = std::ranges::find(Choices<E>::all, value, &Choice<E>::value);
  if (found == std::end(Choices<E>::all)) std::abort();
  return found->word;
}

/// nullopt: no value has this word.
template <HasChoices E>
std::optional<E> choice_of(std::string_view word) {
  const auto* const found = std::ranges::find(Choices<E>::all, word, &Choice<E>::word);
  if (found == std::end(Choices<E>::all)) return std::nullopt;
  return found->value;
}

/// "busy, capacity, marginal".
template <HasChoices E>
std::string all_words(std::string_view separator) {
  std::string words;
  for (const Choice<E>& choice : Choices<E>::all) {
    if (!words.empty()) words += separator;
    words += choice.word;
  }
  return words;
}

} // namespace joules
