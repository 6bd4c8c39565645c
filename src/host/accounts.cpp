// SPDX-License-Identifier: Apache-2.0
#include "joules/host/accounts.hpp"

#include <grp.h>
#include <pwd.h>

#include <cstdio>
#include <memory>

namespace joules {

namespace {

/// The first entry of `file` that `fits`; nullptr: there is none. It lasts until the next call.
template <class Entry, class Fits>
const Entry* find_entry(const char* file, Entry* (*next)(std::FILE*), Fits fits) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> entries(std::fopen(file, "re"),
                                                                std::fclose);
  if (!entries) return nullptr;
  while (const Entry* const entry = next(entries.get()))
    if (fits(*entry)) return entry;
  return nullptr;
}

template <class Fits>
const group* find_group(Fits fits) {
  return find_entry<group>("/etc/group", ::fgetgrent, fits);
}

} // namespace

std::string user_name(uid_t user) {
  const auto* const entry = find_entry<passwd>(
      "/etc/passwd", ::fgetpwent, [&](const passwd& one) { return one.pw_uid == user; });
  return entry != nullptr ? entry->pw_name : std::to_string(user);
}

std::string group_name(gid_t number) {
  const auto* const entry = find_group([&](const group& one) { return one.gr_gid == number; });
  return entry != nullptr ? entry->gr_name : std::to_string(number);
}

std::optional<gid_t> group_number(const std::string& name) {
  const auto* const entry = find_group([&](const group& one) { return one.gr_name == name; });
  return entry != nullptr ? std::optional(entry->gr_gid) : std::nullopt;
}

} // namespace joules
