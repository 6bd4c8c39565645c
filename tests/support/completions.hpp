// SPDX-License-Identifier: Apache-2.0
// The completions of the shells, out of the table of options.
#pragma once

#include <string>

namespace joules::test {

/// The template of a shell's completion with each @name@ replaced.
std::string filled_completion(std::string text);

/// The whole text of a file.
std::string text_of(const std::string& file);

} // namespace joules::test
