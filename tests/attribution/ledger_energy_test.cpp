// SPDX-License-Identifier: Apache-2.0
#include "attribution/ledger_energy.hpp"

#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace joules;
using doctest::Approx;
using joules::test::Story;
using namespace std::chrono_literals;

namespace {

Ledger ledger_of(std::vector<Nanoseconds> edges, std::vector<ProgramUse> programs) {
  Ledger ledger;
  ledger.source = LedgerSource::perf;
  ledger.edges = std::move(edges);
  ledger.programs = std::move(programs);
  return ledger;
}

double sum_of(const LedgerAccount& account) {
  double sum = account.unseen_energy->value;
  for (const ProgramEnergy& program : account.by_command) sum += program.energy->value;
  return sum;
}

double energy_of(const LedgerAccount& account, const std::string& command) {
  for (const ProgramEnergy& program : account.by_command)
    if (program.command == command) return program.energy->value;
  return -1;
}

} // namespace

TEST_SUITE("attribution") {
  TEST_CASE("rows are charged by their CPU time, and sorted by energy") {
    const Ledger ledger = ledger_of({0s, 10s}, {{"as", 2, {0, {1s}}}, {"cc1", 2, {0, {3s}}}});
    const LedgerAccount account = attribute_ledger(ledger, {{0s, 10s, Joules{80}}}, Seconds{4});
    CHECK(account.by_command[0].command == "cc1");
    CHECK(energy_of(account, "cc1") == Approx(60));
    CHECK(energy_of(account, "as") == Approx(20));
    CHECK(account.unseen_cpu.count() == 0);
  }

  TEST_CASE("a program that ran while power was high pays more") {
    const Ledger ledger = ledger_of({0s, 1s, 2s}, {{"calm", 1, {0, {1s}}}, {"hot", 1, {1, {1s}}}});
    const LedgerAccount account =
        attribute_ledger(ledger, {{0s, 1s, Joules{10}}, {1s, 2s, Joules{90}}}, Seconds{2});
    CHECK(energy_of(account, "calm") == Approx(10));
    CHECK(energy_of(account, "hot") == Approx(90));
  }

  TEST_CASE("time that no row has is a row of its own") {
    const Ledger ledger = ledger_of({0s, 1s}, {{"a", 1, {0, {3s}}}});
    const LedgerAccount account = attribute_ledger(ledger, {{0s, 1s, Joules{40}}}, Seconds{4});
    CHECK(account.unseen_cpu.count() == Approx(1));
    CHECK(account.unseen_energy->value == Approx(10));
    CHECK(energy_of(account, "a") == Approx(30));
  }

  TEST_CASE("unseen time was where the tree had more than its rows") {
    // 1 s of a shell that started what is too short to see, then 3 s of a burner.
    const Ledger ledger =
        ledger_of({0s, 1s, 4s}, {{"sh", 1, {0, {50ms}}}, {"burner", 1, {1, {3s}}}});
    const LedgerAccount account = attribute_ledger(
        ledger, {{0s, 1s, Joules{10}, Seconds{1}}, {1s, 4s, Joules{30}, Seconds{3}}}, Seconds{4});
    CHECK(energy_of(account, "sh") == Approx(0.5));
    CHECK(energy_of(account, "burner") == Approx(30));
    CHECK(account.unseen_energy->value == Approx(9.5));
  }

  TEST_CASE("a ledger without any row leaves all to the unseen") {
    const LedgerAccount account =
        attribute_ledger(ledger_of({0s, 1s}, {}), {{0s, 1s, Joules{40}}}, Seconds{4});
    CHECK(account.unseen_energy->value == Approx(40));
  }

  TEST_CASE("energy of an interval in which no row had time is everybody's") {
    const Ledger ledger = ledger_of({0s, 1s, 2s}, {{"a", 1, {0, {3s}}}, {"b", 1, {0, {1s}}}});
    const LedgerAccount account =
        attribute_ledger(ledger, {{0s, 1s, Joules{40}}, {1s, 2s, Joules{4}}}, Seconds{4});
    CHECK(energy_of(account, "a") == Approx(33));
    CHECK(energy_of(account, "b") == Approx(11));
  }

  TEST_CASE("energy that is not known is none, in no row") {
    const Ledger ledger = ledger_of({0s, 1s}, {{"a", 1, {0, {3s}}}});
    const LedgerAccount account = attribute_ledger(ledger, {}, Seconds{4});
    CHECK_FALSE(account.by_command[0].energy.has_value());
    CHECK_FALSE(account.unseen_energy.has_value());
    CHECK(account.by_command[0].cpu.count() == 3);
  }

  TEST_CASE("a name under which nothing stayed is no row") {
    const Ledger ledger = ledger_of({0s, 1s}, {{"sh", 0, {}}, {"a", 1, {0, {1s}}}});
    CHECK(attribute_ledger(ledger, {{0s, 1s, Joules{4}}}, Seconds{1}).by_command.size() == 1);
  }

  TEST_CASE("a ledger that saw more than the tree used has rows that are smaller, all alike") {
    Ledger ledger = ledger_of({0s, 1s}, {{"a", 1, {0, {303ms}}}, {"b", 1, {0, {101ms}}}});
    ProcessUse process;
    process.cpu = {0, {303ms}};
    ledger.processes = {process};
    const LedgerAccount account = attribute_ledger(ledger, {{0s, 1s, Joules{4}}}, Seconds{0.4});
    CHECK(account.by_command[0].cpu.count() == Approx(0.3));
    CHECK(account.by_command[1].cpu.count() == Approx(0.1));
    CHECK(account.by_process[0].cpu.count() == Approx(0.3));
    CHECK(account.unseen_cpu.count() == 0);
    CHECK(energy_of(account, "a") == Approx(3));
  }

  TEST_CASE("whatever the records are like, rows sum to the tree's time and energy") {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
      const auto draw = [&](std::int64_t below) {
        return Nanoseconds(random() % static_cast<std::uint64_t>(below));
      };
      std::vector<Nanoseconds> edges{0ns};
      std::vector<AttributedInterval> charged;
      Joules whole{0};
      for (int i = 0; i < 1 + static_cast<int>(random() % 20); ++i) {
        const Nanoseconds to = edges.back() + 1ms + draw(100'000'000);
        const Joules energy{static_cast<double>(random() % 1000)};
        charged.push_back({edges.back(), to, energy, Seconds(draw(50'000'000))});
        whole += energy;
        edges.push_back(to);
      }
      // Now and then two intervals are one column, or the reverse.
      if (edges.size() > 3 && random() % 2 == 0)
        edges.erase(edges.begin() + static_cast<long>(random() % edges.size()));
      std::vector<ProgramUse> programs;
      for (int p = 0; p < static_cast<int>(random() % 5); ++p) {
        ProgramUse program{std::to_string(p), 1, {random() % (edges.size() - 1), {}}};
        for (std::size_t c = program.cpu.first; c + 1 < edges.size(); ++c)
          program.cpu.spent.push_back(random() % 3 == 0 ? 0ns : draw(50'000'000));
        programs.push_back(program);
      }
      Ledger ledger = ledger_of(edges, programs);
      for (const ProgramUse& program : programs) { // each of two processes, the other is not kept
        ProcessUse process;
        process.cpu = program.cpu;
        for (Nanoseconds& spent : process.cpu.spent) spent = draw(1 + spent.count());
        ledger.processes.push_back(process);
      }
      const Seconds tree{draw(500'000'000)};
      const LedgerAccount account = attribute_ledger(ledger, charged, tree);
      CHECK(sum_of(account) == Approx(whole.value).epsilon(1e-9));
      Seconds rows{0}, processes{0};
      Joules of_processes{0};
      for (const ProgramEnergy& program : account.by_command) rows += program.cpu;
      for (const ProcessEnergy& process : account.by_process) {
        processes += process.cpu;
        of_processes += *process.energy;
      }
      CHECK((rows + account.unseen_cpu).count() == Approx(tree.count()).epsilon(1e-9));
      CHECK(processes.count() <= rows.count() * (1 + 1e-9));
      CHECK(rows.count() <= tree.count() * (1 + 1e-9));
      CHECK(of_processes.value <= whole.value * (1 + 1e-9));
      for (const ProgramEnergy& program : account.by_command) CHECK(program.energy->value >= 0);
      CHECK(account.unseen_energy->value >= -1e-9);
    }
  }

  TEST_CASE("attribute() charges the rows of the recording's ledger") {
    Story story(2);
    story.domain("package-0").then({.joules = {50}, .tree = 1, .busy = 2}, 2);
    const auto& samples = story.samples();
    story.recording().ledger =
        ledger_of({samples[0].at, samples[1].at, samples[2].at}, {{"a", 1, {0, {500ms, 500ms}}}});
    const EnergyAccount account = attribute(story.recording(), {});
    REQUIRE(account.ledger.has_value());
    CHECK(sum_of(*account.ledger) == Approx(account.tree.value->value));
    CHECK(energy_of(*account.ledger, "a") == Approx(25));
  }
}
