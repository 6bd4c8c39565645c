// SPDX-License-Identifier: Apache-2.0
// Whether a new file may take an old one's place: only where nobody else could tell the difference,
// or make us touch a file that is not meant.
#pragma once

#include <string>

namespace joules {

/// False, and the file is to be written in place, when it is no regular file; when it is not ours;
/// when `name` in `directory` is not itself, but a link to it; when others can write that
/// directory; when it has further names, an access control list or attributes of its user, which a
/// new file would not have; and when the command inherits it from us, and writes to it, too.
bool is_replaceable(int file, int directory, const std::string& name);

/// Then what is written to it must go behind what the command wrote.
bool is_inherited_by_the_command(int file);

/// Group and permissions as the file `old` has them, but never set-id bits. False: it may not be.
bool dress_as(int old, int file);

} // namespace joules
