// SPDX-License-Identifier: Apache-2.0
// The programs of several runs, and of commands beside one another.
#include "report/text/repeated.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  /// Runs whose tree is a compiler, a linker of 1 J, and half a joule that nobody could be given.
  Experiment builds(const std::vector<double>& joules) {
    Experiment experiment = repeated(joules);
    for (Run& run : experiment.commands[0].runs) {
      LedgerAccount& ledger = run.account.ledger.emplace();
      ledger.source = LedgerSource::perf;
      const double whole = run.account.tree.value->value;
      ledger.by_command = {{"cc1", 3, Seconds{1}, Joules{whole - 1.5}},
                           {"ld", 1, Seconds{1}, Joules{1}}};
      ledger.unseen_cpu = Seconds{0.1};
      ledger.unseen_energy = Joules{0.5};
    }
    return experiment;
  }

  std::string report_of(const Experiment& experiment, const TextStyle& style) {
    return experiment_report(experiment, analyse(experiment, {}), style);
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("of several runs: mean and interval of each program") {
    const Experiment experiment = builds({10, 12, 14});
    CHECK(has(report_of(experiment, {.by_command = true, .width = 80}),
              "  by command            means of 3 runs\n"
              "       mean    95 % CI of mean   share  program\n"
              "   10.500 J    5.532 to 15.468  87.5 %  cc1\n"
              "    1.000 J     1.000 to 1.000   8.3 %  ld\n"
              "    0.500 J     0.500 to 0.500   4.2 %  (kernel work at exit, set-uid programs)\n"));
    CHECK_FALSE(has(report_of(experiment, {}), "cc1"));
  }

  TEST_CASE("of two commands: whose energy moved, the largest change first") {
    Experiment experiment = builds({10, 12, 14});
    experiment.plan.commands = 2;
    experiment.commands.push_back(builds({8, 10, 12}).commands[0]);
    for (Run& run : experiment.commands[1].runs)
      run.account.ledger->by_command[1].energy = Joules{4};
    CHECK(has(report_of(experiment, {.by_command = true, .width = 80}),
              "  by command            mean energies, the largest change first\n"
              "           A         B     B - A  program\n"
              "     1.000 J   4.000 J  +3.000 J  ld\n"
              "    10.500 J   8.500 J  -2.000 J  cc1\n"
              "     0.500 J   0.500 J  +0.000 J  (kernel work at exit, set-uid programs)\n"));
  }

  TEST_CASE("without a ledger there are no rows") {
    CHECK_FALSE(has(report_of(repeated({10, 12}), {.by_command = true}), "by command"));
  }
}
