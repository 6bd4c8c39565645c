// SPDX-License-Identifier: Apache-2.0
#include "cli/values.hpp"

#include "joules/account.hpp"
#include "joules/runs.hpp"
#include "sampling/settings.hpp"
#include "sensors/settings.hpp"
#include "statistics/settings.hpp"

#include <doctest/doctest.h>

#include <clocale>

TEST_SUITE("cli") {

  using namespace joules;
  using namespace std::chrono_literals;
  using doctest::Approx;

  namespace {

  /// What `parse` says against `text`; empty: nothing.
  template <class Parse>
  std::string objection(Parse parse, const std::string& text) {
    try {
      parse(text);
    } catch (const BadValue& bad) {
      return bad.what();
    }
    return {};
  }

  template <class Parse>
  void check_rejected(Parse parse, std::initializer_list<const char*> texts) {
    for (const char* const text : texts) {
      CAPTURE(text);
      CHECK(!objection(parse, text).empty());
    }
  }

  } // namespace

  TEST_CASE("--interval takes milliseconds from 10 to 10000, fractions too") {
    CHECK(interval_from("10") == 10ms);
    CHECK(interval_from("12.5") == 12500us);
    CHECK(interval_from("10000") == 10s);
    CHECK(interval_from("1e2") == 100ms);
  }

  TEST_CASE("--interval rejects what is no number of milliseconds in its range") {
    check_rejected(interval_from, {"9.999", "10001", "-100", "0", "", "nan", "inf", "1e999",
                                   "100ms", "0x40", " 100", "100 ", "1,5", "ten", "+100"});
  }

  TEST_CASE("an objection says what is accepted") {
    CHECK(objection(interval_from, "5 s") == "expected milliseconds from 10 to 10000");
    CHECK(objection(choice_from<Policy::Kind>, "idle") ==
          "expected one of busy, capacity, marginal");
    CHECK(objection(tree_wait_from, "x") == "expected none, all or a number of seconds");
  }

  TEST_CASE("--wait-tree takes none, all or seconds") {
    CHECK(tree_wait_from("none") == Nanoseconds{0});
    CHECK_FALSE(tree_wait_from("all").has_value());
    CHECK(tree_wait_from("0") == Nanoseconds{0});
    CHECK(tree_wait_from("2.5") == 2500ms);
    CHECK(tree_wait_from("1e9") == 1'000'000'000s); // 31 years: no overflow
  }

  TEST_CASE("--wait-tree rejects what is no time") {
    check_rejected(tree_wait_from,
                   {"-1", "1.1e9", "", "ALL", "nan", "inf", "5s", "-0.001", "infinity"});
  }

  TEST_CASE("--policy takes the three policies, spelled exactly so") {
    CHECK(choice_from<Policy::Kind>("busy") == Policy::Kind::busy);
    CHECK(choice_from<Policy::Kind>("capacity") == Policy::Kind::capacity);
    CHECK(choice_from<Policy::Kind>("marginal") == Policy::Kind::marginal);
    check_rejected(choice_from<Policy::Kind>, {"", "Busy", "bus", "busy "});
  }

  TEST_CASE("--idle-power takes watts, with or without the W, or measure") {
    CHECK(idle_power_from("12.5")->value == Approx(12.5));
    CHECK(idle_power_from("12.5W")->value == Approx(12.5));
    CHECK(idle_power_from("0")->value == 0);
    CHECK_FALSE(idle_power_from("measure").has_value());
  }

  TEST_CASE("--idle-power rejects what is no power") {
    check_rejected(idle_power_from, {"-1", "W", "", "12 W", "12w", "12kW", "nan", "inf", "12WW"});
  }

  TEST_CASE("--sensor takes auto, powercap and estimate") {
    CHECK(choice_or_auto_from<Sensor>("auto") == std::nullopt);
    CHECK(choice_or_auto_from<Sensor>("powercap") == Sensor::powercap);
    CHECK(choice_or_auto_from<Sensor>("estimate") == Sensor::estimate);
    check_rejected(choice_or_auto_from<Sensor>, {"", "rapl", "automatic"});
  }

  TEST_CASE("--cpu-clock takes auto, procfs and perf") {
    CHECK(choice_from<CpuClockChoice>("auto") == CpuClockChoice::automatic);
    CHECK(choice_from<CpuClockChoice>("procfs") == CpuClockChoice::procfs);
    CHECK(choice_from<CpuClockChoice>("perf") == CpuClockChoice::perf);
    check_rejected(choice_from<CpuClockChoice>, {"", "rusage", "automatic"});
  }

  TEST_CASE("--unit takes J, mJ, kJ, Wh and auto, and tells case apart") {
    CHECK(choice_from<EnergyUnit>("J") == EnergyUnit::joule);
    CHECK(choice_from<EnergyUnit>("mJ") == EnergyUnit::millijoule);
    CHECK(choice_from<EnergyUnit>("kJ") == EnergyUnit::kilojoule);
    CHECK(choice_from<EnergyUnit>("Wh") == EnergyUnit::watt_hour);
    CHECK(choice_from<EnergyUnit>("auto") == EnergyUnit::automatic);
    check_rejected(choice_from<EnergyUnit>, {"", "j", "MJ", "KJ", "wh", "joule"});
  }

  TEST_CASE("--color takes auto, always and never") {
    CHECK(choice_from<When>("auto") == When::automatic);
    CHECK(choice_from<When>("always") == When::always);
    CHECK(choice_from<When>("never") == When::never);
    check_rejected(choice_from<When>, {"", "yes", "Always"});
  }

  TEST_CASE("--log-fd takes the number of a descriptor") {
    CHECK(descriptor_from("0") == 0);
    CHECK(descriptor_from("63") == 63);
    check_rejected(descriptor_from, {"-1", "1.5", "", "stderr", "3 ", "1e9", "99999999999", "nan"});
  }

  TEST_CASE("a directory must be one, and is made absolute") {
    CHECK(directory_from("/") == "/");
    CHECK(directory_from(".").is_absolute());
  }

  TEST_CASE("a directory that is missing, or a file, is rejected with the reason") {
    const auto parse = [](const std::string& text) { directory_from(text); };
    CHECK(objection(parse, "/nonexistent/x") == "expected a directory: No such file or directory");
    CHECK(objection(parse, "/dev/null") == "expected a directory");
    CHECK(!objection(parse, "").empty());
  }

  TEST_CASE("--budget takes an energy in joules or one of its units, case tells them apart") {
    struct Expected {
      const char* text;
      double joules;
    };
    for (const Expected& expected : {Expected{"12", 12},
                                     {"12J", 12},
                                     {"12kJ", 12e3},
                                     {"12MJ", 12e6},
                                     {"12mJ", 12e-3},
                                     {"12uJ", 12e-6},
                                     {"12\u00b5J", 12e-6},
                                     {"3Wh", 10800},
                                     {"3mWh", 10.8},
                                     {"3kWh", 10.8e6},
                                     {"1.5e3J", 1500},
                                     {"1e15", 1e15}}) {
      CAPTURE(expected.text);
      CHECK(energy_from(expected.text).value == Approx(expected.joules).epsilon(1e-12));
    }
    check_rejected(energy_from, {"0", "-1", "1.1e15", "2e9MJ", "", "J", "12 J", "12j", "12W", "nan",
                                 "inf", "12JJ", "0J"});
  }

  TEST_CASE("--budget takes an energy, and the unit of work that it is for") {
    CHECK(budget_from("12J") == std::pair(energy_from("12J"), std::string()));
    CHECK(budget_from("2mJ/request").first.value == Approx(0.002));
    CHECK(budget_from("2mJ/request").second == "request");
    CHECK(budget_from("2mJ/MB/s").second == "MB/s");
    check_rejected(budget_from,
                   {"2mJ/", "/request", "2/ ", "2mJ/a\x1b", "0/request", "2mJ /request"});
  }

  TEST_CASE("--scope takes the tree, the host, a subject or a phase") {
    CHECK(scope_with("phase:solve", "request") == Scope{Scope::Kind::phase, "solve", "request"});
    CHECK(scope_with("of:pid:7", "").name == "pid:7");
    for (const std::string& text :
         {std::string(), std::string("phase:"), std::string("of:"), std::string("Tree"),
          std::string("phase: a"), std::string("phase:a "), std::string("phase:a\x1b"),
          "phase:" + std::string(251, 'a')})
      CHECK_THROWS_AS(scope_with(text, ""), BadValue);
    CHECK(scope_with("phase:" + std::string(250, 'a'), "").name.size() == 250);
  }

  TEST_CASE("--max-power takes a power in watts or one of its units") {
    CHECK(power_from("40").value == 40);
    CHECK(power_from("40W").value == 40);
    CHECK(power_from("40mW").value == Approx(0.04));
    CHECK(power_from("0.4kW").value == Approx(400));
    check_rejected(power_from, {"0", "-1", "1.1e15", "", "W", "40MW", "40J", "nan"});
  }

  TEST_CASE("--max-regression takes percent from 0 to a million") {
    CHECK(percent_from("5") == 5);
    CHECK(percent_from("2.5%") == 2.5);
    CHECK(percent_from("0") == 0);
    CHECK(percent_from("1e6") == 1e6);
    check_rejected(percent_from, {"-0.1", "1000001", "", "%", "5 %", "five", "inf"});
  }

  TEST_CASE("--ok-codes takes exit statuses from 0 to 255") {
    CHECK(ok_codes_from("0") == std::set<int>{0});
    CHECK(ok_codes_from("3,255,0,3") == std::set<int>{0, 3, 255});
    check_rejected(ok_codes_from, {"256", "-1", "1.5", "", ",", "1,", ",1", "1,,2", "1 ", "x"});
  }

  TEST_CASE("--pause takes no or more seconds, as many as nanoseconds hold") {
    CHECK(seconds_from("0") == 0s);
    CHECK(seconds_from("0.25") == 250ms);
    CHECK(seconds_from("1e9") == 1'000'000'000s);
    check_rejected([](const std::string& text) { return seconds_from(text); },
                   {"-1", "-0.001", "1.1e9", "", "5s", "nan"});
  }

  TEST_CASE("a count is whole, and neither below the least nor above the most") {
    const auto count = [](const std::string& text) { return count_from(text, 1, 9); };
    CHECK(count("1") == 1);
    CHECK(count("9") == 9);
    check_rejected(count, {"0", "10", "1.5", "-1", "", "x", "1e99"});
    CHECK(objection(count, "0") == "expected a whole number from 1 to 9");
  }

  TEST_CASE("--seed takes whole numbers of 64 bits") {
    CHECK(seed_from("0") == 0);
    CHECK(seed_from("18446744073709551615") == 18446744073709551615U);
    check_rejected(seed_from, {"18446744073709551616", "-1", "1.0", "", "1x", " 1"});
  }

  TEST_CASE("--idle-power and --log-fd at the limits of their ranges") {
    CHECK(idle_power_from("1e9")->value == 1e9);
    check_rejected(idle_power_from, {"1.1e9", "-0.1"});
    CHECK(descriptor_from("1000000") == 1'000'000);
    check_rejected(descriptor_from, {"1000001"});
  }

  TEST_CASE("words are taken as they are spelled") {
    CHECK(choice_from<Order>("pairs") == Order::pairs);
    CHECK(choice_from<Order>("abba") == Order::abba);
    CHECK(choice_from<Order>("blocked") == Order::blocked);
    CHECK(scope_with("tree", "") == Scope());
    CHECK(scope_with("host", "") == Scope{.kind = Scope::Kind::host});
    CHECK(choice_from<GateRule>("point") == GateRule::point);
    CHECK(choice_from<GateRule>("confident") == GateRule::confident);
    CHECK(choice_from<OnUnavailable>("fail") == OnUnavailable::fail);
    CHECK(choice_from<OnUnavailable>("skip") == OnUnavailable::skip);
    CHECK(choice_from<OnUnavailable>("estimate") == OnUnavailable::estimate);
    for (const auto& [text, choice] : {std::pair("perf", Sensor::perf),
                                       {"hwmon", Sensor::hwmon},
                                       {"psys", Sensor::psys},
                                       {"acpi", Sensor::acpi},
                                       {"battery", Sensor::battery}})
      CHECK(choice_or_auto_from<Sensor>(text) == choice);
  }

  TEST_CASE("--export takes a kind and a file") {
    for (const auto& [kind, expected] : {std::pair("json", ExportKind::json),
                                         {"csv", ExportKind::csv},
                                         {"markdown", ExportKind::markdown},
                                         {"junit", ExportKind::junit},
                                         {"openmetrics", ExportKind::openmetrics},
                                         {"gab", ExportKind::gab},
                                         {"bmf", ExportKind::bmf}}) {
      const ExportRequest request = export_from(std::string(kind) + "=a=b");
      CHECK(request.kind == expected);
      CHECK(request.destination.file == "a=b");
    }
    check_rejected(export_from, {"", "csv", "csv=", "=file", "xml=file", "CSV=file"});
  }

  TEST_CASE("values have a point whatever the locale says") {
    const char* const locale = std::setlocale(LC_ALL, "de_DE.UTF-8");
    CHECK(interval_from("12.5") == 12500us);
    if (locale != nullptr) std::setlocale(LC_ALL, "C");
  }

  TEST_CASE("a subject is a process or a control group") {
    CHECK(subject_from("pid:4711") == SubjectName{SubjectName::Kind::pid, "4711"});
    CHECK(subject_from("cgroup:a/b:c") == SubjectName{SubjectName::Kind::cgroup, "a/b:c"});
    CHECK(text_of(subject_from("cgroup:nginx.service")) == "cgroup:nginx.service");
    for (const char* const none : {"", "4711", "pid", "pid:", "pid:0", "pid:-1", "pid:4194305",
                                   "pid:x", "pid:1.5", "cgroup:", "unit:nginx", ":nginx"})
      CHECK_THROWS_AS(subject_from(none), BadValue);
    CHECK(subject_from("pid:4194304").name == "4194304");
  }
}
