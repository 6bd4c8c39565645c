// SPDX-License-Identifier: Apache-2.0
#include "attribution/edges.hpp"
#include "attribution/energy_series.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <random>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using std::chrono::milliseconds;

  namespace {

  /// Of four CPUs: milliseconds; one CPU is busy with others all the time.
  CpuInterval interval(int length, int tree) {
    return {milliseconds(length), milliseconds(tree), milliseconds(tree + length),
            milliseconds(4 * length), milliseconds(length)};
  }

  double joules_of(const Piece& piece, const std::vector<Joules>& energy) {
    return energy[piece.interval].value * piece.of_interval +
           energy[piece.neighbour].value * piece.of_neighbour;
  }

  void check(const Piece& piece, int length, int tree) {
    CHECK(piece.cpu.length == milliseconds(length));
    CHECK(piece.cpu.tree == milliseconds(tree));
    CHECK(piece.cpu.busy == milliseconds(tree + length));
  }

  double tree_of(const std::vector<Joules>& energy, const std::vector<CpuInterval>& intervals,
                 Policy::Kind policy = Policy::Kind::busy) {
    CpuHistory cpu;
    cpu.intervals = intervals;
    return sum(attributed(energy, cpu, policy).tree).value;
  }

  } // namespace

  TEST_CASE(
      "an interval in which the tree started is cut there, and power that rose with it, too") {
    // 10 W without the tree, 50 W with it, which starts after 4 ms of the second 10 ms.
    const std::vector<Joules> energy = {{0.1}, {0.34}, {0.5}};
    const std::vector<CpuInterval> intervals = {interval(10, 0), interval(10, 6), interval(10, 10)};
    const auto pieces = cut_at_edges(energy, intervals);
    REQUIRE(pieces.size() == 4);
    check(pieces[1], 4, 0);
    CHECK(joules_of(pieces[1], energy) == Approx(0.04));
    check(pieces[2], 6, 6);
    CHECK(joules_of(pieces[2], energy) == Approx(0.3));
    CHECK(tree_of(energy, intervals) == Approx((0.3 + 0.5) / 2)); // beside one other CPU
    CHECK(tree_of(energy, intervals, Policy::Kind::capacity) == Approx((0.3 + 0.5) / 4));
  }

  TEST_CASE("where the tree stopped the part with it comes first") {
    const std::vector<Joules> energy = {{0.5}, {0.34}, {0.1}};
    const std::vector<CpuInterval> intervals = {interval(10, 10), interval(10, 6), interval(10, 0)};
    const auto pieces = cut_at_edges(energy, intervals);
    REQUIRE(pieces.size() == 4);
    check(pieces[1], 6, 6);
    CHECK(joules_of(pieces[1], energy) == Approx(0.3));
  }

  TEST_CASE("a burst inside one interval, and one that lies in two, ran on a whole CPU") {
    const std::vector<Joules> energy = {{0.1}, {0.18}, {0.22}, {0.1}};
    const std::vector<CpuInterval> intervals = {interval(10, 0), interval(10, 2), interval(10, 3),
                                                interval(10, 0)};
    CHECK(tree_of(energy, intervals) == Approx((0.1 + 0.15) / 2)); // 5 ms at 50 W
  }

  TEST_CASE("a pause inside an interval is a part without the tree") {
    const std::vector<Joules> energy = {{0.5}, {0.38}, {0.5}};
    const std::vector<CpuInterval> intervals = {interval(10, 10), interval(10, 7),
                                                interval(10, 10)};
    const auto pieces = cut_at_edges(energy, intervals);
    REQUIRE(pieces.size() == 5);
    check(pieces[2], 3, 0);
    CHECK(tree_of(energy, intervals) == Approx((0.5 + 0.35 + 0.5) / 2));
  }

  TEST_CASE("a burst between two alike lies in the middle, whatever nanoseconds they differ by") {
    const std::vector<Joules> energy = {{0.1}, {0.2}, {0.1}};
    for (const std::size_t later : {0U, 2U}) {
      std::vector<CpuInterval> intervals = {interval(10, 0), interval(10, 4), interval(10, 0)};
      intervals[later].tree += Nanoseconds{1};
      intervals[later].busy += Nanoseconds{1};
      const auto pieces = cut_at_edges(energy, intervals);
      REQUIRE(pieces.size() == 5);
      CHECK(pieces[1].cpu.length == milliseconds(3));
      check(pieces[2], 4, 4);
      CHECK(joules_of(pieces[2], energy) == Approx(0.14));
      CHECK(pieces[3].cpu.length == milliseconds(3));
    }
  }

  TEST_CASE("a tree of several CPUs that loses some is cut between both numbers") {
    const std::vector<Joules> energy = {{0.5}, {0.4}, {0.2}};
    const std::vector<CpuInterval> intervals = {interval(10, 30), interval(10, 20),
                                                interval(10, 10)};
    const auto pieces = cut_at_edges(energy, intervals);
    REQUIRE(pieces.size() == 4);
    check(pieces[1], 5, 15);
    check(pieces[2], 5, 5);
  }

  TEST_CASE("a tree that has part of a CPU all the time is left as it is") {
    const std::vector<Joules> energy = {{0.2}, {0.2}, {0.2}};
    const std::vector<CpuInterval> intervals = {interval(100, 48), interval(100, 50),
                                                interval(100, 52)};
    CHECK(cut_at_edges(energy, intervals).size() == 3);
  }

  TEST_CASE("intervals longer than an accounting window are left as they are") {
    const std::vector<Joules> energy = {{1}, {3}, {5}};
    CHECK(cut_at_edges(energy, {interval(101, 0), interval(101, 60), interval(101, 101)}).size() ==
          3);
  }

  TEST_CASE("a neighbour with more energy than there is takes all of it, and no more") {
    const std::vector<Joules> energy = {{9}, {0.1}, {0.5}};
    const std::vector<CpuInterval> intervals = {interval(10, 0), interval(10, 6), interval(10, 10)};
    const auto pieces = cut_at_edges(energy, intervals);
    REQUIRE(pieces.size() == 4);
    CHECK(joules_of(pieces[1], energy) == Approx(0.1));
    CHECK(joules_of(pieces[2], energy) == Approx(0));
  }

  TEST_CASE("parts add up to their interval, and the weights to what is attributed") {
    std::mt19937 dice(3);
    const auto to = [&](int most) {
      return static_cast<int>(dice() % static_cast<unsigned>(most + 1));
    };
    int cut = 0;
    for (int n = 0; n < 2000; ++n) {
      CAPTURE(n);
      std::vector<Joules> energy;
      std::vector<CpuInterval> intervals;
      for (int i = 0; i < 6; ++i) {
        CpuInterval one;
        one.length = milliseconds(to(20)), one.capacity = 2 * one.length;
        one.tree = Nanoseconds(to(static_cast<int>(one.capacity.count())));
        one.busy = one.tree + Nanoseconds(to(static_cast<int>((one.capacity - one.tree).count())));
        intervals.push_back(one);
        energy.push_back(Joules{to(1000) / 1000.0});
      }
      std::vector<CpuInterval> sums(intervals.size());
      std::vector<double> joules(intervals.size());
      const auto pieces = cut_at_edges(energy, intervals);
      cut += pieces.size() > intervals.size();
      for (const Piece& piece : pieces) {
        REQUIRE(piece.cpu.tree >= Nanoseconds{0});
        REQUIRE(piece.cpu.tree <= piece.cpu.busy);
        REQUIRE(piece.cpu.busy <= piece.cpu.capacity);
        REQUIRE(joules_of(piece, energy) >= -1e-12);
        sums[piece.interval].length += piece.cpu.length;
        sums[piece.interval].tree += piece.cpu.tree;
        sums[piece.interval].busy += piece.cpu.busy;
        joules[piece.interval] += joules_of(piece, energy);
      }
      for (std::size_t i = 0; i < intervals.size(); ++i) {
        REQUIRE(sums[i].length == intervals[i].length);
        REQUIRE(sums[i].tree == intervals[i].tree);
        REQUIRE(sums[i].busy == intervals[i].busy);
        REQUIRE(joules[i] == Approx(energy[i].value));
      }
      CpuHistory cpu;
      cpu.intervals = intervals;
      const Attributed of_tree = attributed(energy, cpu, Policy::Kind::busy);
      double weighted = 0;
      for (std::size_t i = 0; i < energy.size(); ++i)
        weighted += energy[i].value * of_tree.weights[i];
      REQUIRE(weighted == Approx(sum(of_tree.tree).value).epsilon(1e-6));
    }
    CHECK(cut > 500);
  }

} // TEST_SUITE
