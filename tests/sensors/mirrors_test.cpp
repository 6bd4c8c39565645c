// SPDX-License-Identifier: Apache-2.0
// One register that several counters show, told from registers that are only alike.
#include "sensors/mirrors.hpp"

#include <doctest/doctest.h>

#include <cmath>

TEST_SUITE("sensors") {

  using namespace joules;

  namespace {

  /// Time passes by reading and by waiting.
  struct World {
    Instant now{0};
    std::vector<std::size_t> reads; // by register

    [[nodiscard]] SearchClock search_clock() {
      return {[this] { return now; }, [this](Nanoseconds time) { now += time; }};
    }
  };

  /// Moves at each update only.
  struct Register {
    double watts = 60;
    Nanoseconds update = std::chrono::microseconds(976);
    std::uint64_t start_uj = 1'000'000'000;

    [[nodiscard]] std::uint64_t at(Instant now) const {
      const auto updates = static_cast<double>(now / update);
      return start_uj + static_cast<std::uint64_t>(
                            std::floor(updates * watts * Seconds(update).count() * 1e6));
    }
  };

  class Simulated final : public EnergyCounter {
  public:
    Simulated(World& world, const Register& shown, Counter identity)
        : world_(world), shown_(shown), identity_(std::move(identity)) {
      if (identity_.begins_when_opened()) before_ = shown_.at(world_.now);
    }
    [[nodiscard]] const Counter& identity() const override { return identity_; }
    Result<std::uint64_t> read() override {
      world_.now += std::chrono::microseconds(5);
      ++world_.reads.emplace_back();
      return shown_.at(world_.now) - before_;
    }

  private:
    World& world_;
    Register shown_;
    Counter identity_;
    std::uint64_t before_ = 0;
  };

  /// A source whose counters show these registers, one each.
  class Machine {
  public:
    Machine& package(const Register& shown) { return add(shown, "package-", packages_++, false); }
    Machine& dram(const Register& shown) { return add(shown, "dram-", memories_++, true); }
    /// As perf's: they begin when they are opened.
    Machine& since_opened(const Register& shown, int package) {
      Counter counter;
      counter.name = "package-" + std::to_string(package) + "-die-" + std::to_string(packages_++);
      counter.counted_by = CountedBy::kernel;
      counter.package = package;
      world_.now += std::chrono::microseconds(1234); // each is opened at another time
      return add(shown, counter);
    }
    Machine& power(std::uint64_t microwatts) {
      Counter counter;
      counter.name = "socket " + std::to_string(packages_++);
      counter.counted_by = CountedBy::joules;
      counter.power_uw = microwatts;
      return add(Register{}, counter);
    }

    /// Names of what counts once mirrors are left out.
    std::vector<std::string> counted(bool guest) {
      const Instant start = world_.now;
      leave_out_mirrors(source_, guest, world_.search_clock());
      took = world_.now - start;
      reads = world_.reads.size();
      std::vector<std::string> names;
      for (const auto& counter : source_.counters) names.push_back(counter->identity().name);
      for (const Exclusion& exclusion : left_out()) CHECK(exclusion.is_mirror());
      return names;
    }

    Nanoseconds took{0};
    std::size_t reads = 0;
    [[nodiscard]] const std::vector<Exclusion>& left_out() const { return source_.about.left_out; }

  private:
    Machine& add(const Register& shown, const std::string& kind, int number, bool memory) {
      Counter counter;
      counter.name = kind + std::to_string(number);
      counter.memory = memory;
      counter.reading_uj = shown.at(world_.now);
      return add(shown, counter);
    }
    Machine& add(const Register& shown, const Counter& counter) {
      source_.counters.push_back(std::make_unique<Simulated>(world_, shown, counter));
      return *this;
    }

    World world_;
    OpenSource source_;
    int packages_ = 0, memories_ = 0;
  };

  constexpr bool guest = true, bare_metal = false;
  constexpr Register fast{};
  constexpr Register slow{64, std::chrono::seconds(1)};
  constexpr Register constant{0};
  using Names = std::vector<std::string>;

  } // namespace

  TEST_CASE("one register behind 2, 4 or 16 packages is counted once, where it moves quickly") {
    for (const bool where : {guest, bare_metal})
      for (const int packages : {2, 4, 16}) {
        CAPTURE(packages);
        Machine machine;
        for (int i = 0; i < packages; ++i) machine.package(fast);
        CHECK(machine.counted(where) == Names{"package-0"});
        CHECK(machine.left_out().size() == static_cast<std::size_t>(packages - 1));
        CHECK(why_excluded(machine.left_out().front()) ==
              "shows the counter of package-0 once more");
        CHECK(machine.left_out().front().detail == "package-0");
        CHECK(machine.left_out().front().counter.name == "package-1");
      }
  }

  TEST_CASE("in a guest what cannot be told from another counter is not counted, and it is said") {
    for (const Register& shown : {slow, constant})
      for (const int packages : {2, 4, 16}) {
        CAPTURE(packages);
        Machine machine;
        for (int i = 0; i < packages; ++i) machine.package(shown).dram(shown);
        CHECK(machine.counted(guest) == Names{"package-0", "dram-0"});
        CHECK(why_excluded(machine.left_out().back()) ==
              "cannot be told from dram-0: a hypervisor may show one counter many times");
        CHECK(machine.took <= std::chrono::milliseconds(50));
      }
  }

  TEST_CASE("on bare metal what stands still, or moves too slowly to tell, counts") {
    for (const Register& shown : {slow, constant}) {
      Machine machine;
      CHECK(machine.package(shown).package(shown).counted(bare_metal) ==
            Names{"package-0", "package-1"});
      CHECK(machine.took < std::chrono::milliseconds(5));
    }
  }

  TEST_CASE("in a guest the search goes on while counters stand still: a later move may differ") {
    const Register other{75, std::chrono::milliseconds(30)}, one{60, std::chrono::milliseconds(30)};
    CHECK(Machine().package(one).package(other).counted(guest).size() == 2);
  }

  TEST_CASE("equality at 19 values proves nothing, at 20 it does") {
    // In 40 ms: 18 or 19 values at 2.2 ms each, 22 at 1.8 ms.
    const Register too_slow{60, std::chrono::microseconds(2200)};
    const Register quick_enough{60, std::chrono::microseconds(1800)};
    CHECK(Machine().package(too_slow).package(too_slow).counted(bare_metal).size() == 2);
    CHECK(Machine().package(quick_enough).package(quick_enough).counted(bare_metal).size() == 1);
  }

  TEST_CASE("two dies that read alike at the start and differ afterwards are two counters") {
    for (const bool where : {guest, bare_metal})
      for (const std::uint64_t apart : {0ULL, 1ULL, 100'000ULL, 2'400'000ULL, 49'000'000ULL}) {
        CAPTURE(apart);
        Register other{75};
        other.start_uj += apart;
        Machine machine;
        CHECK(machine.package(fast).package(other).counted(where).size() == 2);
        CHECK(machine.took < std::chrono::milliseconds(3));
      }
  }

  TEST_CASE("registers of the same power that are not in step are two counters") {
    Register other = fast;
    other.start_uj += 61; // one unit
    CHECK(Machine().package(fast).package(other).counted(guest).size() == 2);
  }

  TEST_CASE("two sockets that each stand behind half of the zones are counted once each") {
    Register other{75};
    other.start_uj += 3;
    Machine machine;
    for (int i = 0; i < 4; ++i) machine.package(fast).package(other);
    CHECK(machine.counted(guest) == Names{"package-0", "package-1"});
    CHECK(why_excluded(machine.left_out()[1]) == "shows the counter of package-1 once more");
  }

  TEST_CASE("memory is no mirror of a package, whatever they show") {
    CHECK(Machine().package(fast).dram(fast).counted(guest) == Names{"package-0", "dram-0"});
  }

  TEST_CASE("counters that are not alike cost no time and no reading") {
    Register other = slow;
    other.start_uj += 50'000'001;
    Machine machine;
    CHECK(machine.package(slow).dram(slow).package(other).counted(guest).size() == 3);
    CHECK(machine.reads == 0);
    CHECK(machine.took == Nanoseconds{0});
  }

  TEST_CASE("perf's counters begin when they are opened: they are told by how they move") {
    Register other{75};
    Machine same;
    CHECK(same.since_opened(fast, 0).since_opened(fast, 1).counted(guest).size() == 1);
    CHECK(Machine().since_opened(fast, 0).since_opened(other, 1).counted(guest).size() == 2);
    CHECK(Machine().since_opened(slow, 0).since_opened(slow, 1).counted(guest).size() == 1);
    CHECK(Machine().since_opened(fast, 0).since_opened(fast, 0).counted(bare_metal).size() == 1);
    CHECK(Machine().since_opened(fast, 0).since_opened(other, 0).counted(bare_metal).size() == 2);
  }

  TEST_CASE("on bare metal perf's counters of two packages are not looked at") {
    Machine machine;
    CHECK(machine.since_opened(fast, 0).since_opened(fast, 1).counted(bare_metal).size() == 2);
    CHECK(machine.reads == 0);
  }

  TEST_CASE("equal powers of two sockets say nothing") {
    CHECK(Machine().power(120'000'000).power(120'000'000).counted(guest).size() == 2);
  }

} // TEST_SUITE
