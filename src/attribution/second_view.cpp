// SPDX-License-Identifier: Apache-2.0
#include "attribution/second_view.hpp"

#include "joules/decimal.hpp"

#include <algorithm>
#include <cmath>

namespace joules {

namespace {

constexpr Seconds shortest_run{1};
/// Units, periods of registers and the time between two reads make less of a second's energy.
constexpr double tolerance = 0.02;
/// A counter of 32 bits with the range of a unit of 1 J, as the platform's of some Xeons.
constexpr double register_range = 4294967296.0;

/// nullopt where an end was not read, or the counter stood still. A lower bound: how often it came
/// round in between is not seen.
std::optional<Joules> counted_by(const SecondView& view) {
  if (!view.first_uj || !view.last_uj || *view.first_uj == *view.last_uj) return std::nullopt;
  const auto first = static_cast<double>(*view.first_uj), last = static_cast<double>(*view.last_uj);
  if (last > first) return Joules{(last - first) * 1e-6};
  if (!view.modulus) return std::nullopt;
  return Joules{(last + static_cast<double>(view.modulus->count) - first) * 1e-6};
}

/// Without the times that the second counter may have come round.
double apart(Joules a, Joules b, const SecondView& view) {
  const double difference = (a + b * -1).value;
  if (!view.modulus) return std::abs(difference);
  return std::abs(std::remainder(difference, static_cast<double>(view.modulus->count) * 1e-6));
}

std::string joules_text(Joules energy) {
  return significant(energy.value, 4) + " J";
}

bool tells(const CounterHistory& history) {
  return history.is_measured() && !history.is_partial();
}

} // namespace

std::vector<warnings::Contradiction> contradictions(const std::vector<SecondView>& views,
                                                    Sensor sensor,
                                                    const std::vector<CounterHistory>& counters,
                                                    Seconds wall) {
  std::vector<warnings::Contradiction> found;
  for (const SecondView& view : views) {
    if (view.relation != SecondView::Relation::same || wall < shortest_run) continue;
    const auto same =
        std::ranges::find(counters, view.counter, [](const auto& one) { return one.counter.name; });
    const auto counted = counted_by(view);
    if (!counted || same == counters.end() || !tells(*same)) continue;
    if (apart(same->total, *counted, view) > tolerance * std::max(same->total, *counted).value)
      found.push_back(
          {view.name, *counted, same->counter.name, std::string(name_of(sensor)), same->total});
  }
  return found;
}

std::optional<std::string> less_than_contained(const std::vector<SecondView>& views, Sensor sensor,
                                               const std::vector<CounterHistory>& counters,
                                               Seconds wall) {
  if (wall < shortest_run) return std::nullopt;
  Joules inside{0}, all{0}, unit{0};
  for (const SecondView& view : views)
    if (view.relation == SecondView::Relation::contained)
      inside += counted_by(view).value_or(Joules{0});
  for (const CounterHistory& one : counters) {
    if (!tells(one)) return std::nullopt;
    all += one.total;
    unit += Joules{joules_of(one.counter.modulus.value_or(Microjoules{})).value / register_range};
  }
  if (all + unit >= inside * (1 - tolerance)) return std::nullopt;
  return std::string(name_of(sensor)) + " counted " + joules_text(all) +
         ", less than the packages that it contains (" + joules_text(inside) +
         "): it is not wired on this machine";
}

} // namespace joules
