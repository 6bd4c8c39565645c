// SPDX-License-Identifier: Apache-2.0
// The two ways to report a failure, in every folder. A function returns Result where failing is
// normal; it throws Failure, which main catches, where the program cannot go on.
#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace joules {

/// One failure, as a sentence part for people: the object first, then why.
struct Error {
  Error() = default; // Boost.System wants one to return from error() of a value
  // Two strings are required, so that a single string never converts to an Error inside
  // Result<std::string>.
  Error(std::string what, std::string why, int error_number = 0)
      : object(std::move(what)), reason(std::move(why)), code(error_number) {}

  std::string object; // a path, a command, an option
  std::string reason; // "Permission denied"; lower or upper case as the system spells it
  int code = 0;       // errno where the system gave one, else 0

  [[nodiscard]] std::string message() const { return object + ": " + reason; }
};

/// A message that main prints as "joules: MESSAGE" before it leaves with 125.
class Failure : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Found by Boost.System when value() is called on an error: no unchecked access by accident.
[[noreturn]] inline void throw_exception_from_error(const Error& error, boost::source_location) {
  throw Failure(error.message());
}

/// Replaceable by std::expected once the compilers we support have it.
template <class T>
using Result = boost::system::result<T, Error>;

/// The system's own words for errno, without a locale.
Error system_error(std::string object, int error_number);

} // namespace joules
