// SPDX-License-Identifier: Apache-2.0
// The zone's counter arithmetic and its files. The counter is computed from the elapsed time and
// never accumulated, so it has no drift however late the process is scheduled.
#include "simulated_zone.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace simulator {
namespace {

constexpr Nanoseconds never = Nanoseconds::max();
constexpr Nanoseconds empty_period = std::chrono::milliseconds{150};

[[noreturn]] void refuse(const std::filesystem::path& file) {
  throw std::runtime_error(file.string() + ": " + std::strerror(errno));
}

// A 32 bit register counts to its range inclusive and holds one unit more before it is 0 again.
std::uint64_t modulus(std::uint64_t range_uj) {
  constexpr std::uint64_t last_register_value = 4294967295;
  const auto unit_uj = (range_uj + last_register_value / 2) / last_register_value;
  return range_uj + std::max<std::uint64_t>(unit_uj, 1);
}

void write_file(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file{path};
  if (!(file << text << '\n' << std::flush)) refuse(path);
}

} // namespace

SimulatedZone::SimulatedZone(const std::filesystem::path& root, ZoneSpec spec)
    : spec_{std::move(spec)} {
  // sysfs nests a subzone below its zone and links it from the class directory as well.
  const auto first_colon = spec_.id.find(':');
  const auto last_colon = spec_.id.rfind(':');
  const bool subzone = first_colon != last_colon;
  const auto relative = subzone ? spec_.id.substr(0, last_colon) + '/' + spec_.id : spec_.id;
  directory_ = root / relative;
  if (subzone) link_ = root / spec_.id;
  create_files();
  advance(Nanoseconds{0});
}

void SimulatedZone::create_files() {
  std::filesystem::create_directories(directory_);
  if (!link_.empty())
    std::filesystem::create_directory_symlink(directory_.lexically_relative(link_.parent_path()),
                                              link_);
  if (spec_.name) write_file(directory_ / "name", *spec_.name);
  if (spec_.range_uj)
    write_file(directory_ / "max_energy_range_uj", std::to_string(*spec_.range_uj));
  const auto energy = directory_ / "energy_uj";
  energy_fd_ = open(energy.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (energy_fd_ < 0) refuse(energy);
}

SimulatedZone::~SimulatedZone() {
  if (energy_fd_ >= 0) close(energy_fd_);
}

std::uint64_t SimulatedZone::counter_at(Nanoseconds instant) const {
  const double joules = std::max(0.0, true_joules(spec_, instant) - joules_at_reset_);
  const auto added_uj = static_cast<std::uint64_t>(std::llround(joules * 1e6));
  if (!spec_.range_uj) return spec_.first_uj + added_uj;
  const auto wrap_uj = modulus(*spec_.range_uj);
  return (spec_.first_uj % wrap_uj + added_uj % wrap_uj) % wrap_uj;
}

// One pwrite at offset 0, because a reader between a truncation and a write would see an empty
// file. A number that became shorter by a wrap is therefore padded with newlines.
void SimulatedZone::write(std::string text) {
  text += '\n';
  longest_ = std::max(longest_, text.size());
  text.resize(longest_, '\n');
  if (pwrite(energy_fd_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    refuse(directory_ / "energy_uj");
}

void SimulatedZone::truncate() {
  longest_ = 0;
  if (ftruncate(energy_fd_, 0) != 0) refuse(directory_ / "energy_uj");
}

void SimulatedZone::advance(Nanoseconds now) {
  const auto updates = now / spec_.step;
  write(std::to_string(counter_at(updates * spec_.step)));
  due_ = (updates + 1) * spec_.step;
}

// Truncated as well: sysfs answers a reader that holds the file open with ENODEV, which a plain
// file cannot; an empty answer is nearer to that than a number that seems to stand still.
void SimulatedZone::remove(FaultKind kind) {
  removed_ = true;
  if (kind == FaultKind::vanished) {
    if (!link_.empty()) std::filesystem::remove(link_);
    std::filesystem::remove_all(directory_);
  } else {
    std::filesystem::remove(directory_ / "energy_uj");
    if (kind == FaultKind::directory) std::filesystem::create_directory(directory_ / "energy_uj");
  }
  truncate();
}

void SimulatedZone::come_back(FaultKind kind, Nanoseconds now) {
  close(energy_fd_);
  longest_ = 0;
  create_files();
  removed_ = false;
  if (kind == FaultKind::returned_anew) {
    spec_.first_uj = 0;
    joules_at_reset_ = true_joules(spec_, now);
  }
  advance(now);
}

void SimulatedZone::fail(FaultKind kind, Nanoseconds now) {
  if (kind == FaultKind::returned || kind == FaultKind::returned_anew) {
    if (removed_) come_back(kind, now);
    return;
  }
  if (removed_) return;
  due_ = kind == FaultKind::forbidden ? due_ : never;
  switch (kind) {
  case FaultKind::garbage:
    longest_ = 0;
    write("xyz");
    if (ftruncate(energy_fd_, static_cast<off_t>(longest_)) != 0) refuse(directory_ / "energy_uj");
    break;
  case FaultKind::empty: truncate(); break;
  case FaultKind::once_empty:
    truncate();
    due_ = now + empty_period;
    break;
  case FaultKind::unlinked:
  case FaultKind::vanished:
  case FaultKind::directory: remove(kind); break;
  case FaultKind::huge: write(std::to_string(std::numeric_limits<std::uint64_t>::max())); break;
  case FaultKind::frozen: break;
  case FaultKind::reset:
    spec_.first_uj = 0;
    joules_at_reset_ = true_joules(spec_, now);
    advance(now);
    break;
  case FaultKind::returned:
  case FaultKind::returned_anew: break; // above
  case FaultKind::forbidden:
    if (fchmod(energy_fd_, 0) != 0) refuse(directory_ / "energy_uj");
    break;
  }
}

} // namespace simulator
