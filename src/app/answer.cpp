// SPDX-License-Identifier: Apache-2.0
#include "app/answer.hpp"

#include "app/messages.hpp"
#include "app/saved_files.hpp"
#include "app/text_style.hpp"

#include <unistd.h>

namespace joules {

Answer::Answer(const OutputSettings& output, const ReportSettings& report,
               const std::vector<std::string>& inputs)
    : output_(output), report_(report), destination_(output.report.or_descriptor(STDOUT_FILENO)) {
  for (const std::string& input : inputs)
    destination_.require_apart_from_input(path_of_input(input));
}

std::optional<JsonLayout> Answer::json() const {
  if (report_.kind != ReportKind::json) return std::nullopt;
  return layout_for(output_.report);
}

TextStyle Answer::style() const {
  return style_for(report_.style, output_.color, destination_);
}

bool Answer::is_elsewhere() const {
  return report_.kind == ReportKind::json || output_.report.is_named();
}

bool Answer::write(std::string_view text) {
  const auto written = destination_.write(text);
  if (!written) complain(written.error().message());
  return written.has_value();
}

} // namespace joules
