// SPDX-License-Identifier: Apache-2.0
// /proc/stat: lxcfs and other containers put a file of their own in its place.
#include "accounting/host_time.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

using namespace joules;

namespace {

/// A clock over a /proc/stat that can be written anew. The file has no name any more: what breaks
/// leaves nothing behind.
class WritableClock {
public:
  WritableClock() {
    char name[] = "/tmp/joules-fuzz-XXXXXX";
    if (::mkdtemp(name) == nullptr) std::abort();
    const HostRoot root(name);
    std::filesystem::create_directory(root.proc("").parent_path());
    descriptor_ = ::open(root.proc("stat").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    clock.emplace(root, Topology{{0, 7}, {0, 0, 1, std::nullopt, 1}});
    std::filesystem::remove_all(name);
  }
  void write(std::string_view text) const {
    const auto size = static_cast<off_t>(text.size());
    if (::pwrite(descriptor_, text.data(), text.size(), 0) != size) std::abort();
    if (::ftruncate(descriptor_, size) != 0) std::abort();
  }
  std::optional<HostClock> clock;

private:
  int descriptor_ = -1;
};

/// Time is never negative, nor is a machine without CPUs.
void check(const HostTime& time, int least_cpus) {
  for (const Microseconds part : {time.idle, time.iowait, time.steal, time.worked})
    if (part.count() < 0) std::abort();
  if (time.online_cpus < least_cpus) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static WritableClock stat;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto time = parse_host_time(text)) check(*time, 1);
  stat.write(text);
  const auto time = stat.clock->read(Instant{1});
  if (!time) return 0;
  check(*time, 1);
  for (const HostTime& package : stat.clock->packages()) check(package, 0);
  return 0;
}
