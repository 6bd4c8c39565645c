// SPDX-License-Identifier: Apache-2.0
// Subjects: what else is measured, beside the command's tree, while the command runs.
#pragma once

#include "joules/choices.hpp"
#include "joules/units.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// What --of names.
struct SubjectName {
  enum class Kind {
    pid,   // a process and all that descend from it
    cgroup // a control group and all groups below it
  };
  Kind kind = Kind::pid;
  std::string name; // "4711"; of a group its path below the mount, or the last component of that
  // What they stand for, once they were found: so that several runs have the same subject.
  std::string path = {};         // of a group, in its hierarchy
  std::uint64_t start_ticks = 0; // of a process, since boot: its number may be given to another

  friend bool operator==(const SubjectName&, const SubjectName&) = default;
};

template <>
struct Choices<SubjectName::Kind> {
  static constexpr Choice<SubjectName::Kind> all[] = {{"pid", SubjectName::Kind::pid},
                                                      {"cgroup", SubjectName::Kind::cgroup}};
};

/// Among the names of subjects the command's own tree.
inline constexpr std::string_view the_tree = "tree";

/// "cgroup:nginx.service", as --of takes it.
std::string text_of(const SubjectName& subject);

/// The CPU time of one subject over a run.
struct SubjectReadings {
  std::string name;                  // "cgroup:nginx.service"
  std::string found;                 // what that is: "/system.slice/nginx.service", "nginx"
  bool holds_tree = false;           // the command's tree is a part of it
  std::vector<std::string> holds;    // the names of other subjects that are parts of it
  std::vector<std::string> overlaps; // of others that share processes with it, or the_tree
  Nanoseconds quantum{0};            // how late a reading may be
  /// Since it was opened, one for each sample; nullopt: it was not read then, or was not there.
  std::vector<std::optional<Nanoseconds>> cpu;
  std::string loss; // why some of its time is missing; empty: none is known to be
};

} // namespace joules
