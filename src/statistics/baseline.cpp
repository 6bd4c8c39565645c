// SPDX-License-Identifier: Apache-2.0
#include "statistics/baseline.hpp"

#include <algorithm>
#include <string_view>

namespace joules {

namespace {

std::string_view without_folders(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

} // namespace

bool are_of_one_command(const Baseline& one, const Baseline& other) {
  if (one.argv.empty() || other.argv.empty()) return true;
  // Without a label the name is the command's first word, which says less than all of them.
  const std::string& name = one.series.name;
  if (!name.empty() && name == other.series.name && name != other.argv.front()) return true;
  if (without_folders(one.argv.front()) != without_folders(other.argv.front())) return false;
  return one.first_word_only || other.first_word_only ||
         std::equal(one.argv.begin() + 1, one.argv.end(), other.argv.begin() + 1, other.argv.end());
}

std::optional<std::string> incomparable(const Baseline& baseline, const std::string& sensor,
                                        const std::string& quality, const std::string& policy) {
  if (baseline.quality != quality)
    return "its energies are " + baseline.quality + ", the others " + quality;
  if (baseline.sensor != sensor)
    return "its sensor was " + baseline.sensor + ", the other is " + sensor;
  if (baseline.policy != policy)
    return "its policy was " + baseline.policy + ", the other is " + policy;
  return std::nullopt;
}

} // namespace joules
