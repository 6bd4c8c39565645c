// SPDX-License-Identifier: Apache-2.0
#include "joules/merging.hpp"

#include "app/answers.hpp"
#include "app/saved_files.hpp"
#include "app/steps.hpp"
#include "joules/quoting.hpp"
#include "joules/report.hpp"

#include <algorithm>

namespace joules {

int show_merged(const Request& request) {
  std::vector<RunRecord> records;
  for (const std::string& file : request.commands.front()) {
    auto read = read_records(read_saved_file("--merge", file, largest_lines), file);
    if (const auto* unreadable = std::get_if<Unreadable>(&read))
      throw Failure("--merge " + quoted({file}) + ": " + unreadable->reason);
    std::ranges::move(std::get<std::vector<RunRecord>>(read), std::back_inserter(records));
  }
  const auto merged = merge(records);
  if (const auto* refused = std::get_if<Unmergeable>(&merged))
    throw Failure("--merge " + refused->reason);
  return give_answer(request, [&](const TextStyle& style, std::optional<JsonLayout> json) {
    const Merged& all = std::get<Merged>(merged);
    return json ? merged_json(all, *json) : merged_report(all, style);
  });
}

} // namespace joules
