// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/source.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace joules {

void add_domain(Domain domain, Result<std::unique_ptr<EnergyCounter>> counter, Source& source) {
  if (counter) {
    source.domains.push_back(std::move(domain));
    source.counters.push_back(std::move(*counter));
    return;
  }
  domain.unreadable = counter.error().reason;
  domain.missing = std::exchange(domain.counted, false);
  source.left_out.push_back(std::move(domain));
}

void refuse_for_missing(Source& source, const std::string& remedy) {
  const auto first = std::find_if(source.left_out.begin(), source.left_out.end(),
                                  [](const Domain& domain) { return domain.missing; });
  if (first == source.left_out.end()) return;
  source.unavailable_reason = first->path + ": " + first->unreadable;
  if (is_refusal(first->unreadable)) source.remedy = remedy;
}

bool is_refusal(const std::string& reason) {
  return reason.starts_with(system_error("", EACCES).reason) ||
         reason.starts_with(system_error("", EPERM).reason);
}

} // namespace joules
