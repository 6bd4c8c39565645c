// SPDX-License-Identifier: Apache-2.0
// Preloaded (ld.so(8)), it makes CLOCK_BOOTTIME go ahead by an hour once it has been read a few
// times: as if the machine had been suspended.
#include <dlfcn.h>
#include <time.h>

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  using Read = int (*)(clockid_t, timespec*);
  static const auto read = reinterpret_cast<Read>(dlsym(RTLD_NEXT, "clock_gettime"));
  constexpr int reads_before = 3;
  constexpr time_t hour = 3600;
  static int reads = 0;
  const int result = read(clock, time);
  if (result == 0 && clock == CLOCK_BOOTTIME && ++reads > reads_before) time->tv_sec += hour;
  return result;
}
