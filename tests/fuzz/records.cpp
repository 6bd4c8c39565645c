// SPDX-License-Identifier: Apache-2.0
// Saved reports for --merge, one or many: other hosts and other versions wrote them.
#include "report/json/saved.hpp"
#include "report/text/merged.hpp"
#include "report_text.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>

using namespace joules;

namespace {

bool is_number(const Energy& energy) {
  const auto finite = [](const std::optional<Joules>& joules) {
    return !joules || (std::isfinite(joules->value) && joules->value >= 0);
  };
  return finite(energy.value) && finite(energy.low) && finite(energy.high);
}

/// What merge() requires, and no sum is of more runs than there are.
void check(std::size_t saved, const Merged& merged) {
  std::size_t runs = 0;
  for (const MergedTotal& total : merged.totals) {
    if (!is_number(total.tree) || !is_number(total.host)) std::abort();
    if (!std::isfinite(total.longest.count()) || total.longest.count() <= 0) std::abort();
    for (const MergedHost& host : total.hosts) {
      if (!is_number(host.tree) || !is_number(host.host)) std::abort();
      if (!std::isfinite(host.covered.count()) || host.covered.count() <= 0) std::abort();
      runs += host.runs;
    }
  }
  if (runs != saved) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto reports = read_mergeable(text, "job.jsonl");
  if (!reports) return 0;
  if (reports->empty()) std::abort();
  std::size_t runs = 0;
  for (const SavedReport& report : *reports)
    for (const SavedCommand& command : report.commands) {
      for (const SavedRun& run : command.runs)
        if (!(*run.start < *run.end)) std::abort();
      runs += command.runs.size() + (command.failed ? 1 : 0);
    }
  const auto merged = merge(*reports);
  if (!merged) return 0;
  check(runs, *merged);
  check_report(merged_report(*merged, {.width = narrowest_report}));
  if (!nlohmann::json::accept(merged_json(*merged, JsonLayout::line))) std::abort();
  return 0;
}
