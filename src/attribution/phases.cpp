// SPDX-License-Identifier: Apache-2.0
#include "attribution/phases.hpp"

#include "attribution/shares.hpp"
#include "attribution/uncertainty.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace joules {

namespace {

/// joules hears of a line that late: it is woken up, and may have to wait for a CPU.
constexpr Nanoseconds latest_hearing = std::chrono::milliseconds(1);

/// Follows the marks from the first to the last.
class Follower {
public:
  explicit Follower(const std::vector<Sample>& samples)
      : first_(samples.front().at), last_(samples.back().at), topmost_since_(first_) {}

  void read(const Mark& mark) {
    const Instant at = std::clamp(mark.at, first_, last_);
    switch (mark.kind) {
    case Mark::Kind::begin: begin(mark.name, at); break;
    case Mark::Kind::end: end(mark.name, at); break;
    case Mark::Kind::work: add_work(mark); break;
    case Mark::Kind::point: break;
    }
  }

  Phases finished() && {
    while (!levels_.empty()) {
      const std::string name = phase_of(levels_.back()).name;
      phase_of(levels_.back()).unended = true;
      end(name, last_);
    }
    return std::move(phases_);
  }

private:
  using Number = std::size_t; // of a phase
  struct Begun {
    std::size_t levels = 0; // that have not ended
    Instant since{0};       // the first of them
  };

  Phase& phase_of(Number number) { return phases_.all[number]; }

  /// nullopt: there are too many phases to tell this one apart.
  std::optional<Number> number_of(const std::string& name) {
    const auto known = std::ranges::find(phases_.all, name, &Phase::name);
    if (known != phases_.all.end()) return static_cast<Number>(known - phases_.all.begin());
    if (phases_.all.size() == most_phases) return std::nullopt;
    phases_.all.push_back({name, 0, false, {}, {}});
    begun_.emplace_back();
    return phases_.all.size() - 1;
  }

  void begin(const std::string& name, Instant at) {
    const auto number = number_of(name);
    if (!number) {
      ++phases_.losses.unkept;
      return;
    }
    end_topmost(at);
    ++phase_of(*number).times;
    if (begun_[*number].levels++ == 0) begun_[*number].since = at;
    phases_.nested |= std::ranges::any_of(levels_, [&](Number other) { return other != *number; });
    levels_.push_back(*number);
  }

  void end(const std::string& name, Instant at) {
    const auto level = std::find_if(levels_.rbegin(), levels_.rend(),
                                    [&](Number number) { return phase_of(number).name == name; });
    if (level == levels_.rend()) {
      ++phases_.losses.unmatched;
      return;
    }
    end_topmost(at);
    const Number number = *level;
    levels_.erase(std::next(level).base());
    if (--begun_[number].levels == 0) phase_of(number).open.emplace_back(begun_[number].since, at);
  }

  /// Before another phase is the topmost.
  void end_topmost(Instant at) {
    if (!levels_.empty()) phase_of(levels_.back()).topmost.emplace_back(topmost_since_, at);
    topmost_since_ = at;
  }

  void add_work(const Mark& mark) {
    const std::string phase = levels_.empty() ? "" : phase_of(levels_.back()).name;
    const auto known = std::ranges::find_if(phases_.work, [&](const WorkAccount& one) {
      return one.phase == phase && one.unit == mark.name;
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

/// What joules may be wrong about because it did not sample at the instant at which a phase began
/// or ended: within an interval the power is not known to be even, and it heard late of the mark.
void add_edge(Instant edge, const std::vector<Sample>& samples, const EnergySeries& energy,
              ErrorBound& bound) {
  if (edge <= samples.front().at || edge >= samples.back().at) return; // the run's own ends
  const auto after = std::ranges::upper_bound(samples, edge, {}, &Sample::at);
  const auto interval = static_cast<std::size_t>(after - samples.begin()) - 1;
  const Nanoseconds length = after->at - samples[interval].at;
  const Nanoseconds apart = std::min(edge - samples[interval].at, after->at - edge);
  const double doubtful = std::min(1.0, ratio(2 * apart + latest_hearing, length));
  bound.add((energy[interval] * doubtful).value);
}

Joules error_of_edges(const Phase& phase, const std::vector<Sample>& samples,
                      const EnergySeries& energy) {
  ErrorBound bound;
  for (const auto& [begin, end] : phase.open) {
    add_edge(begin, samples, energy, bound);
    add_edge(end, samples, energy, bound);
  }
  return bound.half_width();
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
      if (length.count() > 0) parts[i] = std::min(1.0, parts[i] + ratio(within, length));
    }
  }
  return parts;
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
    if (p >= division.portions.size()) continue; // no energy is known
    const Portion& portion = division.portions[p];
    of_phase.host = portion.host;
    of_phase.tree = portion.tree;
    of_phase.tree.at_least |= account.tree.at_least;
    if (portion.tree_uncertainty)
      of_phase.tree_uncertainty =
          together({*portion.tree_uncertainty, error_of_edges(phase, samples, division.of_tree)});
    of_phase.tree_alone = sum(within(division.of_tree, parts_of(phase.topmost, samples)));
    alone += *of_phase.tree_alone;
  }
  if (!phases.all.empty() && account.tree.value && !division.portions.empty())
    account.phases_rest = std::max(*account.tree.value - alone, Joules{0});
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
