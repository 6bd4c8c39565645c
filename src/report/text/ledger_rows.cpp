// SPDX-License-Identifier: Apache-2.0
#include "report/text/ledger_rows.hpp"

#include "joules/quoting.hpp"
#include "report/number.hpp"
#include "report/text/phrases.hpp"
#include "report/text/process_forest.hpp"
#include "report/text/short_commands.hpp"
#include "report/text/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace joules {

namespace {

constexpr std::size_t deepest_indent = 16;   // levels
constexpr std::size_t times_width = 100;     // a narrower terminal has no starts and ends
constexpr double least_share = 0.001;        // of the tree, for a line of its own
constexpr std::size_t shortest_command = 16; // columns

std::string processes(std::uint64_t count) {
  return fmt::format("{} {}", count, count == 1 ? "process" : "processes");
}

/// Energy, share and CPU time, each column alike in all rows.
class Figures {
public:
  Figures(const EnergyAccount& account, const TextStyle& style)
      : whole_(account.tree.value),
        column_(whole_.value_or(Joules{0}), NumberFormat(account.estimated, style.unit)) {}

  [[nodiscard]] std::string energy(const std::optional<Joules>& energy) const {
    return energy ? column_.text(*energy) : "-";
  }
  [[nodiscard]] std::string share(const std::optional<Joules>& energy) const {
    if (!energy || !whole_ || whole_->value <= 0) return "-";
    return tenth_percent(100 * (*energy / *whole_));
  }
  [[nodiscard]] static std::string cpu(Seconds time) { return milliseconds_of(time) + " s"; }

private:
  std::optional<Joules> whole_;
  EnergyColumn column_;
};

/// What many processes that used little used together.
struct Others {
  std::size_t processes = 0;
  std::optional<Joules> energy = Joules{0};
  Seconds cpu{0};
};

class ProcessTable {
public:
  ProcessTable(const Recording& recording, const EnergyAccount& account, const TextStyle& style)
      : ledger_(*recording.ledger), account_(account), style_(style),
        start_of_run_(recording.samples.front().at), figures_(account, style),
        with_pids_(style.verbose || !style.on_terminal),
        with_times_(with_pids_ && style.width >= times_width), walk_(walk_of(ledger_.processes)),
        subtrees_(subtree_sums(walk_, account.ledger->by_process)), table_(columns()) {
    if (style.on_terminal) short_commands_.emplace(ledger_.processes);
  }

  [[nodiscard]] Table filled() {
    add({"energy", "subtree", "share", "CPU"}, {"pid", "from", "to"}, "command");
    Others others;
    std::vector<ForestStep> shown;
    for (const ForestStep& step : walk_)
      if (deserves_row(step.process))
        shown.push_back(step);
      else
        add_to(others, account_.ledger->by_process[step.process]);
    if (style_.order == ProcessOrder::energy) sort_by_energy(shown);
    for (const ForestStep& step : shown) add_process(step);
    if (others.processes > 0)
      add({figures_.energy(others.energy), "", figures_.share(others.energy),
           Figures::cpu(others.cpu)},
          {}, counted(others.processes, "other") + " (-v shows them)");
    const LedgerAccount& all = *account_.ledger;
    if (all.unseen_cpu.count() > 0)
      add({figures_.energy(all.unseen_energy), "", figures_.share(all.unseen_energy),
           Figures::cpu(all.unseen_cpu)},
          {}, std::string(unseen_label(all)));
    return table_;
  }

private:
  using Cells = std::vector<std::string>;

  [[nodiscard]] std::vector<Column> columns() const {
    std::vector<Column> columns{right(9), right(10), right(8), right(10)};
    if (with_pids_) columns.push_back(right(8));
    if (with_times_) columns.insert(columns.end(), 2, right(9));
    columns.push_back(left(0));
    return columns;
  }

  /// In their tree parents stay above children that have rows.
  [[nodiscard]] bool deserves_row(std::size_t process) const {
    const auto& whole = account_.tree.value;
    const auto& used = style_.order == ProcessOrder::tree
                           ? subtrees_[process]
                           : account_.ledger->by_process[process].energy;
    return style_.verbose || !whole || !used || *used >= *whole * least_share;
  }

  static void add_to(Others& others, const ProcessEnergy& process) {
    ++others.processes;
    others.energy = others.energy && process.energy
                        ? std::optional(*others.energy + *process.energy)
                        : std::nullopt;
    others.cpu += process.cpu;
  }

  void sort_by_energy(std::vector<ForestStep>& steps) const {
    std::ranges::stable_sort(steps, std::greater<>(), [&](const ForestStep& step) {
      const ProcessEnergy& process = account_.ledger->by_process[step.process];
      return std::pair(process.energy.value_or(Joules{0}), process.cpu);
    });
    for (ForestStep& step : steps) step.depth = 0;
  }

  void add_process(const ForestStep& step) {
    const ProcessUse& process = ledger_.processes[step.process];
    const ProcessEnergy& used = account_.ledger->by_process[step.process];
    const auto seconds = [&](Nanoseconds instant) {
      return milliseconds_of(Seconds(instant - start_of_run_));
    };
    const std::string indent(2 * std::min(step.depth, deepest_indent), ' ');
    add({figures_.energy(used.energy), figures_.energy(subtrees_[step.process]),
         figures_.share(used.energy), Figures::cpu(used.cpu)},
        {std::to_string(process.pid), seconds(process.start),
         process.end ? seconds(*process.end) : "runs"},
        indent + command_of(process, indent.size()));
  }

  [[nodiscard]] std::string command_of(const ProcessUse& process, std::size_t indent) const {
    if (process.thread_of) return "{" + process.command + "}"; // as pstree(1) shows one
    if (!short_commands_) return process.argv.empty() ? process.command : quoted(process.argv);
    std::size_t taken = 4 + indent; // around the columns
    for (const Column& column : columns()) taken += column.width;
    return short_commands_->of(
        process, std::max(style_.width - std::min(style_.width, taken), shortest_command));
  }

  void add(Cells cells, Cells about, const std::string& command) {
    about.resize(with_times_ ? 3 : with_pids_ ? 1 : 0);
    cells.insert(cells.end(), about.begin(), about.end());
    cells.push_back(command);
    table_.add(std::move(cells));
  }

  const Ledger& ledger_;
  const EnergyAccount& account_;
  const TextStyle& style_;
  Nanoseconds start_of_run_;
  Figures figures_;
  bool with_pids_, with_times_;
  std::vector<ForestStep> walk_;
  std::vector<std::optional<Joules>> subtrees_;
  std::optional<ShortCommands> short_commands_; // on a terminal
  Table table_;
};

} // namespace

void by_command_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows) {
  rows.sentence("by command", source_of(*recording.ledger));
  const Figures figures(account, style);
  const LedgerAccount& ledger = *account.ledger;
  Table table({right(9), right(8), right(10), right(10), left(0)});
  table.add({"energy", "share", "CPU", "processes", "program"});
  const auto add = [&](const std::optional<Joules>& energy, Seconds cpu, const std::string& count,
                       std::string_view name) {
    table.add({figures.energy(energy), figures.share(energy), Figures::cpu(cpu), count,
               std::string(name)});
  };
  for (const ProgramEnergy& program : ledger.by_command)
    add(program.energy, program.cpu, std::to_string(program.processes),
        shown_name(program.command));
  if (ledger.unseen_cpu.count() > 0)
    add(ledger.unseen_energy, ledger.unseen_cpu, "", unseen_label(ledger));
  rows.table(table);
}

void by_process_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows) {
  const Ledger& ledger = *recording.ledger;
  rows.sentence("by process", source_of(ledger));
  const Table table = ProcessTable(recording, account, style).filled();
  if (style.on_terminal)
    rows.table(table);
  else
    rows.whole_table(table);
  if (ledger.processes_unkept > 0)
    rows.sentence("", fmt::format("and {} more, which --by-command has in its rows",
                                  processes(ledger.processes_unkept)));
}

} // namespace joules
