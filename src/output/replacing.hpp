// SPDX-License-Identifier: Apache-2.0
// Decides whether a new file may take an old one's place: only where nobody else could tell the
// difference, or lead joules to a file that is not meant.
#pragma once

#include <string>

namespace joules {

/// Returns false, so that the file is written in place, when it is no regular file; when it belongs
/// to another user; when `name` in `directory` is only a link to it; when others can write that
/// directory; when it has further names, an access control list or user attributes, which a new
/// file would not have; and when the command inherits it and writes to it, too.
bool is_replaceable(int file, int directory, const std::string& name);

/// Whether the command writes to it, too: then the report must go behind what the command wrote.
bool is_inherited_by_the_command(int file);

/// Copies group and permissions of the file `old`, but never set-id bits. Returns false where that
/// is not permitted.
bool dress_as(int old, int file);

} // namespace joules
