// SPDX-License-Identifier: Apache-2.0
#include "ledger/process_ledger.hpp"

#include "support/ledger_story.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <set>

using namespace joules;
using joules::test::LedgerStory;
using joules::test::program;
using namespace std::chrono_literals;
using Spent = std::vector<Nanoseconds>;

TEST_SUITE("ledger") {
  TEST_CASE("a process of 200 us has its time, before its exec under its parent's name") {
    LedgerStory story;
    story.exec(10, "make", 0).fork(20, 10, 1).out(10, 1.1).in(20, 1.1).exec(20, "true", 1.2);
    story.exit(20, 1.3).in(10, 1.3).exit(10, 2).sample(100);
    const Ledger ledger = story.close(100);
    CHECK(program(ledger, "true").processes == 1);
    CHECK(total(program(ledger, "true").cpu) == 100us);
    CHECK(program(ledger, "make").processes == 1);
    CHECK(total(program(ledger, "make").cpu) == 1900us);
    CHECK(ledger.is_complete());
  }

  TEST_CASE("a child that executes nothing has its parent's name") {
    LedgerStory story;
    story.exec(10, "sh", 0).fork(20, 10, 1).exit(20, 2);
    CHECK(program(story.close(10), "sh").processes == 2);
  }

  TEST_CASE("each slice is in the column in which it was") {
    LedgerStory story;
    story.exec(10, "a", 0).sample(100).out(10, 150).sample(200).in(10, 350).sample(300).sample(400);
    story.exit(10, 350.5);
    const Ledger ledger = story.close(400);
    CHECK(program(ledger, "a").cpu.spent == Spent{100ms, 50ms, 0ms, 500us});
  }

  TEST_CASE("threads run at once, and the process lives as long as one of them") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(10, "a", 0).thread(11, 10, 1).in(10, 1, 1, 11).exit(10, 5);
    story.exit(10, 9, 1, 11).sample(100);
    const Ledger ledger = story.close(100);
    CHECK(program(ledger, "a").processes == 1);
    CHECK(total(program(ledger, "a").cpu) == 13ms);
    REQUIRE(ledger.processes.size() == 1);
    CHECK(ledger.processes[0].end == LedgerStory::ms(9));
  }

  TEST_CASE("a thread with a name of its own has a row from then on, and its process the rest") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(10, "node", 0).thread(11, 10, 1).in(10, 1, 1, 11).name(10, 11, "worker", 3, 1);
    story.out(10, 8, 1, 11).in(10, 20, 1, 11).exit(10, 22, 1, 11).exit(10, 30).sample(100);
    const Ledger ledger = story.close(100);
    CHECK(program(ledger, "node").processes == 1);
    CHECK(total(program(ledger, "node").cpu) == 39ms);
    CHECK(program(ledger, "worker").processes == 0);
    REQUIRE(ledger.processes.size() == 2);
    CHECK(total(ledger.processes[0].cpu) == 32ms);
    CHECK_FALSE(ledger.processes[0].thread_of.has_value());
    const ProcessUse& worker = ledger.processes[1];
    CHECK(worker.command == "worker");
    CHECK(worker.pid == 11);
    CHECK(worker.parent == 10);
    CHECK(worker.thread_of == 10);
    CHECK(worker.start == LedgerStory::ms(3));
    CHECK(worker.end == LedgerStory::ms(22));
    CHECK(total(worker.cpu) == 7ms);
  }

  TEST_CASE("a thread that is named again, or by another thread, stays one row") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(10, "node", 0).thread(11, 10, 1).in(10, 1, 1, 11).name(10, 11, "a", 2);
    story.name(10, 11, "b", 4, 1).sample(100);
    const Ledger ledger = story.close(100);
    REQUIRE(ledger.processes.size() == 2);
    CHECK(ledger.processes[1].command == "b");
    CHECK(total(ledger.processes[1].cpu) == 99ms);
    CHECK_FALSE(ledger.processes[1].end.has_value());
  }

  TEST_CASE("an exec ends the threads of its process") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(10, "node", 0).thread(11, 10, 1).in(10, 1, 1, 11).name(10, 11, "worker", 1, 1);
    story.out(10, 4, 1, 11).exec(10, "ls", 6).exit(10, 9).sample(100);
    const Ledger ledger = story.close(100);
    REQUIRE(ledger.processes.size() == 2);
    CHECK(ledger.processes[0].command == "ls");
    CHECK(ledger.processes[1].end == LedgerStory::ms(6));
  }

  TEST_CASE("threads have no rows of their own where processes have none") {
    LedgerStory story;
    story.exec(10, "node", 0).thread(11, 10, 1).in(10, 1, 1, 11).name(10, 11, "worker", 1, 1);
    const Ledger ledger = story.exit(10, 5, 1, 11).exit(10, 5).sample(100).close(100);
    CHECK(total(program(ledger, "node").cpu) == 9ms);
    CHECK(ledger.processes.empty());
  }

  TEST_CASE("who still runs at the end is counted up to then") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(10, "a", 0).fork(20, 10, 1).in(20, 2, 1).sample(100);
    const Ledger ledger = story.close(100);
    CHECK(program(ledger, "a").processes == 2);
    CHECK(total(program(ledger, "a").cpu) == 198ms);
    CHECK_FALSE(ledger.processes[1].end.has_value());
    CHECK(ledger.processes[1].parent == 10);
  }

  TEST_CASE("after lost records a slice of unknown end is not counted") {
    LedgerStory story;
    story.exec(10, "a", 0).lose(5, 50).out(10, 60).sample(100);
    const Ledger ledger = story.close(100);
    CHECK(total(program(ledger, "a").cpu) == 0ms);
    CHECK(ledger.records_lost == 5);
    CHECK_FALSE(ledger.is_complete());
  }

  TEST_CASE("after lost records a walk tells what they would have told") {
    LedgerStory story;
    story.exec(10, "a", 0).lose(5, 50).out(10, 60).walk(99, {{10, 1, "a", 0ms, 55ms, false}});
    story.sample(100).walk(199, {}).sample(200).sample(300); // its end was lost, too
    const Ledger ledger = story.close(300);
    CHECK(program(ledger, "a").processes == 1);
    CHECK(total(program(ledger, "a").cpu) == 55ms);
  }

  TEST_CASE("after lost records a walk ends nobody who was forked while it walked") {
    const ProcessLedger::Sighting shell{10, 1, "sh", 0ms, 0ms, false};
    LedgerStory story;
    story.exec(10, "sh", 0).lose(1, 50).fork(20, 10, 100.05).walk(100, {shell}).sample(100);
    story.walk(199, {shell, {20, 10, "sh", 100ms, 9ms, false}}).sample(200);
    story.exec(20, "a", 250, 1).exit(20, 260, 1).sample(300).sample(400);
    const Ledger ledger = story.close(400);
    CHECK(program(ledger, "a").processes == 1);
    CHECK(program(ledger, "sh").processes == 1);
  }

  TEST_CASE("who has no records beside others that have them is followed by walks") {
    const ProcessLedger::Sighting shell{10, 1, "sh", 0ms, 0ms, false};
    LedgerStory story(LedgerDetail::by_process);
    story.exec(10, "sh", 0).walk(99, {shell, {20, 10, "sudo", 50ms, 40ms, false}}).sample(100);
    story.walk(199, {shell, {20, 10, "sudo", 50ms, 70ms, false}}).sample(200);
    story.walk(299, {shell}).sample(300);
    const Ledger ledger = story.close(300);
    CHECK(program(ledger, "sudo").processes == 1);
    CHECK(total(program(ledger, "sudo").cpu) == 70ms);
    REQUIRE(ledger.processes.size() == 2);
    CHECK(ledger.processes[1].parent == 10);
    CHECK(ledger.processes[1].start == LedgerStory::ms(50));
    CHECK(ledger.processes[1].end == LedgerStory::ms(299.1));
  }

  TEST_CASE("whose parent no record told has the one that a walk met") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(10, "a", 0).walk(99, {{10, 7, "a", 0ms, 1ms, false}}).sample(100);
    story.walk(199, {{10, 8, "a", 0ms, 1ms, false}}).sample(200); // an orphan since
    const Ledger ledger = story.close(200);
    REQUIRE(ledger.processes.size() == 1);
    CHECK(ledger.processes[0].parent == 7);
  }

  TEST_CASE("a number that is given to another process is two processes") {
    LedgerStory story;
    story.exec(10, "sh", 0).fork(20, 10, 1).exec(20, "a", 2, 1).exit(20, 3, 1);
    story.fork(20, 10, 4).exec(20, "b", 5, 1).exit(20, 7, 1).sample(100);
    const Ledger ledger = story.close(100);
    CHECK(program(ledger, "a").processes == 1);
    CHECK(total(program(ledger, "a").cpu) == 1ms);
    CHECK(program(ledger, "b").processes == 1);
    CHECK(total(program(ledger, "b").cpu) == 2ms);
  }

  TEST_CASE("a set-uid program leaves its records within its exec, and is said to") {
    LedgerStory story;
    story.exec(10, "sh", 0).fork(20, 10, 1).in(20, 1, 1).exec(20, "sudo", 2, 1);
    story.exit(20, 2.005, 1); // of its events, not of itself
    story.walk(99, {{10, 1, "sh", 0ms, 0ms, false}, {20, 10, "sudo", 1ms, 80ms, false}})
        .sample(100);
    story.walk(199, {{10, 1, "sh", 0ms, 0ms, false}}).sample(200).sample(300);
    const Ledger ledger = story.close(300);
    CHECK(ledger.unrecorded == 1);
    CHECK_FALSE(ledger.is_complete());
    CHECK(program(ledger, "sudo").processes == 1);
    CHECK(total(program(ledger, "sudo").cpu) == 79ms); // and 1 ms as sh, before its exec
  }

  TEST_CASE("a short program's end is its end") {
    LedgerStory story;
    story.exec(10, "sh", 0).fork(20, 10, 1).in(20, 1, 1).exec(20, "tiny", 2, 1).exit(20, 2.03, 1);
    CHECK(story.sample(100).close(100).is_complete());
  }

  TEST_CASE("a program that seems to have ended, but is met twice, is followed by walks") {
    LedgerStory story;
    story.exec(10, "sh", 0).fork(20, 10, 1).exec(20, "sudo", 2, 1).exit(20, 2, 1); // not its end
    story.walk(99, {{10, 1, "sh", 0ms, 0ms, false}, {20, 10, "sudo", 1ms, 80ms, false}})
        .sample(100);
    story.walk(199, {{10, 1, "sh", 0ms, 0ms, false}, {20, 10, "sudo", 1ms, 90ms, false}})
        .sample(200);
    story.walk(299, {{10, 1, "sh", 0ms, 0ms, false}}).sample(300).sample(400);
    const Ledger ledger = story.close(400);
    CHECK(program(ledger, "sudo").processes == 1);
    CHECK(total(program(ledger, "sudo").cpu) == 90ms);
    CHECK(ledger.unrecorded == 1);
  }

  TEST_CASE("who is met once under the number of one that ended may be another") {
    LedgerStory story;
    story.exec(10, "sh", 0).fork(20, 10, 1).in(20, 1, 1).exec(20, "a", 2, 1).exit(20, 4, 1);
    // Its number is given away at once; of the new process the walk knows before the records do.
    story.walk(99, {{10, 1, "sh", 0ms, 0ms, false}, {20, 10, "sh", 98ms, 0ms, false}}).sample(100);
    story.fork(20, 10, 98.5).in(20, 98.5, 1).exec(20, "b", 99, 1).exit(20, 103, 1).sample(200);
    const Ledger ledger = story.sample(300).close(300);
    CHECK(program(ledger, "a").processes == 1);
    CHECK(program(ledger, "b").processes == 1);
    CHECK(ledger.is_complete());
  }

  TEST_CASE("a thread that executes keeps what its process had until then") {
    LedgerStory story;
    story.exec(10, "a", 0).thread(11, 10, 1).exit(10, 2).in(10, 3, 0, 11).exec(10, "b", 303);
    const Ledger ledger = story.exit(10, 310).sample(400).close(400);
    CHECK(total(program(ledger, "a").cpu) == 302ms);
    CHECK(total(program(ledger, "b").cpu) == 7ms);
  }

  TEST_CASE("a command that is a zombie at the end has ended, by walks alone too") {
    LedgerStory story(LedgerDetail::by_process, false);
    story.walk(10, {{10, 1, "a", 0ms, 5ms, false}}).sample(10);
    story.walk(99, {{10, 1, "a", 0ms, 50ms, true}}).sample(99);
    const Ledger ledger = story.close(99);
    REQUIRE(ledger.processes.size() == 1);
    CHECK(ledger.processes[0].end == LedgerStory::ms(99.1));
    CHECK(total(ledger.processes[0].cpu) == 50ms);
  }

  TEST_CASE("a process that a walk meets before its fork is told is one process") {
    LedgerStory story;
    story.exec(10, "sh", 0).walk(100, {{20, 10, "sh", 100ms, 0ms, false}}).sample(100);
    story.fork(20, 10, 100.05).exec(20, "a", 100.06, 1).exit(20, 101, 1).sample(200).sample(300);
    const Ledger ledger = story.close(300);
    CHECK(program(ledger, "a").processes == 1);
    CHECK(program(ledger, "sh").processes == 1);
  }

  TEST_CASE("a zombie's last work is added, and it is not a process more") {
    LedgerStory story;
    story.exec(10, "sh", 0).fork(20, 10, 1).exec(20, "a", 2, 1).exit(20, 4, 1);
    story.walk(50, {{20, 10, "a", 1ms, 3ms, true}}).sample(50).sample(100).sample(150);
    story.walk(200, {{20, 10, "a", 1ms, 3ms, true}}).sample(200);
    const Ledger ledger = story.close(200);
    CHECK(program(ledger, "a").processes == 1);
    CHECK(total(program(ledger, "a").cpu) == 3ms);
  }

  TEST_CASE("who was booked two columns after its end is not met any more") {
    LedgerStory story;
    story.exec(10, "sh", 0).fork(20, 10, 1).exec(20, "a", 2, 1).exit(20, 4, 1);
    story.sample(50).sample(100).sample(150);
    story.walk(200, {{20, 10, "a", 1ms, 9ms, true}}).sample(200); // another's zombie
    const Ledger ledger = story.close(200);
    CHECK(program(ledger, "a").processes == 1);
    CHECK(total(program(ledger, "a").cpu) == 2ms);
  }

  TEST_CASE("without records, walks tell who was there and how their time grew") {
    LedgerStory story(LedgerDetail::by_process, false);
    story.walk(99, {{10, 1, "sh", 0ms, 10ms, false}, {20, 10, "sh", 50ms, 5ms, false}}).sample(100);
    story.walk(199, {{10, 1, "sh", 0ms, 10ms, false}, {20, 10, "a", 50ms, 45ms, false}})
        .sample(200);
    story.walk(299, {{10, 1, "sh", 0ms, 12ms, true}}).sample(300);
    const Ledger ledger = story.close(300);
    CHECK(ledger.source == LedgerSource::procfs);
    CHECK_FALSE(ledger.is_complete());
    CHECK(program(ledger, "a").processes == 1);
    CHECK(total(program(ledger, "a").cpu) == 40ms);
    CHECK(total(program(ledger, "sh").cpu) == 17ms); // 5 ms of it before it became another
    REQUIRE(ledger.processes.size() == 2);
    CHECK(ledger.processes[1].end == LedgerStory::ms(299.1));
  }

  TEST_CASE("arguments are asked for once a program") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(10, "a", 0);
    CHECK(story.ledger().take_unasked() == std::vector<pid_t>{10});
    story.ledger().set_arguments(10, {"a", "-x"});
    CHECK(story.ledger().take_unasked().empty());
    story.exec(10, "b", 1);
    CHECK(story.ledger().take_unasked() == std::vector<pid_t>{10});
    CHECK(story.close(2).processes.at(0).argv.empty());
  }

  TEST_CASE("memory is bounded: names, processes and columns") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(1, "sh", 0);
    constexpr int many = 10000;
    for (int i = 0; i < many; ++i) {
      const double at = i;
      story.fork(2, 1, at).exec(2, "name-" + std::to_string(i), at, 1).exit(2, at + 0.5, 1);
      story.sample(at + 0.9);
    }
    const Ledger ledger = story.close(many);
    CHECK(ledger.programs.size() == ProcessLedger::most_programs);
    CHECK(ledger.processes.size() == ProcessLedger::most_processes);
    CHECK(ledger.processes_unkept == many + 1 - ProcessLedger::most_processes);
    CHECK(ledger.edges.size() <= 1025);
    std::uint64_t processes = 0;
    Nanoseconds cpu{0};
    for (const ProgramUse& row : ledger.programs) {
      processes += row.processes;
      cpu += total(row.cpu);
    }
    CHECK(processes == many + 1);
    CHECK(cpu == many * 500us + many * 1ms); // the shell's slice never ended
  }

  TEST_CASE("memory is bounded: of many that end within one column") {
    LedgerStory story;
    story.exec(1, "sh", 0);
    constexpr int many = 10000;
    std::size_t most = 0;
    for (int i = 0; i < many; ++i) {
      const double at = i / 1000.0;
      story.fork(10 + i, 1, at).in(10 + i, at, 1).exit(10 + i, at + 0.0005, 1);
      most = std::max(most, story.ledger().unbooked());
    }
    CHECK(most <= 2 * ProcessLedger::most_ended + 1);
    CHECK(most >= ProcessLedger::most_ended); // they wait for a walk as long as there is room
    const Ledger ledger = story.close(many);
    CHECK(ledger.programs[0].processes == many + 1);
    CHECK(total(ledger.programs[0].cpu) >= many * 500ns);
  }

  TEST_CASE("the processes that used most are kept, whenever they ended") {
    LedgerStory story(LedgerDetail::by_process);
    story.exec(1, "make", 0);
    constexpr int many = 3 * static_cast<int>(ProcessLedger::most_processes);
    std::multiset<Nanoseconds> used;
    for (int i = 0; i < many; ++i) {
      const double at = i, length = 0.1 + 0.1 * ((i * 7) % 8); // some of each length, everywhere
      story.fork(2, 1, at).exec(2, "cc", at, 1).exit(2, at + length, 1).sample(at + 0.9);
      used.insert(LedgerStory::ms(at + length) - LedgerStory::ms(at));
    }
    const Ledger ledger = story.close(many);
    REQUIRE(ledger.processes.size() == ProcessLedger::most_processes);
    CHECK(ledger.processes.front().command == "make");
    const Nanoseconds least = *std::next(used.rbegin(), ProcessLedger::most_processes - 2);
    CHECK(std::ranges::all_of(ledger.processes, [&](const ProcessUse& process) {
      return total(process.cpu) >= least - 1us;
    }));
  }
}
