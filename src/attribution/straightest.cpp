// SPDX-License-Identifier: Apache-2.0
#include "attribution/straightest.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace joules {

namespace {

using Curve = std::vector<double>;

struct Walls {
  Curve at, low, high;

  [[nodiscard]] std::size_t size() const { return at.size(); }
  [[nodiscard]] double middle(std::size_t i) const { return (low[i] + high[i]) / 2; }
};

/// Walls that a curve which never falls can follow.
void let_pass(Walls& walls) {
  for (std::size_t i = 1; i < walls.size(); ++i)
    walls.low[i] = std::max(walls.low[i], walls.low[i - 1]);
  for (std::size_t i = walls.size(); i-- > 1;)
    walls.high[i - 1] = std::min(walls.high[i - 1], walls.high[i]);
  for (std::size_t i = 0; i < walls.size(); ++i)
    if (walls.low[i] > walls.high[i]) walls.low[i] = walls.high[i] = walls.middle(i);
  // The middles of two walls that crossed may fall once more, by rounding alone.
  for (std::size_t i = 1; i < walls.size(); ++i) {
    walls.low[i] = std::max(walls.low[i], walls.low[i - 1]);
    walls.high[i] = std::max(walls.high[i], walls.low[i]);
  }
}

/// The same, seen in a mirror: backwards and upside down, so that what rises still rises.
Walls mirrored(const Walls& walls) {
  const auto mirror = [](const Curve& curve) {
    Curve other(curve.rbegin(), curve.rend());
    for (double& value : other) value = -value;
    return other;
  };
  return {mirror(walls.at), mirror(walls.high), mirror(walls.low)};
}

struct Piece {
  std::size_t end;
  double slope;
};

/// The straight piece of the string that begins at position `from` and height `height`.
Piece piece_from(const Walls& walls, std::size_t from, double height) {
  double least = 0, most = std::numeric_limits<double>::infinity();
  std::size_t least_at = from + 1, most_at = from + 1;
  for (std::size_t i = from + 1; i < walls.size(); ++i) {
    const double run = walls.at[i] - walls.at[from];
    const double to_low = (walls.low[i] - height) / run, to_high = (walls.high[i] - height) / run;
    if (to_low > most) return {most_at, most};
    if (to_high < least) return {least_at, least};
    if (to_low >= least) least = to_low, least_at = i;
    if (to_high <= most) most = to_high, most_at = i;
  }
  const std::size_t last = walls.size() - 1;
  const double run = walls.at[last] - walls.at[from];
  return {last, std::clamp((walls.middle(last) - height) / run, least, most)};
}

Curve pulled_from(const Walls& walls, double height) {
  Curve curve(walls.size(), height);
  for (std::size_t from = 0; from + 1 < walls.size();) {
    const Piece piece = piece_from(walls, from, curve[from]);
    for (std::size_t i = from + 1; i <= piece.end; ++i)
      curve[i] = curve[from] + piece.slope * (walls.at[i] - walls.at[from]);
    from = piece.end;
  }
  return curve;
}

} // namespace

std::vector<double> straightest(const std::vector<double>& at, std::vector<double> low,
                                std::vector<double> high) {
  Walls walls{at, std::move(low), std::move(high)};
  if (walls.size() == 0) return {};
  let_pass(walls);
  const Walls backwards = mirrored(walls);
  const double start = -pulled_from(backwards, backwards.middle(0)).back();
  return pulled_from(walls, std::clamp(start, walls.low.front(), walls.high.front()));
}

} // namespace joules
