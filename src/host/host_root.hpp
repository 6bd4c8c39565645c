// SPDX-License-Identifier: Apache-2.0
// Where the machine's proc and sys are mounted: "/" normally, another directory in containers, in
// tests and for a recorded machine.
#pragma once

#include <filesystem>
#include <string_view>

namespace joules {

class HostRoot {
public:
  explicit HostRoot(std::filesystem::path root = "/") : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& path() const { return root_; }
  [[nodiscard]] std::filesystem::path proc(std::string_view name) const {
    return root_ / "proc" / name;
  }
  [[nodiscard]] std::filesystem::path sys(std::string_view name) const {
    return root_ / "sys" / name;
  }

private:
  std::filesystem::path root_;
};

} // namespace joules
