// SPDX-License-Identifier: Apache-2.0
// How often this program has asked operator new for memory, for tests of what must not.
#pragma once

#include <cstddef>

namespace joules::test {

std::size_t allocations();

} // namespace joules::test
