// SPDX-License-Identifier: Apache-2.0
// "0:42  host 41.0 W, tree 39.9 W" on a terminal while a single run lasts.
#pragma once

#include "app/settings.hpp"
#include "joules/recording.hpp"
#include "joules/runs.hpp"
#include "joules/sampling.hpp"
#include "output/descriptor.hpp"

#include <cstddef>
#include <optional>

namespace joules {

/// It stands at the right edge of the line where the cursor is, and leaves the cursor there. Left
/// to itself it takes only a terminal that the command's output does not go to: there it leaves
/// nothing behind.
class LiveLine {
public:
  /// Opens the terminal anew, so that no write waits: one that is stopped or slow misses a line.
  LiveLine(const Plan& plan, const OutputSettings& output, const std::optional<PowerModel>& model);
  LiveLine(const LiveLine&) = delete;
  LiveLine& operator=(const LiveLine&) = delete;
  ~LiveLine() { erase(); }

  /// For the run. Outlived by it.
  [[nodiscard]] LiveNotice notice();
  void erase() noexcept;

private:
  void draw(const Samples& so_far);

  const std::optional<PowerModel>& model_;
  Descriptor terminal_;   // none: it is not wanted
  std::size_t drawn_ = 0; // columns
};

} // namespace joules
