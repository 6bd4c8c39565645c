// SPDX-License-Identifier: Apache-2.0
// The host's energy over a run, divided between the tree and the others.
#pragma once

#include "attribution/energy_series.hpp"
#include "joules/account.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// A part of the run: of each interval between samples so much, from 0 to 1.
struct Portion {
  using Parts = std::vector<double>;
  Energy host, tree;
  std::optional<Joules> tree_uncertainty; // of what was measured
};

struct Division {
  Energy host, tree;
  std::optional<Joules> host_uncertainty, tree_uncertainty; // of what was measured
  std::optional<Joules> tree_by_capacity;
  std::vector<DomainEnergy> domains;    // one for each counter
  std::vector<PackageAccount> packages; // of several that could be told apart
  std::string unavailable_reason;       // why host.value or tree.value is nullopt
  std::vector<Portion> portions;        // in the order in which they were asked for
  EnergySeries of_host, of_tree;        // interval by interval; empty: it is not known
};

} // namespace joules
