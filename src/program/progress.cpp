// SPDX-License-Identifier: Apache-2.0
#include "program/progress.hpp"

#include "joules/report/repeated.hpp"
#include "program/environment.hpp"

#include <unistd.h>

#include <cstdio>

namespace joules {

namespace {
constexpr std::string_view erase_to_the_end = "\x1b[K";
} // namespace

Progress::Progress(const Request& request)
    : wanted_(request.experiment.plan.runs + request.experiment.plan.warmups > 1 &&
              !request.quiet && wants_progress(request.progress, ::isatty(STDERR_FILENO) == 1)) {}

void Progress::operator()(const Step& step, const Experiment& so_far) {
  if (!wanted_) return;
  const std::string line = progress_line(so_far, step.warmup, step.index);
  // At the right edge: what the command prints on this line stays legible beside it.
  std::fprintf(stderr, "\r%s\x1b[999C\x1b[%zuD%s\r", erase_to_the_end.data(), line.size() - 1,
               line.c_str());
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::erase() {
  if (!drawn_) return;
  std::fputs(erase_to_the_end.data(), stderr);
  std::fflush(stderr);
  drawn_ = false;
}

} // namespace joules
