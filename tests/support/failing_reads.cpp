// SPDX-License-Identifier: Apache-2.0
// Preloaded (ld.so(8)), it makes reads of some files fail or take long, as a driver may. What the
// environment variable FAILING_READS says: PATTERN ANSWER FIRST LAST. PATTERN is fnmatch(3)'s for
// the file's path; ANSWER is EINVAL, EIO, ENODEV, or slow; the FIRST call to the LAST get it. FIRST
// may be the path of a file: all calls get it while that file is there.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fnmatch.h>
#include <time.h>
#include <unistd.h>

namespace {

struct Fault {
  char pattern[256] = "";
  char answer[16] = "";
  char beginning[4096] = "";
  int last = 0;

  Fault() {
    const char* const text = std::getenv("FAILING_READS");
    if (text == nullptr ||
        std::sscanf(text, "%255s %15s %4095s %d", pattern, answer, beginning, &last) != 4)
      pattern[0] = '\0';
  }

  bool has_begun(int calls) const {
    if (beginning[0] == '/') return access(beginning, F_OK) == 0;
    return calls >= std::atoi(beginning);
  }
};

int number_of(const char* answer) {
  if (std::strcmp(answer, "EINVAL") == 0) return EINVAL;
  if (std::strcmp(answer, "EIO") == 0) return EIO;
  return std::strcmp(answer, "ENODEV") == 0 ? ENODEV : 0;
}

bool is_meant(int descriptor, const Fault& fault) {
  char link[64] = "", path[4096] = "";
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  return readlink(link, path, sizeof path - 1) > 0 && fnmatch(fault.pattern, path, 0) == 0;
}

/// 0: go on.
int answer_to(int descriptor) {
  static const Fault fault;
  static int calls = 0;
  if (fault.pattern[0] == '\0' || !is_meant(descriptor, fault)) return 0;
  ++calls;
  if (!fault.has_begun(calls) || calls > fault.last) return 0;
  const int error_number = number_of(fault.answer);
  const timespec pause{0, 300'000'000};
  if (error_number == 0) clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, nullptr);
  return error_number;
}

ssize_t read_at(const char* name, int descriptor, void* buffer, size_t size, off_t offset) {
  using Read = ssize_t (*)(int, void*, size_t, off_t);
  if (const int error_number = answer_to(descriptor)) {
    errno = error_number;
    return -1;
  }
  return reinterpret_cast<Read>(dlsym(RTLD_NEXT, name))(descriptor, buffer, size, offset);
}

} // namespace

extern "C" ssize_t pread(int descriptor, void* buffer, size_t size, off_t offset) {
  return read_at("pread", descriptor, buffer, size, offset);
}

extern "C" ssize_t pread64(int descriptor, void* buffer, size_t size, off64_t offset) {
  return read_at("pread64", descriptor, buffer, size, offset);
}
