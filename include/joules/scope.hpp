// SPDX-License-Identifier: Apache-2.0
// The scope: what gates, comparisons and --precision speak of.
#pragma once

#include "joules/account.hpp"
#include "joules/metric.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

struct Scope {
  enum class Kind {
    tree,
    host,
    subject, // one of --of
    phase    // one that the command has marked: of its tree
  };
  Kind kind = Kind::tree;
  std::string name = {}; // of a subject, with its kind or without, or of a phase
  /// Of the work in it: what energy_each is for. Empty: for the only unit that was told, or none.
  std::string unit = {};

  /// A subject or a phase: less than what every run has.
  [[nodiscard]] bool is_part() const { return kind == Kind::subject || kind == Kind::phase; }
  bool operator==(const Scope&) const = default;
};

/// "tree", "host", "of:cgroup:nginx.service", "phase:solve": as --scope takes it.
std::string text_of(const Scope& scope);
/// The reverse; nullopt: it is none.
std::optional<Scope> scope_from(std::string_view text);

/// Does --scope of:`name` mean this subject? Its kind may be left out: "nginx.service".
bool means_subject(std::string_view name, std::string_view subject);

/// The energy, and the power, that the scope is about.
Metric energy_in(const Scope& scope);
Metric power_in(const Scope& scope);

/// The metrics that a scope is spoken of by: those of every run, and those of the part.
std::vector<Metric> metrics_in(const Scope& scope);

/// Puts in what a run says of the part in scope, and of one unit of the work in it. What it says
/// nothing of stays unknown, and so does one unit where some of that work was told elsewhere in the
/// run. `values` is then a lower bound where what is in scope is one.
void put_scope(const Scope& scope, std::span<const SubjectAccount> subjects,
               std::span<const PhaseAccount> phases, std::span<const WorkAccount> work,
               MetricValues& values);

/// The scope with the unit of the only work that a run tells in it, where it has none.
Scope with_unit(const Scope& scope, std::span<const WorkAccount> work);

/// The run in numbers, for statistics.
MetricValues metric_values_of(const EnergyAccount& account, const Scope& scope = {});

/// Whether the run has the part in scope, known or not.
bool has_part(const Scope& scope, std::span<const SubjectAccount> subjects,
              std::span<const PhaseAccount> phases);

} // namespace joules
