// SPDX-License-Identifier: Apache-2.0
// A tar archive in memory: the ustar format of POSIX.1-1988, which every tar reads.
#pragma once

#include <string>
#include <string_view>

namespace joules {

class Tar {
public:
  /// False, and nothing is added, when the format cannot hold the name: above 255 bytes, or without
  /// a '/' to cut it at.
  bool add_file(std::string_view name, std::string_view content);
  bool add_link(std::string_view name, std::string_view target);

  /// The whole archive.
  [[nodiscard]] std::string finished() const;

private:
  bool add(std::string_view name, char type, std::string_view target, std::string_view content);

  std::string archive_;
};

} // namespace joules
