// SPDX-License-Identifier: Apache-2.0
#include "joules/scope.hpp"

#include "joules/mark.hpp"

#include <algorithm>
#include <cstdlib>

namespace joules {

namespace {

constexpr std::string_view of_subject = "of:", of_phase = "phase:";

std::optional<double> joules_of(const std::optional<Joules>& energy) {
  return energy ? std::optional(energy->value) : std::nullopt;
}

void put_part(const Energy& energy, const std::optional<Joules>& uncertainty, double seconds,
              MetricValues& values) {
  const auto put = [&](const std::optional<double>& joules, auto& where) {
    where[static_cast<std::size_t>(Metric::energy_scope)] = joules;
    if (joules && seconds > 0)
      where[static_cast<std::size_t>(Metric::power_scope)] = *joules / seconds;
  };
  put(joules_of(energy.value), values.values);
  put(joules_of(uncertainty), values.half_widths);
  values[Metric::wall_scope] = seconds;
  values.at_least = energy.at_least;
}

/// The work in scope; nullptr: none, or it is not known which. Work of the tree is what was told in
/// no phase; where some of it was told in one, too, one unit of it would be too dear.
const WorkAccount* work_in(const Scope& scope, std::span<const WorkAccount> work) {
  // Energy of one unit is the tree's: nobody knows which of the host's others worked for it.
  if (scope.kind == Scope::Kind::host || scope.kind == Scope::Kind::subject) return nullptr;
  const WorkAccount* found = nullptr;
  for (const WorkAccount& one : work) {
    if (one.phase != scope.name) continue;
    if (!scope.unit.empty() && !is_same_unit(one.unit, scope.unit)) continue;
    if (found != nullptr) return nullptr;
    found = &one;
  }
  if (found == nullptr || scope.kind == Scope::Kind::phase) return found;
  const bool elsewhere = std::ranges::any_of(work, [&](const WorkAccount& one) {
    return !one.phase.empty() && is_same_unit(one.unit, found->unit);
  });
  return elsewhere ? nullptr : found;
}

} // namespace

std::string text_of(const Scope& scope) {
  switch (scope.kind) {
  case Scope::Kind::tree: return "tree";
  case Scope::Kind::host: return "host";
  case Scope::Kind::subject: return std::string(of_subject) + scope.name;
  case Scope::Kind::phase: return std::string(of_phase) + scope.name;
  }
  std::abort();
}

std::optional<Scope> scope_from(std::string_view text) {
  if (text == "tree") return Scope{};
  if (text == "host") return Scope{.kind = Scope::Kind::host};
  const bool phase = text.starts_with(of_phase);
  if (!phase && !text.starts_with(of_subject)) return std::nullopt;
  const std::string name(text.substr(phase ? of_phase.size() : of_subject.size()));
  if (name.empty()) return std::nullopt;
  return Scope{.kind = phase ? Scope::Kind::phase : Scope::Kind::subject, .name = name};
}

bool means_subject(std::string_view name, std::string_view subject) {
  return name == subject || name == subject.substr(subject.find(':') + 1);
}

Metric energy_in(const Scope& scope) {
  if (scope.is_part()) return Metric::energy_scope;
  return scope.kind == Scope::Kind::host ? Metric::energy_host : Metric::energy_tree;
}

Metric power_in(const Scope& scope) {
  if (scope.is_part()) return Metric::power_scope;
  return scope.kind == Scope::Kind::host ? Metric::power_host : Metric::power_tree;
}

std::vector<Metric> metrics_in(const Scope& scope) {
  std::vector<Metric> metrics(metrics_of_runs.begin(), metrics_of_runs.end());
  if (scope.is_part())
    metrics.insert(metrics.end(), {Metric::energy_scope, Metric::power_scope, Metric::wall_scope});
  return metrics;
}

void put_scope(const Scope& scope, std::span<const SubjectAccount> subjects,
               std::span<const PhaseAccount> phases, std::span<const WorkAccount> work,
               MetricValues& values) {
  if (scope.kind == Scope::Kind::host) values.at_least = values.host_at_least;
  if (scope.kind == Scope::Kind::subject) {
    const auto found = std::ranges::find_if(subjects, [&](const SubjectAccount& subject) {
      return means_subject(scope.name, subject.name);
    });
    if (found != subjects.end() && values[Metric::wall])
      put_part(found->energy, found->uncertainty, *values[Metric::wall], values);
  }
  if (scope.kind == Scope::Kind::phase) {
    const auto found = std::ranges::find(phases, scope.name, &PhaseAccount::name);
    if (found != phases.end())
      put_part(found->tree, found->tree_uncertainty, found->wall.count(), values);
  }
  const WorkAccount* one = work_in(scope, work);
  if (one == nullptr) return;
  values[Metric::energy_each] = joules_of(one->each.value);
  values.half_widths[static_cast<std::size_t>(Metric::energy_each)] =
      joules_of(one->each_uncertainty);
}

bool has_part(const Scope& scope, std::span<const SubjectAccount> subjects,
              std::span<const PhaseAccount> phases) {
  if (scope.kind == Scope::Kind::subject)
    return std::ranges::any_of(subjects, [&](const SubjectAccount& subject) {
      return means_subject(scope.name, subject.name);
    });
  return std::ranges::find(phases, scope.name, &PhaseAccount::name) != phases.end();
}

Scope with_unit(const Scope& scope, std::span<const WorkAccount> work) {
  Scope resolved = scope;
  const WorkAccount* only = work_in(scope, work);
  if (scope.unit.empty() && only != nullptr) resolved.unit = only->unit;
  return resolved;
}

MetricValues metric_values_of(const EnergyAccount& account, const Scope& scope) {
  MetricValues figures;
  figures.at_least = account.tree.at_least || account.host.at_least;
  figures.host_at_least = account.host.at_least;
  const auto put = [&](std::optional<Joules> energy, Metric joules, Metric watts, auto& where) {
    if (!energy) return;
    where[static_cast<std::size_t>(joules)] = energy->value;
    if (account.wall.count() > 0)
      where[static_cast<std::size_t>(watts)] = (*energy / account.wall).value;
  };
  put(account.tree.value, Metric::energy_tree, Metric::power_tree, figures.values);
  put(account.host.value, Metric::energy_host, Metric::power_host, figures.values);
  put(account.tree_uncertainty, Metric::energy_tree, Metric::power_tree, figures.half_widths);
  put(account.host_uncertainty, Metric::energy_host, Metric::power_host, figures.half_widths);
  figures[Metric::wall] = account.wall.count();
  put_scope(scope, account.subjects, account.phases, account.work, figures);
  return figures;
}

} // namespace joules
