// SPDX-License-Identifier: Apache-2.0
#include "sensors/sensor_file.hpp"

#include <cerrno>
#include <utility>

namespace joules {

Result<SensorFile> SensorFile::open(const std::filesystem::path& path, LocateFile locate) {
  auto file = OpenFile::open(path);
  if (!file) return file.error();
  if (!locate) locate = [path] { return path; };
  return SensorFile(std::move(*file), std::move(locate));
}

Result<std::string_view> SensorFile::read_again(std::string& buffer) {
  auto text = read_open_file(buffer);
  if (text || text.error().code != ENODEV) return text;
  const std::filesystem::path path = locate_();
  if (path.empty()) return text;
  auto file = OpenFile::open(path);
  if (!file) return file.error();
  file_ = std::move(*file);
  ++times_opened_again_;
  return read_open_file(buffer);
}

Result<std::string_view> SensorFile::read_open_file(std::string& buffer) const {
  // Outside sysfs a removed file goes on showing its last number: that is not an idle machine.
  if (file_.is_deleted()) return Error{file_.path(), "deleted while it was read", ENODEV};
  return file_.read_again(buffer);
}

} // namespace joules
