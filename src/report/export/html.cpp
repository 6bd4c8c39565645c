// SPDX-License-Identifier: Apache-2.0
#include "report/export/html.hpp"

#include "report/json/report.hpp"

#include "page_source.hpp" // src/report/page, made a string by CMake

namespace joules {

namespace {

constexpr std::string_view place_of_report = "{{report}}";

/// `json` without what ends a script element, begins a comment in one, or ends a line of a script.
/// In JSON these stand in strings alone, where an escape is the same.
std::string escaped_for_script(std::string_view json) {
  constexpr std::string_view line_separator = "\u2028";
  constexpr std::string_view paragraph_separator = "\u2029";
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    std::size_t length = 1;
    if (json[0] == '<') {
      out += "\\u003c";
    } else if (json[0] == '>') {
      out += "\\u003e";
    } else if (json[0] == '&') {
      out += "\\u0026";
    } else if (json.starts_with(line_separator)) {
      out += "\\u2028";
      length = line_separator.size();
    } else if (json.starts_with(paragraph_separator)) {
      out += "\\u2029";
      length = paragraph_separator.size();
    } else {
      out += json[0];
    }
    json.remove_prefix(length);
  }
  return out;
}

} // namespace

std::string page_of(std::string_view json) {
  constexpr std::string_view page = page_source;
  constexpr std::size_t place = page.find(place_of_report);
  static_assert(place != page.npos);
  std::string text(page.substr(0, place));
  text += escaped_for_script(json);
  text += page.substr(place + place_of_report.size());
  return text;
}

std::string html_export(const Experiment& experiment, const Analysis& analysis) {
  return page_of(json_report(experiment, analysis, JsonLayout::line));
}

} // namespace joules
