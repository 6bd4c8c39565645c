// SPDX-License-Identifier: Apache-2.0
// Each program over several runs, and beside another command.
#include "statistics/programs.hpp"

#include <doctest/doctest.h>

#include <map>

TEST_SUITE("statistics") {

  using namespace joules;

  namespace {

  using Programs = std::map<std::string, double>;

  Run run_of(const Programs& programs, double unseen = 0) {
    Run run;
    LedgerAccount& ledger = run.account.ledger.emplace();
    double whole = unseen;
    for (const auto& [name, energy] : programs) {
      ledger.by_command.push_back({name, 1, Seconds{1}, Joules{energy}});
      whole += energy;
    }
    if (unseen > 0) {
      ledger.unseen_cpu = Seconds{1};
      ledger.unseen_energy = Joules{unseen};
    }
    run.account.tree.value = Joules{whole};
    return run;
  }

  CommandRuns runs_of(std::vector<Run> runs) {
    CommandRuns command;
    command.runs = std::move(runs);
    return command;
  }

  } // namespace

  TEST_CASE("the mean of each program, most energy first; where it was not it used nothing") {
    const auto programs =
        programs_of(runs_of({run_of({{"cc1", 10}, {"ld", 3}}), run_of({{"cc1", 14}}, 1)}));
    REQUIRE(programs.size() == 3);
    CHECK(programs[0].program == "cc1");
    CHECK(programs[0].joules.mean == 12);
    CHECK(programs[0].joules.interval.has_value());
    CHECK(programs[1].program == "ld");
    CHECK(programs[1].joules.mean == 1.5);
    CHECK(programs[1].joules.n == 2);
    CHECK_FALSE(programs[2].program.has_value());
    CHECK(programs[2].joules.mean == 0.5);
  }

  TEST_CASE("a run whose rows are not known is left out, as is one without energies") {
    Run without_rows = run_of({}), unknown = run_of({{"cc1", 99}});
    without_rows.account.ledger.reset();
    unknown.account.tree.value.reset();
    const auto programs = programs_of(runs_of({without_rows, run_of({{"cc1", 10}}), unknown}));
    REQUIRE(programs.size() == 1);
    CHECK(programs[0].joules.n == 1);
    CHECK(programs[0].joules.mean == 10);
    CHECK(programs_of(runs_of({unknown})).empty());
  }

  TEST_CASE("the largest change comes first, up or down, new or gone") {
    const auto changes = changes_of_programs(runs_of({run_of({{"a", 10}, {"b", 5}, {"gone", 4}})}),
                                             runs_of({run_of({{"a", 11}, {"b", 2}, {"new", 6}})}));
    REQUIRE(changes.size() == 4);
    CHECK(changes[0].program == "new");
    CHECK(changes[0].difference() == 6);
    CHECK(changes[1].program == "gone");
    CHECK(changes[1].difference() == -4);
    CHECK(changes[2].program == "b");
    CHECK(changes[3].program == "a");
    CHECK(changes[3].reference == 10);
    CHECK(changes[3].candidate == 11);
  }
}
