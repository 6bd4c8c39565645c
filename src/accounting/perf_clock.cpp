// SPDX-License-Identifier: Apache-2.0
#include "accounting/perf_clock.hpp"

#include <utility>

namespace joules {

Result<std::unique_ptr<PerfClock>> PerfClock::open() {
  constexpr int any_cpu = -1;
  auto apart = PerfEvent::open(keeps_contexts_apart(), any_cpu);
  if (!apart) return apart.error();
  auto event = PerfEvent::open(inherited_task_clock(), any_cpu);
  if (!event) return event.error();
  return std::unique_ptr<PerfClock>(new PerfClock(std::move(*apart), std::move(*event)));
}

std::optional<Nanoseconds> PerfClock::read() {
  const auto count = event_.count();
  if (!count) return std::nullopt;
  return Nanoseconds(static_cast<Nanoseconds::rep>(*count));
}

} // namespace joules
