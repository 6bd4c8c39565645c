// SPDX-License-Identifier: Apache-2.0
// In place of launch/rights.cpp and sensors/nvml.cpp where joules is linked statically. So it
// starts sooner, runs in any container and is no victim of what LD_PRELOAD is to do to the command,
// but it cannot load libraries of the system: NVIDIA's, and those behind the user database. Beside
// it the same program is installed, linked dynamically. We become that one.
#include "joules/host/text_file.hpp"
#include "joules/launch/rights.hpp"
#include "joules/result.hpp"
#include "sensors/nvml.hpp"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
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

/// Begins anew as the program that can; nothing was said, opened or started so far. Returns which
/// one it would have been, and why it is not.
std::string begin_anew() {
  const auto cmdline = read_text("/proc/self/cmdline", longest_cmdline);
  if (!cmdline) return cmdline.error().message();
  std::string text = *cmdline;
  std::error_code error;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  const auto installed = here.parent_path() / JOULES_LIBEXEC "/joules";
  for (const auto& program : {here / JOULES_LIBEXEC "/joules", installed})
    ::execv(program.c_str(), pointers_to_words(text).data());
  return system_error(installed.string(), errno).message() + " (it belongs to this program)";
}

} // namespace

void become(const std::string& user) {
  throw Failure("--user " + user + ": users are looked up by " + begin_anew());
}

Result<std::shared_ptr<const Nvml>> load_nvml() {
  return Error("libnvidia-ml.so.1", "it is loaded by " + begin_anew());
}

} // namespace joules
