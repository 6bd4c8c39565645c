// SPDX-License-Identifier: Apache-2.0
#include "joules/account.hpp"

#include <algorithm>

namespace joules {

bool rest_is_at_most(const EnergyAccount& account) {
  if (account.host.at_least) return false;
  return account.tree.at_least ||
         std::ranges::any_of(account.subjects,
                             [](const SubjectAccount& subject) { return subject.energy.at_least; });
}

} // namespace joules
