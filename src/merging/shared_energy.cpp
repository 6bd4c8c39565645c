// SPDX-License-Identifier: Apache-2.0
#include "merging/shared_energy.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace joules {

namespace {

/// A counter is read a moment beside the instant that is written down, and in steps.
constexpr Joules reading_slack{1};

/// How many joules after the start of `before` its counter showed what it did at the start of
/// `later`. nullopt: that is not known, or cannot be, since it was reset meanwhile.
std::optional<Joules> joules_between(const Span& before, const Span& later) {
  if (!before.reading || !later.reading) return std::nullopt;
  double offset = later.reading->value - before.reading->value;
  if (before.modulus) {
    // How often it came round meanwhile is what fits the run's mean power best.
    const double expected =
        before.energy.value->value * ((later.start - before.start) / (before.end - before.start));
    offset += std::round((expected - offset) / before.modulus->value) * before.modulus->value;
  }
  if (offset < -reading_slack.value || offset > (*before.energy.value + reading_slack).value)
    return std::nullopt;
  return Joules{std::clamp(offset, 0.0, before.energy.value->value)};
}

/// Follows the counter from span to span. nullopt: a reading is missing where two overlap.
std::optional<Joules> by_readings(const std::vector<Span>& by_start) {
  Joules total;
  const Span* last = nullptr; // of those before, the one that ended last
  Joules last_start;          // its first joule, counted from the first span's
  for (const Span& span : by_start) {
    if (last == nullptr || span.start >= last->end) {
      last_start = total;
    } else {
      const auto offset = joules_between(*last, span);
      if (!offset) return std::nullopt;
      if (span.end <= last->end) continue; // all of it was seen
      last_start += *offset;
    }
    total = std::max(total, last_start + *span.energy.value);
    last = &span;
  }
  return total;
}

struct Edge {
  Seconds at{0};
  int opens = 1; // -1: closes
  Watts power;   // of the span, on average
};

/// Each moment at the mean of the powers of the spans over it. `joules` picks a span's energy.
template <class Pick>
Joules at_mean_power(const std::vector<Span>& spans, Pick joules) {
  std::vector<Edge> edges;
  for (const Span& span : spans) {
    const Watts power = joules(span.energy) / (span.end - span.start);
    edges.push_back({span.start, 1, power});
    edges.push_back({span.end, -1, power});
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
  Joules energy;
  Watts powers; // of the open spans together
  int open = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (open > 0) energy += powers * (1.0 / open) * (edges[i].at - edges[i - 1].at);
    open += edges[i].opens;
    powers = open == 0 ? Watts{} : powers + edges[i].power * edges[i].opens;
  }
  return energy;
}

void sort_by_start(std::vector<Span>& spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.start < b.start; });
}

} // namespace

SharedEnergy shared_energy(std::vector<Span> spans) {
  SharedEnergy shared;
  const auto unknown = std::remove_if(spans.begin(), spans.end(),
                                      [](const Span& span) { return !span.energy.value; });
  shared.energy.at_least = unknown != spans.end();
  spans.erase(unknown, spans.end());
  if (spans.empty()) return shared;
  bool any_range = false;
  for (const Span& span : spans) {
    shared.energy.at_least |= span.energy.at_least;
    any_range |= span.energy.low.has_value();
  }
  sort_by_start(spans);
  shared.energy.value = by_readings(spans);
  if (shared.energy.value) return shared;
  shared.interpolated = true;
  shared.energy.value = at_mean_power(spans, [](const Energy& energy) { return *energy.value; });
  if (!any_range) return shared;
  shared.energy.low =
      at_mean_power(spans, [](const Energy& one) { return one.low.value_or(*one.value); });
  shared.energy.high =
      at_mean_power(spans, [](const Energy& one) { return one.high.value_or(*one.value); });
  return shared;
}

Seconds covered_time(std::vector<Span> spans) {
  sort_by_start(spans);
  Seconds covered{0};
  Seconds edge{0}; // what is before it has been counted
  for (const Span& span : spans) {
    const Seconds start = covered.count() > 0 ? std::max(span.start, edge) : span.start;
    if (span.end <= start) continue;
    covered += span.end - start;
    edge = span.end;
  }
  return covered;
}

} // namespace joules
