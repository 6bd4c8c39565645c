// SPDX-License-Identifier: Apache-2.0
#include "ledger/task_records.hpp"

#include "joules/host.hpp"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <optional>
#include <queue>
#include <utility>

namespace joules {

namespace {

/// 256 KiB hold ten thousand switches, or what some thousand short processes leave. Half of them
/// is what the kernel allows by default.
constexpr std::size_t most_pages = 64;
/// Fewer hold too little to be worth what they leave to others.
constexpr std::size_t least_pages = 4;
/// The kernel's default where it does not show its limit:
/// Documentation/admin-guide/sysctl/kernel.rst.
constexpr std::uint64_t default_mlock_kb = 516;

/// Pages of data in each buffer, a power of two. Beside them a buffer has one page of control.
///
/// All that an unprivileged user maps of perf events counts against kernel.perf_event_mlock_kb for
/// each CPU, and what is beyond it against RLIMIT_MEMLOCK of the process that maps it: perf_mmap()
/// of the Linux kernel. At most half of the first is taken. "perf record" inside takes all of the
/// first by default, so that what we took must find room in its RLIMIT_MEMLOCK.
std::size_t pages_for(std::size_t cpus, std::size_t page) {
  const std::uint64_t of_each_cpu =
      read_number("/proc/sys/kernel/perf_event_mlock_kb").value_or(default_mlock_kb) * 1024;
  rlimit lockable{};
  const bool is_limited =
      ::getrlimit(RLIMIT_MEMLOCK, &lockable) == 0 && lockable.rlim_cur != RLIM_INFINITY;
  std::size_t pages = most_pages;
  while (pages > 1 && (pages + 1) * page > of_each_cpu / 2) pages /= 2;
  std::size_t beside_perf = pages;
  while (is_limited && beside_perf >= least_pages &&
         (beside_perf + 1) * page * cpus > lockable.rlim_cur)
    beside_perf /= 2;
  return beside_perf >= least_pages ? beside_perf : pages;
}

/// Our CLOCK_MONOTONIC less the kernel's: in a time namespace of our own they differ,
/// time_namespaces(7).
Nanoseconds monotonic_offset() {
  const auto line = read_line("/proc/self/timens_offsets").value_or("");
  long long seconds = 0, nanoseconds = 0;
  if (std::sscanf(line.c_str(), "monotonic %lld %lld", &seconds, &nanoseconds) != 2) return {};
  return std::chrono::seconds(seconds) + Nanoseconds(nanoseconds);
}

perf_event_attr task_clock_with_records() {
  perf_event_attr attributes = inherited_task_clock();
  ask_for_task_records(attributes);
  return attributes;
}

} // namespace

/// The buffer of one CPU.
class TaskRecords::Buffer {
public:
  /// With fewer than `most` pages where so many may not be had.
  static Result<Buffer> open(int cpu, std::size_t most, std::size_t page) {
    auto event = PerfEvent::open(task_clock_with_records(), cpu);
    if (!event) return event.error();
    for (std::size_t pages = most; pages > 0; pages /= 2) {
      void* const mapped = ::mmap(nullptr, (pages + 1) * page, PROT_READ | PROT_WRITE, MAP_SHARED,
                                  event->descriptor(), 0);
      if (mapped != MAP_FAILED) return Buffer(std::move(*event), cpu, mapped, page, pages * page);
    }
    return Error("mmap of a perf event",
                 system_error("", errno).reason +
                     ": kernel.perf_event_mlock_kb and ulimit -l bound its buffers",
                 errno);
  }

  Buffer(Buffer&& other) noexcept
      : event_(std::move(other.event_)), cpu_(other.cpu_),
        control_(std::exchange(other.control_, nullptr)), bytes_(other.bytes_), size_(other.size_),
        page_(other.page_) {} // before anything was read
  Buffer& operator=(Buffer&& other) = delete;
  ~Buffer() {
    if (control_ != nullptr) ::munmap(control_, page_ + size_);
  }

  [[nodiscard]] int cpu() const { return cpu_; }

  /// Sees what the kernel has written until now. It publishes that by data_head, and we what we
  /// have read by data_tail.
  void begin_reading() {
    head_ = __atomic_load_n(&control_->data_head, __ATOMIC_ACQUIRE);
    // The kernel tells of lost records with the next one that finds room. There may be none.
    const bool full = size_ - (head_ - control_->data_tail) < longest_.size();
    if (full && !loss_after_) loss_after_ = head_;
    if (!next_) advance();
  }
  void end_reading() { __atomic_store_n(&control_->data_tail, tail_, __ATOMIC_RELEASE); }

  /// The oldest one that is left; nullptr: there is none.
  [[nodiscard]] const TaskRecord* next() const { return next_ ? &*next_ : nullptr; }
  void advance() {
    do next_ = take();
    while (!next_ && (head_ != tail_ || loss_after_ == tail_));
  }

private:
  Buffer(PerfEvent event, int cpu, void* mapped, std::size_t page, std::size_t size)
      : event_(std::move(event)), cpu_(cpu), control_(static_cast<perf_event_mmap_page*>(mapped)),
        bytes_(static_cast<const std::byte*>(mapped) + page), size_(size), page_(page) {}

  /// nullopt: nothing is left, or it is nothing that a ledger needs.
  std::optional<TaskRecord> take() {
    if (loss_after_ == tail_) {
      loss_after_.reset();
      TaskRecord loss;
      loss.processor = cpu_;
      loss.at = latest_;
      loss.count = 1;
      return loss;
    }
    perf_event_header header{};
    const std::uint64_t left = head_ - tail_;
    if (left >= sizeof header) copy(tail_, std::as_writable_bytes(std::span(&header, 1)));
    if (header.size < sizeof header || header.size > left) { // nothing, or not a record
      tail_ = head_;
      return std::nullopt;
    }
    const std::size_t length = std::min<std::size_t>(header.size, longest_.size());
    copy(tail_, std::span(longest_).first(length));
    tail_ += header.size;
    auto record = parse_task_record(std::span(longest_).first(length));
    if (!record) return std::nullopt;
    record->processor = cpu_;
    record->at = latest_ = std::max(latest_, record->at + clock_offset_);
    return record;
  }

  /// A record may run over the end and go on at the start.
  void copy(std::uint64_t from, std::span<std::byte> to) const {
    const std::size_t start = from % size_;
    const std::size_t until_end = std::min(to.size(), size_ - start);
    std::copy_n(bytes_ + start, until_end, to.begin());
    std::copy_n(bytes_, to.size() - until_end, to.begin() + static_cast<std::ptrdiff_t>(until_end));
  }

  PerfEvent event_;
  int cpu_ = 0;
  Nanoseconds clock_offset_ = monotonic_offset();
  perf_event_mmap_page* control_ = nullptr;
  const std::byte* bytes_ = nullptr;
  std::size_t size_ = 0; // a power of two
  std::size_t page_ = 0;
  std::uint64_t head_ = 0, tail_ = 0;       // written until here, read until here
  std::optional<std::uint64_t> loss_after_; // where records may be missing
  Nanoseconds latest_{0};
  std::optional<TaskRecord> next_;
  std::array<std::byte, 128> longest_{}; // a program's name has 16 bytes: no record is longer
};

Result<std::unique_ptr<TaskRecords>> TaskRecords::open() {
  auto apart = PerfEvent::open(keeps_contexts_apart(), -1);
  if (!apart) return apart.error();
  std::vector<Buffer> buffers;
  const std::vector<int> cpus = present_cpus(); // one that is off line may come on line
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t pages = pages_for(cpus.size(), page);
  for (const int cpu : cpus) {
    auto buffer = Buffer::open(cpu, pages, page);
    if (buffer)
      buffers.push_back(std::move(*buffer));
    else if (buffer.error().code != ENODEV) // no event for it while it is off line
      return buffer.error();
  }
  return std::unique_ptr<TaskRecords>(new TaskRecords(std::move(*apart), std::move(buffers)));
}

TaskRecords::TaskRecords(PerfEvent apart, std::vector<Buffer> buffers)
    : apart_(std::move(apart)), buffers_(std::move(buffers)) {}

TaskRecords::~TaskRecords() = default;

bool TaskRecords::covers_all_cpus() const {
  const auto has_buffer = [&](int cpu) {
    return std::any_of(buffers_.begin(), buffers_.end(),
                       [&](const Buffer& buffer) { return buffer.cpu() == cpu; });
  };
  const std::vector<int> cpus = online_cpus();
  return std::all_of(cpus.begin(), cpus.end(), has_buffer);
}

void TaskRecords::up_to(Nanoseconds until, const std::function<void(const TaskRecord&)>& apply) {
  // The oldest of each buffer. Of one instant the lower CPU's is first.
  using Oldest = std::pair<Nanoseconds, std::size_t>;
  std::priority_queue<Oldest, std::vector<Oldest>, std::greater<>> oldest;
  const auto look_at = [&](std::size_t buffer) {
    const TaskRecord* next = buffers_[buffer].next();
    if (next != nullptr && next->at <= until) oldest.emplace(next->at, buffer);
  };
  for (std::size_t i = 0; i < buffers_.size(); ++i) {
    buffers_[i].begin_reading();
    look_at(i);
  }
  while (!oldest.empty()) {
    const std::size_t buffer = oldest.top().second;
    oldest.pop();
    apply(*buffers_[buffer].next());
    buffers_[buffer].advance();
    look_at(buffer);
  }
  for (Buffer& buffer : buffers_) buffer.end_reading();
}

} // namespace joules
