// SPDX-License-Identifier: Apache-2.0
// The files of proc and sys that say what sensors a machine has: numbers and names of hardware,
// nothing of its user. Below another root they are the machine again, for --host-root and for
// tests.
#pragma once

#include "joules/host.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace joules {

struct RecordedFile {
  std::string name;       // "sys/class/hwmon/hwmon0/name"
  std::string content;    // of a file
  std::string target;     // of a link that leads nowhere, as in masked containers
  std::string unreadable; // why there is no content; empty: there is
};

std::vector<RecordedFile> record_host(const HostRoot& host,
                                      const std::filesystem::path& powercap_root);

} // namespace joules
