// SPDX-License-Identifier: Apache-2.0
// Reads of files whose driver may never answer, as some graphics cards that sleep do.
#pragma once

#include "joules/result.hpp"
#include "joules/units.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace joules {

/// The text of a small file, read by a process of its own: one that hangs in the kernel cannot even
/// be killed, and must hold up nobody. An error with ETIMEDOUT: it gave none within `limit`.
Result<std::string> read_text_within(const std::filesystem::path& path, Nanoseconds limit);

/// The same of any way to read `object`; no more than 4 KiB of it.
Result<std::string> answer_within(Nanoseconds limit, const std::string& object,
                                  const std::function<Result<std::string>()>& read);

} // namespace joules
