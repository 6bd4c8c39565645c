// SPDX-License-Identifier: Apache-2.0
#include "attribution/shares.hpp"
#include "attribution/turns.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using std::chrono::milliseconds;

  namespace {

  /// What a CPU's readings, 100 ms apart, tell that is on and off in turns of `mean` each.
  Turns turns_seen(double mean, Nanoseconds quantum, int readings) {
    std::mt19937 dice(5);
    const auto turn = [&] {
      return -mean * std::log(1 - static_cast<double>(dice()) / 4294967296.0);
    };
    std::vector<Nanoseconds> others, lengths;
    double left = turn(), cut_off = 0;
    bool on = true;
    for (int i = 0; i < readings; ++i) {
      double busy = 0;
      for (double to_go = 0.1; to_go > 0;) {
        const double step = std::min(left, to_go);
        busy += on ? step : 0;
        left -= step, to_go -= step;
        if (left > 0) continue;
        left = turn();
        on = !on;
      }
      const double off = Seconds(quantum).count() * static_cast<double>(dice()) / 4294967296.0;
      others.push_back(Nanoseconds(std::llround((busy + cut_off - off) * 1e9)));
      cut_off = off;
      lengths.push_back(milliseconds(100));
    }
    return turns_of(others, lengths, quantum);
  }

  } // namespace

  TEST_CASE("over a time as long as a turn, 2 / e of the variance is left") {
    CHECK(variance_left(Seconds{1}, Seconds{1}) == Approx(2 / std::exp(1.0)));
    CHECK(variance_left(Seconds{1}, Seconds{1e9}) == Approx(1));
    CHECK(variance_left(Seconds{1}, Seconds{1e-9}) == Approx(0));
    CHECK(variance_left(Seconds{1}, Seconds{0}) == 0);
  }

  TEST_CASE("with readings at both ends of an interval nothing in it can be lumped") {
    CHECK(lumpiness(Seconds{0.1}, Seconds{0.1}, Seconds{1}) == 0);
    CHECK(lumpiness(Seconds{0.01}, Seconds{0.1}, Seconds{0}) == 0);
    CHECK(lumpiness(Seconds{1e-6}, Seconds{0.1}, Seconds{0.1}) == Approx(1).epsilon(1e-4));
    CHECK(lumpiness(Seconds{0.01}, Seconds{0.1}, Seconds{0.02}) > 0.5);
  }

  TEST_CASE("turns are found by how much readings vary, through the ticks") {
    // The correlation of turns of a mean length decays with half of it.
    for (const double mean : {0.01, 0.05}) {
      CAPTURE(mean);
      for (const Nanoseconds quantum : {milliseconds(0), milliseconds(10)}) {
        const Turns turns = turns_seen(mean, quantum, 2000);
        CHECK(turns.likely.count() == Approx(mean / 2).epsilon(0.35));
        CHECK(turns.least <= turns.likely);
        CHECK(turns.likely <= turns.most);
      }
    }
  }

  TEST_CASE("variance that is left, and lumpiness, as numpy has them") {
    CHECK(variance_left(Seconds{0.5}, Seconds{1}) == Approx(0.8522452777010674));
    CHECK(variance_left(Seconds{4}, Seconds{2}) == Approx(0.5676676416183063));
    CHECK(variance_left(Seconds{10}, Seconds{1}) == Approx(0.18000090799859525));
    CHECK(1 - variance_left(Seconds{9e-5}, Seconds{1}) == Approx(3e-5).epsilon(0.001));
    CHECK(1 - variance_left(Seconds{1.1e-4}, Seconds{1}) == Approx(1.1e-4 / 3).epsilon(0.001));
    CHECK(lumpiness(Seconds{0.01}, Seconds{0.1}, Seconds{0.02}) == Approx(0.782541264214957));
    CHECK(lumpiness(Seconds{0.05}, Seconds{0.1}, Seconds{0.1}) == Approx(0.44083372183332115));
  }

  TEST_CASE("turns of some readings, as scipy finds them") {
    const auto seen = [](const std::vector<int>& others, const std::vector<int>& lengths) {
      std::vector<Nanoseconds> times, spans;
      for (const int time : others) times.push_back(milliseconds(time));
      for (const int length : lengths) spans.push_back(milliseconds(length));
      return turns_of(times, spans, milliseconds(10));
    };
    const Turns few = seen({30, 80, 50, 90, 20, 60}, {100, 100, 100, 100, 100, 100});
    CHECK(few.least == Seconds{0});
    CHECK(few.likely.count() == Approx(0.025081788390644247).epsilon(1e-6));
    CHECK(few.most.count() == Approx(0.09805635838860986).epsilon(1e-6));
    const Turns uneven = seen({30, 160, 50, 180, 20, 60}, {100, 200, 100, 200, 100, 100});
    CHECK(uneven.likely.count() == Approx(0.040894192172752454).epsilon(1e-6));
    CHECK(uneven.most.count() == Approx(0.16035263510893044).epsilon(1e-6));
    // 10 and 90 ms in turn, or 110 and 190 on two CPUs: of whole CPUs it is the same.
    for (const int whole : {0, 100}) {
      std::vector<int> others;
      for (int i = 0; i < 200; ++i) others.push_back(whole + (i % 2 == 0 ? 10 : 90));
      const Turns many = seen(others, std::vector<int>(200, 100));
      CHECK(many.least.count() == Approx(0.09473932370795154).epsilon(1e-6));
      CHECK(many.likely.count() == Approx(0.12499180474223635).epsilon(1e-6));
      CHECK(many.most.count() == Approx(0.15514449610388226).epsilon(1e-6));
    }
    // An interval of no length tells nothing.
    const Turns with_none = seen({30, 0, 80, 50}, {100, 0, 100, 100});
    const Turns without = seen({30, 80, 50}, {100, 100, 100});
    CHECK(with_none.most <= Seconds{3600});
    CHECK(without.likely > Seconds{0});
  }

  TEST_CASE("what varies by no more than its readings are cut off has no turns to speak of") {
    const Turns turns = turns_seen(0.0001, milliseconds(10), 2000);
    CHECK(turns.likely < Seconds{0.002});
    CHECK(turns.least < Seconds{0.001});
  }

  TEST_CASE("of two readings nothing is known to vary, and anything may") {
    const Turns turns = turns_of({milliseconds(50)}, {milliseconds(100)}, milliseconds(10));
    CHECK(turns.likely == Seconds{0});
    CHECK(turns.most > Seconds{100});
    CHECK(turns_of({milliseconds(0)}, {milliseconds(100)}, milliseconds(10)).most == Seconds{0});
  }

  TEST_CASE("beside one CPU in long turns a tree has the mean of alone and in halves") {
    CpuHistory cpu;
    // Of two CPUs; the others had half of one, as readings 1 s apart tell.
    cpu.intervals = {{milliseconds(10), milliseconds(10), milliseconds(15), milliseconds(20),
                      std::chrono::seconds(1)}};
    CHECK(shares_of(cpu, Policy::Kind::busy)[0] == Approx(1 / 1.5));
    cpu.turns.likely = Seconds{0.1};
    CHECK(shares_of(cpu, Policy::Kind::busy)[0] == Approx(0.75).epsilon(0.01));
    cpu.intervals[0].capacity = milliseconds(15); // no CPU to take turns on
    CHECK(shares_of(cpu, Policy::Kind::busy)[0] == Approx(1 / 1.5));
  }

} // TEST_SUITE
