// SPDX-License-Identifier: Apache-2.0
// Shows somebody who watches that the run lives, beside samples that are taken anyway: it wakes
// nobody up.
#pragma once

#include "sampling/record.hpp"

#include <optional>

namespace joules {

class SignOfLife {
public:
  /// `notice` outlives it.
  explicit SignOfLife(const LiveNotice& notice) : notice_(notice) {}

  void begin(Instant now);
  /// A sample was taken.
  void show(const Samples& so_far, Instant now) noexcept;
  void hide() const noexcept;

private:
  const LiveNotice& notice_;
  std::optional<Instant> due_;
};

} // namespace joules
