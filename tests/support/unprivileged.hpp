// SPDX-License-Identifier: Apache-2.0
// For tests of refused rights: they run as root, too, whom no mode of a file stops.
#pragma once

#include "support/fake_host.hpp"

#include <cstdlib>

#include <unistd.h>

namespace joules::test {

/// For the length of a case we are nobody.
class Unprivileged {
public:
  Unprivileged() : was_root_(::geteuid() == 0 && ::seteuid(65534) == 0) {}
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (was_root_ && ::seteuid(0) != 0) std::abort();
  }

private:
  bool was_root_;
};

/// Everybody may read the host's files, whatever our umask is.
inline void open_to_all(const FakeHost& host) {
  std::filesystem::permissions(host.path(), std::filesystem::perms(0755));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(host.path()))
    std::filesystem::permissions(entry.path(), entry.is_directory() ? std::filesystem::perms(0755)
                                                                    : std::filesystem::perms(0644));
}

} // namespace joules::test
