// SPDX-License-Identifier: Apache-2.0
// Runs a command that may not make some system calls: a seccomp filter answers them with an error,
// as container runtimes do. Usage: see usage below.
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr int own_failure = 125;
constexpr const char* usage = "forbid [--errno EPERM|ENOSYS] NAME[,NAME]... COMMAND [ARGUMENT]...";

/// A system call, or only those of its calls whose argument compares with a value.
struct Call {
  std::string_view name;
  unsigned number;
  unsigned argument = 0;
  unsigned short comparison = BPF_JGE; // of the argument's lower half; at least 0 is any
  unsigned value = 0;
};

/// The kernel's clocks of other processes have negative numbers: include/linux/posix-timers.h.
constexpr unsigned least_negative = 0x80000000;

constexpr Call known[] = {
    {"perf_event_open", SYS_perf_event_open},
    {"pidfd_open", SYS_pidfd_open},
    {"child_subreaper", SYS_prctl, 0, BPF_JEQ, PR_SET_CHILD_SUBREAPER},
    {"process_clocks", SYS_clock_gettime, 0, BPF_JGE, least_negative},
    {"clock_getres", SYS_clock_getres},
    {"timerfd_create", SYS_timerfd_create},
    {"rt_sigtimedwait", SYS_rt_sigtimedwait},
    {"waitid", SYS_waitid},
    {"wait4", SYS_wait4},
    {"open_directory", SYS_openat, 2, BPF_JSET, O_DIRECTORY},
    {"unnamed_file", SYS_openat, 2, BPF_JSET, O_TMPFILE & ~O_DIRECTORY},
    {"openat2", SYS_openat2},
    {"sched_getaffinity", SYS_sched_getaffinity},
    {"getrandom", SYS_getrandom},
};

constexpr struct {
  std::string_view name;
  unsigned number;
} answers[] = {{"EPERM", EPERM}, {"ENOSYS", ENOSYS}};

[[noreturn]] void complain(std::string_view object, const char* reason) {
  std::fprintf(stderr, "forbid: %.*s: %s\n", int(object.size()), object.data(), reason);
  _exit(own_failure);
}

unsigned answer_of(std::string_view name) {
  for (const auto& answer : answers)
    if (answer.name == name) return answer.number;
  complain(name, "not an errno that it knows");
}

const Call& call_of(std::string_view name) {
  for (const Call& call : known)
    if (call.name == name) return call;
  complain(name, "not a system call that it knows");
}

/// Where the lower half of an argument lies in what the filter sees.
constexpr unsigned lower_half(unsigned argument) {
  constexpr unsigned offset = std::endian::native == std::endian::big ? sizeof(unsigned) : 0;
  return unsigned(offsetof(seccomp_data, args) + argument * sizeof(__u64)) + offset;
}

void append(std::vector<sock_filter>& filter, const Call& call, unsigned answer) {
  const sock_filter lines[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call.number, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, lower_half(call.argument)),
      sock_filter{static_cast<__u16>(BPF_JMP | BPF_K | call.comparison), 0, 1, call.value},
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | answer),
  };
  filter.insert(filter.end(), std::begin(lines), std::end(lines));
}

void refuse_from_now_on(std::string_view names, unsigned answer) {
  std::vector<sock_filter> filter;
  while (!names.empty()) {
    const auto comma = names.find(',');
    append(filter, call_of(names.substr(0, comma)), answer);
    names.remove_prefix(comma == names.npos ? names.size() : comma + 1);
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    complain("seccomp", std::strerror(errno));
}

} // namespace

int main(int argc, char** argv) {
  char** words = argv + 1;
  unsigned answer = EPERM;
  if (argc > 2 && std::string_view(*words) == "--errno") {
    answer = answer_of(words[1]);
    words += 2;
  }
  if (words + 2 > argv + argc) complain("usage", usage);
  refuse_from_now_on(words[0], answer);
  execvp(words[1], words + 1);
  complain(words[1], std::strerror(errno));
}
