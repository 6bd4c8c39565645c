// SPDX-License-Identifier: Apache-2.0
// Messages on standard error, beside the report.
#pragma once

#include "joules/statistics.hpp"

#include <exception>
#include <string>
#include <string_view>
#include <type_traits>

namespace joules {

/// Prints `text` as it is. Standard error is the last resort: what it does not take is lost.
void say(std::string_view text);

/// Prints "joules: MESSAGE".
void complain(std::string_view message);

/// Complains of the exception that is being handled.
void complain_of_exception();

/// Makes a step after the command has ended, which must not cost its status. Returns what the step
/// returns; false, and a complaint that begins with `failed`, when it throws. Nothing is allocated
/// outside of the step: it may be memory that there is none of.
template <class Step>
bool attempt(std::string_view failed, const Step& step) try {
  if constexpr (std::is_void_v<decltype(step())>)
    return step(), true;
  else
    return step();
} catch (const std::exception& failure) {
  complain(std::string(failed) + ": " + failure.what());
  return false;
}

/// Prints the verdicts that are not PASS: what stops a pipeline is never only in a file.
void announce_verdicts(const Analysis& analysis, bool estimated);

} // namespace joules
