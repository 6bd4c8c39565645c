// SPDX-License-Identifier: Apache-2.0
#include "joules/launch/rights.hpp"

#include "joules/quoting.hpp"
#include "joules/result.hpp"

#include <linux/capability.h>

#include <grp.h>
#include <pwd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <vector>

namespace joules {

namespace {

std::vector<gid_t> groups_of(const passwd& user) {
  int count = 64;
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  if (::getgrouplist(user.pw_name, user.pw_gid, groups.data(), &count) < 0) {
    groups.resize(static_cast<std::size_t>(count));
    ::getgrouplist(user.pw_name, user.pw_gid, groups.data(), &count);
  }
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

/// Leaving uid 0 takes capabilities away, unless securebits say otherwise: capabilities(7).
bool give_up_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3]{};
  return ::syscall(SYS_capset, &header, none) == 0;
}

/// As su(1) does; the rest, PATH among it, is the caller's.
void set_environment(const passwd& user) {
  const auto set = [](const char* name, const char* value) { ::setenv(name, value, 1); };
  const bool has_shell = user.pw_shell != nullptr && *user.pw_shell != '\0';
  set("HOME", user.pw_dir);
  set("SHELL", has_shell ? user.pw_shell : "/bin/sh");
  set("USER", user.pw_name);
  set("LOGNAME", user.pw_name);
}

} // namespace

void become(const std::string& user) {
  const passwd* const entry = ::getpwnam(user.c_str());
  const std::string option = "--user " + quoted({user});
  if (entry == nullptr) throw Failure(option + ": no such user");
  const uid_t uid = entry->pw_uid;
  const gid_t gid = entry->pw_gid;
  if (::geteuid() != 0) {
    if (uid == ::geteuid() && uid == ::getuid()) return set_environment(*entry);
    throw Failure(option + ": only root may run a command as another user");
  }
  const std::vector<gid_t> groups = groups_of(*entry);
  const bool done = ::setgroups(groups.size(), groups.data()) == 0 &&
                    ::setresgid(gid, gid, gid) == 0 && ::setresuid(uid, uid, uid) == 0 &&
                    (uid == 0 || give_up_capabilities());
  if (!done) throw Failure(system_error(option, errno).message());
  if (uid != 0 && ::setresuid(0, 0, 0) == 0)
    throw Failure(option + ": root's rights could not be given up");
  set_environment(*entry);
}

} // namespace joules
