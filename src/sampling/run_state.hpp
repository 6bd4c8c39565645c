// SPDX-License-Identifier: Apache-2.0
// Where a run stands, from the launch of its command to its end:
//
// from             | what happens                           | to
// running          | the command exits                      | waiting_for_tree
// running          | TERM or HUP, which is passed on        | terminating
// terminating      | the command exits, or the grace ends   | over
// waiting_for_tree | nobody is left, or the timeout ends    | over
// waiting_for_tree | INT, QUIT, TERM or HUP                 | over
#pragma once

#include "joules/recording.hpp"

#include <functional>
#include <optional>

namespace joules {

class RunState {
public:
  enum class Stage { running, terminating, waiting_for_tree, over };

  /// How long to wait for the rest of the tree; nullopt: until nobody is left.
  explicit RunState(std::optional<Nanoseconds> tree_wait_timeout)
      : tree_wait_timeout_(tree_wait_timeout) {}

  [[nodiscard]] Stage stage() const { return stage_; }
  [[nodiscard]] bool is_over() const { return stage_ == Stage::over; }
  /// When it changes by itself, if it does.
  [[nodiscard]] std::optional<Instant> deadline() const { return deadline_; }

  void command_exited(Instant now);
  /// INT or QUIT: while the command runs, it decides what to do about it.
  void interrupted();
  /// TERM or HUP, which the command may take so long to obey.
  void told_to_end(Instant now, Nanoseconds grace_period);
  /// Time has passed, and somebody may have ended. Asks for the tree only while it is waited for.
  void look(Instant now, const std::function<bool()>& tree_is_gone);

private:
  void enter(Stage stage, std::optional<Instant> deadline = std::nullopt);

  std::optional<Nanoseconds> tree_wait_timeout_;
  Stage stage_ = Stage::running;
  std::optional<Instant> deadline_;
};

} // namespace joules
