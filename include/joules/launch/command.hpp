// SPDX-License-Identifier: Apache-2.0
// The user's command, word for word.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace joules {

/// Whom the command runs as, when not as us.
struct Identity {
  std::string user;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;
};

struct Command {
  std::vector<std::string> argv; // REQUIRES: not empty; any bytes
  std::optional<Identity> run_as;
};

} // namespace joules
