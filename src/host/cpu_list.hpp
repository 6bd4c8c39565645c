// SPDX-License-Identifier: Apache-2.0
// Sets of CPUs as sysfs writes them: "0-3,8,10-11".
#pragma once

#include <string_view>
#include <vector>

namespace joules {

/// Linux supports 8192 CPUs: a larger number, or a longer list, is none of CPUs.
inline constexpr int most_cpus = 65536;

/// Returns an empty vector when `text` is no such list. The order is that of the list; the kernel's
/// lists ascend.
std::vector<int> parse_cpu_list(std::string_view text);

/// The CPUs of this machine that are online; those that are present, online or not.
std::vector<int> online_cpus();
std::vector<int> present_cpus();

} // namespace joules
