// SPDX-License-Identifier: Apache-2.0
#include "cli/values.hpp"

#include "joules/quoting.hpp"
#include "joules/unit_symbols.hpp"

#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

namespace joules {

namespace {

/// PID_MAX_LIMIT of a 64-bit kernel.
constexpr int largest_pid = 1 << 22;

/// A finite number, optionally followed by `unit`.
std::optional<double> number_from(std::string_view text, std::string_view unit = "") {
  if (!unit.empty() && text.ends_with(unit)) text.remove_suffix(unit.size());
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

std::optional<int> whole_number_from(std::string_view text, int least, int most) {
  const auto number = number_from(text);
  if (!number || *number < least || *number > most || *number != std::floor(*number))
    return std::nullopt;
  return static_cast<int>(*number);
}

template <std::size_t count>
std::optional<std::pair<double, Unit>> quantity_from(std::string_view text,
                                                     const std::array<Unit, count>& units) {
  for (const Unit& unit : units)
    if (text.ends_with(unit.symbol))
      if (const auto number = number_from(text.substr(0, text.size() - unit.symbol.size())))
        return std::pair(*number * unit.size, unit);
  const auto number = number_from(text);
  return number ? std::optional(std::pair(*number, units.back())) : std::nullopt;
}

/// A unit of work: it has a name that can be shown.
bool is_unit_of_work(std::string_view unit) {
  constexpr std::size_t longest = 100;
  return unit.find_first_not_of(' ') != unit.npos && is_printable(unit) && unit.size() <= longest;
}

bool is_name_of_phase(std::string_view name) {
  return is_printable(name) && !name.starts_with(' ') && !name.ends_with(' ') &&
         name.size() <= longest_phase_name;
}

constexpr double largest = 1e15; // beyond it the microjoules of a counter are no longer exact

std::optional<Nanoseconds> duration_from(std::string_view text) {
  constexpr double longest = 1e9; // 31 years, which nanoseconds can still hold
  const auto seconds = number_from(text);
  if (!seconds || *seconds < 0 || *seconds > longest) return std::nullopt;
  return std::chrono::duration_cast<Nanoseconds>(Seconds{*seconds});
}

} // namespace

Nanoseconds interval_from(const std::string& text) {
  const auto milliseconds = number_from(text);
  if (!milliseconds || *milliseconds < 10 || *milliseconds > 10000)
    throw BadValue("expected milliseconds from 10 to 10000");
  return std::chrono::duration_cast<Nanoseconds>(Seconds{*milliseconds / 1000});
}

Nanoseconds seconds_from(const std::string& text) {
  const auto duration = duration_from(text);
  if (!duration) throw BadValue("expected a number of seconds");
  return *duration;
}

std::optional<Nanoseconds> tree_wait_from(const std::string& text) {
  if (text == wait_for_none) return Nanoseconds{0};
  if (text == wait_for_all) return std::nullopt;
  const auto duration = duration_from(text);
  if (!duration) throw BadValue("expected none, all or a number of seconds");
  return duration;
}

MachinePower machine_power_from(const std::string& text) {
  const auto colon = text.find(':');
  const auto idle = number_from(text.substr(0, colon), "W");
  const auto busy = number_from(colon == text.npos ? "" : text.substr(colon + 1), "W");
  if (!idle || !busy || *idle < 0 || *busy < *idle || *busy > 1e9 || *busy == 0)
    throw BadValue("expected watts of the machine, idle and busy, as in 9:60");
  return {Watts{*idle}, Watts{*busy}};
}

std::optional<Watts> idle_power_from(const std::string& text) {
  if (text == idle_power_measured) return std::nullopt;
  const auto watts = number_from(text, "W");
  if (!watts || *watts < 0 || *watts > 1e9)
    throw BadValue("expected watts, as in 12.5, or measure");
  return Watts{*watts};
}

Written<Joules> energy_from(const std::string& text) {
  const auto energy = quantity_from(text, energy_units);
  if (!energy || energy->first <= 0 || energy->first > largest)
    throw BadValue("expected an energy above 0, as in 12J, 800mJ, 3Wh (J mJ uJ kJ MJ mWh Wh kWh)");
  return {Joules{energy->first}, energy->second};
}

std::pair<Written<Joules>, std::string> budget_from(const std::string& text) {
  const auto slash = text.find('/');
  const std::string unit = slash == text.npos ? "" : text.substr(slash + 1);
  if (slash != text.npos && !is_unit_of_work(unit))
    throw BadValue("expected a unit of work after /, as in 2mJ/request");
  return {energy_from(text.substr(0, slash)), unit};
}

Scope scope_with(const std::string& text, const std::string& unit) {
  auto scope = scope_from(text);
  if (!scope) throw BadValue("expected tree, host, of:NAME, as of --of, or phase:NAME");
  if (scope->kind == Scope::Kind::phase && !is_name_of_phase(scope->name))
    throw BadValue("no phase can be called so: spaces around its name, control characters, or "
                   "more than 250 bytes");
  scope->unit = unit;
  return *scope;
}

Written<Watts> power_from(const std::string& text) {
  const auto power = quantity_from(text, power_units);
  if (!power || power->first <= 0 || power->first > largest)
    throw BadValue("expected a power above 0, as in 40W (W mW kW)");
  return {Watts{power->first}, power->second};
}

Work work_from(const std::string& text) {
  const auto colon = text.find(':');
  const std::string unit = colon == text.npos ? "" : text.substr(colon + 1);
  const auto amount = number_from(text.substr(0, colon), "");
  if (!amount || !(*amount >= least_work) || *amount > most_work ||
      (colon != text.npos && !is_unit_of_work(unit)))
    throw BadValue("expected a number from 1e-9 to 1e18, and a unit if it has one, as in "
                   "1000:requests");
  return {*amount, unit};
}

double percent_from(const std::string& text) {
  const auto percent = number_from(text, "%");
  if (!percent || *percent < 0 || *percent > 1e6)
    throw BadValue("expected percent, 0 or more, as in 5");
  return *percent;
}

double precision_from(const std::string& text) {
  const auto percent = number_from(text, "%");
  if (!percent || !(*percent > 0) || *percent > 100)
    throw BadValue("expected percent, above 0 and at most 100, as in 1");
  return *percent / 100;
}

int count_from(const std::string& text, int least, int most) {
  const auto count = whole_number_from(text, least, most);
  if (!count)
    throw BadValue("expected a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most));
  return *count;
}

std::uint64_t seed_from(const std::string& text) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc{} || end != text.data() + text.size())
    throw BadValue("expected a whole number of at most 20 digits");
  return seed;
}

std::set<int> ok_codes_from(const std::string& text) {
  std::set<int> codes;
  std::string_view rest = text;
  while (true) {
    const auto comma = rest.find(',');
    const auto code = whole_number_from(rest.substr(0, comma), 0, 255);
    if (!code) throw BadValue("expected exit statuses from 0 to 255, as in 0,3");
    codes.insert(*code);
    if (comma == rest.npos) return codes;
    rest.remove_prefix(comma + 1);
  }
}

std::string format_from(const std::string& text) {
  if (const auto problem = format_problem(text)) throw BadValue(*problem);
  return text;
}

int descriptor_from(const std::string& text) {
  const auto number = whole_number_from(text, 0, 1'000'000);
  if (!number) throw BadValue("expected the number of an open descriptor");
  return *number;
}

DestinationRequest destination_from(const std::string& text) {
  constexpr int standard_output = 1;
  if (text == "-") return {"", false, standard_output};
  return {text, false, std::nullopt};
}

SubjectName subject_from(const std::string& text) {
  const std::size_t colon = text.find(':');
  const auto kind = choice_of<SubjectName::Kind>(text.substr(0, colon));
  if (!kind || colon == text.npos || colon + 1 == text.size())
    throw BadValue("expected pid:N or cgroup:NAME");
  std::string name = text.substr(colon + 1);
  if (*kind == SubjectName::Kind::pid) name = std::to_string(count_from(name, 1, largest_pid));
  return {*kind, std::move(name)};
}

ExportRequest export_from(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == text.npos || equals + 1 == text.size())
    throw BadValue("expected KIND=FILE, as in csv=runs.csv; - is standard output");
  return {choice_from<ExportKind>(text.substr(0, equals)),
          destination_from(text.substr(equals + 1))};
}

std::string file_from(const std::string& text) {
  if (text == "-") throw BadValue("expected the name of a file");
  return text;
}

std::filesystem::path directory_from(const std::string& text) {
  std::error_code error;
  if (!std::filesystem::is_directory(text, error))
    throw BadValue("expected a directory" + (error ? ": " + error.message() : ""));
  return std::filesystem::absolute(text);
}

} // namespace joules
