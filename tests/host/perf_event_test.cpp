// SPDX-License-Identifier: Apache-2.0
#include "host/perf_event.hpp"

#include "support/open_descriptors.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

TEST_SUITE("host") {

  using namespace joules;

  namespace {

  const bool perf_is_forbidden = !PerfEvent::open(keeps_contexts_apart(), -1);

  } // namespace

  TEST_CASE("perf events are had, or refused for a reason that is not our mistake") {
    for (const auto& event : {PerfEvent::open(inherited_task_clock(), -1),
                              PerfEvent::open_system_wide(keeps_contexts_apart(), 0)}) {
      if (event) {
        CHECK(event->descriptor() >= 0);
        continue;
      }
      const int why = event.error().code;
      CAPTURE(why);
      CHECK((why == EACCES || why == EPERM || why == ENOSYS || why == EMFILE));
      CHECK(event.error().object == "perf_event_open");
    }
  }

  TEST_CASE("the clock is that of tasks, from an exec on, inherited, and allowed to everybody") {
    const perf_event_attr clock = inherited_task_clock();
    CHECK(clock.size == sizeof clock);
    CHECK(clock.type == PERF_TYPE_SOFTWARE);
    CHECK(clock.config == PERF_COUNT_SW_TASK_CLOCK);
    CHECK(+clock.disabled == 1);
    CHECK(+clock.enable_on_exec == 1);
    CHECK(+clock.inherit == 1);
    CHECK(+clock.exclude_kernel == 1);
    CHECK(+clock.exclude_hv == 1);
    const perf_event_attr nothing = keeps_contexts_apart();
    CHECK(nothing.config == PERF_COUNT_SW_DUMMY);
    CHECK(+nothing.inherit == 0);
    CHECK(+nothing.enable_on_exec == 0);
    CHECK(+nothing.exclude_kernel == 1);
  }

  TEST_CASE("an event is closed with its owner and on exec, and counts nothing before an exec" *
            doctest::skip(perf_is_forbidden)) {
    const std::size_t before = test::open_descriptors().size();
    {
      PerfEvent event = *PerfEvent::open(inherited_task_clock(), -1);
      CHECK((::fcntl(event.descriptor(), F_GETFD) & FD_CLOEXEC) != 0);
      CHECK(event.count() == 0);
      PerfEvent other = std::move(event);
      CHECK(other.count() == 0);
      CHECK(test::open_descriptors().size() == before + 1);
    }
    CHECK(test::open_descriptors().size() == before);
  }

  TEST_CASE("an event leaves ten descriptors for the launch, or is not had" *
            doctest::skip(perf_is_forbidden)) {
    const int next = ::dup(0);
    ::close(next);
    const auto is_had = [&](rlim_t room) {
      const test::DescriptorLimit low(static_cast<rlim_t>(next) + room);
      const auto event = PerfEvent::open(keeps_contexts_apart(), -1);
      if (!event) CHECK(event.error().code == EMFILE);
      return event.has_value();
    };
    CHECK(is_had(11));
    CHECK_FALSE(is_had(10));
    CHECK_FALSE(is_had(1));
    CHECK_FALSE(is_had(0));
  }
}
