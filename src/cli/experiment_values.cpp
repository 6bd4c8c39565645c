// SPDX-License-Identifier: Apache-2.0
#include "cli/value_text.hpp"
#include "cli/values.hpp"

#include <charconv>

namespace joules {

ExportRequest export_from(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == text.npos || equals + 1 == text.size())
    reject("--export", text, "KIND=FILE, as in csv=runs.csv; - is standard output");
  const ExportKind kind = choose<ExportKind>("--export", text.substr(0, equals),
                                             {{"json", ExportKind::json},
                                              {"csv", ExportKind::csv},
                                              {"markdown", ExportKind::markdown},
                                              {"junit", ExportKind::junit},
                                              {"openmetrics", ExportKind::openmetrics},
                                              {"gab", ExportKind::gab},
                                              {"bmf", ExportKind::bmf}});
  return {kind, destination_from(text.substr(equals + 1))};
}

Order order_from(const std::string& text) {
  return choose<Order>(
      "--order", text,
      {{"pairs", Order::pairs}, {"abba", Order::abba}, {"blocked", Order::blocked}});
}

std::uint64_t seed_from(const std::string& text) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc{} || end != text.data() + text.size())
    reject("--seed", text, "a whole number of at most 20 digits");
  return seed;
}

int count_from(const std::string& option, const std::string& text, int least, int most) {
  const auto number = number_from(text);
  if (!number || *number < least || *number > most || *number != static_cast<int>(*number))
    reject(option, text,
           "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return static_cast<int>(*number);
}

Nanoseconds seconds_from(const std::string& option, const std::string& text) {
  constexpr double longest = 1e9; // 31 years, which nanoseconds can still hold
  const auto seconds = number_from(text);
  if (!seconds || *seconds < 0 || *seconds > longest) reject(option, text, "a number of seconds");
  return std::chrono::duration_cast<Nanoseconds>(Seconds{*seconds});
}

std::set<int> ok_codes_from(const std::string& text) {
  std::set<int> codes;
  std::string_view rest = text;
  while (true) {
    const auto comma = rest.find(',');
    const auto code = number_from(rest.substr(0, comma));
    if (!code || *code < 0 || *code > 255 || *code != static_cast<int>(*code))
      reject("--ok-codes", text, "exit statuses from 0 to 255, as in 0,3");
    codes.insert(static_cast<int>(*code));
    if (comma == rest.npos) return codes;
    rest.remove_prefix(comma + 1);
  }
}

} // namespace joules
