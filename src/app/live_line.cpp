// SPDX-License-Identifier: Apache-2.0
#include "app/live_line.hpp"

#include "app/environment.hpp"
#include "joules/attribution.hpp"
#include "joules/report.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace joules {

namespace {

/// A short run needs no sign of life.
constexpr auto first_after = std::chrono::seconds(2);
constexpr auto every = std::chrono::seconds(1);

/// The terminal behind a descriptor: /dev/tty has a number of its own, but not here. nullopt: none.
std::optional<unsigned> terminal_of(int descriptor) {
  unsigned device = 0;
  return ::isatty(descriptor) == 1 && ::ioctl(descriptor, TIOCGDEV, &device) == 0
             ? std::optional(device)
             : std::nullopt;
}

Descriptor opened(const std::string& path) {
  struct stat status {};
  // Opening anything else might change it, or wait.
  if (::stat(path.c_str(), &status) != 0 || !S_ISCHR(status.st_mode)) return Descriptor();
  Descriptor terminal(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  return ::isatty(terminal.number()) == 1 ? std::move(terminal) : Descriptor();
}

/// Where the report goes, which a person may watch.
std::string path_of(const DestinationRequest& report) {
  if (!report.file.empty() && report.file != "-") return report.file;
  return "/proc/self/fd/" + std::to_string(report.log_fd.value_or(STDERR_FILENO));
}

bool command_writes_to(const Descriptor& terminal) {
  const auto device = terminal_of(terminal.number());
  return device == terminal_of(STDOUT_FILENO) || device == terminal_of(STDERR_FILENO);
}

Descriptor terminal_for(const Plan& plan, const OutputSettings& output) {
  if (plan.commands > 1 || plan.runs + plan.warmups > 1 || output.quiet) return Descriptor();
  if (!wants_progress(output.progress, true)) return Descriptor();
  Descriptor terminal = opened(path_of(output.report));
  if (output.progress == When::automatic && terminal.is_open() && command_writes_to(terminal))
    return Descriptor();
  return terminal;
}

/// A job in the background is not watched.
bool is_in_foreground(int terminal) {
  const pid_t group = ::tcgetpgrp(terminal);
  return group < 0 || group == ::getpgrp(); // below 0: it is no terminal of this session
}

std::size_t columns_of_terminal(int terminal) {
  winsize size{};
  return ::ioctl(terminal, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/// To the last so many columns, and back afterwards.
std::string at_right_edge(std::size_t columns, std::string_view text) {
  return "\x1b"
         "7\r\x1b[999C\x1b[" +
         std::to_string(columns - 1) + "D" + std::string(text) +
         "\x1b"
         "8";
}

} // namespace

LiveLine::LiveLine(const Plan& plan, const OutputSettings& output,
                   const std::optional<PowerModel>& model)
    : model_(model), terminal_(terminal_for(plan, output)) {}

LiveNotice LiveLine::notice() {
  if (!terminal_.is_open()) return {};
  return {[this](const Samples& so_far) { draw(so_far); }, [this] { erase(); }, first_after, every};
}

void LiveLine::draw(const Samples& so_far) {
  if (!is_in_foreground(terminal_.number())) return;
  const std::vector<Sample>& samples = so_far.instants;
  const PresentPower power = present_power(samples, so_far.counters, model_);
  const std::string line =
      live_line(samples.back().at - samples.front().at, power.host, power.tree, model_.has_value());
  erase();
  if (line.size() >= columns_of_terminal(terminal_.number())) return;
  const std::string text = at_right_edge(line.size(), line);
  // One write: it is there as a whole, or not at all.
  if (::write(terminal_.number(), text.data(), text.size()) > 0) drawn_ = line.size();
}

void LiveLine::erase() noexcept {
  if (drawn_ == 0) return;
  const std::string text = at_right_edge(std::exchange(drawn_, 0), "\x1b[K");
  static_cast<void>(::write(terminal_.number(), text.data(), text.size()) > 0);
}

} // namespace joules
