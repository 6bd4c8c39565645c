// SPDX-License-Identifier: Apache-2.0
// Lists of CPUs: a few bytes must not become a list that fills the memory.
#include "host/cpu_list.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace joules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<int> cpus = parse_cpu_list(text);
  if (cpus.empty()) return 0;
  if (cpus.size() > 65536) std::abort(); // Linux supports 8192
  std::string one_by_one;
  for (const int cpu : cpus) {
    if (cpu < 0 || cpu > 65535) std::abort();
    (one_by_one += one_by_one.empty() ? "" : ",") += std::to_string(cpu);
  }
  if (parse_cpu_list(one_by_one) != cpus) std::abort();
  if (parse_cpu_list(one_by_one + "\n") != cpus) std::abort();
  return 0;
}
