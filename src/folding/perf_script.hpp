// SPDX-License-Identifier: Apache-2.0
// Reads what `perf script -F comm,pid,tid,time,event,ip,sym --ns` prints, line by line:
//
//   NAME PID/TID SECONDS.NANOSECONDS: EVENT:
//       ADDRESS SYMBOL       the innermost frame first; none without -g
//   (an empty line)
#pragma once

#include "joules/units.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace joules {

struct StackSample {
  int pid = 0;
  Nanoseconds at{0};  // CLOCK_MONOTONIC with `perf record -k mono`
  std::string frames; // "program;outermost;...;innermost", as flamegraph.pl takes them
};

class PerfScript {
public:
  /// The sample that this line ends; nullopt: it ends none.
  std::optional<StackSample> take(std::string_view line);
  /// The sample that the end of the text ends.
  std::optional<StackSample> finish();

  /// Lines that are none of the above, such as samples without a time.
  [[nodiscard]] std::size_t misread() const { return misread_; }

private:
  void begin(std::string_view line);

  std::optional<StackSample> open_;
  std::size_t misread_ = 0;
};

} // namespace joules
