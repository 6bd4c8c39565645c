// SPDX-License-Identifier: Apache-2.0
// The descriptors of this process, for tests of who keeps how many.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace joules::test {

inline std::vector<int> open_descriptors() {
  std::vector<int> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    found.push_back(std::stoi(entry.path().filename().string()));
  std::erase_if(found, [](int descriptor) { return ::fcntl(descriptor, F_GETFD) < 0; });
  return found;
}

/// The soft limit that leaves no descriptor free.
inline rlim_t nothing_free() {
  const int lowest_free = ::dup(0);
  ::close(lowest_free);
  return static_cast<rlim_t>(lowest_free);
}

/// The soft limit of descriptors, while it lives.
class DescriptorLimit {
public:
  explicit DescriptorLimit(rlim_t soft) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit changed{soft, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &changed);
  }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
  rlimit before_{};
};

} // namespace joules::test
