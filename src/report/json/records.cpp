// SPDX-License-Identifier: Apache-2.0
#include "report/json/reading.hpp"
#include "report/json/report_reader.hpp"
#include "report/json/saved.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace joules {

namespace {

using Json = nlohmann::json;

/// 292 years, which is what nanoseconds hold.
constexpr double latest_second = 9.2e9;
/// No host draws more, nor does a counter show more.
constexpr Watts largest_power{1e9};
constexpr Joules largest_reading{1e15};

/// What a number under `key` says, when it is from 0 to `most`: no report of ours has another, and
/// sums of such are finite.
std::optional<Joules> joules_of(const Json& json, const std::string& key, Joules most) {
  const auto number = number_of(json, key);
  return number && *number >= 0 && *number <= most.value ? std::optional(Joules{*number})
                                                         : std::nullopt;
}

std::optional<Joules> modulus_of(const Json& domain) {
  const auto modulus = joules_of(domain, "modulus_joules", largest_reading);
  return modulus && modulus->value > 0 ? modulus : std::nullopt;
}

std::optional<int> rank_of(const Json& run) {
  const auto rank = number_of(run, "rank");
  const bool whole =
      rank && *rank >= 0 && *rank <= std::numeric_limits<int>::max() && *rank == std::floor(*rank);
  return whole ? std::optional(static_cast<int>(*rank)) : std::nullopt;
}

/// `key`_joules of a run, with `key`_low_joules and `key`_high_joules of an estimate.
Energy energy_of(const Json& run, const std::string& key, Joules most) {
  const auto joules = [&](const std::string& suffix) { return joules_of(run, key + suffix, most); };
  const bool at_least =
      is_true(run, "energy_is_lower_bound") || is_true(run, key + "_is_lower_bound");
  Energy energy{joules("_joules"), at_least, joules("_low_joules"), joules("_high_joules")};
  if (!energy.low || !energy.high) energy.low = energy.high = std::nullopt;
  return energy;
}

/// Those that a run speaks of, counted or not.
std::vector<CounterRecord> counters_in(const Json& run, Joules most) {
  std::vector<CounterRecord> counters;
  const Json& energies = part(run, "energy_domains_joules");
  const Json& readings = part(run, "energy_counters_started_joules");
  if (energies.is_object())
    for (const auto& [name, energy] : energies.items())
      counters.push_back({name, joules_of(energies, name, most),
                          joules_of(readings, name, largest_reading), std::nullopt});
  return counters;
}

/// The counters of a run, where they add up to the host's energy: those that were found implausible
/// do not.
std::vector<CounterRecord> counted(const std::vector<CounterRecord>& all, const Json& domains,
                                   const std::optional<Joules>& host) {
  std::vector<CounterRecord> counters;
  Joules sum;
  for (const Json& domain : domains) {
    const auto found =
        std::ranges::find(all, text_of(domain, "name"), [](const auto& one) { return one.name; });
    if (!is_true(domain, "counted") || found == all.end()) continue;
    counters.push_back(*found);
    counters.back().modulus = modulus_of(domain);
    sum += counters.back().energy.value_or(Joules{});
  }
  const bool complete = host && std::abs(sum.value - host->value) <= 1e-6 * host->value;
  return complete ? counters : std::vector<CounterRecord>();
}

/// What a run itself says; nullopt: not when it was made.
std::optional<RunRecord> record_of(const Json& run) {
  const auto start = number_of(run, "started_monotonic_seconds");
  const auto end = number_of(run, "ended_monotonic_seconds");
  if (!start || !end || *start < 0 || !(*start < *end) || *end > latest_second) return std::nullopt;
  RunRecord record;
  record.start = Seconds{*start};
  record.end = Seconds{*end};
  record.rank = rank_of(run);
  const Joules most = largest_power * (record.end - record.start);
  record.tree = energy_of(run, "energy_tree", most);
  record.tree_uncertainty = joules_of(run, "energy_tree_uncertainty_joules", most);
  record.host = energy_of(run, "energy_host", most);
  record.counters = counters_in(run, most);
  return record;
}

void add_origin(const Json& document, const std::string& file, RunRecord& record) {
  const Json& host = part(document, "host");
  const Json& method = part(document, "method");
  record.file = file;
  record.hostname = text_of(host, "hostname");
  record.boot_id = text_of(host, "boot_id");
  record.sensor = text_of(method, "sensor");
  record.quality = text_of(method, "quality");
  record.policy = text_of(method, "policy");
  const Json& domains = part(method, "domains");
  record.counters = counted(record.counters, domains, record.host.value);
}

/// Why `text`, one document, cannot be used; empty: its runs were added.
std::string add_document(std::string_view text, const std::string& file,
                         std::vector<RunRecord>& records) {
  const std::size_t before = records.size();
  std::size_t named = before; // records of commands that are read
  bool all_say_when = true;
  const ReportVisitor visitor{.run =
                                  [&](const Json& run, bool) { // one that failed used energy, too
                                    auto record = all_say_when ? record_of(run) : std::nullopt;
                                    all_say_when = record.has_value();
                                    if (record) records.push_back(std::move(*record));
                                  },
                              .command =
                                  [&](const Json& command) {
                                    for (; named < records.size(); ++named)
                                      records[named].command = text_of(command, "name");
                                  }};
  const auto read = read_report(text, visitor);
  if (const auto* refused = std::get_if<Unreadable>(&read)) return refused->reason;
  const Json& document = std::get<Json>(read);
  if (document.is_discarded()) return "is not one JSON document, nor one a line";
  if (!is_report(document)) return "is no report of joules with schema version 1";
  for (std::size_t i = before; i < records.size(); ++i) add_origin(document, file, records[i]);
  const bool all_say_where = records.size() == before || !records.back().hostname.empty() ||
                             !records.back().boot_id.empty();
  if (!all_say_when || !all_say_where)
    return "does not say on which host, and when, a run was made: measure it again with this "
           "version";
  return records.size() > before ? "" : "holds no run";
}

bool is_json(std::string_view text) {
  return Json::accept(text);
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

} // namespace

std::variant<std::vector<RunRecord>, Unreadable> read_records(std::string_view text,
                                                              const std::string& file) {
  std::vector<RunRecord> records;
  const bool is_long = text.size() > largest_document;
  if (is_long && !is_json(first_line(text)))
    return Unreadable{
        "holds no report a line, and is larger than the 128 MiB that are read of one"};
  if (first_line(text).size() + 1 >= text.size() || (!is_long && is_json(text))) {
    if (const std::string why = add_document(text, file, records); !why.empty())
      return Unreadable{why};
    return records;
  }
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.find_first_not_of(" \t\r") == one.npos) continue;
    const std::string why = add_document(one, file, records);
    if (!why.empty()) return Unreadable{"line " + std::to_string(line) + ": " + why};
  }
  if (records.empty()) return Unreadable{"holds no run"};
  return records;
}

} // namespace joules
