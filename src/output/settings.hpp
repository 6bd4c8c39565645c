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
};

} // namespace joules
