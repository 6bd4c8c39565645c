// SPDX-License-Identifier: Apache-2.0
#include "cli/options.hpp"
#include "support/command_lines.hpp"

#include <doctest/doctest.h>

TEST_SUITE("cli") {

  using namespace joules;
  using namespace std::chrono_literals;
  using Strings = std::vector<std::string>;
  using Words = std::vector<const char*>;

  namespace {

  template <class Mode>
  bool asks_for(const std::vector<const char*>& argv) {
    return std::holds_alternative<Mode>(request_of(argv));
  }

  } // namespace

  TEST_CASE("without options everything is as the manual says") {
    const Measure request = parse({"true"});
    CHECK(request.commands == std::vector<Strings>{{"true"}});
    CHECK(request.experiment.names.empty());
    CHECK_FALSE(request.user.has_value());
    CHECK(request.sensors.host.proc("stat") == "/proc/stat");
    CHECK(request.sensors.powercap_root.empty());
    CHECK(request.sensors.sensor == std::nullopt);
    CHECK(request.sensors.estimate_allowed);
    CHECK(request.attribution.policy.kind == Policy::Kind::busy);
    CHECK_FALSE(request.attribution.measure_idle_power);
    CHECK_FALSE(request.sampling.interval.has_value());
    CHECK(request.sampling.tree_wait_timeout == Nanoseconds{0});
    CHECK(request.report.kind == ReportKind::text);
    CHECK(request.report.style.unit == EnergyUnit::automatic);
    CHECK_FALSE(request.report.style.verbose);
    CHECK(request.output.color == When::automatic);
    CHECK_FALSE(request.output.quiet);
    CHECK(request.output.report.file.empty());
    CHECK_FALSE(request.output.report.append);
    CHECK_FALSE(request.output.report.log_fd.has_value());
  }

  TEST_CASE("every measuring option reaches the request") {
    const Measure request =
        parse({"--name",      "nightly",  "--user",          "nobody",       "--wait-tree",
               "all",         "--policy", "marginal",        "--idle-power", "12.5W",
               "--sensor",    "powercap", "--no-estimate",   "--interval",   "50",
               "--host-root", "/proc",    "--powercap-root", "/tmp",         "true"});
    CHECK(request.experiment.names == Strings{"nightly"});
    CHECK(request.user == "nobody");
    CHECK_FALSE(request.sampling.tree_wait_timeout.has_value());
    CHECK(request.attribution.policy.kind == Policy::Kind::marginal);
    CHECK(request.attribution.policy.idle_power.value == 12.5);
    CHECK(request.sensors.sensor == Sensor::powercap);
    CHECK_FALSE(request.sensors.estimate_allowed);
    CHECK(request.sampling.interval == 50ms);
    CHECK(request.sensors.host.proc("stat") == "/proc/proc/stat");
    CHECK(request.sensors.powercap_root == "/tmp");
  }

  TEST_CASE("a model is two powers of the machine, the busy one at least the idle one") {
    const auto model = parse({"--model", "9:60.5W", "ls"}).sensors.model;
    REQUIRE(model);
    CHECK(model->idle.value == 9);
    CHECK(model->busy.value == 60.5);
    for (const char* bad : {"9", "9:", ":9", "60:9", "-1:9", "0:0", "a:b", "9:60:70"}) {
      CAPTURE(bad);
      CHECK(has(refusal({"--model", bad, "ls"}), "expected watts of the machine"));
    }
  }

  TEST_CASE("one command runs once; compared ones ten times each, after a warm-up") {
    const Plan alone = parse({"true"}).experiment.plan;
    CHECK(alone.runs == 1);
    CHECK(alone.warmups == 0);
    CHECK(alone.commands == 1);
    const Plan compared = parse({"--compare", "true", "false"}).experiment.plan;
    CHECK(compared.runs == 10);
    CHECK(compared.warmups == 1);
    CHECK(compared.commands == 2);
    CHECK(compared.order == Order::pairs);
    const Plan chosen =
        parse({"--compare", "-r", "3", "-w", "0", "--seed", "7", "--order", "abba", "a", "b", "c"})
            .experiment.plan;
    CHECK(chosen.runs == 3);
    CHECK(chosen.warmups == 0);
    CHECK(chosen.seed == 7);
    CHECK(chosen.order == Order::abba);
    CHECK(chosen.commands == 3);
  }

  TEST_CASE("without options there is no limit; beside a baseline there is one of 5 %") {
    const GateSettings none = parse({"true"}).gates;
    CHECK_FALSE(none.any());
    CHECK(none.scope == Scope());
    CHECK_FALSE(none.strict);
    CHECK(none.rule == GateRule::automatic);
    CHECK(none.on_unavailable == OnUnavailable::fail);
    CHECK(parse({"--baseline", "old.json", "true"}).gates.largest_regression() == 5);
    for (const auto& words :
         {std::vector{"--baseline", "old.json", "--max-regression", "2", "true"},
          std::vector{"--max-regression", "2", "--baseline", "old.json", "true"}})
      CHECK(parse(words).gates.largest_regression() == 2);
  }

  TEST_CASE("every limit reaches the request") {
    const GateSettings gates = parse({"-b", "12J", "--max-power", "40W", "--baseline", "old.json",
                                      "--scope", "host", "--gate", "point", "--strict",
                                      "--gate-exit-code", "3", "--on-unavailable", "skip", "true"})
                                   .gates;
    CHECK(gates.budget->value == 12);
    CHECK(gates.max_power->value == 40);
    CHECK(gates.baseline == "old.json");
    CHECK(gates.scope == Scope{.kind = Scope::Kind::host});
    CHECK(gates.rule == GateRule::point);
    CHECK(gates.strict);
    CHECK(gates.exit_code == 3);
    CHECK(gates.on_unavailable == OnUnavailable::skip);
  }

  TEST_CASE("a scope and a unit of work reach the request, in either order") {
    for (const auto& words :
         {std::vector{"--marks", "--scope", "phase:a", "-b", "2mJ/request", "true"},
          std::vector{"-b", "2mJ/request", "--scope", "phase:a", "--marks", "true"}})
      CHECK(parse(words).gates.scope == Scope{Scope::Kind::phase, "a", "request"});
    CHECK(parse({"--of", "cgroup:web", "--scope", "of:web", "true"}).gates.scope.name == "web");
    CHECK(parse({"--of", "pid:1", "--scope", "of:pid:1", "true"}).gates.scope.name == "pid:1");
    CHECK(parse({"--work", "10:requests", "-b", "2J/request", "true"}).gates.scope.unit ==
          "request");
  }

  TEST_CASE("a scope that no run will have is refused") {
    CHECK(has(refusal({"--scope", "phase:a", "true"}), "--scope phase:a: needs --marks"));
    CHECK(has(refusal({"--of", "cgroup:web", "--scope", "of:we", "true"}), "no --of names"));
    CHECK(has(refusal({"-b", "2J/request", "true"}), "needs --work N:request"));
    for (const char* work : {"10", "10:items"})
      CHECK(has(refusal({"-b", "2J/request", "--work", work, "true"}), "needs --work N:request"));
    CHECK(has(refusal({"--work", "3:requests", "--scope", "host", "-b", "2J/request", "true"}),
              "only the tree's energy, or a phase's"));
    CHECK(has(refusal({"--scope", "none", "true"}), "--scope none: expected tree, host"));
  }

  TEST_CASE("counts at their limits") {
    CHECK(parse({"-r", "100000", "true"}).experiment.plan.runs == 100'000);
    CHECK(has(refusal({"-r", "100001", "true"}), "--runs 100001: expected"));
    CHECK(has(refusal({"-r", "0", "true"}), "--runs 0: expected"));
    CHECK(parse({"-w", "0", "true"}).experiment.plan.warmups == 0);
    CHECK(has(refusal({"-w", "100001", "true"}), "--warmup 100001: expected"));
    CHECK(has(refusal({"--gate-exit-code", "0", "true"}), "--gate-exit-code 0: expected"));
    CHECK(parse({"--gate-exit-code", "255", "true"}).gates.exit_code == 255);
    CHECK(has(refusal({"--gate-exit-code", "256", "true"}), "--gate-exit-code 256: expected"));
    CHECK(parse({"--work", "2.5", "true"}).sampling.work->amount == 2.5);
    CHECK(parse({"--work", "1e18:a b", "true"}).sampling.work->unit == "a b");
    CHECK_FALSE(parse({"true"}).sampling.work.has_value());
    for (const char* bad : {"0", "-1", "9e-10", "1.1e18", "x", "1:", "1: ", "1:\x1b", "nan"})
      CHECK(has(refusal({"--work", bad, "true"}), "expected a number from 1e-9 to 1e18"));
    const std::string too_long = "1:" + std::string(101, 'a');
    CHECK(has(refusal({"--work", too_long.c_str(), "true"}), "expected a number"));
    CHECK(parse({"--precision", "2.5", "true"}).experiment.plan.precision == 0.025);
    CHECK(parse({"--precision", "100%", "-r6", "true"}).experiment.plan.runs == 6);
    CHECK(has(refusal({"--precision", "0", "true"}), "--precision 0: expected percent, above 0"));
    CHECK(has(refusal({"--precision", "101", "true"}), "--precision 101: expected percent"));
    CHECK(has(refusal({"--precision", "1", "-r", "5", "true"}), "fewer than 6 runs"));
    CHECK(has(refusal({"--compare", "--precision", "1", "--order", "blocked", "a", "b"}),
              "--precision and --order blocked exclude each other"));
    CHECK(has(refusal({"--gate", "confident", "true"}), "needs at least two runs"));
    CHECK(parse({"--gate", "confident", "--baseline", "x", "true"}).gates.rule ==
          GateRule::confident); // beside a saved series one run has bounds
    CHECK(parse({"--gate", "confident", "-r", "2", "true"}).gates.rule == GateRule::confident);
  }

  TEST_CASE("two to 26 commands are compared, each in one word, and no more names than those") {
    std::vector<const char*> words{"--compare"};
    words.insert(words.end(), 26, "true");
    CHECK(parse(words).commands.size() == 26);
    words.push_back("true");
    CHECK(has(refusal(words), "needs 2 to 26 commands"));
    CHECK(has(refusal({"--compare", "true"}), "needs 2 to 26 commands"));
    CHECK(parse({"--compare", "-n", "a", "-n", "b", "true", "false"}).experiment.names ==
          Strings{"a", "b"});
    CHECK(has(refusal({"--compare", "-n", "a", "-n", "b", "-n", "c", "true", "false"}),
              "--name: given for more commands"));
    const Measure request = parse({"--compare", "-n", "a", "true 1", "false 2"});
    CHECK(request.experiment.names == Strings{"a", "false 2"});
    CHECK(request.commands == std::vector<Strings>{{"true", "1"}, {"false", "2"}});
    CHECK(parse({"--compare", "--no-argv", "true 1", "false 2"}).experiment.names ==
          Strings{"true", "false"});
    CHECK(parse({"--compare", "--no-argv", "true 1", "true 2", "true 3"}).experiment.names ==
          Strings{"true", "true (2)", "true (3)"});
    CHECK(parse({"--compare", "-n", "b (2)", "-n", "b", "a", "a", "b"}).experiment.names ==
          Strings{"b (2)", "b", "b (3)"});
    CHECK(parse({"--compare", "--shell", "a | b", "c"}).commands ==
          std::vector<Strings>{{"sh", "-c", "a | b"}, {"sh", "-c", "c"}});
  }

  TEST_CASE("what belongs to another mode is refused") {
    CHECK(has(refusal({"-n", "a", "-n", "b", "true"}), "--name: given more than once"));
    CHECK(has(refusal({"--compare", "-f", "%e", "a", "b"}), "exclude each other"));
    CHECK(has(refusal({"--max-regression", "5", "true"}), "--max-regression: needs"));
    CHECK(parse({"--compare", "--max-regression", "5", "a", "b"}).gates.max_regression == 5);
    CHECK(parse({"--by-command", "-r", "2", "true"}).report.style.by_command);
    CHECK(has(refusal({"--sort", "energy", "true"}), "--by-process"));
    CHECK(parse({"--by-process", "--sort", "energy", "true"}).report.style.order ==
          ProcessOrder::energy);
    CHECK(has(refusal({"--by-process", "-r", "2", "true"}), "of several runs only --json"));
    CHECK(has(refusal({"--by-process", "--compare", "a", "b"}), "of several runs only --json"));
    CHECK(parse({"--by-process", "-j", "-r", "2", "true"}).report.style.by_process);
    for (const char* const kind : {"json", "html", "trace"})
      CHECK(
          parse({"--by-process", "--export", (kind + std::string("=x")).c_str(), "-r", "2", "true"})
              .report.style.by_process);
    CHECK(parse({"--by-process", "--record", "x", "-r", "2", "true"}).report.style.by_process);
    CHECK(
        has(refusal({"--by-process", "--export", "csv=x", "-r", "2", "true"}), "of several runs"));
    CHECK(parse({"--by-command", "true"}).report.style.by_command);
    CHECK(has(refusal({"--diff"}), "needs two saved reports"));
    CHECK(has(refusal({"--diff", "a"}), "needs two saved reports"));
    CHECK(has(refusal({"--diff", "a", "b", "c"}), "needs two saved reports"));
    CHECK(std::get<Diff>(request_of({"--diff", "--max-regression", "5", "a", "b"}))
              .gates.max_regression == 5);
    CHECK(has(refusal({"--merge"}), "--merge: needs saved reports"));
    CHECK(asks_for<Merge>({"--merge", "a"}));
    CHECK(has(refusal({"--compare", "--baseline", "old", "a", "b"}), "excludes"));
    for (const char* option : {"--order=abba", "--seed=1", "--shell"})
      CHECK(has(refusal({option, "true"}), "--compare"));
    CHECK(has(refusal({"--save", "x", "true"}), "--doctor"));
  }

  TEST_CASE("every report option reaches the request") {
    const Measure request = parse({"--json", "--output", "out.json", "--append", "--verbose",
                                   "--unit", "Wh", "--color", "never", "true"});
    CHECK(request.report.kind == ReportKind::json);
    CHECK(request.output.report.file == "out.json");
    CHECK(request.output.report.append);
    CHECK(request.report.style.verbose);
    CHECK(request.report.style.unit == EnergyUnit::watt_hour);
    CHECK(request.output.color == When::never);
    CHECK(parse({"--log-fd", "7", "true"}).output.report.log_fd == 7);
    CHECK(parse({"--quiet", "true"}).output.quiet);
    CHECK(parse({"--discard-output", "true"}).experiment.output_discarded);
    CHECK_FALSE(parse({"true"}).experiment.output_discarded);
  }

  TEST_CASE("short options mean what their long ones do") {
    const Measure request = parse({"-n", "nightly", "-o", "out", "-a", "-v", "-j", "true"});
    CHECK(request.experiment.names == Strings{"nightly"});
    CHECK(request.output.report.file == "out");
    CHECK(request.output.report.append);
    CHECK(request.report.style.verbose);
    CHECK(request.report.kind == ReportKind::json);
    CHECK(parse({"-q", "true"}).output.quiet);
  }

  TEST_CASE("short options cluster, and the last takes its value from the word or the next") {
    const Measure apart = parse({"-jao", "out", "true"});
    CHECK(apart.report.kind == ReportKind::json);
    CHECK(apart.output.report.append);
    CHECK(apart.output.report.file == "out");
    CHECK(parse({"-jaoout", "true"}).output.report.file == "out");
    CHECK(parse({"--output=out", "true"}).output.report.file == "out");
  }

  TEST_CASE("-f keeps its format, which may begin like an option") {
    const Measure request = parse({"-f", "%j J", "true"});
    CHECK(request.report.kind == ReportKind::format);
    CHECK(request.report.format == "%j J");
    CHECK(parse({"-f", "-%e", "true"}).report.format == "-%e");
  }

  TEST_CASE("no word of the command is read as ours") {
    const Measure request = parse({"-q", "ls", "-v", "--bogus", "-j", "--help"});
    CHECK(request.commands == std::vector<Strings>{{"ls", "-v", "--bogus", "-j", "--help"}});
    CHECK_FALSE(request.report.style.verbose);
    CHECK(request.report.kind == ReportKind::text);
  }

  TEST_CASE("-- lets a command begin with a dash") {
    CHECK(parse({"-q", "--", "-x", "--json"}).commands == std::vector<Strings>{{"-x", "--json"}});
  }

  TEST_CASE("there are no subcommands: every bare word is the command") {
    for (const char* const word : {"diff", "run", "doctor", "help", "compare", "@file"})
      CHECK(parse({word, "x"}).commands == std::vector<Strings>{{word, "x"}});
  }

  TEST_CASE("no command is refused, with the way to help") {
    CHECK(refusal({}) == "no command to measure (see joules --help)");
    CHECK(refusal({"-v", "--"}) == "no command to measure (see joules --help)");
  }

  TEST_CASE("a mistyped option is refused by name, never run as the command") {
    CHECK(refusal({"--bugdet", "5", "ls"}) == "unknown option --bugdet: is --budget meant?");
    CHECK(refusal({"--bogus", "5", "ls"}) == "unknown option --bogus (see joules --help)");
    CHECK(refusal({"-q", "-json", "ls"}) == "unknown option -json: is --json meant?");
    CHECK(refusal({"-Z", "ls"}) == "unknown option -Z (see joules --help)");
    CHECK(has(refusal({"-vZ", "ls"}), "unknown option"));
    CHECK(has(refusal({"--sens", "auto", "ls"}), "--sens")); // no abbreviations
    CHECK(has(refusal({"--no-json", "ls"}), "--no-json"));
  }

  TEST_CASE("a value that is missing is refused with its option") {
    CHECK(refusal({"-o"}) == "-o: needs a value");
    CHECK(has(refusal({"--interval=", "ls"}), "--interval"));
    CHECK(has(refusal({"--output=", "ls"}), "--output"));
  }

  TEST_CASE("an empty value is refused for every option that takes one, however it is spelled") {
    for (const Option& one : all_options()) {
      if (!one.value) continue;
      const std::string option(one.long_name());
      const std::string expected = option + " '': its value is empty";
      CHECK(refusal({option.c_str(), "", "ls"}) == expected);
      CHECK(refusal({(option + "=").c_str(), "ls"}) == expected);
    }
    CHECK(refusal({"-o", "", "ls"}) == "-o '': its value is empty");
  }

  TEST_CASE("a dash is standard output where a report goes, and no file for an archive") {
    CHECK(parse({"-o", "-", "ls"}).output.report.log_fd == 1);
    CHECK(parse({"--export", "csv=-", "ls"}).output.exports.front().destination.log_fd == 1);
    CHECK(has(refusal({"--doctor", "--save", "-"}), "--save -: expected the name of a file"));
    // There --fold reads the stacks.
    CHECK(has(refusal({"--fold", "-"}), "--fold -: expected the name of a file"));
  }

  TEST_CASE("bad values are refused with their option") {
    CHECK(has(refusal({"--interval", "5", "ls"}), "--interval 5: expected "));
    CHECK(has(refusal({"--wait-tree", "-1", "ls"}), "--wait-tree -1: expected "));
    CHECK(has(refusal({"--policy", "x", "ls"}), "--policy x: expected "));
    CHECK(has(refusal({"--sensor", "x", "ls"}), "--sensor x: expected "));
    CHECK(has(refusal({"--unit", "x", "ls"}), "--unit x: expected "));
    CHECK(has(refusal({"--color", "x", "ls"}), "--color x: expected "));
    CHECK(has(refusal({"--log-fd", "x", "ls"}), "--log-fd x: expected "));
    CHECK(
        has(refusal({"--host-root", "/nonexistent", "ls"}), "--host-root /nonexistent: expected "));
    CHECK(has(refusal({"--powercap-root", "/dev/null", "ls"}),
              "--powercap-root /dev/null: expected "));
    CHECK(has(refusal({"-f", "%q", "ls"}), "--format %q: unknown %q"));
  }

  TEST_CASE("an objection says the option, the value and what is accepted") {
    CHECK(refusal({"--interval", "5 s", "ls"}) ==
          "--interval '5 s': expected milliseconds from 10 to 10000");
    CHECK(refusal({"--policy", "idle", "ls"}) ==
          "--policy idle: expected one of busy, capacity, marginal");
    CHECK(refusal({"--host-root", "/nonexistent/x", "ls"}) ==
          "--host-root /nonexistent/x: expected a directory: No such file or directory");
    CHECK(refusal({"--host-root", "/dev/null", "ls"}) ==
          "--host-root /dev/null: expected a directory");
    CHECK(refusal({"--wait-tree", "\x1b", "ls"}) ==
          "--wait-tree $'\\x1b': expected none, all or a number of seconds");
    CHECK(refusal({"-b", "0", "ls"}).starts_with("--budget 0: expected an energy above 0"));
  }

  TEST_CASE("the modes get what their words and options say") {
    const auto diff = std::get<Diff>(request_of({"--diff", "-n", "b", "old", "new"}));
    CHECK(diff.before == "old");
    CHECK(diff.after == "new");
    CHECK(diff.name == "b");
    CHECK(has(refusal({"--diff", "old"}), "two saved reports"));
    CHECK(has(refusal({"--diff", "-b", "1J", "old", "new"}), "--max-regression"));
    CHECK(std::get<Merge>(request_of({"--merge", "-j", "a", "b"})).files == Strings{"a", "b"});
    CHECK(has(refusal({"--merge"}), "needs saved reports"));
    const auto doctor =
        std::get<Doctor>(request_of({"--doctor", "--save", "x", "--sensor", "psys"}));
    CHECK(doctor.save == "x");
    CHECK(doctor.sensors.sensor == Sensor::psys);
    CHECK(has(refusal({"--diff", "--merge", "a", "b"}), "--merge"));
  }

  TEST_CASE("--compare takes each word for a command, and has presets of its own") {
    const Measure request = parse({"--compare", "-n", "old", "./a 'b c'", "./d"});
    CHECK(request.commands == std::vector<Strings>{{"./a", "b c"}, {"./d"}});
    CHECK(request.experiment.names == Strings{"old", "./d"});
    CHECK(request.experiment.plan.commands == 2);
    CHECK(request.experiment.plan.runs == 10);
    CHECK(request.experiment.plan.warmups == 1);
    const Plan plan =
        parse({"-r", "3", "--seed", "7", "--compare", "-w0", "a", "b"}).experiment.plan;
    CHECK(plan.runs == 3);
    CHECK(plan.warmups == 0);
    CHECK(plan.seed == 7);
    CHECK(parse({"--compare", "--precision", "1", "a", "b"}).experiment.plan.runs == 100);
    CHECK(parse({"--compare", "--precision", "1", "-r9", "a", "b"}).experiment.plan.runs == 9);
    CHECK(parse({"--compare", "--shell", "a|b", "c"}).commands.front() ==
          Strings{"sh", "-c", "a|b"});
    CHECK(parse({"--compare", "--gate", "confident", "a", "b"}).gates.rule == GateRule::confident);
    CHECK(has(refusal({"--compare", "-r1", "--gate", "confident", "a", "b"}), "two runs"));
    CHECK(has(refusal({"--order", "abba", "ls"}), "--compare"));
    CHECK(has(refusal({"--compare", "--baseline", "x", "a", "b"}), "--baseline"));
  }

  TEST_CASE("a baseline allows 5 percent more, unless another percentage is named") {
    CHECK(parse({"--baseline", "x", "ls"}).gates.largest_regression() == 5);
    CHECK(parse({"--max-regression", "2", "--baseline", "x", "ls"}).gates.largest_regression() ==
          2);
    CHECK_FALSE(parse({"ls"}).gates.any());
  }

  TEST_CASE("an option with a value that is given twice is refused") {
    CHECK(has(refusal({"-o", "a", "-o", "b", "ls"}), "--output: given more"));
    CHECK(has(refusal({"--interval", "50", "--interval", "60", "ls"}), "--interval: given more"));
  }

  TEST_CASE("a flag that is given twice is given") {
    CHECK(parse({"-v", "-v", "ls"}).report.style.verbose);
    CHECK(parse({"-jj", "ls"}).report.kind == ReportKind::json);
  }

  TEST_CASE("a flag takes no value") {
    CHECK(has(refusal({"--json=1", "ls"}), "--json"));
    CHECK(refusal({"--json=", "ls"}) == "--json: takes no value");
    CHECK(has(refusal({"--bogus=", "ls"}), "unknown option"));
    CHECK(has(refusal({"--no-estimate=5", "ls"}), "--no-estimate"));
    CHECK(has(refusal({"--quiet=false", "ls"}), "--quiet"));
  }

  TEST_CASE("options that exclude one another are refused") {
    CHECK(has(refusal({"-j", "-f", "%e", "ls"}), "excludes"));
    CHECK(has(refusal({"-q", "-v", "ls"}), "excludes"));
    CHECK(has(refusal({"-o", "x", "--log-fd", "2", "ls"}), "excludes"));
    CHECK(has(refusal({"--sensor", "estimate", "--no-estimate", "ls"}), "exclude"));
    CHECK(has(refusal({"--model", "9:60", "--no-estimate", "ls"}), "exclude"));
  }

  TEST_CASE("-a is refused without the file that it appends to") {
    CHECK(has(refusal({"-a", "ls"}), "--output"));
  }

  TEST_CASE("marginal and the idle power that it takes off come together") {
    CHECK(has(refusal({"--policy", "marginal", "ls"}), "needs --idle-power"));
    CHECK(has(refusal({"--idle-power", "5", "ls"}), "only --policy marginal"));
    // Of a recording the policy, and the idle power, may be the run's.
    const auto of_replay = [](const std::vector<const char*>& words) {
      return std::get<Replay>(request_of(words)).attribution;
    };
    CHECK_FALSE(of_replay({"--replay", "a"}).has_value());
    CHECK(of_replay({"--replay", "a", "--idle-power", "5"})->policy.kind == Policy::Kind::marginal);
    CHECK(of_replay({"--replay", "a", "--idle-power", "5"})->policy.idle_power == Watts{5});
    CHECK_FALSE(of_replay({"--replay", "a", "--idle-power", "5"})->measure_idle_power);
    CHECK(of_replay({"--replay", "a", "--policy", "marginal"})->measure_idle_power);
    CHECK(
        has(refusal({"--replay", "a", "--policy", "busy", "--idle-power", "5"}), "only --policy"));
    const Measure request = parse({"--policy", "marginal", "--idle-power", "measure", "ls"});
    CHECK(request.attribution.measure_idle_power);
  }

  TEST_CASE("the modes need no command") {
    CHECK(asks_for<Help>({"--help"}));
    CHECK(asks_for<Help>({"-h"}));
    CHECK(asks_for<Version>({"--version"}));
    CHECK(asks_for<Version>({"-V"}));
    CHECK(asks_for<Doctor>({"--doctor"}));
  }

  TEST_CASE("modes that measure nothing refuse what they would ignore") {
    const auto refuses = [](const Words& mode, std::initializer_list<const char*> options) {
      for (const char* const option : options) {
        CAPTURE(mode[0]);
        CAPTURE(option);
        Words words{option};
        words.insert(words.end(), mode.begin(), mode.end());
        const std::string name = std::string(option).substr(0, std::string(option).find('='));
        CHECK(refusal(words).starts_with(name + ": has no meaning for " + mode[0] + ", which "));
      }
    };
    const Words replay{"--replay", "a"}, fold{"--fold", "a"}, diff{"--diff", "a", "b"},
        merge{"--merge", "a"}, doctor{"--doctor"};
    for (const Words& mode : {replay, fold, diff, merge, doctor})
      refuses(mode, {"--runs=3", "--compare", "--prepare=x", "--marks", "--interval=50", "--user=x",
                     "--record=x", "--progress=auto"});
    for (const Words& mode : {fold, diff, merge, doctor})
      refuses(mode,
              {"--format=%e", "--export=csv=x", "--github", "--plot", "--budget=5", "--baseline=x",
               "--max-power=5W", "--by-command", "--by-process", "--no-argv"});
    for (const Words& mode : {fold, merge, doctor})
      refuses(mode, {"--max-regression=5", "--scope=host", "--strict", "--name=x"});
    for (const Words& mode : {diff, merge}) refuses(mode, {"--policy=capacity", "--sensor=perf"});
    refuses(replay, {"--name=x", "--sensor=perf"});
    refuses(fold, {"--json", "--unit=mJ", "--color=never"});
    refuses(doctor, {"--policy=capacity", "--unit=mJ"});
  }

  TEST_CASE("modes that measure nothing obey what has a meaning there") {
    const std::vector<Words> anywhere{{"-q"}, {"-v"}, {"-o", "x"}, {"-a", "-o", "x"}};
    for (const Words& with : anywhere) {
      const auto obeys = [&](const Words& mode) {
        Words words = with;
        words.insert(words.end(), mode.begin(), mode.end());
        CAPTURE(mode[0]);
        CAPTURE(with[0]);
        request_of(words);
      };
      obeys({"--replay", "a"}), obeys({"--fold", "a"}), obeys({"--diff", "a", "b"});
      obeys({"--merge", "a"}), obeys({"--doctor"});
    }
    CHECK(asks_for<Replay>({"--replay", "a", "--plot", "--github", "--by-process", "-b", "5J",
                            "--scope", "host", "--strict", "--no-argv", "--export", "csv=x"}));
    CHECK(asks_for<Diff>({"--diff", "-j", "--scope", "host", "--gate", "point", "--strict",
                          "--gate-exit-code", "3", "--on-unavailable", "skip", "--unit", "mJ",
                          "--color", "never", "a", "b"}));
    CHECK(asks_for<Merge>({"--merge", "-j", "--unit", "mJ", "--color", "never", "a"}));
    CHECK(asks_for<Doctor>({"--doctor", "-j", "--sensor", "perf", "--no-estimate", "--gpu",
                            "--host-root", "/", "--powercap-root", "/", "--color", "never"}));
    CHECK(asks_for<Doctor>({"--doctor", "--model", "10:20"}));
  }

  TEST_CASE("behind the files of --diff and --merge options are options, too") {
    CHECK(std::get<Diff>(request_of({"--diff", "a", "-j", "b"})).report.kind == ReportKind::json);
    CHECK(std::get<Diff>(request_of({"--diff", "a", "b", "-n", "x"})).name == "x");
    CHECK(refusal({"--diff", "a", "b", "-x"}) == "unknown option -x (see joules --help)");
    CHECK(refusal({"--merge", "a", "-jx"}).starts_with("unknown option "));
    CHECK_FALSE(has(refusal({"--merge", "a", "-jx"}), "--merge"));
    const auto merge = std::get<Merge>(request_of({"--merge", "a", "-o", "x", "--", "-j"}));
    CHECK(merge.files == Strings{"a", "-j"});
    CHECK(merge.output.report.file == "x");
    CHECK(has(refusal({"--diff", "a", "b", "-n", "x", "-n", "y"}), "--name: given more than once"));
  }

  TEST_CASE("--doctor runs no command") {
    CHECK(refusal({"--doctor", "ls"}) == "--doctor runs no command");
  }

  TEST_CASE("help asked for is help given, whatever else is wrong") {
    CHECK(asks_for<Help>({"--doctor", "--help"}));
    CHECK(asks_for<Help>({"--help", "--version"}));
    CHECK(asks_for<Help>({"--interval", "5", "--help"}));
    CHECK(asks_for<Help>({"--bogus", "--help"}));
    CHECK(asks_for<Help>({"--interval", "5", "-qh"}));
  }

  TEST_CASE("a value, or a word of the command, that reads like help asks for none") {
    CHECK(asks_for<Measure>({"-n", "--help", "true"}));
    CHECK(parse({"-nh", "true"}).experiment.names == Strings{"h"});
    CHECK(asks_for<Measure>({"-q", "ls", "-h"}));
    CHECK(asks_for<Measure>({"-q", "--", "-h"}));
    CHECK(asks_for<Help>({"-qh"}));
  }

} // TEST_SUITE
