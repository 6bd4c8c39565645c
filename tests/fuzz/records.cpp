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
void check(const std::vector<RunRecord>& records, const Merged& merged) {
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
  if (runs != records.size()) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = read_records(text, "job.jsonl");
  if (std::holds_alternative<Unreadable>(read)) return 0;
  const auto& records = std::get<std::vector<RunRecord>>(read);
  if (records.empty()) std::abort();
  for (const RunRecord& record : records)
    if (!(record.start < record.end)) std::abort();
  const auto merged = merge(records);
  if (std::holds_alternative<Unmergeable>(merged)) return 0;
  check(records, std::get<Merged>(merged));
  check_report(merged_report(std::get<Merged>(merged), {.width = narrowest_report}));
  if (!nlohmann::json::accept(merged_json(std::get<Merged>(merged), JsonLayout::line)))
    std::abort();
  return 0;
}
