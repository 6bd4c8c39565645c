// SPDX-License-Identifier: Apache-2.0
// The user's settings for one place that is written to.
#pragma once

#include <optional>
#include <string>

namespace joules {

struct DestinationRequest {
  std::string file;          // empty: none
  bool append = false;       // to `file`, in one write: concurrent writers' reports stay whole
  std::optional<int> log_fd; // an open descriptor that joules inherited

  [[nodiscard]] bool is_named() const { return !file.empty() || log_fd; }
  /// Itself, or that descriptor where no place is named.
  [[nodiscard]] DestinationRequest or_descriptor(int descriptor) const {
    return is_named() ? *this : DestinationRequest{"", false, descriptor};
  }
};

} // namespace joules
