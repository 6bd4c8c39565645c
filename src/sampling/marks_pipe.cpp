// SPDX-License-Identifier: Apache-2.0
#include "sampling/marks_pipe.hpp"

#include "joules/result.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace joules {

namespace {

constexpr const char* variable = "JOULES_MARKS_FD";
constexpr int first_after_standard = 3;
constexpr int roomy = 1 << 20; // bytes: what an ordinary user may have (pipe(7))
constexpr auto rest = std::chrono::milliseconds(1);
constexpr Nanoseconds latest_hearing =
    std::chrono::milliseconds(1); // by whoever sleeps and is woken up

[[noreturn]] void fail(int error_number) {
  throw Failure("--marks: " + system_error("cannot make a pipe", error_number).message());
}

} // namespace

MarksDescriptor::MarksDescriptor() : number_(-1) {
  number_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (number_ < 0) fail(errno);
  if (number_ >= first_after_standard) return;
  const int free = std::exchange(number_, ::fcntl(number_, F_DUPFD_CLOEXEC, first_after_standard));
  const int error = errno;
  ::close(free);
  if (number_ < 0) fail(error);
}

MarksDescriptor::~MarksDescriptor() {
  ::close(number_);
}

MarksPipe::MarksPipe(const MarksDescriptor& descriptor) : number_(descriptor.number()) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) < 0) fail(errno);
  ours_ = ends[0];
  ::fcntl(ours_, F_SETPIPE_SZ, roomy); // as it is where that is too much
  // Opened to read and to write at once. Without /proc a write after our death would be a risk.
  const std::string both = "/proc/self/fd/" + std::to_string(ends[1]);
  const int opened = ::open(both.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  ::dup3(opened < 0 ? ends[1] : opened, number_, O_CLOEXEC);
  if (opened >= 0) ::close(opened);
  ::close(ends[1]);
  ::fcntl(ours_, F_SETOWN, ::getpid());
  ::fcntl(ours_, F_SETSIG, SIGCHLD);
  wake_us(true);
}

MarksPipe::~MarksPipe() {
  withdraw();
  ::close(ours_);
}

void MarksPipe::hand_to_command() {
  ::fcntl(number_, F_SETFD, 0);
  if (const char* const inherited = std::getenv(variable)) variable_before_ = inherited;
  ::setenv(variable, std::to_string(number_).c_str(), 1);
  handed_ = true;
}

void MarksPipe::launched(Instant now) {
  withdraw();
  drained_ = now;
}

void MarksPipe::withdraw() {
  if (!std::exchange(handed_, false)) return;
  ::fcntl(number_, F_SETFD, FD_CLOEXEC);
  if (variable_before_)
    ::setenv(variable, variable_before_->c_str(), 1);
  else
    ::unsetenv(variable);
}

void MarksPipe::wake_us(bool wanted) const {
  const int flags = ::fcntl(ours_, F_GETFL);
  ::fcntl(ours_, F_SETFL, wanted ? flags | O_ASYNC : flags & ~O_ASYNC);
}

bool MarksPipe::look(Instant ready, Instant due, Instant now) noexcept {
  if (due_ && now < *due_) return false;
  const std::size_t before = lines_.count();
  const bool overslept = now > due + latest_hearing;
  drain(now, overslept ? now - drained_ : std::max(ready - drained_, latest_hearing));
  return lines_.count() > before;
}

void MarksPipe::drain(Instant now, Nanoseconds late) noexcept {
  if (due_) wake_us(true); // first: what is written from now on wakes us, what was is read below
  due_.reset();
  drained_ = now;
  std::array<char, 65536> buffer;
  // A writer that never rests does not keep us from sampling.
  constexpr int most_reads = roomy / 65536;
  bool any = false;
  for (int i = 0; i < most_reads; ++i) {
    const ssize_t got = ::read(ours_, buffer.data(), buffer.size());
    if (got <= 0) break;
    any = true;
    lines_.take({buffer.data(), static_cast<std::size_t>(got)}, now, late);
  }
  if (!any) return;
  wake_us(false);
  due_ = now + rest;
}

std::optional<Marks> marks_and_work(std::optional<MarksPipe>& pipe, const std::optional<Work>& work,
                                    Instant start) {
  if (!pipe && !work) return std::nullopt;
  Marks marks = pipe ? std::move(*pipe).finished() : Marks();
  if (work)
    marks.all.insert(marks.all.begin(), {Mark::Kind::work, start, {}, work->unit, work->amount});
  return marks;
}

} // namespace joules
