// SPDX-License-Identifier: Apache-2.0
// In place of launch/rights.cpp and sensors/nvml.cpp where joules is linked statically. So it
// starts sooner, runs in any container and is no victim of what LD_PRELOAD is to do to the command,
// but it cannot load libraries of the system: NVIDIA's, and those behind the user database. Beside
// it the same program is installed, linked dynamically. We become that one.
#include "joules/host/text_file.hpp"
#include "joules/launch/rights.hpp"
#include "joules/quoting.hpp"
#include "joules/result.hpp"
#include "sensors/nvml.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace joules {

namespace {

/// The kernel's own limit is a quarter of what the stack may take: 6 MiB at most.
constexpr std::size_t longest_cmdline = std::size_t{1} << 24;

/// Ours, argv[0] and all, as execv() wants them.
std::vector<char*> pointers_to_words(std::string& cmdline) {
  std::vector<char*> words;
  for (std::size_t end = 0, at = 0; (end = cmdline.find('\0', at)) != std::string::npos;
       at = end + 1)
    words.push_back(&cmdline[at]);
  words.push_back(nullptr);
  return words;
}

/// Root must not be led to a stranger's program, beside a copy of ours in /tmp say: every step of
/// the way from `base` belongs to root or to whom our own program belongs, and to them alone.
std::optional<Error> distrust(std::filesystem::path base, const std::filesystem::path& way) {
  struct stat own {};
  struct stat step {};
  if (::stat("/proc/self/exe", &own) != 0) return system_error("/proc/self/exe", errno);
  for (const auto& part : way) {
    base /= part;
    if (::lstat(base.c_str(), &step) != 0) return system_error(base.string(), errno);
    const bool open_to_all = !S_ISLNK(step.st_mode) && (step.st_mode & S_IWOTH) != 0;
    if ((step.st_uid != 0 && step.st_uid != own.st_uid) || open_to_all)
      return Error(base.string(), "others may change it");
  }
  return std::nullopt;
}

/// Begins anew as the program that can; nothing was said or started so far, and what was opened is
/// closed by that. Returns which one it would have been, and why it is not.
std::string begin_anew() {
  const auto cmdline = read_text("/proc/self/cmdline", longest_cmdline);
  if (!cmdline) return cmdline.error().message();
  std::string text = *cmdline;
  std::error_code error;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  const std::filesystem::path way = JOULES_LIBEXEC "/joules";
  std::optional<Error> why;
  for (const auto& base : {here, here.parent_path()}) {
    auto reason = distrust(base, way);
    if (!reason) {
      ::execv((base / way).c_str(), pointers_to_words(text).data());
      reason = system_error((base / way).string(), errno);
    }
    if (!why || why->code == ENOENT) why = std::move(reason);
  }
  return (here.parent_path() / way).string() + ", which belongs to this program: " + why->message();
}

} // namespace

void become(const std::string& user) {
  throw Failure("--user " + quoted({user}) + ": users are looked up by " + begin_anew());
}

Result<std::shared_ptr<const Nvml>> load_nvml() {
  return Error("libnvidia-ml.so.1", "it is loaded by " + begin_anew());
}

} // namespace joules
