// SPDX-License-Identifier: Apache-2.0
// The two kinds of JSON values.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace joules {

/// What joules writes: keys stay in the order in which they are set.
using Json = nlohmann::ordered_json;

/// What it reads, in which the order of keys says nothing.
using ParsedJson = nlohmann::json;

} // namespace joules
