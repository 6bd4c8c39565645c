// SPDX-License-Identifier: Apache-2.0
// The kernel's perf records: torn ones, and names of any bytes.
#include "ledger/task_record.hpp"

#include <cstdint>
#include <cstdlib>

using namespace joules;

namespace {

void check(const TaskRecord& record, std::size_t size) {
  using Kind = TaskRecord::Kind;
  if (record.command.size() > size || record.command.find('\0') != std::string::npos) std::abort();
  const bool names = record.kind == Kind::executed || record.kind == Kind::named;
  if (!record.command.empty() && !names) std::abort();
  if (record.kind == Kind::named && record.pid == record.tid) std::abort();
  if (record.count != 0 && record.kind != Kind::lost) std::abort();
  if (record.parent != 0 && record.kind != Kind::forked && record.kind != Kind::exited)
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto record = parse_task_record(bytes);
  if (!record) return 0;
  check(*record, size);
  // All but a name has its length: one byte less is a torn record.
  constexpr std::size_t comm = 8 + 8 + 16, fork = 8 + 24 + 16, lost = 8 + 16 + 16, change = 8 + 16;
  using Kind = TaskRecord::Kind;
  const bool names = record->kind == Kind::executed || record->kind == Kind::named;
  const std::size_t least = names                                                          ? comm
                            : record->kind == Kind::lost                                   ? lost
                            : record->kind == Kind::forked || record->kind == Kind::exited ? fork
                                                                                           : change;
  if (size < least || parse_task_record(bytes.first(least - 1))) std::abort();
  return 0;
}
