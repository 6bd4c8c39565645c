// SPDX-License-Identifier: Apache-2.0
#include "launch/privileges.hpp"

#include "joules/host.hpp"
#include "joules/quoting.hpp"
#include "joules/result.hpp"

#include <linux/capability.h>

#include <grp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace joules {

namespace {

/// The kernel clears capabilities when uid 0 is left, unless securebits say otherwise:
/// capabilities(7). Therefore they are cleared here, too.
bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3]{};
  return ::syscall(SYS_capset, &header, none) == 0;
}

/// Sets what su(1) sets; all other variables, PATH among them, stay the caller's.
void set_environment(const Account& account) {
  const auto set = [](const char* name, const std::string& value) {
    ::setenv(name, value.c_str(), 1);
  };
  set("HOME", account.home);
  set("SHELL", account.shell);
  set("USER", account.name);
  set("LOGNAME", account.name);
}

bool set_ids(const Account& account) {
  return ::setgroups(account.groups.size(), account.groups.data()) == 0 &&
         ::setresgid(account.gid, account.gid, account.gid) == 0 &&
         ::setresuid(account.uid, account.uid, account.uid) == 0;
}

} // namespace

void drop_privileges(const std::string& user) {
  const auto account = find_account(user);
  const std::string option = "--user " + quoted({user});
  if (!account) throw Failure(option + ": no such user");
  const bool stays_root = account->uid == 0;
  if (::geteuid() != 0) {
    if (account->uid == ::geteuid() && account->uid == ::getuid()) return set_environment(*account);
    throw Failure(option + ": only root may run a command as another user");
  }
  if (!set_ids(*account) || (!stays_root && !drop_capabilities()))
    throw Failure(system_error(option, errno).message());
  if (!stays_root && ::setresuid(0, 0, 0) == 0)
    throw Failure(option + ": root's privileges could not be dropped");
  set_environment(*account);
}

} // namespace joules
