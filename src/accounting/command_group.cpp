// SPDX-License-Identifier: Apache-2.0
#include "accounting/command_group.hpp"

#include "joules/host.hpp"
#include "joules/result.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <thread>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

constexpr const char* remedy =
    "as root, or in a group that is yours: systemd-run --user --scope -p Delegate=yes joules ...";

/// 0 stands for this process. Returns 0, or errno.
int move_into(const fs::path& group, pid_t process) {
  const int file = ::open((group / "cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno;
  const std::string number = std::to_string(process);
  const int error = ::write(file, number.data(), number.size()) < 0 ? errno : 0;
  ::close(file);
  return error;
}

/// What this process has used itself.
Nanoseconds own_cpu() {
  return process_clock(::getpid()).value_or(Nanoseconds{0});
}

/// Empty: it cannot be read.
std::string own(const char* file) {
  const auto text = read_text(fs::path("/proc/self") / file);
  return text ? *text : std::string();
}

/// The group that this process is in; nullopt: it cannot be seen from here.
std::optional<Cgroup> own_group(const CgroupHierarchy& hierarchy) {
  const Membership membership = membership_in(own("cgroup"));
  const std::string& path = hierarchy.version == 1 ? membership.version_1 : membership.version_2;
  if (path.empty() || !is_within(path, hierarchy.root)) return std::nullopt;
  return Cgroup{
      hierarchy.version,
      (hierarchy.mount / fs::path(path).lexically_relative(hierarchy.root)).lexically_normal(),
      path};
}

/// Several joules, and the runs of one, have a group each.
std::string name_for_one_more() {
  static int made = 0;
  return "joules-" + std::to_string(::getpid()) + "-" + std::to_string(made++);
}

/// Removes `group` and all below it in which nobody is.
void remove_empty(const fs::path& group) {
  std::error_code error;
  for (fs::directory_iterator entry(group, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code refused;
    if (entry->is_directory(refused)) remove_empty(entry->path());
  }
  ::rmdir(group.c_str());
}

/// Those of joules that were killed: "joules-PID-N" of a process that is no more.
void remove_abandoned(const fs::path& among) {
  constexpr std::string_view prefix = "joules-";
  std::error_code error;
  for (fs::directory_iterator entry(among, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename();
    if (!name.starts_with(prefix)) continue;
    const std::string maker = name.substr(prefix.size(), name.rfind('-') - prefix.size());
    if (parse_unsigned(maker) && !fs::exists("/proc/" + maker)) remove_empty(entry->path());
  }
}

} // namespace

std::unique_ptr<CommandGroup> CommandGroup::make() {
  const std::string name = name_for_one_more();
  std::optional<Error> refusal;
  for (const CgroupHierarchy& hierarchy : hierarchies_in(own("mountinfo"))) {
    const auto ours = own_group(hierarchy);
    if (!ours) continue;
    remove_abandoned(ours->directory);
    const Cgroup group{ours->version, ours->directory / name,
                       (ours->path == "/" ? "" : ours->path) + "/" + name};
    if (::mkdir(group.directory.c_str(), 0755) == 0)
      return std::unique_ptr<CommandGroup>(new CommandGroup(group));
    if (!refusal) refusal = system_error(group.directory.string(), errno);
  }
  if (!refusal)
    throw Failure("--cpu-clock cgroup: no control groups that account for CPU time are mounted");
  throw Failure("--cpu-clock cgroup: " + refusal->message() + " (" + remedy + ")");
}

CommandGroup::CommandGroup(const Cgroup& group) try
    : group_(group), account_(group, logical_cpus_of(HostRoot()).value_or(1)) {
} catch (...) {
  ::rmdir(group.directory.c_str());
  throw;
}

CommandGroup::~CommandGroup() {
  leave();
  // A process that is just being forked is not yet in the list, and one that ends is for a moment.
  constexpr int tries = 20;
  for (int i = 0; i < tries; ++i) {
    try {
      for (const pid_t process : members_of(group_))
        move_into(group_.directory.parent_path(), process);
    } catch (const std::exception&) {
      // No memory for the list: the group stays.
    }
    remove_empty(group_.directory);
    if (std::error_code error; !fs::exists(group_.directory, error)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void CommandGroup::enter() {
  const Nanoseconds before = own_cpu();
  if (const int error = move_into(group_.directory, 0))
    throw Failure("--cpu-clock cgroup: " +
                  system_error(group_.directory.string(), error).message());
  entered_ = before;
}

void CommandGroup::leave() noexcept {
  if (!entered_) return;
  move_into(group_.directory.parent_path(), 0);
  our_own_ += own_cpu() - *entered_;
  entered_.reset();
}

std::optional<Nanoseconds> CommandGroup::read() {
  // Its account first: what we use between the two reads is then never taken for the tree's.
  const auto all = account_.read();
  const Nanoseconds ours = our_own_ + (entered_ ? own_cpu() - *entered_ : Nanoseconds{0});
  if (!all) return std::nullopt;
  return std::max(*all - ours, Nanoseconds{0});
}

} // namespace joules
