// SPDX-License-Identifier: Apache-2.0
#include "report/text/ledger_rows.hpp"

#include "joules/decimal.hpp"
#include "joules/quoting.hpp"
#include "report/text/figures.hpp"
#include "report/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace joules {

namespace {

constexpr std::size_t bar_column = 79; // a terminal of 80 has no bars
constexpr std::size_t longest_bar = 20;
constexpr std::size_t deepest_indent = 16; // levels
constexpr std::size_t times_column = 76;   // a narrower terminal has no starts and ends

std::string right(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string share_of(const std::optional<Joules>& energy, const EnergyAccount& account) {
  if (!energy || !account.tree.value || account.tree.value->value <= 0) return "- %";
  return significant(100 * (*energy / *account.tree.value), account.estimated ? 2 : 3) + " %";
}

std::string bar(const std::optional<Joules>& energy, const EnergyAccount& account,
                std::size_t width) {
  if (!energy || !account.tree.value || account.tree.value->value <= 0) return "";
  const std::size_t room = std::min(longest_bar, width - std::min(width, bar_column));
  const double length = static_cast<double>(room) * (*energy / *account.tree.value);
  return std::string(static_cast<std::size_t>(std::lround(std::clamp(length, 0.0, 1e3))), '#');
}

std::string processes(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " process" : " processes");
}

void program_row(const ProgramEnergy& program, const std::string& count,
                 const EnergyAccount& account, const TextStyle& style, RowWriter& rows) {
  Row row =
      energy_figure("  " + (program.command.empty() ? "(no name)" : printable(program.command)),
                    program.energy, account, style.unit);
  row.unit.resize(2, ' '); // "J" above "mJ"
  row.beside = right(share_of(program.energy, account), 7);
  row.note = right(fixed(program.cpu.count(), 3), 8) + " s CPU " + right(count, 16);
  const std::string drawn = bar(program.energy, account, style.width);
  if (!drawn.empty()) row.note += "  " + drawn;
  rows.row(row);
}

/// The processes in the order of their tree, each with its depth.
class Forest {
public:
  explicit Forest(const std::vector<ProcessUse>& processes) {
    std::map<int, std::size_t> last_with; // numbers are used again: the latest before is the parent
    for (std::size_t i = 0; i < processes.size(); ++i) {
      const auto parent = last_with.find(processes[i].parent);
      children_[parent == last_with.end() ? no_parent : parent->second].push_back(i);
      last_with[processes[i].pid] = i;
    }
  }

  template <class Visit>
  void walk(Visit visit) const {
    struct Step {
      std::size_t process, depth;
    };
    std::vector<Step> pending;
    const auto push_children = [&](std::size_t of, std::size_t depth) {
      if (const auto found = children_.find(of); found != children_.end())
        for (auto child = found->second.rbegin(); child != found->second.rend(); ++child)
          pending.push_back({*child, depth});
    };
    push_children(no_parent, 0);
    while (!pending.empty()) {
      const Step step = pending.back();
      pending.pop_back();
      visit(step.process, step.depth);
      push_children(step.process, step.depth + 1);
    }
  }

private:
  static constexpr std::size_t no_parent = static_cast<std::size_t>(-1);
  std::map<std::size_t, std::vector<std::size_t>> children_;
};

std::string figures(const std::optional<Joules>& energy, Seconds cpu, const EnergyAccount& account,
                    const TextStyle& style) {
  const Row row = energy_figure("", energy, account, style.unit);
  return "  " + right(row.value + " " + row.unit, 11) + right(share_of(energy, account), 9) +
         right(fixed(cpu.count(), 3) + " s", 11);
}

std::string process_line(const ProcessUse& process, const ProcessEnergy& energy, std::size_t depth,
                         Nanoseconds start_of_run, const EnergyAccount& account,
                         const TextStyle& style) {
  const auto seconds = [&](Nanoseconds instant) {
    return fixed(Seconds(instant - start_of_run).count(), 3);
  };
  const std::string words =
      process.argv.empty() ? printable(process.command) : quoted(process.argv);
  const std::string times =
      right(seconds(process.start), 9) + right(process.end ? seconds(*process.end) : "runs", 9);
  return figures(energy.energy, energy.cpu, account, style) +
         (style.width < times_column ? "" : times) + right(std::to_string(process.pid), 9) + "  " +
         std::string(2 * std::min(depth, deepest_indent), ' ') + words;
}

std::string unseen_line(const LedgerAccount& ledger, const EnergyAccount& account,
                        const TextStyle& style) {
  return figures(ledger.unseen_energy, ledger.unseen_cpu, account, style) +
         std::string(style.width < times_column ? 11 : 29, ' ') + std::string(unseen_label(ledger));
}

} // namespace

void by_command_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows) {
  rows.sentence("by command", source_of(*recording.ledger));
  for (const ProgramEnergy& program : account.ledger->by_command)
    program_row(program, processes(program.processes), account, style, rows);
  if (account.ledger->unseen_cpu.count() > 0)
    program_row({std::string(unseen_label(*account.ledger)), 0, account.ledger->unseen_cpu,
                 account.ledger->unseen_energy},
                "", account, style, rows);
}

void by_process_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows) {
  const Ledger& ledger = *recording.ledger;
  rows.sentence("by process", source_of(ledger));
  rows.line("       energy    share        CPU" +
            std::string(style.width < times_column ? "" : "     from       to") +
            "      pid  command");
  Forest(ledger.processes).walk([&](std::size_t i, std::size_t depth) {
    rows.line(process_line(ledger.processes[i], account.ledger->by_process[i], depth,
                           recording.samples.front().at, account, style));
  });
  if (account.ledger->unseen_cpu.count() > 0)
    rows.line(unseen_line(*account.ledger, account, style));
  if (ledger.processes_unkept > 0)
    rows.sentence("", "and " + processes(ledger.processes_unkept) +
                          " more, which --by-command has in its rows");
}

} // namespace joules
