// SPDX-License-Identifier: Apache-2.0
#include "cli/option.hpp"

namespace joules {

std::string_view Option::long_name() const {
  return names.substr(names.find("--"));
}

std::string_view Option::short_name() const {
  return names.substr(0, names.starts_with("--") ? 0 : names.find(','));
}

bool exclude_each_other(const Option& one, const Option& another) {
  const auto names = [](const Option& a, const Option& b) {
    return a.rules.excludes == b.long_name();
  };
  const bool both_modes = one.rules.mode && another.rules.mode && &one != &another;
  return both_modes || names(one, another) || names(another, one);
}

} // namespace joules
