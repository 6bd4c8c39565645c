// SPDX-License-Identifier: Apache-2.0
// Commands of processes in few columns: by what tells each from others of the same program.
#pragma once

#include "joules/usage.hpp"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace joules {

/// Of a compiler's processes most arguments are alike: what tells them apart is the source.
class ShortCommands {
public:
  /// `processes` outlive it.
  explicit ShortCommands(const std::vector<ProcessUse>& processes);

  /// "cc1 ... src/inflate.c" in at most so many columns: the program's base name, and the arguments
  /// that at most half of its processes have. Where there is no room for all of them their
  /// directories go first, then those further ahead: the last tells most.
  [[nodiscard]] std::string of(const ProcessUse& process, std::size_t columns) const;

private:
  /// All processes of one base name.
  struct Program {
    std::size_t processes = 0;
    std::unordered_map<std::string, std::size_t> having; // by argument
  };

  /// The numbers of the arguments to be shown.
  [[nodiscard]] std::vector<std::size_t> telling(const std::vector<std::string>& argv) const;

  std::unordered_map<std::string, Program> programs_;
};

} // namespace joules
