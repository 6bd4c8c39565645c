// SPDX-License-Identifier: Apache-2.0
// The files of processes in proc, read through one descriptor of it and into one buffer. Those of
// held processes stay open: a read is then one system call, and can never show another process that
// got the same number, since a dead one's file fails with ESRCH (fs/proc/base.c, proc_single_show).
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sys/types.h>

namespace joules {

/// Processes whose files may stay open, of two descriptors each: at most 512, and no more than half
/// of RLIMIT_NOFILE's soft limit pays for, less what everything else needs. The limit itself is
/// never touched.
std::size_t most_processes_held();

class ProcessFiles {
public:
  explicit ProcessFiles(const std::filesystem::path& proc,
                        std::size_t most_held = most_processes_held());
  ProcessFiles(const ProcessFiles&) = delete;
  ProcessFiles& operator=(const ProcessFiles&) = delete;
  ~ProcessFiles();

  /// `error` is an errno; 0: `text` is the whole file, until the next call.
  struct Reading {
    std::string_view text;
    int error = 0;
  };
  /// proc/PID/stat.
  Reading stat(pid_t pid);
  /// proc/PID/task/TID/stat.
  Reading stat(pid_t pid, pid_t thread);
  /// proc/PID/task/TID/children.
  Reading children(pid_t pid, pid_t thread);

  /// Appends all pids of proc.
  void append_processes(std::vector<pid_t>& pids);
  /// Appends the threads of `pid`.
  void append_threads(pid_t pid, std::vector<pid_t>& threads);

  /// From its next reads on the files of `pid` stay open, if there is room.
  void hold(pid_t pid);
  /// Closes them.
  void release(pid_t pid);

private:
  struct Held {
    int stat = -1;
    int children = -1; // of the main thread
  };

  Held* held(pid_t pid);
  static void close(Held& files);
  [[nodiscard]] int open(const char* name, int flags);
  /// The descriptor goes to `held` unless that is null.
  Reading open_and_read(const char* name, int* held);
  Reading read_whole(int descriptor);
  void append_numbers(int directory, std::vector<pid_t>& numbers);

  int proc_;
  bool is_confined_; // a pre-existing child's: --host-root
  std::size_t most_held_;
  std::unordered_map<pid_t, Held> held_;
  std::vector<char> buffer_;
};

} // namespace joules
