// SPDX-License-Identifier: Apache-2.0
#include "joules/usage.hpp"

#include <numeric>

namespace joules {

Nanoseconds total(const CpuSeries& series) {
  return std::accumulate(series.spent.begin(), series.spent.end(), Nanoseconds{0});
}

} // namespace joules
