// SPDX-License-Identifier: Apache-2.0
// A directory with files for one case.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sys/stat.h>

namespace joules::test {

namespace fs = std::filesystem;

/// A directory of its own, removed at the end.
class Folder {
public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "joules-output-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ / name; }
  void file(const std::string& name, const std::string& text, mode_t mode = 0644) const {
    std::ofstream(path_ / name) << text;
    ::chmod((path_ / name).c_str(), mode);
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream in(path_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] long entries() const {
    return std::distance(fs::directory_iterator(path_), fs::directory_iterator());
  }

private:
  fs::path path_;
};

} // namespace joules::test
