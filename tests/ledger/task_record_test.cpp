// SPDX-License-Identifier: Apache-2.0
#include "ledger/task_record.hpp"

#include <doctest/doctest.h>

#include <span>
#include <string>
#include <vector>

using namespace joules;
using Kind = TaskRecord::Kind;

namespace {

/// A record as the kernel writes it, ended by process, thread and time.
class Bytes {
public:
  Bytes(std::uint32_t type, std::uint16_t misc = 0) {
    header_.type = type;
    header_.misc = misc;
  }
  template <class Number>
  Bytes& then(Number number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
    return *this;
  }
  Bytes& text(std::string name) {
    name.resize(16);
    bytes_ += name;
    return *this;
  }
  std::vector<std::byte> by(std::uint32_t pid, std::uint32_t tid, std::uint64_t at) {
    then(pid).then(tid).then(at);
    header_.size = static_cast<std::uint16_t>(bytes_.size());
    bytes_.replace(0, sizeof header_, reinterpret_cast<const char*>(&header_), sizeof header_);
    const auto bytes = std::as_bytes(std::span(bytes_));
    return {bytes.begin(), bytes.end()};
  }

private:
  perf_event_header header_{};
  std::string bytes_ = std::string(sizeof header_, ' ');
};

Bytes task(std::uint32_t type, std::uint32_t pid, std::uint32_t parent, std::uint32_t tid) {
  return Bytes(type).then(pid).then(parent).then(tid).then(parent).then(std::uint64_t{9});
}

} // namespace

TEST_SUITE("ledger") {
  TEST_CASE("a fork names the child and its parent, not who wrote it down") {
    const auto record = parse_task_record(task(PERF_RECORD_FORK, 20, 10, 20).by(10, 10, 5000));
    REQUIRE(record.has_value());
    CHECK(record->kind == Kind::forked);
    CHECK(record->pid == 20);
    CHECK(record->parent == 10);
    CHECK(record->at == Nanoseconds{5000});
  }

  TEST_CASE("the end of a thread names both it and its process") {
    const auto record = parse_task_record(task(PERF_RECORD_EXIT, 20, 10, 21).by(20, 21, 6000));
    REQUIRE(record.has_value());
    CHECK(record->kind == Kind::exited);
    CHECK(record->pid == 20);
    CHECK(record->tid == 21);
  }

  TEST_CASE("an exec names the program; a process that names itself is no other program") {
    const auto named = [](std::uint16_t misc) {
      return parse_task_record(
          Bytes(PERF_RECORD_COMM, misc).then(20u).then(20u).text("cc1plus").by(20, 20, 7000));
    };
    REQUIRE(named(PERF_RECORD_MISC_COMM_EXEC).has_value());
    CHECK(named(PERF_RECORD_MISC_COMM_EXEC)->kind == Kind::executed);
    CHECK(named(PERF_RECORD_MISC_COMM_EXEC)->command == "cc1plus");
    CHECK_FALSE(named(0).has_value());
  }

  TEST_CASE("a thread names itself, or is named by another one of its process") {
    const auto record = parse_task_record(
        Bytes(PERF_RECORD_COMM, 0).then(20u).then(22u).text("worker-1").by(20, 21, 7000));
    REQUIRE(record.has_value());
    CHECK(record->kind == Kind::named);
    CHECK(record->pid == 20);
    CHECK(record->tid == 22);
    CHECK(record->command == "worker-1");
  }

  TEST_CASE("names are any bytes, fifteen at most") {
    const auto record = parse_task_record(Bytes(PERF_RECORD_COMM, PERF_RECORD_MISC_COMM_EXEC)
                                              .then(20u)
                                              .then(20u)
                                              .text("a) R 1 (b\nccccc")
                                              .by(20, 20, 7000));
    REQUIRE(record.has_value());
    CHECK(record->command == "a) R 1 (b\nccccc");
  }

  TEST_CASE("a switch is of the thread that wrote it down") {
    const auto in = parse_task_record(Bytes(PERF_RECORD_SWITCH).by(20, 21, 8000));
    const auto out =
        parse_task_record(Bytes(PERF_RECORD_SWITCH, PERF_RECORD_MISC_SWITCH_OUT).by(20, 21, 9000));
    REQUIRE(in.has_value());
    REQUIRE(out.has_value());
    CHECK(in->kind == Kind::switched_in);
    CHECK(in->pid == 20);
    CHECK(in->tid == 21);
    CHECK(out->kind == Kind::switched_out);
    CHECK(out->at == Nanoseconds{9000});
  }

  TEST_CASE("lost records are counted") {
    const auto record = parse_task_record(
        Bytes(PERF_RECORD_LOST).then(std::uint64_t{3}).then(std::uint64_t{17}).by(0, 0, 1));
    REQUIRE(record.has_value());
    CHECK(record->kind == Kind::lost);
    CHECK(record->count == 17);
  }

  TEST_CASE("the kernel is asked for all of them, by the clock that joules reads") {
    perf_event_attr attributes{};
    ask_for_task_records(attributes);
    CHECK(+attributes.task == 1);
    CHECK(+attributes.comm == 1);
    CHECK(+attributes.comm_exec == 1);
    CHECK(+attributes.context_switch == 1);
    CHECK(+attributes.sample_id_all == 1);
    CHECK(attributes.sample_type == (PERF_SAMPLE_TID | PERF_SAMPLE_TIME));
    CHECK(+attributes.use_clockid == 1);
    CHECK(attributes.clockid == CLOCK_MONOTONIC);
  }

  TEST_CASE("other kinds and torn records are none") {
    CHECK_FALSE(parse_task_record(Bytes(PERF_RECORD_THROTTLE).by(1, 1, 1)).has_value());
    const auto whole = task(PERF_RECORD_FORK, 20, 10, 20).by(10, 10, 5000);
    for (std::size_t size = 0; size < whole.size(); ++size)
      CHECK_FALSE(parse_task_record(std::span(whole).first(size)).has_value());
    const auto comm =
        Bytes(PERF_RECORD_COMM, PERF_RECORD_MISC_COMM_EXEC).then(20u).then(20u).by(1, 1, 1);
    for (std::size_t size = 0; size < comm.size(); ++size)
      CHECK_FALSE(parse_task_record(std::span(comm).first(size)).has_value());
  }
}
