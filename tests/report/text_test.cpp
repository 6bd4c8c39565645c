// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribute.hpp"
#include "report/text/text.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <csignal>

TEST_SUITE("report") {

  using namespace joules;
  using test::Story;

  namespace {

  /// 8 CPUs for 4.49 s, 30 CPU seconds of the tree and 1 of others.
  Story build(Story story) {
    ExitInfo& exit_info = story.recording().exit_info;
    exit_info.cpu_user = test::nanoseconds(27.9);
    exit_info.cpu_system = test::nanoseconds(2.1);
    exit_info.max_rss_bytes = 1'406'611'456;
    exit_info.processes_seen = 212;
    return story.then({.seconds = 4.49, .joules = {171.9, 12.3}, .tree = 30, .busy = 31});
  }

  Story measured_build() {
    return build(Story(8).domain("package-0").domain("dram"));
  }

  std::string report(Story& story, const TextStyle& style = {}) {
    return text_report(story.recording(), attribute(story.recording(), {}), style);
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  /// `text` with one space for any run of spaces and line ends.
  std::string flowed(const std::string& text) {
    std::string out;
    for (const char byte : text)
      if (const char c = byte == '\n' ? ' ' : byte; c != ' ' || !out.ends_with(' ')) out += c;
    return out;
  }

  /// The line that begins with `label`, without its end; empty: there is none.
  std::string line_of(const std::string& text, const std::string& label) {
    const auto begin = text.find("\n  " + label);
    if (begin == std::string::npos) return {};
    return text.substr(begin + 1, text.find('\n', begin + 1) - begin - 1);
  }

  } // namespace

  TEST_CASE("a measured run, whole") {
    Story story = measured_build();
    CHECK(report(story) == R"(joules: make -j8
  energy, process tree 178.258 J  +- 0.037 J  96.8 % of the host's
  energy, host         184.200 J  +- 0.038 J  powercap: package-0, dram
  power, process tree     39.7 W  mean
  power, host             41.0 W  mean
  time                    4.49 s  wall        27.9 s user, 2.10 s sys, 6.68 CPUs
  processes                212 or more        0 left running, peak RSS 1.31 GiB
  exit                       0
  attributed by         its share of the CPU time that was busy
)");
  }

  TEST_CASE("an estimated run, whole: every energy with its range, and why, and what to do") {
    Story story = build(Story(8).model({0.1, 0.2, 0.3}, {0.9, 1.2, 2.1}));
    story.recording().method.source.unavailable_reason =
        "/sys/class/powercap/intel-rapl:0/energy_uj: Permission denied";
    story.recording().method.source.remedy =
        "run: sudo chown $USER /sys/class/powercap/*/energy_uj";
    // 35.92 CPU seconds x idle + 31 x (busy - idle): 28.39, 38.18, 66.58 J.
    CHECK(report(story) == R"(joules: make -j8
  energy, process tree   about 37 J  estimate, order of magnitude: 27 to 64
  energy, host           about 38 J  estimate, at the wall: 28 to 67
  power, process tree   about 8.2 W  estimate, mean: 6.1 to 14
  power, host           about 8.5 W  estimate, mean: 6.3 to 15
  of the host's energy  97 %
  time                    4.49 s  wall        27.9 s user, 2.10 s sys, 6.68 CPUs
  processes                212 or more        0 left running, peak RSS 1.31 GiB
  exit                       0
  estimated by          SPECpower linear, row unknown, at the wall
  attributed by         its share of the CPU time that was busy
  estimated because     /sys/class/powercap/intel-rapl:0/energy_uj: Permission denied; run: sudo
                        chown $USER /sys/class/powercap/*/energy_uj
)");
  }

  TEST_CASE("a lower bound, whole: every energy says >=, and the file that failed is named") {
    Story story(2);
    story.domain("package-0").domain("dram");
    story.then({.joules = {50, 5}, .tree = 1, .busy = 1}, 2);
    story.readings(1)[2].reset();
    CHECK(report(story) == R"(joules: make -j8
  energy, process tree >= 105.000 J  +- 0.050 J  100 % of the host's
  energy, host         >= 105.000 J  +- 0.050 J  powercap: package-0, dram
  power, process tree  >= 52.5 W  mean
  power, host          >= 52.5 W  mean
  time                    2.00 s  wall        0.000 s user, 0.000 s sys, 1.00 CPUs
  processes                  0 or more        0 left running, peak RSS not known
  exit                       0
  attributed by         its share of the CPU time that was busy
  partial_sensor        /sys/class/powercap/intel-rapl:1/energy_uj: could not be read after 1.00 s
                        of 2.00 s: energies are lower bounds
)");
  }

  TEST_CASE("nothing measured, killed, interrupted, whole: unknown is never 0 J") {
    Story story(2);
    story.domain("package-0").then({.seconds = 0.5, .tree = 0.25, .busy = 0.25});
    ExitInfo& exit_info = story.recording().exit_info;
    exit_info.exit = {std::nullopt, SIGKILL};
    exit_info.terminated_by = SIGTERM;
    exit_info.left_running = {{4711, "daemon"}};
    CHECK(report(story) == R"(joules: make -j8
  energy, process tree       -    not known
  energy, host               -    not known
  power, process tree        -    not known
  power, host                -    not known
  not known             no counter moved during the run, or none could be read
  time                   0.500 s  wall        0.000 s user, 0.000 s sys, 0.50 CPUs
  processes                  0 or more        1 left running, peak RSS not known
  exit                       -    killed by SIGKILL; partial: joules got SIGTERM
  attributed by         its share of the CPU time that was busy
  partial_sensor        /sys/class/powercap/intel-rapl:0/energy_uj: did not move during the run
  tree_left_running     1 of the tree runs on, uncounted (--wait-tree all)
)");
  }

  TEST_CASE("a run of exactly one second has its power in watts") {
    Story story(2);
    story.domain("package-0").then({.seconds = 1, .joules = {50}, .tree = 1, .busy = 1});
    CHECK(has(line_of(report(story), "power, host"), " 50.0 W "));
  }

  TEST_CASE("digits that the uncertainty covers are not shown") {
    Story story = measured_build();
    EnergyAccount account = attribute(story.recording(), {});
    const auto tree = [&](double uncertainty) {
      account.tree_uncertainty = Joules{uncertainty};
      return line_of(text_report(story.recording(), account, {}), "energy, process tree");
    };
    CHECK(has(tree(13131), " 178 J  +- 13000 J "));
    CHECK(has(tree(3131), " 200 J  +- 3100 J "));
    CHECK(has(tree(131), " 180 J  +- 130 J "));
    CHECK(has(tree(99.6), " 178 J  +- 100 J "));
    CHECK(has(tree(31), " 178 J  +- 31 J "));
    CHECK(has(tree(3.1), " 178.3 J  +- 3.1 J "));
    CHECK(has(tree(0.0031), " 178.2581 J  +- 0.0031 J "));
  }

  TEST_CASE("memory that is not believed is left out by name") {
    Story story = build(Story(8).domain("package-0").domain("dram"));
    EnergyAccount account = attribute(story.recording(), {});
    account.domains[1].energy.value.reset();
    account.domains[1].doubt = "shows more than memory can use";
    CHECK(has(line_of(text_report(story.recording(), account, {}), "energy, host"),
              "package-0, dram left out"));
  }

  TEST_CASE("an unknown domain beside a known one is not read, not 0 J") {
    Story story(2);
    story.domain("package-0").domain("dram").then({.joules = {50, 0}, .tree = 1, .busy = 1});
    CHECK(has(line_of(report(story), "energy, host"), "package-0, dram not read"));
    CHECK_FALSE(has(report(story), "dram 0"));
  }

  TEST_CASE("the counters of several sockets are told by kind, and each where one is missing") {
    Story story(2);
    for (const char* name : {"package-0", "dram", "package-1", "dram"}) story.domain(name);
    story.then({.joules = {50, 5, 40, 4}, .tree = 1, .busy = 1});
    CHECK(has(line_of(report(story), "energy, host"), "powercap: package x 2, dram x 2"));
    EnergyAccount account = attribute(story.recording(), {});
    account.domains[3].energy.value.reset();
    CHECK(has(line_of(text_report(story.recording(), account, {}), "energy, host"),
              "powercap: package x 2, dram, dram not read"));
    CHECK(has(report(story, {.verbose = true}), " package-1\n"));
  }

  TEST_CASE("each policy is named") {
    Story story = measured_build();
    const auto says = [&](const Policy& policy, const char* share, const char* by) {
      const std::string text =
          text_report(story.recording(), attribute(story.recording(), policy), {});
      return has(line_of(text, "energy, process tree"), share) &&
             line_of(text, "attributed by") == std::string("  attributed by         ") + by;
    };
    CHECK(says({}, "96.8 % of the host's", "its share of the CPU time that was busy"));
    // 30 of 35.92 CPU seconds.
    CHECK(says({Policy::Kind::capacity, {}}, "83.5 % of the host's",
               "its share of the time of all CPUs"));
    // (184.2 - 89.8) x 30/31 of 184.2
    CHECK(says({Policy::Kind::marginal, Watts{20}}, "49.6 % of the host's",
               "its share of the busy CPU time, above idle power: 20.0 W"));
  }

  TEST_CASE("the unit follows the size when nothing else is asked for") {
    const auto host_line = [](double joules) {
      Story story(2);
      story.domain("package-0").then({.seconds = 500, .joules = {joules}, .tree = 1, .busy = 1});
      return line_of(report(story), "energy, host");
    };
    CHECK(has(host_line(0.0999), " 99.900 mJ  +- 0.061 mJ "));
    CHECK(has(host_line(0.11), " 0.110000 J  +- 0.000061 J "));
    CHECK(has(host_line(99'999), " 99999.00 J  +- 0.20 J "));
    CHECK(has(host_line(100'000), " 100.00000 kJ  +- 0.00020 kJ "));
  }

  TEST_CASE("--unit: every energy in the unit that was asked for") {
    Story story = measured_build();
    const auto line = [&](EnergyUnit unit, const std::string& label) {
      return line_of(report(story, {.unit = unit}), label);
    };
    CHECK(has(line(EnergyUnit::joule, "energy, host"), " 184.200 J "));
    CHECK(has(line(EnergyUnit::millijoule, "energy, host"), " 184200 mJ  +- 38 mJ "));
    CHECK(has(line(EnergyUnit::kilojoule, "energy, host"), " 0.184200 kJ "));
    CHECK(has(line(EnergyUnit::watt_hour, "energy, host"), " 0.051167 Wh ")); // 184.2 / 3600
    CHECK(has(line(EnergyUnit::watt_hour, "energy, process tree"), " 0.049516 Wh  +- 0.000010 Wh"));
    CHECK(has(line(EnergyUnit::kilowatt_hour, "energy, host"), " 0.000051167 kWh ")); // / 3.6e6
    CHECK(has(line(EnergyUnit::kilojoule, "power, host"), " 41.0 W "));
  }

  TEST_CASE("no escape sequence unless colours are asked for") {
    Story story = measured_build();
    story.recording().exit_info.left_running = {{1, "x"}};
    CHECK_FALSE(has(report(story), "\x1b"));
    const std::string coloured = report(story, {.color = true});
    CHECK(coloured.starts_with("\x1b[1mjoules: make -j8\x1b[0m\n"));
    CHECK(has(coloured, "\x1b[1menergy, process tree 178.258 J\x1b[0m"));
    CHECK(has(coloured, "\x1b[33mtree_left_running"));
  }

  TEST_CASE("colours change no other byte") {
    Story story = measured_build();
    std::string coloured = report(story, {.color = true});
    for (const std::string code : {"\x1b[1m", "\x1b[33m", "\x1b[0m"})
      for (auto at = coloured.find(code); at != std::string::npos; at = coloured.find(code))
        coloured.erase(at, code.size());
    CHECK(coloured == report(story));
  }

  TEST_CASE("a label stands before the command") {
    Story story = measured_build();
    story.recording().name = "nightly";
    CHECK(report(story).starts_with("joules: nightly: make -j8\n"));
  }

  TEST_CASE("each way to end is told") {
    Story story = measured_build();
    ExitStatus& exit = story.recording().exit_info.exit;
    exit = {3, std::nullopt};
    CHECK(line_of(report(story), "exit") == "  exit                       3");
    exit = {std::nullopt, SIGSEGV};
    CHECK(has(line_of(report(story), "exit"), "- "));
    CHECK(has(line_of(report(story), "exit"), "killed by SIGSEGV"));
    exit = {std::nullopt, SIGRTMIN + 1};
    CHECK(has(line_of(report(story), "exit"), "killed by signal 35"));
    exit = {};
    CHECK(has(line_of(report(story), "exit"), "still running"));
  }

  TEST_CASE("stopped time is told, and only when there was some") {
    Story story = measured_build();
    CHECK_FALSE(has(report(story), "stopped"));
    story.recording().exit_info.stopped = std::chrono::milliseconds(1500);
    CHECK(has(flowed(report(story)), " 1.50 s of it stopped processes ")); // maybe wrapped
  }

  TEST_CASE("--verbose adds domains, clocks, sampling and survivors, and changes no line") {
    Story story = measured_build();
    ExitInfo& exit_info = story.recording().exit_info;
    exit_info.tree_clock = ClockKind::rusage;
    exit_info.clocks = {{ClockKind::procfs, test::nanoseconds(29.5)},
                        {ClockKind::rusage, test::nanoseconds(30)}};
    story.recording().method.perf_refusal = "perf_event_open: Permission denied";
    exit_info.samples_taken = 46;
    exit_info.wakeups = 90;
    exit_info.sampler_cpu = test::nanoseconds(0.0042);
    exit_info.left_running = {{4711, "evil\nname"}};
    exit_info.faults_minor = 11;
    exit_info.faults_major = 12;
    exit_info.switches_voluntary = 13;
    exit_info.switches_involuntary = 14;
    const std::string verbose = report(story, {.verbose = true});
    CHECK(has(verbose, "12.30 J  dram\n"));
    CHECK(
        has(report(story, {.unit = EnergyUnit::millijoule, .verbose = true}), "12300 mJ  dram\n"));
    CHECK(has(line_of(verbose, "CPU-time clocks"), "procfs 29.5 s, rusage 30.0 s (used)"));
    CHECK(has(line_of(verbose, "no perf because"), "perf_event_open: Permission denied"));
    CHECK(has(line_of(verbose, "coverage"), "30.0 s of 30.0 s seen live, 0 s at the end"));
    CHECK(has(line_of(verbose, "sampling"), "46 samples, every 100 ms, 20.0 wake-ups a second"));
    CHECK(has(line_of(verbose, "own cost"), "0.0042 s of CPU time, 0.094 % of one CPU"));
    CHECK(has(flowed(verbose), "1 process of the tree still runs, and is counted no further"));
    CHECK(line_of(verbose, "page faults") == "  page faults           11 minor, 12 major");
    CHECK(line_of(verbose, "context switches") ==
          "  context switches      13 voluntary, 14 involuntary");
    CHECK(line_of(verbose, "left running") == "  left running          4711 evil\\nname");
    const std::string brief = report(story);
    CHECK(verbose.starts_with(brief.substr(0, brief.find("  tree_left_running"))));
  }

} // TEST_SUITE
