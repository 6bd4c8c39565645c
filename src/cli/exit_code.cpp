// SPDX-License-Identifier: Apache-2.0
#include "joules/cli/exit_code.hpp"

#include <cerrno>

namespace joules {

Leave leave_after(const Ending& ending, bool report_written) {
  if (ending.interrupted_by) return {0, ending.interrupted_by};
  if (ending.exit.signal) return {0, ending.exit.signal};
  const int status = ending.exit.code.value_or(125);
  return {status == 0 && !report_written ? 125 : status, std::nullopt};
}

int status_of_failed_exec(int error_number) {
  return error_number == ENOENT ? 127 : 126;
}

} // namespace joules
