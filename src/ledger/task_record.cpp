// SPDX-License-Identifier: Apache-2.0
#include "ledger/task_record.hpp"

#include <time.h>

#include <cstring>

namespace joules {

namespace {

/// A record of the kernel, field by field: struct perf_event_header, the record's own fields, and
/// the sample_id, which here is process, thread and time. include/uapi/linux/perf_event.h has the
/// layouts.
class Fields {
public:
  explicit Fields(std::span<const std::byte> bytes) : bytes_(bytes) {}

  /// Zero, and not whole(), beyond the end.
  template <class Number>
  Number next() {
    Number number{};
    if (bytes_.size() < sizeof number) {
      whole_ = false;
      return number;
    }
    std::memcpy(&number, bytes_.data(), sizeof number);
    bytes_ = bytes_.subspan(sizeof number);
    return number;
  }
  pid_t next_pid() { return static_cast<pid_t>(next<std::uint32_t>()); }
  Nanoseconds next_time() { return Nanoseconds(static_cast<std::int64_t>(next<std::uint64_t>())); }

  /// All but the sample_id, up to its first zero.
  std::string text() {
    if (bytes_.size() < sample_id) {
      whole_ = false;
      return {};
    }
    const std::size_t room = bytes_.size() - sample_id;
    const char* const start = reinterpret_cast<const char*>(bytes_.data());
    bytes_ = bytes_.subspan(room);
    return {start, ::strnlen(start, room)};
  }

  [[nodiscard]] bool whole() const { return whole_; }

private:
  static constexpr std::size_t sample_id = 2 * sizeof(std::uint32_t) + sizeof(std::uint64_t);
  std::span<const std::byte> bytes_;
  bool whole_ = true;
};

} // namespace

void ask_for_task_records(perf_event_attr& attributes) {
  attributes.task = 1;
  attributes.comm = 1;
  attributes.comm_exec = 1;
  attributes.context_switch = 1;
  attributes.sample_id_all = 1;
  attributes.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME;
  attributes.use_clockid = 1;
  attributes.clockid = CLOCK_MONOTONIC;
}

std::optional<TaskRecord> parse_task_record(std::span<const std::byte> bytes) {
  Fields fields(bytes);
  const auto header = fields.next<perf_event_header>();
  TaskRecord record;
  pid_t pid = 0; // of the record's own fields; else the sample_id's is meant
  switch (header.type) {
  case PERF_RECORD_FORK:
  case PERF_RECORD_EXIT:
    record.kind =
        header.type == PERF_RECORD_FORK ? TaskRecord::Kind::forked : TaskRecord::Kind::exited;
    pid = fields.next_pid();
    record.parent = fields.next_pid();
    record.tid = fields.next_pid();
    fields.next_pid(); // the parent's thread
    fields.next_time();
    break;
  case PERF_RECORD_COMM:
    pid = fields.next_pid();
    record.tid = fields.next_pid();
    record.command = fields.text();
    record.kind = (header.misc & PERF_RECORD_MISC_COMM_EXEC) != 0 ? TaskRecord::Kind::executed
                                                                  : TaskRecord::Kind::named;
    break;
  case PERF_RECORD_SWITCH:
    record.kind = (header.misc & PERF_RECORD_MISC_SWITCH_OUT) != 0 ? TaskRecord::Kind::switched_out
                                                                   : TaskRecord::Kind::switched_in;
    break;
  case PERF_RECORD_LOST:
    fields.next<std::uint64_t>(); // the event's number
    record.count = fields.next<std::uint64_t>();
    break;
  default: return std::nullopt;
  }
  const pid_t writer = fields.next_pid();
  const pid_t writing_thread = fields.next_pid();
  record.pid = pid != 0 ? pid : writer;
  if (record.tid == 0) record.tid = writing_thread;
  record.at = fields.next_time();
  // Processes also name themselves; only exec makes another program.
  if (record.kind == TaskRecord::Kind::named && record.pid == record.tid) return std::nullopt;
  return fields.whole() ? std::optional(std::move(record)) : std::nullopt;
}

} // namespace joules
