// SPDX-License-Identifier: Apache-2.0
#include "app/answers.hpp"

#include "app/environment.hpp"
#include "app/steps.hpp"

#include <unistd.h>

#include <algorithm>

namespace joules {

TextStyle style_for(const Request& request, const Destination& destination) {
  TextStyle style = request.style;
  style.color = wants_color(request.color, destination.is_terminal());
  style.width =
      std::clamp(destination.columns().value_or(widest_report), narrowest_report, widest_report);
  return style;
}

JsonLayout layout_for(const Request& request) {
  return request.destination.append ? JsonLayout::line : JsonLayout::document;
}

DestinationRequest place_of_answer(const Request& request) {
  DestinationRequest where = request.destination;
  if (where.file.empty() && !where.log_fd) where.log_fd = STDOUT_FILENO;
  return where;
}

int give_answer(const Request& request, Destination& destination, const MakeAnswer& make) {
  std::optional<JsonLayout> json;
  if (request.report == ReportKind::json) json = layout_for(request);
  const auto written = destination.write(make(style_for(request, destination), json));
  return written ? 0 : fail(written.error().message(), 125);
}

int give_answer(const Request& request, const MakeAnswer& make) {
  Destination destination(place_of_answer(request));
  return give_answer(request, destination, make);
}

} // namespace joules
