// SPDX-License-Identifier: Apache-2.0
// Least privilege: what needs root is opened as root; then root's privileges are dropped before the
// command starts, and the sampling goes on through the open descriptors.
#pragma once

#include <string>

namespace joules {

/// From here on this process, and whatever it starts, is `user`, with that user's groups only and
/// without any capability; there is no way back. HOME, USER, LOGNAME and SHELL are that user's, as
/// su(1) sets them; PATH and all else stay. A process that is that user already, and not root,
/// changes its environment only. Throws Failure when there is no such user, or when this process
/// may not become that user.
void drop_privileges(const std::string& user);

} // namespace joules
