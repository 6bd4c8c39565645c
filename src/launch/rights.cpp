// SPDX-License-Identifier: Apache-2.0
#include "joules/launch/rights.hpp"

#include "joules/result.hpp"

#include <linux/capability.h>

#include <grp.h>
#include <pwd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
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

} // namespace

void become(const std::string& user) {
  const passwd* const entry = ::getpwnam(user.c_str());
  if (entry == nullptr) throw Failure("--user " + user + ": no such user");
  const uid_t uid = entry->pw_uid;
  const gid_t gid = entry->pw_gid;
  if (::geteuid() != 0) {
    if (uid == ::geteuid() && uid == ::getuid()) return;
    throw Failure("--user " + user + ": only root may run a command as another user");
  }
  const std::vector<gid_t> groups = groups_of(*entry);
  const bool done = ::setgroups(groups.size(), groups.data()) == 0 &&
                    ::setresgid(gid, gid, gid) == 0 && ::setresuid(uid, uid, uid) == 0 &&
                    (uid == 0 || give_up_capabilities());
  if (!done) throw Failure("--user " + system_error(user, errno).message());
  if (uid != 0 && ::setresuid(0, 0, 0) == 0)
    throw Failure("--user " + user + ": root's rights could not be given up");
}

} // namespace joules
