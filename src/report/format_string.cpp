// SPDX-License-Identifier: Apache-2.0
#include "report/format_string.hpp"

#include "joules/quoting.hpp"
#include "report/number.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace joules {

namespace {

constexpr std::string_view specifiers = "eEUSPMxCjJwWN%";
constexpr std::string_view escapes = "tn\\";

std::string seconds(Seconds time) {
  return hundredths_of(time);
}

/// [hours:]minutes:seconds, as GNU time's %E.
std::string elapsed(Seconds time) {
  const auto hundredths = static_cast<long>(std::lround(time.count() * 100));
  const long minutes = hundredths / 6000;
  const long whole_seconds = hundredths % 6000 / 100;
  if (minutes < 60) return fmt::format("{}:{:02}.{:02}", minutes, whole_seconds, hundredths % 100);
  // From an hour on GNU time leaves out the fraction.
  return fmt::format("{}:{:02}:{:02}", minutes / 60, minutes % 60, whole_seconds);
}

std::string energy(const Energy& energy, Seconds per, bool estimated) {
  if (!energy.value || per.count() <= 0) return "?";
  const std::string mark = estimated ? "~" : energy.at_least ? ">=" : "";
  return mark + rounded(energy.value->value / per.count(), NumberFormat(estimated).digits(6));
}

std::string exit_status(const ExitStatus& exit) {
  if (exit.signal) return std::to_string(128 + *exit.signal);
  return exit.code ? std::to_string(*exit.code) : "?";
}

std::string expand(char specifier, const Recording& recording, const EnergyAccount& account) {
  const ExitInfo& exit_info = recording.exit_info;
  constexpr Seconds whole{1};
  switch (specifier) {
  case 'e': return seconds(account.wall);
  case 'E': return elapsed(account.wall);
  case 'U': return seconds(exit_info.cpu_user);
  case 'S': return seconds(exit_info.cpu_system);
  case 'P':
    return account.wall.count() > 0
               ? std::to_string(std::lround(100 * (account.tree_cpu / account.wall))) + "%"
               : "?";
  case 'M':
    return exit_info.max_rss_bytes > 0 ? std::to_string(exit_info.max_rss_bytes / 1024) : "?";
  case 'x': return exit_status(exit_info.exit);
  case 'C': return quoted(recording.argv);
  case 'j': return energy(account.tree, whole, account.estimated);
  case 'J': return energy(account.host, whole, account.estimated);
  case 'w': return energy(account.tree, account.wall, account.estimated);
  case 'W': return energy(account.host, account.wall, account.estimated);
  case 'N': return std::to_string(exit_info.processes_seen);
  case '%': return "%";
  }
  std::abort(); // format_problem() lets no other through
}

char unescaped(char letter) {
  return letter == 't' ? '\t' : letter == 'n' ? '\n' : letter;
}

} // namespace

std::optional<std::string> format_problem(std::string_view format) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char lead = format[i];
    if (lead != '%' && lead != '\\') continue;
    const std::string_view known = lead == '%' ? specifiers : escapes;
    if (++i == format.size()) return "ends with a lone " + std::string(1, lead);
    if (known.find(format[i]) == known.npos)
      return "unknown " + printable(format.substr(i - 1, 2)) + " (known: %e %E %U %S %P %M %x %C " +
             "%j %J %w %W %N %%, \\t \\n \\\\)";
  }
  return std::nullopt;
}

std::string formatted_report(std::string_view format, const Recording& recording,
                             const EnergyAccount& account) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '%')
      out += expand(format[++i], recording, account);
    else if (format[i] == '\\')
      out += unescaped(format[++i]);
    else
      out += format[i];
  }
  return out + "\n";
}

} // namespace joules
