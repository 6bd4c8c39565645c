// SPDX-License-Identifier: Apache-2.0
// Sets of CPUs as sysfs writes them: "0-3,8,10-11".
#pragma once

#include <string_view>
#include <vector>

namespace joules {

/// Empty when `text` is no such list. Ascending where the list is, as the kernel's are.
std::vector<int> parse_cpu_list(std::string_view text);

/// The CPUs of this machine that are on line; those that are there, on line or not.
std::vector<int> online_cpus();
std::vector<int> present_cpus();

} // namespace joules
