// SPDX-License-Identifier: Apache-2.0
#include "report/text/merged.hpp"

#include "joules/decimal.hpp"
#include "report/text/figures.hpp"
#include "report/text/metric_text.hpp"
#include "report/text/rows.hpp"

namespace joules {

namespace {

/// Of the tables: in all 76.
constexpr std::size_t label_width = 24, energy_width = 13, percent_width = 9, time_width = 11,
                      runs_width = 6;
/// A build has a run for each of its files, but few programs; a job has a rank for each core.
constexpr std::size_t most_rows = 50;

struct Writer {
  const MergedTotal& total;
  const TextStyle& style;
  RowWriter& rows;

  [[nodiscard]] bool estimated() const { return total.quality == "estimated"; }

  /// "131.5 J", ">= 131.5 J", "not known"
  [[nodiscard]] std::string energy(const Energy& energy) const {
    if (!energy.value) return "not known";
    const Scale scale = scale_for(*energy.value, style.unit);
    return (energy.at_least ? ">= " : "") +
           significant(energy.value->value / scale.joules, digits_of(estimated(), 4)) + " " +
           std::string(scale.symbol);
  }

  /// "estimated, 33 to 52", "100.0 to 120.0", ""
  [[nodiscard]] std::string range(const Energy& energy) const {
    std::string text = estimated() ? "estimated" : "";
    if (!energy.value || !energy.low || !energy.high) return text;
    const double unit = scale_for(*energy.value, style.unit).joules;
    const int decimals = decimals_for(energy.value->value / unit, digits_of(estimated(), 4));
    return text + (text.empty() ? "" : ", ") + fixed(energy.low->value / unit, decimals) + " to " +
           fixed(energy.high->value / unit, decimals);
  }

  [[nodiscard]] static std::string percent(const Energy& part, const Energy& whole) {
    if (!part.value || !whole.value || whole.value->value <= 0) return "-";
    return significant(100 * (*part.value / *whole.value), 3) + " %";
  }

  void line(const std::string& label, const std::string& a, const std::string& b,
            const std::string& c, const std::string& d, std::size_t runs) const {
    rows.line("    " + left(label, label_width - 4) + right(a, energy_width) +
              right(b, energy_width) + right(c, percent_width) + right(d, time_width) +
              right(std::to_string(runs), runs_width));
  }

  void energy_row(const std::string& label, const Energy& amount,
                  const std::optional<Joules>& uncertainty, const std::string& note) const {
    const std::string text = energy(amount);
    const auto unit = amount.value ? text.rfind(' ') : text.npos;
    std::string beside = range(amount);
    if (amount.value && uncertainty) {
      const Scale scale = scale_for(*amount.value, style.unit);
      beside = "+- " + significant(uncertainty->value / scale.joules, 2) + " ";
      beside += scale.symbol;
    }
    rows.row({label, text.substr(0, unit), unit == text.npos ? " " : text.substr(unit + 1), beside,
              note},
             true);
  }

  void sums() const {
    const bool several = total.hosts.size() > 1;
    energy_row("energy, all trees", total.tree, total.tree_uncertainty,
               percent(total.tree, total.host) + " of " + (several ? "hosts'" : "the host's") +
                   ", by " + (total.policy == "busy" ? "busy time" : total.policy + " policy"));
    energy_row(several ? "energy, all hosts" : "energy, host", total.host, std::nullopt,
               total.interpolated ? "overlaps once, at mean power" : "overlaps once");
    rows.row({"time", significant(total.longest.count(), 3), "s", "",
              several ? "of the host with the longest" : "while any of them ran"});
  }

  void hosts() const {
    rows.line("  " + left("by host", label_width - 2) + right("trees", energy_width) +
              right("host", energy_width) + right("share", percent_width) +
              right("time", time_width) + right("runs", runs_width));
    for (const MergedHost& host : total.hosts)
      line(host.hostname.empty() ? "boot " + host.boot_id : host.hostname, energy(host.tree),
           energy(host.host), percent(host.tree, host.host),
           significant(host.covered.count(), 3) + " s", host.runs);
  }

  void parts(const std::string& title, const std::vector<MergedPart>& all) const {
    rows.line("  " + left(title, label_width - 2) + right("tree", energy_width) +
              right("", energy_width) + right("of all", percent_width) + right("", time_width) +
              right("runs", runs_width));
    for (const MergedPart& part : all) {
      if (&part == &all.front() + most_rows) break;
      std::string label = part.command;
      if (!part.hostname.empty())
        label = (part.rank ? std::to_string(*part.rank) : "none") + " on " + part.hostname;
      line(label, energy(part.tree), "", percent(part.tree, total.tree), "", part.runs);
    }
    if (all.size() > most_rows)
      rows.line("    and " + std::to_string(all.size() - most_rows) + " more: see --json");
  }
};

} // namespace

std::string merged_report(const Merged& merged, const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  for (const MergedTotal& total : merged.totals) {
    const Writer writer{total, style, rows};
    rows.headline("joules: " + counted(total.runs, "run") + " on " +
                  counted(total.hosts.size(), "host") + ", " + total.quality + " by " +
                  total.sensor + ", from " + counted(merged.files.size(), "file"));
    writer.sums();
    writer.hosts();
    if (!total.by_rank.empty()) writer.parts("by rank", total.by_rank);
    if (total.by_command.size() > 1) writer.parts("by command", total.by_command);
    for (const Warning& warning : total.warnings)
      rows.sentence(name_of(warning.code), warning.message, true);
  }
  if (merged.totals.size() > 1)
    rows.sentence("not added", "what was not obtained alike: another sensor, quality or policy",
                  true);
  return rows.text();
}

} // namespace joules
