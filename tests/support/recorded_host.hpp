// SPDX-License-Identifier: Apache-2.0
// A machine's files out of a text: "PATH = CONTENT" a line, "\n" in it a line's end; "PATH ->
// TARGET" is a link; "#" a comment.
#pragma once

#include "support/fake_host.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace joules::test {

inline std::string with_line_ends(std::string text) {
  for (auto at = text.find("\\n"); at != text.npos; at = text.find("\\n"))
    text.replace(at, 2, "\n");
  return text + "\n";
}

/// `name`: of a file in tests/sensors/machines, without ".txt".
inline void record(const std::string& name, const FakeHost& host) {
  std::ifstream file(std::filesystem::path(JOULES_MACHINES) / (name + ".txt"));
  if (!file) throw std::runtime_error("no machine named " + name);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto equals = line.find(" = "), arrow = line.find(" -> ");
    if (equals != line.npos) {
      host.file(line.substr(0, equals), with_line_ends(line.substr(equals + 3)));
    } else {
      const auto link = host.path() / line.substr(0, arrow);
      std::filesystem::create_directories(link.parent_path());
      std::filesystem::create_symlink(line.substr(arrow + 4), link);
    }
  }
}

} // namespace joules::test
