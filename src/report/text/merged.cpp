// SPDX-License-Identifier: Apache-2.0
#include "report/text/merged.hpp"

#include "report/number.hpp"
#include "report/text/phrases.hpp"
#include "report/text/rows.hpp"
#include "report/text/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace joules {

namespace {

/// A build has a run for each of its files, a job a rank for each core.
constexpr std::size_t most_rows_of_a_table = 50;

/// In all 76.
Table table_of_parts() {
  return Table({left(22), right(13), right(13), right(9), right(11), right(6)});
}

class Writer {
public:
  Writer(const MergedTotal& total, const NumberFormat& format, RowWriter& rows)
      : total_(total), format_(format), rows_(rows) {}

  void sums() const {
    const bool several = total_.hosts.size() > 1;
    const std::string part = fmt::format("{} of {}", share(total_.tree, total_.host),
                                         several ? "all hosts'" : "the host's");
    energy_row("energy, all trees", total_.tree, total_.tree_uncertainty, part);
    energy_row(several ? "energy, all hosts" : "energy, host", total_.host, std::nullopt,
               total_.interpolated ? "overlaps once, at mean power" : "overlaps once");
    rows_.row({"time",
               {rounded(total_.longest.count(), 3), "s"},
               several ? "of the host with the longest" : "while any of them ran",
               ""});
    const auto is_bound = [](const Energy& energy) { return energy.value && energy.at_least; };
    if (is_bound(total_.tree) || is_bound(total_.host))
      rows_.sentence("lower bounds", "the reports that were added up say why");
    rows_.sentence("attributed by", attributed_by(total_.policy));
  }

  void hosts() const {
    Table table = table_of_parts();
    table.add({"by host", "trees", "host", "share", "time", "runs"});
    for (const MergedHost& host : total_.hosts)
      table.add({"  " + (host.hostname.empty() ? "boot " + host.boot_id : host.hostname),
                 energy(host.tree), energy(host.host), share(host.tree, host.host),
                 amount(host.covered.count(), 3, "s"), std::to_string(host.runs)});
    rows_.table(table);
  }

  void ranks() const {
    Table table = table_of_parts();
    table.add({"by rank", "tree", "", "of all", "", "runs"});
    for (const MergedPart& part : shown(total_.by_rank))
      table.add({fmt::format("  {} on {}", part.rank ? std::to_string(*part.rank) : "none",
                             part.hostname),
                 energy(part.tree), "", share(part.tree, total_.tree), "",
                 std::to_string(part.runs)});
    end_table(table, total_.by_rank.size());
  }

  void jobs() const {
    Table table = table_of_parts();
    table.add({"by job", "trees", "", "of all", "", "runs"});
    for (const MergedPart& part : shown(total_.by_job))
      table.add({"  " + (part.job.empty() ? "none" : part.job), energy(part.tree), "",
                 share(part.tree, total_.tree), "", std::to_string(part.runs)});
    end_table(table, total_.by_job.size());
  }

  /// Names, as those of source files, may be long.
  void names() const { named_parts("by name", total_.by_command, &MergedPart::command); }
  void phases() const { named_parts("by phase", total_.by_phase, &MergedPart::phase); }

  void subjects() const {
    Table table({left(22), right(13), right(9), right(6), left(24)});
    table.add({"by subject", "energy", "of hosts", "runs", "on"});
    for (const MergedSubject& subject : shown(total_.subjects))
      table.add({"  " + subject.name, energy(subject.energy), share(subject.energy, total_.host),
                 std::to_string(subject.runs), subject.hostname});
    end_table(table, total_.subjects.size());
  }

private:
  template <class Part>
  [[nodiscard]] static std::span<const Part> shown(const std::vector<Part>& all) {
    return std::span(all).first(std::min(all.size(), most_rows_of_a_table));
  }

  void named_parts(const std::string& head, const std::vector<MergedPart>& parts,
                   std::string MergedPart::*name) const {
    Table table({left(22), right(13), right(9), right(6)});
    table.add({head, "tree", "of all", "runs"});
    for (const MergedPart& part : shown(parts))
      table.add({"  " + part.*name, energy(part.tree), share(part.tree, total_.tree),
                 std::to_string(part.runs)});
    end_table(table, parts.size());
  }

  void end_table(const Table& table, std::size_t all) const {
    rows_.table(table);
    if (all > most_rows_of_a_table)
      rows_.line(fmt::format("    and {} more: see --json", all - most_rows_of_a_table));
  }

  /// "131.5 J", ">= 131.5 J", "not known"
  [[nodiscard]] std::string energy(const Energy& energy) const {
    return energy.value ? format_.energy(energy).text() : "not known";
  }

  [[nodiscard]] static std::string share(const Energy& part, const Energy& whole) {
    if (!part.value || !whole.value || whole.value->value <= 0) return "-";
    return NumberFormat(false).share(*part.value, *whole.value);
  }

  /// "an estimate (33 to 52 J)", "100.0 to 120.0", "+- 1.2 J", ""
  [[nodiscard]] std::string beside(const Energy& energy,
                                   const std::optional<Joules>& half_width) const {
    if (energy.value && half_width) return format_.half_width(energy, *half_width);
    return format_.estimated() ? estimate_within(format_.range(energy), "")
                               : format_.range_like(energy);
  }

  void energy_row(const std::string& label, const Energy& amount,
                  const std::optional<Joules>& half_width, const std::string& note) const {
    const std::string first = beside(amount, half_width);
    const auto number = [&] {
      if (!amount.value) return Figure{"not known", ""};
      return half_width ? format_.energy_within(amount, *half_width) : format_.energy(amount);
    };
    rows_.row({label, number(), first.empty() ? note : first, first.empty() ? "" : note}, true);
  }

  const MergedTotal& total_;
  const NumberFormat& format_;
  RowWriter& rows_;
};

/// "measured by powercap", "estimated"
std::string how_obtained(const MergedTotal& total) {
  if (!total.quality) return "by " + total.sensor;
  const std::string quality(name_of(*total.quality));
  return *total.quality == Quality::estimated ? quality : quality + " by " + total.sensor;
}

} // namespace

std::string merged_report(const Merged& merged, const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  for (const MergedTotal& total : merged.totals) {
    const NumberFormat format(total.quality == Quality::estimated, style.unit);
    const Writer writer(total, format, rows);
    rows.headline(fmt::format("joules: {} on {}, {}, from {}", counted(total.runs, "run"),
                              counted(total.hosts.size(), "host"), how_obtained(total),
                              counted(merged.files.size(), "file")));
    writer.sums();
    writer.hosts();
    if (!total.by_job.empty()) writer.jobs();
    if (!total.by_rank.empty()) writer.ranks();
    if (!total.by_phase.empty()) writer.phases();
    if (!total.subjects.empty()) writer.subjects();
    if (total.by_command.size() > 1) writer.names();
    for (const Warning& warning : total.warnings) rows.warning(warning, style.verbose);
  }
  if (merged.totals.size() > 1)
    rows.sentence("not added", "what was not obtained alike: another sensor, quality or policy",
                  true);
  return rows.text();
}

} // namespace joules
