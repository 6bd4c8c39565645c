// SPDX-License-Identifier: Apache-2.0
#include "joules/counter.hpp"

namespace joules {

std::string why_excluded(const Exclusion& exclusion) {
  switch (exclusion.reason) {
  case Exclusion::Reason::mirror: return "shows the counter of " + exclusion.detail + " once more";
  case Exclusion::Reason::possible_mirror:
    return "cannot be told from " + exclusion.detail +
           ": a hypervisor may show one counter many times";
  case Exclusion::Reason::unused: return "readable, but not used beside the estimate";
  case Exclusion::Reason::not_of_host:
  case Exclusion::Reason::unreadable:
  case Exclusion::Reason::implausible: break;
  }
  return exclusion.counter.part;
}

} // namespace joules
