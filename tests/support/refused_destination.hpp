// SPDX-License-Identifier: Apache-2.0
// What a destination says when it refuses to be opened; empty when it does not.
#pragma once

#include "output/destination.hpp"

#include <string>

namespace joules::test {

inline std::string refusal(const DestinationRequest& request) {
  try {
    const Destination destination(request);
  } catch (const Failure& failure) {
    return failure.what();
  }
  return {};
}

} // namespace joules::test
