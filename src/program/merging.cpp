// SPDX-License-Identifier: Apache-2.0
#include "joules/merging/merge.hpp"

#include "joules/host/text_file.hpp"
#include "joules/report/merged.hpp"
#include "joules/report/saved.hpp"
#include "program/answers.hpp"
#include "program/steps.hpp"

#include <algorithm>

namespace joules {

namespace {
/// A build of a hundred thousand files writes some 300 MB.
constexpr std::size_t largest_reports = std::size_t{1} << 30;
} // namespace

int show_merged(const Request& request) {
  std::vector<RunRecord> records;
  for (const std::string& file : request.commands.front()) {
    const auto text = read_text(file, largest_reports);
    if (!text) throw Failure("--merge " + text.error().message());
    auto read = read_records(*text, file);
    if (const auto* unreadable = std::get_if<Unreadable>(&read))
      throw Failure("--merge " + file + ": " + unreadable->reason);
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
