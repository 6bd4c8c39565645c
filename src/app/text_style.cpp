// SPDX-License-Identifier: Apache-2.0
#include "app/text_style.hpp"

#include "app/environment.hpp"

#include <algorithm>

namespace joules {

TextStyle style_for(TextStyle style, When color, const Destination& destination) {
  style.color = wants_color(color, destination.is_terminal());
  style.unicode = wants_unicode();
  style.on_terminal = destination.is_terminal();
  style.width =
      std::clamp(destination.columns().value_or(widest_report), narrowest_report, widest_report);
  return style;
}

JsonLayout layout_for(const DestinationRequest& place) {
  return place.append ? JsonLayout::line : JsonLayout::document;
}

} // namespace joules
