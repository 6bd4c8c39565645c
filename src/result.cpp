// SPDX-License-Identifier: Apache-2.0
#include "joules/result.hpp"

#include <cstring>

namespace joules {

Error system_error(std::string object, int error_number) {
  // No setlocale() anywhere in the program: these are the C locale's words.
  return {std::move(object), std::strerror(error_number), error_number};
}

} // namespace joules
