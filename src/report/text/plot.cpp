// SPDX-License-Identifier: Apache-2.0
#include "report/text/plot.hpp"

#include "report/number.hpp"
#include "report/text/columns.hpp"
#include "report/text/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace joules {

namespace {

constexpr std::size_t most_rows_of_a_picture = 12;
constexpr std::size_t label_columns = 12; // on the left, and a blank

/// What a picture is drawn with, by what the reader's terminal can show.
struct Brush {
  std::array<std::string_view, 9> levels; // of a cell: empty to full
  std::string_view rest;                  // of the host
  std::string_view corner, floor, wall;
  std::string_view run, mean, left, right, line, zero, effect;
};

constexpr Brush ascii{{" ", " ", " ", " ", "#", "#", "#", "#", "#"},
                      ".",
                      "+",
                      "-",
                      "|",
                      "o",
                      "+",
                      "[",
                      "]",
                      "-",
                      "|",
                      ":"};
constexpr Brush unicode{{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
                        "░",
                        "└",
                        "─",
                        "│",
                        "●",
                        "┼",
                        "├",
                        "┤",
                        "─",
                        "│",
                        "┊"};

/// One line of cells, each of which holds one character, however many bytes that has.
class Line {
public:
  explicit Line(std::size_t columns) : cells_(columns, " ") {}

  void put(std::size_t column, std::string_view what) {
    if (column < cells_.size()) cells_[column] = what;
  }
  void fill(std::size_t from, std::size_t to, std::string_view what) {
    for (std::size_t i = from; i <= to; ++i) put(i, what);
  }
  [[nodiscard]] std::string text() const {
    std::string text;
    for (const std::string_view cell : cells_) text += cell;
    return text.substr(0, text.find_last_not_of(' ') + 1);
  }

private:
  std::vector<std::string_view> cells_;
};

/// "  LEFT" padded on the left, then a blank and the rest.
std::string labelled(const std::string& label, const std::string& rest) {
  const std::string blanks(label_columns > label.size() ? label_columns - label.size() : 0, ' ');
  return blanks + label + " " + rest + "\n";
}

/// A text at each end of a line of so many columns.
std::string at_both_ends(const std::string& left, const std::string& right, std::size_t columns) {
  const std::size_t used = columns_of(left) + columns_of(right);
  return left + std::string(columns > used ? columns - used : 1, ' ') + right;
}

/// Power of each column of the picture: the mean over its part of the time.
std::vector<double> by_column(const std::vector<Watts>& power, const std::vector<Seconds>& until,
                              std::size_t columns) {
  std::vector<double> means(columns, 0.0);
  if (power.empty()) return means;
  const double width = until.back().count() / static_cast<double>(columns);
  std::size_t stretch = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    double from = width * static_cast<double>(c), energy = 0;
    const double end = c + 1 == columns ? until.back().count() : from + width;
    while (from < end) {
      const double to = std::min(end, until[stretch].count());
      energy += power[stretch].value * (to - from);
      from = to;
      if (stretch + 1 == until.size()) break;
      if (to >= until[stretch].count()) ++stretch;
    }
    means[c] = energy / width;
  }
  return means;
}

std::string power_over_time(const EnergyAccount& account, const Brush& brush, std::size_t width) {
  const PowerSeries& power = account.power;
  if (power.until.size() < 2) return "";
  constexpr std::size_t rows =
      most_rows_of_a_picture - 4; // a heading, a floor, and the times below it
  const std::size_t columns = width - label_columns - 2;
  const auto host = by_column(power.host, power.until, columns);
  const auto tree = by_column(power.tree, power.until, columns);
  const double most = std::ranges::max(host);
  if (!(most > 0)) return "";
  std::string text =
      fmt::format("  power{}: {} process tree, {} rest of the host\n",
                  account.estimated ? ", estimated" : "", brush.levels.back(), brush.rest);
  for (std::size_t row = rows; row-- > 0;) {
    Line line(columns);
    const auto level = [&](double watts) {
      return std::clamp(watts / most * static_cast<double>(rows) - static_cast<double>(row), 0.0,
                        1.0);
    };
    for (std::size_t c = 0; c < columns; ++c) {
      const auto eighths = static_cast<std::size_t>(std::lround(level(tree[c]) * 8));
      if (level(host[c]) >= 0.5) line.put(c, brush.rest);
      if (brush.levels[eighths] != " ") line.put(c, brush.levels[eighths]);
    }
    const std::string label = row + 1 == rows ? amount(most, 3, "W") : "";
    text += labelled(label, std::string(brush.wall) + line.text());
  }
  Line floor(columns);
  floor.fill(0, columns - 1, brush.floor);
  text += labelled("0 W", std::string(brush.corner) + floor.text());
  return text +
         labelled("", " " + at_both_ends("0 s", seconds_of(power.until.back()) + " s", columns));
}

/// The place of `value` between two ends of a line.
std::size_t column_of(double value, double low, double high, std::size_t columns) {
  const double part = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
  return static_cast<std::size_t>(std::lround(part * static_cast<double>(columns - 1)));
}

Line interval_line(const Interval& interval, double middle, double low, double high,
                   std::size_t columns, const Brush& brush) {
  Line line(columns);
  const auto place = [&](double value) { return column_of(value, low, high, columns); };
  line.fill(place(interval.low), place(interval.high), brush.line);
  line.put(place(interval.low), brush.left);
  line.put(place(interval.high), brush.right);
  line.put(place(middle), brush.mean);
  return line;
}

/// Each run where its energy lies, and the mean with its interval below.
std::string strip_of_runs(const std::vector<double>& energies, const Summary& summary,
                          const NumberFormat& format, const Brush& brush, std::size_t width) {
  const std::size_t columns = width - label_columns - 1;
  const double low = std::min(summary.min, summary.interval ? summary.interval->low : summary.min);
  const double high =
      std::max(summary.max, summary.interval ? summary.interval->high : summary.max);
  Line runs(columns);
  for (const double energy : energies) runs.put(column_of(energy, low, high, columns), brush.run);
  std::string text = labelled("runs", runs.text());
  if (summary.interval)
    text +=
        labelled("mean, 95 %",
                 interval_line(*summary.interval, summary.mean, low, high, columns, brush).text());
  return text + labelled("", at_both_ends(format.energy(Joules{low}).text(),
                                          format.energy(Joules{high}).text(), columns));
}

/// The change of each candidate's energy with its interval, around no change; what is within the
/// smallest effect is not worth a word.
std::string intervals_of_changes(const Experiment& experiment, const Analysis& analysis,
                                 const Brush& brush, std::size_t width) {
  double furthest = 2 * smallest_effect;
  std::vector<const MetricComparison*> shown;
  for (const MetricComparison& one : analysis.comparisons) {
    if (one.metric != energy_in(analysis.scope) || !one.result || !one.result->interval) continue;
    if (shown.size() + 3 > most_rows_of_a_picture) break;
    shown.push_back(&one);
    for (const double end : {one.result->interval->low, one.result->interval->high})
      furthest = std::max(furthest, std::abs(end - 1));
  }
  if (shown.empty()) return "";
  const std::size_t columns = (width - label_columns - 1) | 1U; // zero has a column of its own
  const double low = -furthest, high = furthest;
  std::string text = labelled("", "energy, change and its interval: " + std::string(brush.zero) +
                                      " none, " + std::string(brush.effect) + " 1 %");
  for (const MetricComparison* one : shown) {
    const Comparison& result = *one->result;
    const Interval change{result.interval->low - 1, result.interval->high - 1};
    Line line = interval_line(change, result.ratio.value_or(1) - 1, low, high, columns - 2, brush);
    for (const double effect : {-smallest_effect, smallest_effect})
      line.put(column_of(effect, low, high, columns - 2), brush.effect);
    line.put(column_of(0, low, high, columns - 2), brush.zero);
    line.put(column_of(result.ratio.value_or(1) - 1, low, high, columns - 2), brush.mean);
    const std::string name =
        letter_of(one->candidate) + " " + display_name(experiment.commands[one->candidate]);
    text += labelled(cut(name, label_columns - 1), line.text());
  }
  return text + labelled("", at_both_ends(change_of(100 * low) + " %", change_of(100 * high) + " %",
                                          columns - 2));
}

} // namespace

std::string plot(const Experiment& experiment, const Analysis& analysis, const TextStyle& style) {
  const Brush& brush = style.unicode ? unicode : ascii;
  if (experiment.plan.commands > 1)
    return intervals_of_changes(experiment, analysis, brush, style.width);
  const Run& run = *any_run(experiment);
  if (!experiment.is_repeated()) return power_over_time(run.account, brush, style.width);
  const Metric energy = energy_in(analysis.scope);
  const auto& summary = analysis.summaries.front()[static_cast<std::size_t>(energy)];
  if (!summary || summary->n < 2) return "";
  const Series runs = series_of(experiment.commands.front(), analysis.scope);
  return strip_of_runs(values_of(runs, energy), *summary,
                       NumberFormat(run.account.estimated, style.unit), brush, style.width);
}

} // namespace joules
