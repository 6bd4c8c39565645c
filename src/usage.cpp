// SPDX-License-Identifier: Apache-2.0
#include "joules/usage.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace joules {

namespace {

constexpr std::pair<LedgerSource, std::string_view> source_names[] = {
    {LedgerSource::perf, "perf"}, {LedgerSource::procfs, "procfs"}};

} // namespace

std::string_view name_of(LedgerSource source) {
  return std::ranges::find(source_names, source, &std::pair<LedgerSource, std::string_view>::first)
      ->second;
}

Nanoseconds total(const CpuSeries& series) {
  return std::accumulate(series.spent.begin(), series.spent.end(), Nanoseconds{0});
}

} // namespace joules
