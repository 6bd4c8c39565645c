// SPDX-License-Identifier: Apache-2.0
#include "report/text/progress.hpp"

#include "joules/quoting.hpp"
#include "joules/statistics.hpp"
#include "report/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace joules {

std::string waiting_line(const std::vector<RemainingProcess>& remaining) {
  constexpr std::size_t most_named = 3;
  std::string who;
  for (std::size_t i = 0; i < std::min(remaining.size(), most_named); ++i)
    who += fmt::format("{}{} {}", i == 0 ? "" : ", ", remaining[i].pid,
                       printable(remaining[i].command));
  if (remaining.size() > most_named)
    who += fmt::format(" and {} more", remaining.size() - most_named);
  if (remaining.empty()) who = "processes that cannot be seen";
  return fmt::format("joules: waiting for {}, which outlived the command; Ctrl-C ends it\n", who);
}

std::string live_line(Seconds elapsed, std::optional<Watts> host, std::optional<Watts> tree,
                      bool estimated) {
  const auto seconds = static_cast<long>(elapsed.count());
  const long minutes = seconds / 60;
  std::string line = minutes < 60
                         ? fmt::format("{}:{:02}", minutes, seconds % 60)
                         : fmt::format("{}:{:02}:{:02}", minutes / 60, minutes % 60, seconds % 60);
  const int digits = NumberFormat(estimated).digits(3);
  const char* const about = estimated ? "about " : "";
  if (host) line += fmt::format("  host {}{}", about, amount(host->value, digits, "W"));
  if (tree) line += fmt::format(", tree {}{}", about, amount(tree->value, digits, "W"));
  return line;
}

std::string progress_line(const Experiment& so_far, bool warmup, int index) {
  const bool several = so_far.commands.size() > 1;
  const bool by_precision = so_far.plan.precision && !warmup;
  const std::string line = fmt::format("{} {} of {}{}",
                                       warmup    ? "warm-up"
                                       : several ? "pair"
                                                 : "run",
                                       index + 1, by_precision ? "at most " : "",
                                       warmup ? so_far.plan.warmups : so_far.plan.runs);
  // Means of several commands are the report's to compare.
  if (several || so_far.commands.front().runs.empty()) return line;
  const Series series = series_of(so_far.commands.front());
  const std::vector<double> energies = values_of(series, Metric::energy_tree);
  std::string mean;
  if (!energies.empty())
    mean =
        ", mean so far " + NumberFormat(false).energy(Joules{summarize(energies).mean}, 3).text();
  if (by_precision) return line + mean; // nobody knows how many are left
  const double seconds =
      summarize(values_of(series, Metric::wall)).mean * (so_far.plan.runs - index);
  return fmt::format("{}{}, about {} left", line, mean, amount(seconds, 2, "s"));
}

} // namespace joules
