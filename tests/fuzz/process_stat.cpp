// SPDX-License-Identifier: Apache-2.0
// /proc/PID/stat: any process of any user chooses its own name, and with it a part of the line.
#include "accounting/process_stat.hpp"

#include <cstdint>
#include <cstdlib>

using namespace joules;

namespace {

bool is_field(int number, std::string_view line) {
  const std::string digits = std::to_string(number);
  return line.find(digits + " ") != line.npos || line.find(digits + "\n") != line.npos;
}

void check_any_line(std::string_view line) {
  const auto stat = parse_process_stat(line);
  if (!stat) return;
  if (stat->own < Nanoseconds{0} || stat->children < Nanoseconds{0}) std::abort();
  // A part of a longer number, or one that wrapped, must not pass for what stands there.
  if (stat->pid >= 0 && line.find(std::to_string(stat->pid) + " (") == line.npos) std::abort();
  if (stat->parent >= 0 && !is_field(stat->parent, line)) std::abort();
  if (stat->threads >= 0 && !is_field(stat->threads, line)) std::abort();
}

/// A name can neither hide the fields behind it nor put others in their place.
void check_name(std::string_view name, std::size_t cut) {
  const std::string fields = ") S 17 4242 17 34816 4242 4194304 1045 220 3 1 12 34 56 78 20 0 3 0 ";
  const std::string line = "4242 (" + std::string(name) + fields + "9988 ";
  const auto stat = parse_process_stat(line);
  if (!stat || stat->pid != 4242 || stat->command != name || stat->state != 'S') std::abort();
  if (stat->parent != 17 || stat->own != clock_tick() * 46 || stat->children != clock_tick() * 134)
    std::abort();
  if (stat->threads != 3 || stat->start_ticks != 9988 || stat->processor != -1) std::abort();
  if (parse_process_stat(std::string_view(line).substr(0, cut % line.size()))) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_any_line(text);
  check_name(text.substr(0, 15), size); // TASK_COMM_LEN and its zero
  return 0;
}
