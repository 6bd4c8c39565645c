// SPDX-License-Identifier: Apache-2.0
// How often verdicts are wrong: simulated runs whose truth is known. Prints one line of figures a
// case, separated by bars.
#include "statistics/compared_series.hpp"
#include "statistics/comparison.hpp"
#include "statistics/gate.hpp"
#include "support/simulated_runs.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

using namespace joules;
using namespace joules::test;

namespace {

struct Counts {
  int fail = 0, pass = 0, unsure = 0;

  void add(GateVerdict verdict) {
    fail += verdict == GateVerdict::fail;
    pass += verdict == GateVerdict::pass;
    unsure += verdict == GateVerdict::inconclusive;
  }
};

double percent(int count, int of) {
  return 100.0 * count / of;
}

constexpr std::size_t numbers_of_runs[] = {5, 6, 10, 30};

void print(std::string_view noise, std::size_t n, const Counts& counts, int of) {
  std::printf("%s|%zu|%.1f|%.1f|%.1f\n", noise.data(), n, percent(counts.fail, of),
              percent(counts.pass, of), percent(counts.unsure, of));
}

/// The truth is at the limit: to fail is wrong, and to pass would be, if it were a hair above.
void budget(int repetitions) {
  const Gate gate{GateKind::budget, Metric::energy_tree, 1};
  for (const Noise noise : all_noises)
    for (const std::size_t n : numbers_of_runs) {
      Counts all, corrected;
      int number_corrected = 0;
      for (int i = 0; i < repetitions; ++i) {
        SimulatedRuns runs(noise, static_cast<unsigned>(i) * 31 + n);
        const Summary summary = summarize(runs.next(n));
        const GateVerdict verdict =
            judge(gate, GateRule::automatic, summary, std::nullopt, false).verdict;
        all.add(verdict);
        if (summary.effective_n == static_cast<double>(n)) continue;
        corrected.add(verdict);
        ++number_corrected;
      }
      print(name_of(noise), n, all, repetitions);
      if (noise == Noise::dependent && number_corrected > 0)
        print("the same, where they show it", n, corrected, number_corrected);
    }
}

/// The candidate truly uses what is allowed.
void regression(int repetitions) {
  const Gate gate{GateKind::regression, Metric::energy_tree, 5};
  constexpr std::size_t sizes[][2] = {{2, 10}, {5, 1},   {5, 5},  {5, 30}, {10, 1},
                                      {10, 2}, {10, 10}, {30, 3}, {30, 6}, {30, 30}};
  for (const Noise noise : all_noises)
    for (const auto& [saved, now] : sizes) {
      Counts counts;
      for (int i = 0; i < repetitions; ++i) {
        // Measured on another day: what depends begins anew.
        SimulatedRuns before(noise, static_cast<unsigned>(i) * 2 + 1),
            after(noise, static_cast<unsigned>(i) * 2 + 2);
        counts.add(judge(gate, GateRule::automatic,
                         *compare_unpaired(before.next(saved), after.next(now, 1.05)), false)
                       .verdict);
      }
      std::printf("%s|%zu, %zu|%.1f|%.1f|%.1f\n", name_of(noise).data(), saved, now,
                  percent(counts.fail, repetitions), percent(counts.pass, repetitions),
                  percent(counts.unsure, repetitions));
    }
}

bool differs(const Comparison& comparison) {
  return comparison.verdict == ComparisonVerdict::lower ||
         comparison.verdict == ComparisonVerdict::higher;
}

/// Equals, interleaved while the machine warms up; and a reference that uses 5 % less.
void compare(int repetitions) {
  for (const Noise noise : all_noises)
    for (const std::size_t n : numbers_of_runs) {
      int wrong = 0, equal = 0, found = 0;
      for (int i = 0; i < repetitions; ++i) {
        const auto seed = static_cast<std::uint64_t>(i) + 1;
        const auto equals = interleaved(noise, 2, n, seed);
        const Comparison result = *compare_pairs(equals[0], equals[1]);
        wrong += differs(result);
        equal += result.verdict == ComparisonVerdict::equivalent;
        const auto unlike = interleaved(noise, 2, n, seed, 0.95);
        found += compare_pairs(unlike[0], unlike[1])->verdict == ComparisonVerdict::higher;
      }
      std::printf("%s|%zu|%.1f|%.1f|%.1f\n", name_of(noise).data(), n, percent(wrong, repetitions),
                  percent(equal, repetitions), percent(found, repetitions));
    }
}

Series series_of_energies(const std::vector<double>& energies) {
  Series series;
  for (const double energy : energies) {
    MetricValues run;
    run[Metric::energy_tree] = energy;
    series.runs.push_back(run);
  }
  return series;
}

/// Candidates that are all like the reference: how often any of them is said to differ, and how
/// often any fails a regression of 5 % that all of them have.
void several(int repetitions) {
  const Gate gate{GateKind::regression, Metric::energy_tree, 5};
  for (const std::size_t candidates : {1U, 3U, 10U, 25U}) {
    int any = 0, any_fails = 0, any_passes = 0;
    for (int i = 0; i < repetitions; ++i) {
      std::vector<Series> commands, at_limit;
      for (const auto& energies :
           interleaved(Noise::normal, candidates + 1, 10, static_cast<std::uint64_t>(i) + 1))
        commands.push_back(series_of_energies(energies));
      for (const auto& energies : interleaved(Noise::normal, candidates + 1, 10,
                                              static_cast<std::uint64_t>(i) + 1, 1 / 1.05))
        at_limit.push_back(series_of_energies(energies));
      bool one = false, fails = false, passes = false;
      for (const MetricComparison& comparison : compared_in_pairs(commands))
        one |= comparison.result && differs(*comparison.result);
      std::vector<MetricComparison> comparisons;
      for (const MetricComparison& comparison : compared_in_pairs(at_limit))
        if (comparison.metric == Metric::energy_tree) comparisons.push_back(comparison);
      for (const GateResult& finding : judged_regressions(gate, GateRule::automatic, comparisons,
                                                          std::vector<bool>(comparisons.size()))) {
        fails |= finding.verdict == GateVerdict::fail;
        passes |= finding.verdict == GateVerdict::pass;
      }
      any += one;
      any_fails += fails;
      any_passes += passes;
    }
    std::printf("%zu|%.1f|%.1f|%.1f\n", candidates, percent(any, repetitions),
                percent(any_fails, repetitions), percent(any_passes, repetitions));
  }
}

/// A budget at the limit, 10 runs, and after each UNSURE: stop; add 10 more; a new series of as
/// many as were advised; new series until a verdict comes, at most ten.
void stopping(int repetitions) {
  const Gate gate{GateKind::budget, Metric::energy_tree, 1};
  const auto judged = [&](const std::vector<double>& runs) {
    return judge(gate, GateRule::automatic, summarize(runs), std::nullopt, false);
  };
  Counts once, added, advised, repeated;
  for (int i = 0; i < repetitions; ++i) {
    SimulatedRuns runs(Noise::normal, static_cast<unsigned>(i) + 1);
    const std::vector<double> first = runs.next(10);
    const GateResult finding = judged(first);
    once.add(finding.verdict);
    if (finding.verdict != GateVerdict::inconclusive) {
      for (Counts* counts : {&added, &advised, &repeated}) counts->add(finding.verdict);
      continue;
    }
    std::vector<double> more = first;
    GateVerdict verdict = finding.verdict;
    for (int round = 0; round < 10 && verdict == GateVerdict::inconclusive; ++round) {
      const std::vector<double> ten = runs.next(10);
      more.insert(more.end(), ten.begin(), ten.end());
      verdict = judged(more).verdict;
    }
    added.add(verdict);
    advised.add(finding.runs_to_decide ? judged(runs.next(*finding.runs_to_decide)).verdict
                                       : GateVerdict::inconclusive);
    verdict = GateVerdict::inconclusive;
    for (int round = 0; round < 10 && verdict == GateVerdict::inconclusive; ++round)
      verdict = judged(runs.next(20)).verdict;
    repeated.add(verdict);
  }
  const auto line = [&](const char* what, const Counts& counts) {
    std::printf("%s|%.1f|%.1f|%.1f\n", what, percent(counts.fail, repetitions),
                percent(counts.pass, repetitions), percent(counts.unsure, repetitions));
  };
  line("10 runs, and no more", once);
  line("one new series of as many runs as advised", advised);
  line("10 more runs at a time, up to 100", added);
  line("new series of 20 until a verdict comes, up to ten", repeated);
}

} // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  const int repetitions = argc > 2 ? std::atoi(argv[2]) : 10000;
  if (what == "budget") budget(repetitions);
  if (what == "regression") regression(repetitions);
  if (what == "compare") compare(repetitions);
  if (what == "several") several(repetitions / 10);
  if (what == "stopping") stopping(repetitions);
}
