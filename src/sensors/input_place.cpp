// SPDX-License-Identifier: Apache-2.0
#include "sensors/input_place.hpp"

#include "joules/host.hpp"

#include <string>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

struct Chip {
  fs::path folder; // of the class: "/sys/class/hwmon/hwmon3"
  fs::path input;  // from there: "device/power1_average"
  fs::path device; // what it belongs to; empty: it has none, or it is not known
  std::string driver;
};

fs::path device_of(const fs::path& chip) {
  std::error_code error;
  const fs::path link = chip / "device";
  const fs::path device = fs::is_symlink(link, error) ? fs::canonical(link, error) : fs::path();
  return error ? fs::path() : device;
}

std::string driver_of(const fs::path& chip) {
  return read_line(chip / "name").value_or(read_line(chip / "device/name").value_or(""));
}

Chip chip_of(const fs::path& path) {
  Chip chip;
  for (chip.folder = path; chip.folder.has_relative_path(); chip.folder = chip.folder.parent_path())
    if (chip.folder.filename().string().starts_with("hwmon") && chip.folder.filename() != "hwmon")
      break;
  chip.input = path.lexically_relative(chip.folder);
  chip.device = device_of(chip.folder);
  chip.driver = driver_of(chip.folder);
  return chip;
}

bool is_same(const fs::path& folder, const Chip& chip) {
  return driver_of(folder) == chip.driver && device_of(folder) == chip.device;
}

/// Where no device is known, the name must do: of two chips of one driver either may be meant.
fs::path found(const Chip& chip) {
  if (is_same(chip.folder, chip)) return chip.folder / chip.input;
  fs::path only;
  int alike = 0;
  const fs::path chips = chip.folder.parent_path();
  for (const std::string& name : sorted_names_in(chips)) {
    if (!is_same(chips / name, chip)) continue;
    only = chips / name / chip.input;
    ++alike;
  }
  return alike == 1 ? only : fs::path();
}

} // namespace

LocateFile locate_input(const fs::path& path) {
  return [chip = chip_of(path)] { return found(chip); };
}

} // namespace joules
