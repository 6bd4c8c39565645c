// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/baseline.hpp"

#include <algorithm>
#include <string_view>

namespace joules {

namespace {

std::string_view without_folders(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

} // namespace

bool is_of_command(const Baseline& baseline, const std::string& name,
                   const std::vector<std::string>& argv) {
  if (baseline.argv.empty() || argv.empty()) return true;
  // Without a label the name is the command's first word, which says less than all of them.
  if (baseline.series.name == name && name != argv.front()) return true;
  if (without_folders(baseline.argv.front()) != without_folders(argv.front())) return false;
  return baseline.first_word_only ||
         std::equal(baseline.argv.begin() + 1, baseline.argv.end(), argv.begin() + 1, argv.end());
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
