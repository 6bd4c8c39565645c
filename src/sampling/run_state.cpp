// SPDX-License-Identifier: Apache-2.0
#include "sampling/run_state.hpp"

namespace joules {

void RunState::command_exited(Instant now) {
  if (stage_ == Stage::terminating) enter(Stage::over);
  if (stage_ != Stage::running) return;
  enter(Stage::waiting_for_tree,
        tree_wait_timeout_ ? std::optional(now + *tree_wait_timeout_) : std::nullopt);
}

void RunState::interrupted() {
  if (stage_ == Stage::waiting_for_tree) enter(Stage::over);
}

void RunState::told_to_end(Instant now, Nanoseconds grace_period) {
  if (stage_ == Stage::waiting_for_tree) enter(Stage::over);
  if (stage_ == Stage::running) enter(Stage::terminating, now + grace_period);
}

void RunState::look(Instant now, const std::function<bool()>& tree_is_gone) {
  const bool is_due = deadline_ && now >= *deadline_;
  if (is_due || (stage_ == Stage::waiting_for_tree && tree_is_gone())) enter(Stage::over);
}

void RunState::enter(Stage stage, std::optional<Instant> deadline) {
  stage_ = stage;
  deadline_ = deadline;
}

} // namespace joules
