// SPDX-License-Identifier: Apache-2.0
// An energy, all of the host's or a part of it, the CPU time that shares it, and the tree's part.
#pragma once

#include "attribution/energy_series.hpp"
#include "attribution/tree_share.hpp"
#include "joules/account.hpp"

namespace joules {

struct Part {
  EnergySeries shared;
  const CpuHistory& cpu; // outlives the part
  Attributed of_tree;
  EnergySeries unpaid; // see Shared

  [[nodiscard]] const EnergySeries& tree() const { return of_tree.tree; }
  [[nodiscard]] EnergySeries by_capacity() const;
};

/// `energy` is part of `host`, all of it on most machines, and shared by `cpu`, the time of those
/// CPUs that it feeds.
Part part_of_host(const EnergySeries& energy, const EnergySeries& host, const CpuHistory& cpu,
                  const Policy& policy);

} // namespace joules
