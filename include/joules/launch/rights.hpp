// SPDX-License-Identifier: Apache-2.0
// Least privilege: what needs rights is opened as root; then they are given up before the command
// starts, and the sampling goes on through the open descriptors.
#pragma once

#include <string>

namespace joules {

/// This process, and whatever it starts, is `user` from here on, with that user's groups only and
/// without any capability; there is no way back. HOME, USER, LOGNAME and SHELL are that user's, as
/// su(1) sets them; PATH and all else stay. Where we are that user already and are not root,
/// nothing but these changes. Throws Failure when there is no such user, or when we may not become
/// it.
void become(const std::string& user);

} // namespace joules
