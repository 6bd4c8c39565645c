// SPDX-License-Identifier: Apache-2.0
// Reports that the kernel forbids a system call without which no command can be followed. This is
// found out before a command is started.
#pragma once

#include "joules/result.hpp"

#include <string>

namespace joules {

inline Failure forbidden_call(std::string call, int error_number) {
  return Failure(system_error(std::move(call), error_number).message() +
                 ": a seccomp filter or security module forbids it, and the command cannot be "
                 "followed without: allow it, or run joules outside of the container");
}

} // namespace joules
