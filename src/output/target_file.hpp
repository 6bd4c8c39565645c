// SPDX-License-Identifier: Apache-2.0
// A file that the user named. It is opened as a shell opens it for ">", so that the kernel refuses
// to joules what it refuses to a shell, and joules itself never follows the name. The old content
// stays until the report is written.
#pragma once

#include "joules/result.hpp"
#include "output/descriptor.hpp"
#include "output/temporary_file.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <sys/types.h>

namespace joules {

/// The identity is equal for two ways to one file. Its name is empty where the file exists.
using Identity = std::tuple<dev_t, ino_t, std::string>;

class TargetFile {
public:
  /// Waits for the reader of a fifo. The error's code is errno.
  static Result<TargetFile> open(const std::string& path, bool append);

  /// To be called once.
  Result<void> write(std::string_view report);

  [[nodiscard]] int descriptor() const;
  [[nodiscard]] Identity identity() const;

private:
  TargetFile(std::string path, bool append) : path_(std::move(path)), appends_(append) {}
  int open_existing();
  int prepare_new();
  int open_directory();
  int make_temporary();
  [[nodiscard]] bool is_still_there() const;
  bool take_place_of(int file);
  Result<void> write_in_place(std::string_view report);
  Result<void> write_anew(std::string_view report);

  std::string path_;
  bool appends_;         // to what is there
  std::string name_;     // in directory_
  Descriptor directory_; // which holds it, unless the name is a link
  Descriptor existing_;  // what is written in place, or replaced
  std::optional<TemporaryFile> temporary_;
};

} // namespace joules
