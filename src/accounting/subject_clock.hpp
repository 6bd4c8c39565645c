// SPDX-License-Identifier: Apache-2.0
// How long a subject has been on a CPU: what --of names, beside the command's tree.
#pragma once

#include "joules/units.hpp"

#include <optional>
#include <string>

namespace joules {

class SubjectClock {
public:
  virtual ~SubjectClock() = default;

  /// CPU time since the clock was made; never decreases. nullopt: the subject is not there.
  virtual std::optional<Nanoseconds> read() = 0;
  /// How late a reading may be.
  [[nodiscard]] virtual Nanoseconds quantum() const = 0;
  /// Why some time is missing in its readings; empty: none is known to be.
  [[nodiscard]] virtual std::string loss() const = 0;
};

} // namespace joules
