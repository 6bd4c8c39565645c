// SPDX-License-Identifier: Apache-2.0
#include "report/text/ledger_rows.hpp"

#include "joules/quoting.hpp"
#include "report/number.hpp"
#include "report/text/columns.hpp"
#include "report/text/phrases.hpp"
#include "report/text/table.hpp"

#include <fmt/format.h>

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

std::string energy_of(const std::optional<Joules>& energy, const NumberFormat& format) {
  return energy ? format.energy(*energy).text() : "-  ";
}

std::string share_of(const std::optional<Joules>& energy, const EnergyAccount& account,
                     const NumberFormat& format) {
  if (!energy || !account.tree.value || account.tree.value->value <= 0) return "- %";
  return format.share(*energy, *account.tree.value);
}

std::string bar(const std::optional<Joules>& energy, const EnergyAccount& account,
                std::size_t width) {
  if (!energy || !account.tree.value || account.tree.value->value <= 0) return "";
  const std::size_t room = std::min(longest_bar, width - std::min(width, bar_column));
  const double length = static_cast<double>(room) * (*energy / *account.tree.value);
  return std::string(static_cast<std::size_t>(std::lround(std::clamp(length, 0.0, 1e3))), '#');
}

std::string processes(std::uint64_t count) {
  return fmt::format("{} {}", count, count == 1 ? "process" : "processes");
}

void add_program(const ProgramEnergy& program, const std::string& count,
                 const EnergyAccount& account, const TextStyle& style, const NumberFormat& format,
                 Table& table) {
  const Figure energy = program.energy ? format.energy(*program.energy) : Figure{"-", ""};
  table.add({"  " + (program.command.empty() ? "(no name)" : program.command),
             fmt::format("{} {}", energy.number, padded(energy.unit, 2)),
             share_of(program.energy, account, format), milliseconds_of(program.cpu) + " s CPU",
             count, bar(program.energy, account, style.width)});
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

/// Energy, share, CPU time; on a wide terminal start and end; number and command.
class ProcessTable {
public:
  ProcessTable(const EnergyAccount& account, const NumberFormat& format, bool with_times)
      : account_(account), format_(format), with_times_(with_times),
        table_(with_times
                   ? std::vector<Column>{right(11), right(9), right(11), right(9), right(9),
                                         right(9), left(0)}
                   : std::vector<Column>{right(11), right(9), right(11), right(9), left(0)}) {
    add({"energy", "share", "CPU"}, {"from", "to"}, {"pid", "command"});
  }

  void add(const ProcessUse& process, const ProcessEnergy& energy, std::size_t depth,
           Nanoseconds start_of_run) {
    const auto seconds = [&](Nanoseconds instant) {
      return milliseconds_of(Seconds(instant - start_of_run));
    };
    add(figures(energy.energy, energy.cpu),
        {seconds(process.start), process.end ? seconds(*process.end) : "runs"},
        {std::to_string(process.pid),
         std::string(2 * std::min(depth, deepest_indent), ' ') +
             (process.argv.empty() ? process.command : quoted(process.argv))});
  }

  void add_unseen(const LedgerAccount& ledger) {
    add(figures(ledger.unseen_energy, ledger.unseen_cpu), {"", ""},
        {"", std::string(unseen_label(ledger))});
  }

  [[nodiscard]] const Table& table() const { return table_; }

private:
  using Cells = std::vector<std::string>;

  [[nodiscard]] Cells figures(const std::optional<Joules>& energy, Seconds cpu) const {
    return {energy_of(energy, format_), share_of(energy, account_, format_),
            milliseconds_of(cpu) + " s"};
  }

  void add(Cells cells, const Cells& times, const Cells& process) {
    if (with_times_) cells.insert(cells.end(), times.begin(), times.end());
    cells.insert(cells.end(), process.begin(), process.end());
    table_.add(std::move(cells));
  }

  const EnergyAccount& account_;
  const NumberFormat& format_;
  bool with_times_;
  Table table_;
};

} // namespace

void by_command_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows) {
  rows.sentence("by command", source_of(*recording.ledger));
  const NumberFormat format(account.estimated, style.unit);
  Table table({left(20), right(11), right(8), right(18), right(17), left(0)});
  for (const ProgramEnergy& program : account.ledger->by_command)
    add_program(program, processes(program.processes), account, style, format, table);
  if (account.ledger->unseen_cpu.count() > 0)
    add_program({std::string(unseen_label(*account.ledger)), 0, account.ledger->unseen_cpu,
                 account.ledger->unseen_energy},
                "", account, style, format, table);
  rows.table(table);
}

void by_process_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows) {
  const Ledger& ledger = *recording.ledger;
  rows.sentence("by process", source_of(ledger));
  const NumberFormat format(account.estimated, style.unit);
  ProcessTable table(account, format, style.width >= times_column);
  Forest(ledger.processes).walk([&](std::size_t i, std::size_t depth) {
    table.add(ledger.processes[i], account.ledger->by_process[i], depth,
              recording.samples.front().at);
  });
  if (account.ledger->unseen_cpu.count() > 0) table.add_unseen(*account.ledger);
  rows.table(table.table());
  if (ledger.processes_unkept > 0)
    rows.sentence("", fmt::format("and {} more, which --by-command has in its rows",
                                  processes(ledger.processes_unkept)));
}

} // namespace joules
