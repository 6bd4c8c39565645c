// SPDX-License-Identifier: Apache-2.0
// How long processes kept the engines of a graphics card busy, as its driver tells for each open
// file: Documentation/gpu/drm-usage-stats.rst of the Linux kernel.
#pragma once

#include "sensors/gpu.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

/// The fdinfo of one open file of the card.
struct DrmClient {
  std::string card;        // "0000:03:00.0"
  std::uint64_t id = 0;    // several files may be of one client: the same engine time
  double busy_seconds = 0; // of all engines together, since the file was opened
};

/// nullopt: the file is no card's, or the driver does not tell times.
std::optional<DrmClient> parse_drm_client(std::string_view fdinfo);

/// By the tree: engine time of its processes. By all: the time that went by, as if the card had one
/// engine, since nobody may look into others' files: so the tree's part is never too large.
class DrmUse {
public:
  DrmUse(std::filesystem::path proc, std::string card);
  void watch(const std::vector<int>& tree);
  [[nodiscard]] DeviceUse use() const;

private:
  void look_at(const std::filesystem::path& process);

  std::filesystem::path proc_;
  std::string card_;
  std::map<std::uint64_t, double> busy_seconds_; // by client, also of those that are gone
  Instant opened_, seen_;
};

} // namespace joules
