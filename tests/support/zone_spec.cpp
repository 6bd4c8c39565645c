// SPDX-License-Identifier: Apache-2.0
// Reads the texts of --zone and --fault.
#include "zone_spec.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace simulator {
namespace {

constexpr double longest_time_s = 1e9; // keeps every time within 64 bits of nanoseconds

constexpr std::array<std::pair<std::string_view, FaultKind>, 12> fault_names = {{
    {"garbage", FaultKind::garbage},
    {"empty", FaultKind::empty},
    {"once-empty", FaultKind::once_empty},
    {"delete", FaultKind::unlinked},
    {"vanish", FaultKind::vanished},
    {"directory", FaultKind::directory},
    {"huge", FaultKind::huge},
    {"freeze", FaultKind::frozen},
    {"reset", FaultKind::reset},
    {"chmod", FaultKind::forbidden},
    {"return", FaultKind::returned},
    {"return-anew", FaultKind::returned_anew},
}};

[[noreturn]] void refuse(std::string_view object, const std::string& reason) {
  throw std::runtime_error(std::string{object} + ": " + reason);
}

template <class Number>
Number parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) refuse(text, "not a number");
  return value;
}

double parse_amount(std::string_view text) {
  const auto value = parse_number<double>(text);
  if (!std::isfinite(value) || value < 0) refuse(text, "must be 0 or more");
  return value;
}

Seconds parse_seconds(std::string_view text) {
  const Seconds time{parse_amount(text)};
  if (time.count() > longest_time_s) refuse(text, "too long a time");
  return time;
}

std::pair<std::string_view, std::string_view> split(std::string_view text, char separator) {
  const auto at = text.find(separator);
  if (at == text.npos) refuse(text, std::string{"lacks a '"} + separator + "'");
  return {text.substr(0, at), text.substr(at + 1)};
}

std::string parse_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':';
  };
  const auto colons = std::ranges::count(text, ':');
  if (!std::ranges::all_of(text, allowed) || colons < 1 || colons > 2)
    refuse(text, "not a zone id like intel-rapl:0 or intel-rapl:0:0");
  return std::string{text};
}

std::optional<std::uint64_t> parse_range(std::string_view text) {
  if (text == "none") return std::nullopt;
  const auto range_uj = parse_number<std::uint64_t>(text);
  // A quarter of 64 bits, so that neither the modulus nor a sum of two remainders overflows.
  if (range_uj == 0 || range_uj > std::numeric_limits<std::uint64_t>::max() / 4)
    refuse(text, "out of range");
  return range_uj;
}

void set_key(ZoneSpec& zone, std::string_view key, std::string_view value) {
  if (key == "id") {
    zone.id = parse_id(value);
  } else if (key == "name") {
    zone.name = value.empty() ? std::nullopt : std::optional<std::string>{value};
  } else if (key == "watts") {
    zone.power.front().watts = parse_amount(value);
  } else if (key.starts_with("watts")) {
    const auto [watts, from] = split(value, '@');
    zone.power.push_back({parse_seconds(from), parse_amount(watts)});
  } else if (key == "range") {
    zone.range_uj = parse_range(value);
  } else if (key == "start") {
    zone.first_uj = parse_number<std::uint64_t>(value);
  } else if (key == "step") {
    zone.step = std::chrono::round<Nanoseconds>(parse_seconds(value));
    if (zone.step < std::chrono::microseconds{100}) refuse(value, "a step is 0.0001 s or more");
  } else {
    refuse(key, "unknown key of a zone");
  }
}

} // namespace

ZoneSpec parse_zone(std::string_view text) {
  ZoneSpec zone;
  while (!text.empty()) {
    const auto item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
    const auto [key, value] = split(item, '=');
    set_key(zone, key, value);
  }
  std::ranges::stable_sort(zone.power, {}, &PowerStep::from);
  return zone;
}

Fault parse_fault(std::string_view text) {
  const auto [id, rest] = split(text, '@');
  const auto [at, kind] = split(rest, '=');
  for (const auto& [name, value] : fault_names) {
    if (name == kind)
      return {parse_id(id), std::chrono::round<Nanoseconds>(parse_seconds(at)), value};
  }
  refuse(kind, "unknown kind of fault");
}

double true_joules(const ZoneSpec& zone, Seconds elapsed) {
  double joules = 0;
  for (std::size_t i = 0; i < zone.power.size(); ++i) {
    const bool last = i + 1 == zone.power.size();
    const Seconds until = last ? elapsed : std::min(elapsed, zone.power[i + 1].from);
    joules += zone.power[i].watts * std::max(0.0, (until - zone.power[i].from).count());
  }
  return joules;
}

} // namespace simulator
