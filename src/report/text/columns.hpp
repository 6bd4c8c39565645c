// SPDX-License-Identifier: Apache-2.0
// How wide a text is on a terminal, which is not its number of bytes, nor of characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace joules {

/// Columns that `text` takes: wide characters take two, combining ones none. REQUIRES: it is
/// printable().
std::size_t columns_of(std::string_view text);

/// `text` with blanks behind it, in so many columns or more.
std::string padded(std::string_view text, std::size_t columns);

/// `text` in at most so many columns, the last three of them dots when a part is cut off.
std::string cut(std::string_view text, std::size_t columns);

} // namespace joules
