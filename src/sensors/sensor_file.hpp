// SPDX-License-Identifier: Apache-2.0
// A sensor's file, held open. When its driver is unloaded, or its package goes off line, the
// descriptor never reads again (kernfs answers ENODEV), whatever comes back under the same name:
// the file is looked for and opened anew then.
#pragma once

#include "joules/host.hpp"
#include "sensors/energy_file.hpp"

#include <filesystem>
#include <string>

namespace joules {

class SensorFile {
public:
  /// `locate` finds it when it is gone; without one it is looked for where it was.
  static Result<SensorFile> open(const std::filesystem::path& path, LocateFile locate = {});

  /// Its text now. Only after a read that found it gone, and once in a call, is it opened again:
  /// while all is well nothing is added. Who gave up the right to open it stays without.
  Result<std::string_view> read_again(std::string& buffer);
  [[nodiscard]] const std::string& path() const { return file_.path(); }
  /// Counts how often it was.
  [[nodiscard]] int times_opened_again() const { return times_opened_again_; }

private:
  SensorFile(OpenFile file, LocateFile locate)
      : file_(std::move(file)), locate_(std::move(locate)) {}
  Result<std::string_view> read_open_file(std::string& buffer) const;

  OpenFile file_;
  LocateFile locate_;
  int times_opened_again_ = 0;
};

} // namespace joules
