// SPDX-License-Identifier: Apache-2.0
#include "attribution/phases.hpp"

#include "attribution/shares.hpp"
#include "attribution/uncertainty.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace joules {

namespace {

/// Follows the marks from the first to the last.
class Follower {
public:
  explicit Follower(const std::vector<Sample>& samples)
      : first_(samples.front().at), last_(samples.back().at), topmost_since_(first_) {}

  void read(const Mark& mark) {
    const Instant at = std::clamp(mark.at, first_, last_);
    switch (mark.kind) {
    case Mark::Kind::begin: begin(mark.name, {at, mark.late}); break;
    case Mark::Kind::end: end(mark.name, {at, mark.late}); break;
    case Mark::Kind::work: add_work(mark); break;
    case Mark::Kind::point: break;
    }
  }

  Phases finished() && {
    while (!levels_.empty()) {
      const std::string name = phase_of(levels_.back()).name;
      phase_of(levels_.back()).unended = true;
      end(name, {last_, {}});
    }
    return std::move(phases_);
  }

private:
  using Number = std::size_t; // of a phase
  struct Begun {
    std::size_t levels = 0; // that have not ended
    Phase::Edge since;      // the first of them
  };

  Phase& phase_of(Number number) { return phases_.all[number]; }

  /// nullopt: there are too many phases to tell this one apart.
  std::optional<Number> number_of(const std::string& name) {
    const auto known = std::ranges::find(phases_.all, name, &Phase::name);
    if (known != phases_.all.end()) return static_cast<Number>(known - phases_.all.begin());
    if (phases_.all.size() == most_phases) return std::nullopt;
    phases_.all.emplace_back().name = name;
    begun_.emplace_back();
    return phases_.all.size() - 1;
  }

  void begin(const std::string& name, Phase::Edge edge) {
    const auto number = number_of(name);
    if (!number) {
      ++phases_.losses.unkept;
      return;
    }
    end_topmost(edge.at);
    ++phase_of(*number).times;
    if (begun_[*number].levels++ == 0) begun_[*number].since = edge;
    levels_.push_back(*number);
  }

  void end(const std::string& name, Phase::Edge edge) {
    const auto level = std::find_if(levels_.rbegin(), levels_.rend(),
                                    [&](Number number) { return phase_of(number).name == name; });
    if (level == levels_.rend()) {
      ++phases_.losses.unmatched;
      return;
    }
    end_topmost(edge.at);
    const Number number = *level;
    levels_.erase(std::next(level).base());
    if (--begun_[number].levels > 0) return;
    Phase& phase = phase_of(number);
    phase.open.emplace_back(begun_[number].since.at, edge.at);
    phase.edges.push_back(begun_[number].since);
    phase.edges.push_back(edge);
  }

  /// Before another phase is the topmost.
  void end_topmost(Instant at) {
    if (!levels_.empty()) phase_of(levels_.back()).topmost.emplace_back(topmost_since_, at);
    topmost_since_ = at;
  }

  void add_work(const Mark& mark) {
    const std::string phase = levels_.empty() ? "" : phase_of(levels_.back()).name;
    const auto known = std::ranges::find_if(phases_.work, [&](const WorkAccount& one) {
      return one.phase == phase && is_same_unit(one.unit, mark.name);
    });
    if (known != phases_.work.end())
      known->amount += mark.amount;
    else
      phases_.work.push_back({phase, mark.name, mark.amount});
  }

  Instant first_, last_, topmost_since_;
  Phases phases_;
  std::vector<Begun> begun_;   // one for each phase
  std::vector<Number> levels_; // that have not ended, the one that began last at the end
};

/// How many times the energy of each interval the edges in it put in doubt, from one side to the
/// other. joules did not sample at that instant, and power within an interval is not known to be
/// even: what is between the edge and the nearer sample may be on either side. And it heard late of
/// the mark: the edge was perhaps earlier, but never later.
Portion::Parts doubts_of(const std::vector<Phase::Edge>& edges,
                         const std::vector<Sample>& samples) {
  Portion::Parts doubts(samples.size() - 1, 0.0);
  for (const auto& [at, late] : edges) {
    if (at <= samples.front().at || at >= samples.back().at) continue; // the run's own ends
    const auto after = std::ranges::upper_bound(samples, at, {}, &Sample::at);
    auto i = static_cast<std::size_t>(after - samples.begin()) - 1;
    const Nanoseconds apart = std::min(at - samples[i].at, after->at - at);
    doubts[i] += ratio(2 * apart, after->at - samples[i].at);
    for (Instant until = at;; --i) {
      const Instant from = std::max(samples[i].at, at - late);
      doubts[i] += 2 * ratio(until - from, samples[i + 1].at - samples[i].at);
      if (i == 0 || from == at - late) break;
      until = samples[i].at;
    }
  }
  for (double& doubt : doubts) doubt = std::min(doubt, 2.0); // all of it, either way
  return doubts;
}

Joules error_of_edges(const std::vector<Phase::Edge>& edges, const std::vector<Sample>& samples,
                      const EnergySeries& energy) {
  ErrorBound bound;
  for (const Joules doubtful : within(energy, doubts_of(edges, samples))) bound.add(doubtful.value);
  return bound.half_width();
}

std::vector<Phase::Edge> all_edges_of(const Phases& phases) {
  std::vector<Phase::Edge> edges;
  for (const Phase& phase : phases.all)
    edges.insert(edges.end(), phase.edges.begin(), phase.edges.end());
  return edges;
}

Seconds length_of(const std::vector<Phase::Stretch>& stretches) {
  Nanoseconds length{0};
  for (const auto& [begin, end] : stretches) length += end - begin;
  return length;
}

Energy share_of(const Energy& energy, double amount) {
  const auto each = [&](const std::optional<Joules>& joules) {
    return joules ? std::optional(*joules * (1 / amount)) : std::nullopt;
  };
  return {each(energy.value), energy.at_least, each(energy.low), each(energy.high)};
}

} // namespace

Phases phases_of(const Marks& marks, const std::vector<Sample>& samples) {
  Follower follower(samples);
  for (const Mark& mark : marks.all) follower.read(mark);
  Phases phases = std::move(follower).finished();
  phases.losses.garbled = marks.garbled;
  phases.losses.unkept += marks.unkept;
  return phases;
}

Portion::Parts parts_of(const std::vector<Phase::Stretch>& stretches,
                        const std::vector<Sample>& samples) {
  Portion::Parts parts(samples.size() - 1, 0.0);
  for (const auto& [begin, end] : stretches) {
    const auto first = std::ranges::upper_bound(samples, begin, {}, &Sample::at);
    auto i = static_cast<std::size_t>(std::max(first - samples.begin(), std::ptrdiff_t{1})) - 1;
    for (; i < parts.size() && samples[i].at < end; ++i) {
      const Nanoseconds length = samples[i + 1].at - samples[i].at;
      const Nanoseconds within = std::min(end, samples[i + 1].at) - std::max(begin, samples[i].at);
      parts[i] = std::min(1.0, parts[i] + ratio(within, length));
    }
  }
  return parts;
}

std::vector<Portion::Parts> portions_of(const Phases& phases, const std::vector<Sample>& samples) {
  std::vector<Portion::Parts> portions;
  if (phases.all.empty()) return portions;
  Portion::Parts rest(samples.size() - 1, 1.0);
  for (const Phase& phase : phases.all) {
    portions.push_back(parts_of(phase.open, samples));
    const Portion::Parts alone = parts_of(phase.topmost, samples);
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] = std::max(rest[i] - alone[i], 0.0);
  }
  portions.push_back(std::move(rest));
  return portions;
}

void account_for(const Phases& phases, const Division& division, const CpuHistory& cpu,
                 const std::vector<Sample>& samples, EnergyAccount& account) {
  Joules alone{0};
  for (std::size_t p = 0; p < phases.all.size(); ++p) {
    const Phase& phase = phases.all[p];
    PhaseAccount& of_phase = account.phases.emplace_back();
    of_phase.name = phase.name;
    of_phase.times = phase.times;
    of_phase.unended = phase.unended;
    of_phase.wall = length_of(phase.open);
    const Portion::Parts parts = parts_of(phase.open, samples);
    for (std::size_t i = 0; i < cpu.intervals.size(); ++i)
      of_phase.tree_cpu += Seconds(cpu.intervals[i].tree) * parts[i];
    if (division.portions.empty()) continue; // no energy is known
    const Portion& portion = division.portions[p];
    of_phase.host = portion.host;
    of_phase.tree = portion.tree;
    of_phase.tree.at_least |= account.tree.at_least;
    if (portion.tree_uncertainty)
      of_phase.tree_uncertainty = together(
          {*portion.tree_uncertainty, error_of_edges(phase.edges, samples, division.of_tree)});
    of_phase.tree_alone = sum(within(division.of_tree, parts_of(phase.topmost, samples)));
    alone += *of_phase.tree_alone;
  }
  if (!phases.all.empty() && account.tree.value && !division.portions.empty()) {
    account.phases_rest = std::max(*account.tree.value - alone, Joules{0});
    if (const auto& uncertainty = division.portions.back().tree_uncertainty)
      account.phases_rest_uncertainty =
          together({*uncertainty, error_of_edges(all_edges_of(phases), samples, division.of_tree)});
  }
  for (WorkAccount work : phases.work) {
    const auto of_phase = std::ranges::find(account.phases, work.phase, &PhaseAccount::name);
    const bool whole = of_phase == account.phases.end();
    work.each = share_of(whole ? account.tree : of_phase->tree, work.amount);
    const auto& uncertainty = whole ? account.tree_uncertainty : of_phase->tree_uncertainty;
    if (uncertainty) work.each_uncertainty = *uncertainty * (1 / work.amount);
    account.work.push_back(std::move(work));
  }
}

} // namespace joules
