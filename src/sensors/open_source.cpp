// SPDX-License-Identifier: Apache-2.0
#include "sensors/open_source.hpp"

#include "sensors/largest_power.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace joules {

std::optional<Trouble> trouble_of(const std::string& unreadable, bool implausible) {
  if (unreadable.empty()) return std::nullopt;
  return Trouble{implausible ? Exclusion::Reason::implausible : Exclusion::Reason::unreadable,
                 unreadable};
}

void add_counter(Counter counter, std::optional<Trouble> trouble, const OpenCounter& open,
                 OpenSource& source) {
  if (counter.of_host && !trouble && counter.power_uw)
    trouble = trouble_of(why_impossible(*counter.power_uw, counter.largest_power), true);
  if (counter.of_host && !trouble) {
    auto opened = open(counter);
    if (opened) {
      source.counters.push_back(std::move(*opened));
      return;
    }
    trouble = Trouble{Exclusion::Reason::unreadable, opened.error().reason};
  }
  Exclusion& exclusion = source.about.left_out.emplace_back(Exclusion{std::move(counter)});
  if (!trouble) return;
  exclusion.reason = trouble->reason;
  exclusion.detail = std::move(trouble->detail);
}

void set_availability(OpenSource& source, const std::string& remedy, const std::string& absence) {
  SensorSource& about = source.about;
  const auto first = std::ranges::find_if(about.left_out, &Exclusion::is_missing);
  if (first != about.left_out.end()) {
    about.unavailable_reason = first->counter.path + ": " + first->detail;
    if (is_refusal(first->detail)) about.remedy = remedy;
  } else if (source.counters.empty()) {
    about.unavailable_reason = absence;
  }
}

bool is_refusal(const std::string& reason) {
  return reason.starts_with(system_error("", EACCES).reason) ||
         reason.starts_with(system_error("", EPERM).reason);
}

} // namespace joules
