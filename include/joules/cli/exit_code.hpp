// SPDX-License-Identifier: Apache-2.0
// How we leave: as the command did, unless something of ours went wrong and it did not.
#pragma once

#include "joules/recording.hpp"

#include <optional>

namespace joules {

struct Leave {
  int status = 0;
  std::optional<int> by_signal; // die of this one instead
};

/// The command's own failure wins over ours. 125 where its status could not be learnt.
Leave leave_after(const Ending& ending, bool report_written);

/// 127 when the command was not found, 126 when it was found and could not run: env(1).
int status_of_failed_exec(int error_number);

} // namespace joules
