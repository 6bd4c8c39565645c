// SPDX-License-Identifier: Apache-2.0
#include "sensors/sensor_source.hpp"

#include "sensors/largest_power.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace joules {

void add_domain(Domain domain, const OpenCounter& open, SensorSource& source) {
  if (domain.counted && domain.unreadable.empty() && domain.power_uw)
    domain.unreadable = why_impossible(*domain.power_uw, domain.largest_power);
  domain.distrusted |= domain.counted && domain.power_uw && !domain.unreadable.empty();
  if (domain.counted && domain.unreadable.empty()) {
    auto counter = open(domain);
    if (counter) {
      source.domains.push_back(std::move(domain));
      source.counters.push_back(std::move(*counter));
      return;
    }
    domain.unreadable = counter.error().reason;
  }
  domain.missing = std::exchange(domain.counted, false);
  source.left_out.push_back(std::move(domain));
}

void set_availability(SensorSource& source, const std::string& remedy, const std::string& absence) {
  const auto first = std::find_if(source.left_out.begin(), source.left_out.end(),
                                  [](const Domain& domain) { return domain.missing; });
  if (first != source.left_out.end()) {
    source.unavailable_reason = first->path + ": " + first->unreadable;
    if (is_refusal(first->unreadable)) source.remedy = remedy;
  } else if (source.domains.empty()) {
    source.unavailable_reason = absence;
  }
}

bool is_refusal(const std::string& reason) {
  return reason.starts_with(system_error("", EACCES).reason) ||
         reason.starts_with(system_error("", EPERM).reason);
}

} // namespace joules
