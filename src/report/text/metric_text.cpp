// SPDX-License-Identifier: Apache-2.0
#include "report/text/metric_text.hpp"

#include "joules/decimal.hpp"
#include "report/text/figures.hpp"
#include "report/text/phrases.hpp"

#include <algorithm>
#include <cmath>

namespace joules {

std::string left(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

std::string counted(std::size_t count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

std::string fitting(double value, int decimals, std::size_t width) {
  std::string text = fixed(value, decimals);
  return text.size() <= width ? text : scientific(value);
}

std::string percent_text(double percent) {
  if (std::abs(percent) < 0.05) percent = 0; // never "-0.0"
  const std::string sign = percent >= 0 ? "+" : "";
  if (percent >= 99999.5) return ">1e5";
  return sign + fixed(percent, std::abs(percent) < 99.95 ? 1 : 0);
}

MetricUnit unit_for(Metric metric, double mean, EnergyUnit unit) {
  if (metric != Metric::energy_tree && metric != Metric::energy_host)
    return {1, std::string(unit_of(metric))};
  const Scale scale = scale_for(Joules{mean}, unit);
  return {scale.joules, std::string(scale.symbol)};
}

std::string attributed_by(std::string_view policy) {
  return "attributed by " + (policy == name_of(Policy::Kind::busy)
                                 ? std::string("busy time")
                                 : "policy " + std::string(policy));
}

void method_rows(const Run& run, RowWriter& rows) {
  if (run.account.estimated)
    rows.sentence("estimated by", described(*run.recording.method.model) +
                                      "; the intervals show the runs' scatter alone");
  else
    rows.sentence("measured by", run.recording.method.sensor + ", " +
                                     attributed_by(name_of(run.account.policy.kind)));
}

} // namespace joules
