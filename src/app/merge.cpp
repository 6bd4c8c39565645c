// SPDX-License-Identifier: Apache-2.0
#include "app/merge.hpp"

#include "app/answer.hpp"
#include "app/exit_disposition.hpp"
#include "app/saved_files.hpp"
#include "joules/merging.hpp"
#include "joules/quoting.hpp"
#include "joules/report.hpp"

#include <algorithm>

namespace joules {

ExitDisposition merge(const Merge& request) {
  std::vector<RunRecord> records;
  for (const std::string& file : request.files) {
    auto read = read_records(read_saved_file("--merge", file, largest_lines), file);
    if (const auto* unreadable = std::get_if<Unreadable>(&read))
      throw Failure("--merge " + quoted({file}) + ": " + unreadable->reason);
    std::ranges::move(std::get<std::vector<RunRecord>>(read), std::back_inserter(records));
  }
  const auto merged = merge(records);
  if (const auto* refused = std::get_if<Unmergeable>(&merged))
    throw Failure("--merge " + refused->reason);
  const Merged& all = std::get<Merged>(merged);
  Answer answer(request.output, request.report);
  const auto json = answer.json();
  const bool written =
      answer.write(json ? merged_json(all, *json) : merged_report(all, answer.style()));
  return written ? ExitDisposition{} : own_failure;
}

} // namespace joules
