// SPDX-License-Identifier: Apache-2.0
#include "report/json/document.hpp"

#include "joules/version.hpp"
#include "report/json/json.hpp"
#include "report/warnings.hpp"

namespace joules {

Json new_document() {
  return {{"schema_version", 1}, {"tool", {{"name", "joules"}, {"version", version}}}};
}

std::string dumped(const Json& document, JsonLayout layout) {
  const int indent = layout == JsonLayout::document ? 2 : -1;
  return document.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json warnings_json(const std::vector<Warning>& warnings) {
  Json json = Json::array();
  for (const Warning& warning : warnings)
    json.push_back({{"code", name_of(warning.code())}, {"message", message_of(warning)}});
  return json;
}

} // namespace joules
