// SPDX-License-Identifier: Apache-2.0
#include "attribution/energy_series.hpp"

#include "attribution/edges.hpp"
#include "attribution/shares.hpp"

#include <algorithm>
#include <cstddef>

namespace joules {

Joules sum(const EnergySeries& energy) {
  Joules total{0};
  for (const Joules joules : energy) total += joules;
  return total;
}

void add(const EnergySeries& energy, EnergySeries& total) {
  total.resize(energy.size());
  for (std::size_t i = 0; i < energy.size(); ++i) total[i] += energy[i];
}

EnergySeries within(const EnergySeries& energy, const std::vector<double>& parts) {
  EnergySeries some = energy;
  for (std::size_t i = 0; i < some.size(); ++i) some[i] = some[i] * parts[i];
  return some;
}

Shared shared_part(const EnergySeries& energy, const EnergySeries& host,
                   const std::vector<CpuInterval>& intervals, const Policy& policy) {
  if (policy.kind != Policy::Kind::marginal) return {energy, {}};
  Shared above;
  // A counter shows the energy of one interval a little early or late: what idle power could not be
  // taken from an interval is taken from the next ones, inside a window. Cut off at 0 in each
  // short interval, it would be too little.
  Joules owed{0};
  for (std::size_t i = 0; i < energy.size(); ++i) {
    const double part = host[i].value > 0 ? energy[i] / host[i] : 0;
    owed += policy.idle_power * intervals[i].length * part;
    const Joules taken = std::min(owed, energy[i]);
    above.energy.push_back(energy[i] - taken);
    const Nanoseconds left = std::max(accounting_window - intervals[i].length, Nanoseconds{0});
    const Joules kept = std::min(owed - taken, policy.idle_power * left * part);
    above.unpaid.push_back(owed - taken - kept);
    owed = kept;
  }
  if (!above.unpaid.empty()) above.unpaid.back() += owed;
  return above;
}

Attributed attributed(const EnergySeries& shared, const CpuHistory& cpu, Policy::Kind policy) {
  if (shared.empty()) return {};
  const std::vector<Piece> pieces = cut_at_edges(shared, cpu.intervals);
  CpuHistory finer;
  finer.turns = cpu.turns;
  for (const Piece& piece : pieces) finer.intervals.push_back(piece.cpu);
  const std::vector<double> shares = shares_of(finer, policy);
  Attributed parts{EnergySeries(shared.size()), std::vector<double>(shared.size())};
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    const Piece& piece = pieces[p];
    const Joules energy =
        shared[piece.interval] * piece.of_interval + shared[piece.neighbour] * piece.of_neighbour;
    parts.tree[piece.interval] += energy * shares[p];
    parts.weights[piece.interval] += piece.of_interval * shares[p];
    parts.weights[piece.neighbour] += piece.of_neighbour * shares[p];
  }
  return parts;
}

} // namespace joules
