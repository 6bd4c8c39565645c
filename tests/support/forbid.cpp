// SPDX-License-Identifier: Apache-2.0
// Runs a command that may not make one system call: a seccomp filter answers it with EPERM, as
// container runtimes do. Usage: forbid SYSCALL COMMAND [ARGUMENT]...
#include <cstddef>
#include <cstdio>
#include <string_view>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace {

struct SystemCall {
  std::string_view name;
  unsigned number;
};
constexpr SystemCall known[] = {{"perf_event_open", SYS_perf_event_open}};

constexpr int own_failure = 125;

int complain(const char* what) {
  std::perror(what);
  return own_failure;
}

bool refuse_from_now_on(unsigned system_call) {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, system_call, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{sizeof filter / sizeof *filter, filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) return complain("usage: forbid SYSCALL COMMAND [ARGUMENT]...");
  for (const SystemCall& call : known) {
    if (call.name != argv[1]) continue;
    if (!refuse_from_now_on(call.number)) return complain("seccomp");
    execvp(argv[2], argv + 2);
    return complain(argv[2]);
  }
  std::fprintf(stderr, "forbid: %s: not a system call that it knows\n", argv[1]);
  return own_failure;
}
