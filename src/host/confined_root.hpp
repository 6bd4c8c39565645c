// SPDX-License-Identifier: Apache-2.0
// Directories that another user may have filled: --host-root and --powercap-root. When root reads
// them, nothing outside may be reached through their links, and nothing in them may block.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace joules {

class ConfinedRoot {
public:
  /// While the object lives, the functions here open only what lies below `root`: links are
  /// followed as if `root` were "/", and only regular files and directories are opened. Nothing is
  /// confined below an empty path, "/", or a directory of sysfs or procfs, whose links the kernel
  /// made. "proc" and "sys" in `root` may be links to a mounted procfs and sysfs, so that a user
  /// who may not mount can still make a root. Throws Failure when `root` cannot be opened.
  explicit ConfinedRoot(const std::filesystem::path& root);
  ConfinedRoot(const ConfinedRoot&) = delete;
  ConfinedRoot& operator=(const ConfinedRoot&) = delete;
  ~ConfinedRoot();

private:
  void add(std::string path, int descriptor);

  std::vector<int> descriptors_; // of the root, and of file systems that it links to
};

bool is_confined(const std::filesystem::path& path);

/// open(2), inside the confined root that `path` lies in, if it lies in one. -1, and errno: EINVAL
/// for what is neither a regular file nor a directory there.
int open_confined(const std::filesystem::path& path, int flags);

/// The same for a name in an open directory, which is taken for the root.
int open_confined(int directory, const char* name, int flags);

} // namespace joules
