// SPDX-License-Identifier: Apache-2.0
#include "sampling/sign_of_life.hpp"

#include <exception>

namespace joules {

void SignOfLife::begin(Instant now) {
  if (notice_.tell) due_ = now + notice_.first_after;
}

void SignOfLife::show(const Samples& so_far, Instant now) noexcept try {
  if (!due_ || now < *due_) return;
  notice_.tell(so_far);
  due_ = now + notice_.every;
} catch (const std::exception&) {
  due_.reset(); // no memory for a line
}

void SignOfLife::hide() const noexcept try {
  if (notice_.hide) notice_.hide();
} catch (const std::exception&) {
  // No memory for a few letters: the line stays.
}

} // namespace joules
