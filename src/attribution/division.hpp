// SPDX-License-Identifier: Apache-2.0
// The host's energy over a run, divided between the tree and the others.
#pragma once

#include "attribution/energy_series.hpp"
#include "joules/account.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

struct Division {
  Energy host, tree;
  std::optional<Joules> host_uncertainty, tree_uncertainty; // of what was measured
  std::optional<Joules> tree_by_capacity;
  std::vector<DomainEnergy> domains;    // one for each counter
  std::vector<PackageAccount> packages; // of several that could be told apart
  std::string unavailable_reason;       // why host.value or tree.value is nullopt
  EnergySeries of_host, of_tree;        // interval by interval; empty: it is not known
};

} // namespace joules
