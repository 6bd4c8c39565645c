// SPDX-License-Identifier: Apache-2.0
// One RAPL zone on disk whose energy_uj rises in real time and can be made to fail. For
// powercap_simulator.
#pragma once

#include "zone_spec.hpp"

#include <filesystem>

namespace simulator {

/// The files of one zone. Every time is counted from the start of the command.
class SimulatedZone {
public:
  SimulatedZone(const std::filesystem::path& root, ZoneSpec spec);
  ~SimulatedZone();
  SimulatedZone(const SimulatedZone&) = delete;
  SimulatedZone& operator=(const SimulatedZone&) = delete;

  const ZoneSpec& spec() const { return spec_; }
  /// When the register changes next; Nanoseconds::max() when it never does again.
  Nanoseconds due() const { return due_; }
  void advance(Nanoseconds now);
  void fail(FaultKind kind, Nanoseconds now);

private:
  std::uint64_t counter_at(Nanoseconds instant) const;
  void write(std::string text);
  void truncate();
  void remove(FaultKind kind);
  void create_files();
  void come_back(FaultKind kind, Nanoseconds now);

  ZoneSpec spec_;
  std::filesystem::path directory_;
  std::filesystem::path link_; // empty for a top-level zone
  int energy_fd_ = -1;
  std::size_t longest_ = 0;
  double joules_at_reset_ = 0;
  Nanoseconds due_{0};
  bool removed_ = false;
};

} // namespace simulator
