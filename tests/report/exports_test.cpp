// SPDX-License-Identifier: Apache-2.0
#include "report/export/exports.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
  }

  std::string text_of(ExportKind kind, const Experiment& experiment,
                      const GateSettings& gates = {}) {
    return exported(kind, experiment, analyse(experiment, gates));
  }

  /// What no format may take literally.
  Experiment hostile() {
    Experiment experiment = repeated({10, 12});
    experiment.commands[0].name = "a,\"b\"|`c`<&>\\\n";
    return experiment;
  }

  } // namespace

  TEST_CASE("CSV: a row a run") {
    CHECK(text_of(ExportKind::csv, repeated({10, 12.5})) ==
          "command,run,quality,energy_tree_joules,energy_host_joules,power_tree_mean_watts,"
          "power_host_mean_watts,wall_seconds,tree_cpu_seconds,processes_total,exit_code,signal,"
          "energy_is_lower_bound\r\n"
          "./bench,0,measured,10,10,10,10,1,1,0,0,,false\r\n"
          "./bench,1,measured,12.5,12.5,12.5,12.5,1,1,0,0,,false\r\n");
  }

  TEST_CASE("of a phase in scope each export has the phase's numbers, and its name") {
    const Experiment experiment = with_phase(repeated({10, 12}), {4, 4});
    GateSettings gates = budget(5);
    gates.scope = {Scope::Kind::phase, "solve", ""};
    const auto text = [&](ExportKind kind) { return text_of(kind, experiment, gates); };
    const std::string csv = text(ExportKind::csv);
    CHECK(has(csv, "wall_seconds,energy_scope_joules,power_scope_mean_watts,wall_scope_seconds,"
                   "energy_each_joules,tree_cpu_seconds"));
    CHECK(has(csv, "signal,energy_is_lower_bound,scope\r\n./"
                   "bench,0,measured,10,10,10,10,1,4,8,0.5,1,1,0,0,,false,phase:solve\r\n"));
    const std::string markdown = text(ExportKind::markdown);
    CHECK(has(markdown, " time, wall | energy, phase solve | power, phase solve |"));
    CHECK(has(markdown, " 4.000 J (4.000 to 4.000) | 8.000 W "));
    CHECK(has(markdown, " energy, each requests |"));
    CHECK(has(markdown, "energy budget of phase solve, 5 J: 4"));
    const std::string metrics = text(ExportKind::openmetrics);
    CHECK(has(
        metrics,
        R"(joules_scope_energy_joules{command="./bench",quality="measured",scope="phase:solve",stat="mean"} 4)"));
    CHECK(has(metrics,
              R"(joules_tree_energy_joules{command="./bench",quality="measured",stat="mean"} 11)"));
    CHECK(has(text(ExportKind::junit), R"(name="./bench: energy_scope_joules" value="4")"));
    CHECK(has(text(ExportKind::junit), R"(name="budget energy_scope_joules")"));
    CHECK(has(text(ExportKind::gab), R"("./bench: energy, phase solve")"));
    CHECK(has(text(ExportKind::bmf), R"("energy_scope_joules": {)"));
    const auto json = nlohmann::json::parse(text(ExportKind::json));
    CHECK(json["scope"] == "phase:solve");
    CHECK(json["gates"][0]["scope"] == "phase:solve");
    const auto& run = json["commands"][0]["runs"][0];
    CHECK(run["energy_scope_joules"] == 4);
    CHECK(run["energy_scope_uncertainty_joules"] == 0.01);
    CHECK(run["energy_scope_is_lower_bound"] == false);
    CHECK(run["energy_each_joules"] == 1);
    CHECK(json["commands"][0]["summary"]["power_scope_mean_watts"]["mean"] == 8);
    // Without a scope none of them is there.
    for (const ExportKind kind : {ExportKind::csv, ExportKind::markdown, ExportKind::openmetrics,
                                  ExportKind::junit, ExportKind::gab, ExportKind::json})
      CHECK_FALSE(has(text_of(kind, experiment), "_scope"));
  }

  TEST_CASE("exports mark lower bounds, and means of fewer runs than there are") {
    Experiment experiment = with_phase(repeated({10, 12}), {4, -1});
    experiment.commands[0].runs[0].account.tree.at_least = true;
    CHECK(has(text_of(ExportKind::csv, experiment), "1,1,0,0,,true\r\n"));
    const std::string metrics = text_of(ExportKind::openmetrics, experiment);
    CHECK(has(
        metrics,
        R"(joules_tree_energy_joules{command="./bench",quality="measured",bound="lower",stat="mean"} 11)"));
    CHECK(has(metrics,
              R"(joules_host_energy_joules{command="./bench",quality="measured",stat="mean"} 11)"));
    const auto history = nlohmann::json::parse(text_of(ExportKind::gab, experiment));
    CHECK(history[0]["extra"] == "2 runs, measured by powercap, lower bound");
    CHECK(history[1]["extra"] == "2 runs, measured by powercap");
    const std::string markdown = text_of(ExportKind::markdown, experiment);
    CHECK(
        has(markdown, "| 2 | >= 11.00 J (0.00 to 23.71) | 11.00 J (0.00 to 23.71) | >= 11.00 W "));
    GateSettings gates;
    gates.scope = {Scope::Kind::phase, "solve", ""};
    CHECK(has(text_of(ExportKind::markdown, experiment, gates), "| 4.000 J in 1 run |"));
  }

  TEST_CASE("CSV: unknown is empty, and never 0") {
    Experiment experiment = repeated({10});
    experiment.commands[0].runs[0].account.tree.value.reset();
    CHECK(has(text_of(ExportKind::csv, experiment), "./bench,0,measured,,10,,10,1,"));
    CHECK(has(text_of(ExportKind::csv, hostile()), "\"a,\"\"b\"\"|`c`<&>\\\\n\",0,"));
  }

  TEST_CASE("CSV: names are shown as elsewhere, and none is a formula") {
    Experiment experiment = repeated({10});
    const auto row_of = [&](const std::string& name) {
      experiment.commands[0].name = name;
      const std::string text = text_of(ExportKind::csv, experiment);
      return text.substr(text.find('\n') + 1);
    };
    CHECK(row_of("\x1b[31m\xff\n").starts_with("\\x1b[31m\\xff\\n,0,"));
    for (const char sign : {'=', '+', '-', '@'})
      CHECK(row_of(sign + std::string("1+1")).starts_with("'" + std::string(1, sign) + "1+1,0,"));
    CHECK(row_of("=HYPERLINK(\"a\")").starts_with("\"'=HYPERLINK(\"\"a\"\")\",0,"));
    CHECK(row_of("a-b=c").starts_with("a-b=c,0,"));
  }

  TEST_CASE("Markdown: a table with means, intervals and verdicts") {
    const std::string text = text_of(ExportKind::markdown, repeated({10, 12, 14}), budget(16));
    CHECK(has(text, "| command | runs | energy, process tree |"));
    CHECK(has(text, "| `./bench` | 3 | 12.00 J (7.03 to 16.97) |"));
    CHECK(has(text, "Measured by powercap."));
    CHECK(has(text, "\n- PASS    energy budget 16 J: 12.00 J"));
    CHECK(has(text_of(ExportKind::markdown, hostile()), "| `` a,\"b\"\\|`c`<&>\\\\n `` | 2 |"));
  }

  TEST_CASE("JUnit: what is not known to be kept is no passed test") {
    const std::string failed = text_of(ExportKind::junit, repeated({13}), budget(12));
    CHECK(has(failed, "<testsuites name=\"joules\" tests=\"1\" failures=\"1\" skipped=\"0\""));
    CHECK(has(failed, "<failure message=\"joules: FAIL    energy budget 12 J exceeded"));
    const std::string unsure =
        text_of(ExportKind::junit, repeated({11, 13, 11, 13, 11, 13}), budget(12));
    CHECK(has(unsure, "failures=\"0\" skipped=\"1\""));
    CHECK(has(unsure, "<skipped message=\"joules: UNSURE"));
    const std::string passed = text_of(ExportKind::junit, repeated({11}), budget(12));
    CHECK(has(passed, "failures=\"0\" skipped=\"0\""));
    CHECK_FALSE(has(passed, "<skipped"));
    CHECK(has(text_of(ExportKind::junit, hostile()), "a,&quot;b&quot;|`c`&lt;&amp;&gt;\\\\n"));
  }

  TEST_CASE("OpenMetrics: base units, a family each, an end") {
    const std::string text = text_of(ExportKind::openmetrics, repeated({10, 12, 14}), budget(16));
    CHECK(has(text, "# TYPE joules_tree_energy_joules gauge\n"
                    "# UNIT joules_tree_energy_joules joules\n"
                    "joules_tree_energy_joules{command=\"./bench\",quality=\"measured\","
                    "stat=\"mean\"} 12\n"));
    CHECK(has(text, "joules_gate_pass{command=\"./bench\",gate=\"budget\"} 1\n"));
    CHECK(text.ends_with("# EOF\n"));
    CHECK(has(text_of(ExportKind::openmetrics, hostile()),
              "command=\"a,\\\"b\\\"|`c`<&>\\\\\\\\n\""));
    Experiment failed = repeated({10});
    failed.outcome.status = 1;
    CHECK(has(text_of(ExportKind::openmetrics, failed, budget(13)), "gate=\"budget\"} NaN\n"));
  }

  TEST_CASE("github-action-benchmark and Bencher: numbers in base units") {
    const auto gab = nlohmann::json::parse(text_of(ExportKind::gab, repeated({10, 12, 14})));
    CHECK(gab.at(0).at("name") == "./bench: energy, process tree");
    CHECK(gab.at(0).at("unit") == "J");
    CHECK(gab.at(0).at("value").get<double>() == doctest::Approx(12));
    CHECK(gab.at(0).at("range") == "\u00b1 4.97");
    const auto bmf = nlohmann::json::parse(text_of(ExportKind::bmf, repeated({10, 12, 14})));
    const auto& measure = bmf.at("./bench").at("energy_tree_joules");
    CHECK(measure.at("value").get<double>() == doctest::Approx(12));
    CHECK(measure.at("lower_value").get<double>() == doctest::Approx(7.03).epsilon(0.001));
  }

  TEST_CASE("GitHub's annotations: a line each, escaped") {
    const Experiment experiment = repeated({13});
    CHECK(github_annotations(experiment, analyse(experiment, budget(12))) ==
          "::error title=energy budget exceeded::joules: FAIL    energy budget 12 J exceeded: "
          "13.00 J (+8.33 %25), "
          "1 run\n");
    CHECK(github_annotations(experiment, analyse(experiment, {})).empty());
  }
}
