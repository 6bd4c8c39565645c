// SPDX-License-Identifier: Apache-2.0
#include "host/accounts.hpp"

#include <grp.h>
#include <pwd.h>

#include <cstdio>
#include <memory>

namespace joules {

namespace {

#ifdef JOULES_STATIC
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// Returns the first entry of `file` that `fits`, or nullptr. The entry lasts until the next call.
template <class Entry, class Fits>
const Entry* find_entry(const char* file, Entry* (*next)(std::FILE*), Fits fits) {
  const File entries(std::fopen(file, "re"), std::fclose);
  if (!entries) return nullptr;
  while (const Entry* const entry = next(entries.get()))
    if (fits(*entry)) return entry;
  return nullptr;
}

template <class Fits>
const passwd* find_user(Fits fits) {
  return find_entry<passwd>("/etc/passwd", ::fgetpwent, fits);
}

template <class Fits>
const group* find_group(Fits fits) {
  return find_entry<group>("/etc/group", ::fgetgrent, fits);
}

const passwd* user_named(const std::string& name) {
  return find_user([&](const passwd& user) { return user.pw_name == name; });
}

const passwd* user_numbered(uid_t number) {
  return find_user([&](const passwd& user) { return user.pw_uid == number; });
}

const group* group_named(const std::string& name) {
  return find_group([&](const group& one) { return one.gr_name == name; });
}

const group* group_numbered(gid_t number) {
  return find_group([&](const group& one) { return one.gr_gid == number; });
}

std::vector<gid_t> groups_of(const std::string& name, gid_t gid) {
  std::vector<gid_t> groups{gid};
  find_group([&](const group& one) {
    for (char** member = one.gr_mem; *member != nullptr; ++member)
      if (*member == name && one.gr_gid != gid) groups.push_back(one.gr_gid);
    return false; // go on to the last
  });
  return groups;
}
#else
const passwd* user_named(const std::string& name) {
  return ::getpwnam(name.c_str());
}

const passwd* user_numbered(uid_t number) {
  return ::getpwuid(number);
}

const group* group_named(const std::string& name) {
  return ::getgrnam(name.c_str());
}

const group* group_numbered(gid_t number) {
  return ::getgrgid(number);
}

std::vector<gid_t> groups_of(const std::string& name, gid_t gid) {
  int count = 64;
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  if (::getgrouplist(name.c_str(), gid, groups.data(), &count) < 0) {
    groups.resize(static_cast<std::size_t>(count)); // as many as there are
    ::getgrouplist(name.c_str(), gid, groups.data(), &count);
  }
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}
#endif

std::string shell_of(const passwd& user) {
  const bool named = user.pw_shell != nullptr && *user.pw_shell != '\0';
  return named ? user.pw_shell : "/bin/sh"; // passwd(5)
}

} // namespace

std::optional<Account> find_account(const std::string& name) {
  const passwd* const user = user_named(name);
  if (user == nullptr) return std::nullopt;
  Account account{user->pw_name, user->pw_uid, user->pw_gid, {}, user->pw_dir, shell_of(*user)};
  account.groups = groups_of(account.name, account.gid);
  return account;
}

std::string user_name(uid_t number) {
  const passwd* const user = user_numbered(number);
  return user != nullptr ? user->pw_name : std::to_string(number);
}

std::string group_name(gid_t number) {
  const group* const found = group_numbered(number);
  return found != nullptr ? found->gr_name : std::to_string(number);
}

std::optional<gid_t> group_number(const std::string& name) {
  const group* const found = group_named(name);
  return found != nullptr ? std::optional(found->gr_gid) : std::nullopt;
}

} // namespace joules
