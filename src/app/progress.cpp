// SPDX-License-Identifier: Apache-2.0
#include "app/progress.hpp"

#include "app/environment.hpp"
#include "joules/output.hpp"
#include "joules/report.hpp"

#include <unistd.h>

#include <string>
#include <string_view>

namespace joules {

namespace {
constexpr std::string_view erase_to_the_end = "\x1b[K";

void show(std::string_view text) {
  static_cast<void>(write_all(STDERR_FILENO, text, "standard error"));
}
} // namespace

Progress::Progress(const Plan& plan, const OutputSettings& output)
    : wanted_(plan.runs + plan.warmups > 1 && !output.quiet &&
              wants_progress(output.progress, ::isatty(STDERR_FILENO) == 1)) {}

void Progress::operator()(const Step& step, const Experiment& so_far) {
  if (!wanted_) return;
  const std::string line = progress_line(so_far, step.warmup, step.index);
  // At the right edge: what the command prints on this line stays legible beside it.
  show("\r" + std::string(erase_to_the_end) + "\x1b[999C\x1b[" + std::to_string(line.size() - 1) +
       "D" + line + "\r");
  drawn_ = true;
}

void Progress::erase() {
  if (!drawn_) return;
  show(erase_to_the_end);
  drawn_ = false;
}

} // namespace joules
