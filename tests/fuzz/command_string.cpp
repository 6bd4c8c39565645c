// SPDX-License-Identifier: Apache-2.0
// Commands in one string, for --compare. What quoted() shows is what a user copies: it must split
// into the same words again.
#include "cli/command_string.hpp"

#include "joules/quoting.hpp"
#include "joules/result.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>

using namespace joules;
using Strings = std::vector<std::string>;

namespace {

/// nullopt: refused, as what only a shell can do is.
std::optional<Strings> words_of(const std::string& text) {
  try {
    return split_command(text);
  } catch (const Failure&) {
    return std::nullopt;
  }
}

void check_round_trip(const Strings& words) {
  const std::string text = quoted(words);
  const auto again = words_of(text);
  if (again ? *again != words : text.find("$'") == text.npos) std::abort();
}

/// The words between line ends, as a shell would have given them to us.
Strings lines_of(std::string_view text) {
  Strings lines;
  std::size_t end = 0;
  while ((end = text.find('\n')) != text.npos) {
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  lines.emplace_back(text);
  return lines;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto words = words_of(text)) {
    if (words->empty()) std::abort();
    check_round_trip(*words);
  }
  check_round_trip(lines_of(text));
  return 0;
}
