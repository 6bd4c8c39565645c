// SPDX-License-Identifier: Apache-2.0
// Members of the tree that are gone, until it is known whether their parent has waited for them.
// Where it has not, what they used last is in no account of the kernel's.
#pragma once

#include "joules/units.hpp"

#include <cstdint>
#include <vector>

namespace joules {

struct Departure {
  Nanoseconds used{0};      // as last seen, with what it had waited for
  std::uint64_t faults = 0; // page faults: as last seen, and with those as well
  Nanoseconds unseen{0};    // what it may have used since, at most
};

/// The departures of one parent's children.
///
/// Page faults tell what times cannot: the kernel hands them on exactly as it hands on CPU time, to
/// the parent that waits (wait_task_zombie() in kernel/exit.c: cmin_flt, cmaj_flt), and proc shows
/// them to the last one, where times are cut to ticks of 10 ms. Each child has some: it writes to
/// its stack. So a parent whose children's faults have grown by less than a departed child was seen
/// to have had has not waited for it. That they have grown by more proves nothing: children that no
/// walk met have faults, too.
class Departures {
public:
  /// `claimed`: the children's faults of the parent when all of them were still there.
  void add(const Departure& departure, std::uint64_t claimed);
  [[nodiscard]] bool empty() const { return departed_.empty(); }

  struct Unclaimed {
    std::uint64_t processes = 0; // nobody waited for so many of them, or more
    Nanoseconds used{0};         // what these were seen to have used
    Nanoseconds unseen{0};       // and what they may have used since, at most
  };
  /// The parent can have waited for all of them by now, and its children's faults are `claimed`.
  [[nodiscard]] Unclaimed unclaimed(std::uint64_t claimed) const;
  [[nodiscard]] const std::vector<Departure>& all() const { return departed_; }
  void clear() { departed_.clear(); }

private:
  std::vector<Departure> departed_;
  std::uint64_t claimed_before_ = 0;
};

} // namespace joules
