// SPDX-License-Identifier: Apache-2.0
// How long the command stood still under job control.
#pragma once

#include "joules/recording.hpp"

#include <optional>

namespace joules {

/// Ctrl-Z stops the command and us together. When we go on, the news of its stop may have been
/// overtaken by that of its going on, and both by that of its end: then our own stop stands for it.
/// A command that ignores Ctrl-Z sends no news, and was not stopped.
class StopWatch {
public:
  void command_stopped(Instant now) {
    if (!since_) since_ = stopped_with_us(now) ? own_stop_->from : now;
  }

  void command_continued_or_ended(Instant now) {
    if (since_)
      total_ += now - *since_;
    else if (stopped_with_us(now))
      total_ += own_stop_->to - own_stop_->from;
    since_.reset();
    own_stop_.reset();
  }

  void we_were_stopped(Instant from, Instant to) { own_stop_ = {from, to}; }

  /// Including a stop that goes on.
  [[nodiscard]] Nanoseconds total(Instant now) const {
    return total_ + (since_ ? now - *since_ : Nanoseconds{0});
  }

private:
  static constexpr Nanoseconds news_come_within = std::chrono::seconds(1);
  struct Stop {
    Instant from, to;
  };

  [[nodiscard]] bool stopped_with_us(Instant now) const {
    return own_stop_ && now - own_stop_->to < news_come_within;
  }

  std::optional<Instant> since_;
  std::optional<Stop> own_stop_;
  Nanoseconds total_{0};
};

} // namespace joules
