// SPDX-License-Identifier: Apache-2.0
#include "app/merge.hpp"

#include "app/answer.hpp"
#include "app/exit_disposition.hpp"
#include "app/saved_files.hpp"
#include "joules/merging.hpp"
#include "joules/report.hpp"

#include <algorithm>

namespace joules {

ExitDisposition merge(const Merge& request) {
  std::vector<SavedReport> reports;
  for (const std::string& file : request.files) {
    auto read = read_mergeable(read_saved_file("--merge", file, largest_lines), file);
    if (!read) throw Failure("--merge " + read.error().message());
    std::ranges::move(*read, std::back_inserter(reports));
  }
  const auto merged = merge(reports);
  if (!merged) throw Failure("--merge " + merged.error().message());
  Answer answer(request.output, request.report, request.files);
  const auto json = answer.json();
  const bool written =
      answer.write(json ? merged_json(*merged, *json) : merged_report(*merged, answer.style()));
  return written ? ExitDisposition{} : own_failure;
}

} // namespace joules
