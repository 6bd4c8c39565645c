// SPDX-License-Identifier: Apache-2.0
// What all option values have in common: numbers without a locale, words out of a list, and how a
// wrong one is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace joules {

/// Throws Failure: OPTION 'TEXT': expected ACCEPTED.
[[noreturn]] void reject(const std::string& option, const std::string& text,
                         const std::string& accepted);

/// A finite number, optionally followed by `unit`.
std::optional<double> number_from(std::string_view text, std::string_view unit = "");

template <class Choice, std::size_t count>
Choice choose(const std::string& option, const std::string& text,
              const std::pair<std::string_view, Choice> (&choices)[count]) {
  std::string accepted;
  for (const auto& [word, choice] : choices) {
    if (text == word) return choice;
    (accepted += accepted.empty() ? "" : ", ") += word;
  }
  reject(option, text, "one of " + accepted);
}

} // namespace joules
