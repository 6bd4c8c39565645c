// SPDX-License-Identifier: Apache-2.0
// A machine's proc and sys as files below a temporary directory, which is removed at the end.
#pragma once

#include "host/host_root.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace joules::test {

class FakeHost {
public:
  FakeHost() {
    std::string pattern = (std::filesystem::temp_directory_path() / "joules-host-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;
  ~FakeHost() { std::filesystem::remove_all(root_); }

  [[nodiscard]] const std::filesystem::path& path() const { return root_; }
  [[nodiscard]] HostRoot root() const { return HostRoot(root_); }
  [[nodiscard]] std::filesystem::path powercap() const { return root_ / "sys/class/powercap"; }

  /// "proc/stat", "sys/class/powercap/intel-rapl:0/name", ...
  void file(const std::filesystem::path& name, const std::string& text) const {
    std::filesystem::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }

  /// A directory in the file's place: root cannot read it either.
  void block(const std::filesystem::path& name) const {
    std::filesystem::remove(root_ / name);
    std::filesystem::create_directories(root_ / name);
  }

  /// A CPU that is on line, on the package of this physical number.
  void cpu(int number, int package) const {
    file("sys/devices/system/cpu/cpu" + std::to_string(number) + "/topology/physical_package_id",
         std::to_string(package) + "\n");
  }

  struct Zone {
    std::optional<std::string> name; // without: no name file
    std::optional<std::string> energy_uj = "1000000";
    std::optional<std::string> range_uj = "262143328850";
  };
  /// "intel-rapl:0", or "intel-rapl:0:1", which lies inside its parent and is linked beside it, as
  /// in the kernel's class directory.
  void zone(const std::string& id, const Zone& zone) const {
    const auto last = id.rfind(':');
    const bool top = id.find(':') == last;
    const auto directory = top ? powercap() / id : powercap() / id.substr(0, last) / id;
    std::filesystem::create_directories(directory);
    if (!top && !std::filesystem::exists(powercap() / id))
      std::filesystem::create_directory_symlink(directory, powercap() / id);
    if (zone.name) std::ofstream(directory / "name") << *zone.name << '\n';
    if (zone.energy_uj) std::ofstream(directory / "energy_uj") << *zone.energy_uj << '\n';
    if (zone.range_uj) std::ofstream(directory / "max_energy_range_uj") << *zone.range_uj << '\n';
  }

private:
  std::filesystem::path root_;
};

} // namespace joules::test
