// SPDX-License-Identifier: Apache-2.0
#include "accounting/process_files.hpp"

#include "joules/host.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <utility>

namespace joules {

namespace {

constexpr std::size_t first_buffer = std::size_t{1} << 13;
/// Room for the children files of two million children.
constexpr std::size_t largest_buffer = std::size_t{1} << 24;
/// seq_file (fs/seq_file.c) hands out what fits into its page: what is shorter than half of one was
/// the end of the file, and need not be asked for.
constexpr std::size_t half_page = 2048;

/// A path below proc, without a heap.
class Name {
public:
  Name& operator<<(std::string_view text) {
    end_ = std::copy(text.begin(), text.end(), end_);
    return *this;
  }
  Name& operator<<(pid_t number) {
    end_ = std::to_chars(end_, text_.data() + text_.size(), number).ptr;
    return *this;
  }
  [[nodiscard]] const char* c_str() const { return text_.data(); }

private:
  std::array<char, 64> text_{}; // "2147483647/task/2147483647/children" and its end
  char* end_ = text_.data();
};

void close_if_open(int& descriptor) {
  if (descriptor >= 0) ::close(std::exchange(descriptor, -1));
}

} // namespace

std::size_t most_processes_held() {
  constexpr std::size_t most = 512;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  constexpr rlim_t for_others = 16; // sensors, perf, and the launch of the command
  return std::min<std::size_t>(most, (limit.rlim_cur - std::min(limit.rlim_cur, for_others)) / 4);
}

ProcessFiles::ProcessFiles(const std::filesystem::path& proc, std::size_t most_held)
    : proc_(open_confined(proc, O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      is_confined_(is_confined(proc)), most_held_(most_held), buffer_(first_buffer) {}

ProcessFiles::~ProcessFiles() {
  for (auto& [pid, files] : held_) close(files);
  close_if_open(proc_);
}

ProcessFiles::Reading ProcessFiles::stat(pid_t pid) {
  Held* const files = held(pid);
  if (files && files->stat >= 0) {
    const Reading reading = read_whole(files->stat);
    if (!reading.text.empty()) return reading;
    // It is dead, and its number may have been given to another. Its list of children must go too:
    // that of the dead is no error, but empty.
    close(*files);
  }
  Name name;
  name << pid << "/stat";
  return open_and_read(name.c_str(), files ? &files->stat : nullptr);
}

ProcessFiles::Reading ProcessFiles::stat(pid_t pid, pid_t thread) {
  Name name;
  name << pid << "/task/" << thread << "/stat";
  return open_and_read(name.c_str(), nullptr);
}

ProcessFiles::Reading ProcessFiles::children(pid_t pid, pid_t thread) {
  Held* const files = thread == pid ? held(pid) : nullptr;
  if (files && files->children >= 0) return read_whole(files->children);
  Name name;
  name << pid << "/task/" << thread << "/children";
  return open_and_read(name.c_str(), files ? &files->children : nullptr);
}

void ProcessFiles::append_processes(std::vector<pid_t>& pids) {
  if (proc_ < 0 || ::lseek(proc_, 0, SEEK_SET) != 0) return;
  append_numbers(proc_, pids);
}

void ProcessFiles::append_threads(pid_t pid, std::vector<pid_t>& threads) {
  Name name;
  name << pid << "/task";
  int directory = open(name.c_str(), O_DIRECTORY);
  if (directory < 0) return;
  append_numbers(directory, threads);
  close_if_open(directory);
}

void ProcessFiles::hold(pid_t pid) {
  if (held_.size() < most_held_) held_.try_emplace(pid);
}

void ProcessFiles::release(pid_t pid) {
  const auto found = held_.find(pid);
  if (found == held_.end()) return;
  close(found->second);
  held_.erase(found);
}

ProcessFiles::Held* ProcessFiles::held(pid_t pid) {
  const auto found = held_.find(pid);
  return found == held_.end() ? nullptr : &found->second;
}

void ProcessFiles::close(Held& files) {
  close_if_open(files.stat);
  close_if_open(files.children);
}

int ProcessFiles::open(const char* name, int flags) {
  const auto open_once = [&] {
    const int read_only = O_RDONLY | O_CLOEXEC | flags;
    return is_confined_ ? open_confined(proc_, name, read_only) : ::openat(proc_, name, read_only);
  };
  const int descriptor = open_once();
  if (descriptor >= 0 || (errno != EMFILE && errno != ENFILE)) return descriptor;
  // We, or the whole machine, have run out of descriptors: better none held than a process missed.
  most_held_ = 0;
  for (auto& [pid, files] : held_) close(files);
  return open_once();
}

ProcessFiles::Reading ProcessFiles::open_and_read(const char* name, int* held) {
  int descriptor = open(name, 0);
  if (descriptor < 0) return {{}, errno};
  const Reading reading = read_whole(descriptor);
  if (held && reading.error == 0 && most_held_ > 0)
    *held = descriptor;
  else
    close_if_open(descriptor);
  return reading;
}

ProcessFiles::Reading ProcessFiles::read_whole(int descriptor) {
  std::size_t filled = 0;
  while (true) {
    if (filled == buffer_.size()) {
      if (filled >= largest_buffer) return {{}, EFBIG};
      buffer_.resize(filled * 2);
    }
    const ssize_t count = ::pread(descriptor, buffer_.data() + filled, buffer_.size() - filled,
                                  static_cast<off_t>(filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return {{}, errno};
    filled += static_cast<std::size_t>(count);
    if (static_cast<std::size_t>(count) < half_page) return {{buffer_.data(), filled}, 0};
  }
}

void ProcessFiles::append_numbers(int directory, std::vector<pid_t>& numbers) {
  while (true) {
    const ssize_t count = ::getdents64(directory, buffer_.data(), buffer_.size());
    if (count <= 0) return;
    for (ssize_t at = 0; at < count;) {
      const char* const entry = buffer_.data() + at;
      decltype(dirent64::d_reclen) length{};
      std::memcpy(&length, entry + offsetof(dirent64, d_reclen), sizeof length);
      const std::string_view name = entry + offsetof(dirent64, d_name);
      pid_t number = 0;
      const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
      if (parsed.ec == std::errc{} && parsed.ptr == name.data() + name.size())
        numbers.push_back(number);
      at += length;
    }
  }
}

} // namespace joules
