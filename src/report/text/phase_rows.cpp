// SPDX-License-Identifier: Apache-2.0
#include "report/text/phase_rows.hpp"

#include "joules/quoting.hpp"
#include "report/text/energy_rows.hpp"
#include "report/text/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace joules {

namespace {

std::string label_of(const PhaseAccount& phase) {
  return "phase " + printable(phase.name);
}

/// "each, requests, load": as short as a column is.
std::string label_of(const WorkAccount& work) {
  std::string label = "each";
  for (const std::string& part : {work.unit, work.phase})
    if (!part.empty()) label += ", " + printable(part);
  return label;
}

/// "of 1000 requests in load"
std::string amount_of(const WorkAccount& work) {
  std::string amount = fmt::format("of {:.15g}", work.amount);
  if (!work.unit.empty()) amount += " " + printable(work.unit);
  if (!work.phase.empty()) amount += " in " + printable(work.phase);
  return amount;
}

/// "3.82 mJ", "2.51e-10 J"
Row row_of_each(const WorkAccount& work, const NumberFormat& format) {
  Row row = energy_row("energy each", work.each, work.each_uncertainty, format);
  if (!work.each.value || *work.each.value >= least_in_units || work.each.value->value == 0)
    return row;
  const std::string before = work.each.at_least ? ">= " : format.estimated() ? "about " : "";
  row.value = {before + fmt::format("{:.3g}", work.each.value->value), "J"};
  row.beside =
      work.each_uncertainty ? fmt::format("+- {:.2g} J", work.each_uncertainty->value) : "";
  return row;
}

/// "45.6 % of the tree's"; empty: not known.
std::string share_of(const std::optional<Joules>& energy, const EnergyAccount& account,
                     const NumberFormat& format) {
  if (!energy || !account.tree.value || account.tree.value->value <= 0) return {};
  return format.share(*energy, *account.tree.value) + " of the tree's";
}

void row_with_notes(Row row, std::vector<std::string> notes, const Energy& energy,
                    const NumberFormat& format, RowWriter& rows) {
  std::erase(notes, "");
  if (format.estimated() && energy.value) row.beside = estimate_within(format.range(energy), "");
  row.note = listed(notes);
  rows.row(row);
}

/// Have two phases been open at once? Then the outer one has the energy of the inner one, too.
bool are_nested(const std::vector<PhaseAccount>& phases) {
  return std::ranges::any_of(phases, [](const PhaseAccount& phase) {
    return phase.tree.value && phase.tree_alone &&
           *phase.tree_alone < *phase.tree.value * (1 - 1e-9);
  });
}

} // namespace

void phase_rows(const EnergyAccount& account, const NumberFormat& format, RowWriter& rows) {
  for (const PhaseAccount& phase : account.phases)
    row_with_notes(energy_row(label_of(phase), phase.tree, phase.tree_uncertainty, format),
                   {share_of(phase.tree.value, account, format), milliseconds_of(phase.wall) + " s",
                    phase.times > 1 ? fmt::format("{} times", phase.times) : "",
                    phase.unended ? "did not end" : ""},
                   phase.tree, format, rows);
  if (account.phases_rest)
    row_with_notes(energy_row("in no phase", {account.phases_rest, account.tree.at_least, {}, {}},
                              account.phases_rest_uncertainty, format),
                   {share_of(account.phases_rest, account, format)}, {}, format, rows);
  if (are_nested(account.phases))
    rows.sentence("", "phases were open at once: their energies overlap (JSON tells them apart)");
  for (const WorkAccount& work : account.work)
    row_with_notes(row_of_each(work, format), {amount_of(work)}, work.each, format, rows);
}

std::vector<NamedEnergies> phases_of_runs(const CommandRuns& command) {
  std::vector<NamedEnergies> all;
  const auto add = [&](const std::string& label, const Energy& energy) {
    auto known = std::ranges::find(all, label, &NamedEnergies::label);
    if (known == all.end()) known = all.insert(all.end(), {label, {}, false});
    if (energy.value) known->joules.push_back(energy.value->value);
    known->at_least |= energy.at_least;
  };
  for (const Run& run : command.runs) {
    for (const PhaseAccount& phase : run.account.phases) add(label_of(phase), phase.tree);
    for (const WorkAccount& work : run.account.work) add(label_of(work), work.each);
  }
  return all;
}

} // namespace joules
