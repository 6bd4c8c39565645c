// SPDX-License-Identifier: Apache-2.0
#include "host/cpu_list.hpp"

#include "host/text_file.hpp"

#include <unistd.h>

#include <charconv>
#include <optional>
#include <string>

namespace joules {

namespace {

std::optional<int> leading_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0 || number >= most_cpus) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, char sign) {
  if (text.empty() || text.front() != sign) return false;
  text.remove_prefix(1);
  return true;
}

std::vector<int> cpus_of(const char* list) {
  std::vector<int> cpus = parse_cpu_list(read_line(list).value_or(""));
  if (!cpus.empty()) return cpus;
  const long count = ::sysconf(_SC_NPROCESSORS_ONLN);
  for (int cpu = 0; cpu < count; ++cpu) cpus.push_back(cpu);
  return cpus;
}

} // namespace

std::vector<int> parse_cpu_list(std::string_view text) {
  std::vector<int> cpus;
  text = trimmed(text);
  do {
    const auto first = leading_number(text);
    const auto last = first && take(text, '-') ? leading_number(text) : first;
    if (!last || *last < *first) return {};
    if (cpus.size() + static_cast<std::size_t>(*last - *first) >= most_cpus) return {};
    for (int cpu = *first; cpu <= *last; ++cpu) cpus.push_back(cpu);
  } while (take(text, ','));
  return text.empty() ? cpus : std::vector<int>();
}

std::vector<int> online_cpus() {
  return cpus_of("/sys/devices/system/cpu/online");
}

std::vector<int> present_cpus() {
  return cpus_of("/sys/devices/system/cpu/present");
}

} // namespace joules
