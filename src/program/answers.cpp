// SPDX-License-Identifier: Apache-2.0
#include "program/answers.hpp"

#include "program/environment.hpp"
#include "program/steps.hpp"

#include <unistd.h>

#include <algorithm>

namespace joules {

int give_answer(const Request& request, const MakeAnswer& make) {
  DestinationRequest where = request.destination;
  if (where.file.empty() && !where.log_fd) where.log_fd = STDOUT_FILENO;
  Destination destination(where);
  TextStyle style = request.style;
  style.color = wants_color(request.color, destination.is_terminal());
  style.width =
      std::clamp(destination.columns().value_or(widest_report), narrowest_report, widest_report);
  std::optional<JsonLayout> json;
  if (request.report == ReportKind::json)
    json = where.append ? JsonLayout::line : JsonLayout::document;
  const auto written = destination.write(make(style, json));
  return written ? 0 : fail(written.error().message(), 125);
}

} // namespace joules
