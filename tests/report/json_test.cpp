// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribute.hpp"
#include "joules/version.hpp"
#include "report/json/report.hpp"
#include "support/experiments.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <csignal>

TEST_SUITE("report") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;
  using Json = nlohmann::ordered_json;
  using Keys = std::vector<std::string>;

  namespace {

  Story measured() {
    Story story(8);
    story.domain("package-0").domain("dram");
    return story.then({.seconds = 4, .joules = {172, 12}, .tree = 15, .busy = 20});
  }

  Story estimated() {
    Story story(8);
    story.model({0.5, 1, 1.5}, {3, 5, 7});
    return story.then({.seconds = 10, .tree = 20, .busy = 40});
  }

  Json json_of(Story& story, const Policy& policy = {}) {
    return Json::parse(test::json_report_of(story.recording(), JsonLayout::document, policy));
  }

  Json run_of(Story& story) {
    return json_of(story).at("commands")[0].at("runs")[0];
  }

  Keys keys_of(const Json& object) {
    Keys keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
  }

  } // namespace

  TEST_CASE("a run has what its counters showed at the start, unless they began with it") {
    Story story = measured();
    story.readings(0) = {2'500'000, 174'500'000};
    story.readings(1).front().reset();
    CHECK(run_of(story)["energy_counters_started_joules"] == Json{{"package-0", 2.5}});
  }

  TEST_CASE("a document has its keys, in this order") {
    Story story = measured();
    const Json json = json_of(story);
    CHECK(keys_of(json) == Keys{"schema_version", "tool", "started_at", "partial", "host", "method",
                                "commands", "comparisons", "gates", "warnings"});
    CHECK(keys_of(json.at("host")) == Keys{"hostname", "boot_id", "cpu_model", "logical_cpus",
                                           "packages", "kernel", "governor", "turbo", "board",
                                           "smt", "hybrid", "filtered_counters", "virtualized"});
    CHECK(keys_of(json.at("method")) == Keys{"sensor", "scope", "quality", "policy",
                                             "sampling_interval_seconds", "cpu_time_clocks",
                                             "domains"});
    CHECK(keys_of(json.at("commands")[0]) == Keys{"name", "argv", "runs"});
  }

  TEST_CASE("a measured run has its keys, in this order") {
    Story story = measured();
    CHECK(keys_of(run_of(story)) == Keys{"index",
                                         "phase",
                                         "started_at",
                                         "started_monotonic_seconds",
                                         "ended_monotonic_seconds",
                                         "energy_tree_joules",
                                         "energy_tree_uncertainty_joules",
                                         "energy_tree_by_capacity_joules",
                                         "energy_host_joules",
                                         "energy_host_uncertainty_joules",
                                         "energy_is_lower_bound",
                                         "energy_tree_is_lower_bound",
                                         "energy_domains_joules",
                                         "energy_counters_started_joules",
                                         "power_tree_mean_watts",
                                         "power_host_mean_watts",
                                         "tree_cpu_seconds",
                                         "tree_cpu_is_lower_bound",
                                         "tree_cpu_unseen_at_most_seconds",
                                         "host_busy_cpu_seconds",
                                         "tree_cpu_share",
                                         "coverage",
                                         "wall_seconds",
                                         "stopped_seconds",
                                         "cpu_user_seconds",
                                         "cpu_system_seconds",
                                         "max_rss_bytes",
                                         "page_faults_minor",
                                         "page_faults_major",
                                         "context_switches_voluntary",
                                         "context_switches_involuntary",
                                         "processes_total",
                                         "processes_total_is_lower_bound",
                                         "processes_left_running",
                                         "exit_code",
                                         "signal",
                                         "sampler_cpu_seconds",
                                         "sampler_wakeups",
                                         "samples",
                                         "power_over_time"});
  }

  TEST_CASE("an estimated run has a range where a measured one has a half-width") {
    Story story = estimated();
    const Keys keys = keys_of(run_of(story));
    CHECK(Keys(keys.begin() + 5, keys.begin() + 12) ==
          Keys{"energy_tree_joules", "energy_tree_low_joules", "energy_tree_high_joules",
               "energy_tree_by_capacity_joules", "energy_host_joules", "energy_host_low_joules",
               "energy_host_high_joules"});
    CHECK(std::find(keys.begin(), keys.end(), "energy_tree_uncertainty_joules") == keys.end());
  }

  TEST_CASE("a measured run has its numbers, unrounded, in J, W and s") {
    Story story = measured();
    const Json run = run_of(story);
    CHECK(run.at("energy_tree_joules") == Approx(184 * 0.75));
    CHECK(run.at("energy_host_joules") == Approx(184));
    CHECK(run.at("energy_is_lower_bound") == false);
    CHECK(run.at("energy_domains_joules").at("package-0") == Approx(172));
    CHECK(run.at("energy_domains_joules").at("dram") == Approx(12));
    // 43 and 3 W for 1 ms and a unit of the register, each by its own counter; 3/4 the tree's.
    const double host_error =
        std::hypot(0.043 + test::server_unit_joules, 0.003 + test::server_unit_joules);
    CHECK(run.at("energy_tree_uncertainty_joules") == Approx(host_error * 0.75));
    CHECK(run.at("energy_host_uncertainty_joules") == Approx(host_error));
    CHECK(run.at("energy_tree_by_capacity_joules") == Approx(184 * 15.0 / 32));
    CHECK(run.at("power_tree_mean_watts") == Approx(34.5));
    CHECK(run.at("power_host_mean_watts") == Approx(46));
    CHECK(run.at("tree_cpu_seconds") == Approx(15));
    CHECK(run.at("host_busy_cpu_seconds") == Approx(20));
    CHECK(run.at("tree_cpu_share") == Approx(0.75));
    CHECK(run.at("wall_seconds") == Approx(4));
  }

  TEST_CASE("an estimated run has its numbers, its model and the reason") {
    Story story = estimated();
    const Json run = run_of(story), method = json_of(story).at("method");
    CHECK(run.at("energy_tree_low_joules") == Approx(70));
    CHECK(run.at("energy_tree_joules") == Approx(120));
    CHECK(run.at("energy_tree_high_joules") == Approx(170));
    CHECK(run.at("energy_host_low_joules") == Approx(140));
    CHECK(run.at("energy_host_high_joules") == Approx(340));
    CHECK(method.at("quality") == "estimated");
    CHECK(method.at("model").at("name") == "SPECpower linear");
    CHECK(method.at("model").at("row") == "unknown");
    CHECK(method.at("unavailable_reason") == "/sys/class/powercap: No such file or directory");
  }

  TEST_CASE("what the ending holds is passed on in base units") {
    Story story = measured();
    ExitInfo& exit_info = story.recording().exit_info;
    exit_info.tree_clock = ClockKind::rusage;
    exit_info.cpu_user = test::nanoseconds(14.25);
    exit_info.cpu_system = test::nanoseconds(0.75);
    exit_info.max_rss_bytes = 1'406'611'456;
    exit_info.faults_minor = 11;
    exit_info.faults_major = 12;
    exit_info.switches_voluntary = 13;
    exit_info.switches_involuntary = 14;
    exit_info.processes_seen = 212;
    exit_info.left_running = {{1, "a"}, {2, "b"}};
    exit_info.stopped = std::chrono::milliseconds(1500);
    exit_info.sampler_cpu = std::chrono::microseconds(4200);
    exit_info.samples_taken = 46;
    const Json run = run_of(story);
    CHECK(run.at("coverage").at("clock") == "rusage");
    CHECK(run.at("cpu_user_seconds") == Approx(14.25));
    CHECK(run.at("cpu_system_seconds") == Approx(0.75));
    CHECK(run.at("max_rss_bytes") == 1'406'611'456);
    CHECK(run.at("page_faults_minor") == 11);
    CHECK(run.at("page_faults_major") == 12);
    CHECK(run.at("context_switches_voluntary") == 13);
    CHECK(run.at("context_switches_involuntary") == 14);
    CHECK(run.at("processes_total") == 212);
    CHECK(run.at("processes_left_running") == 2);
    CHECK(run.at("stopped_seconds") == Approx(1.5));
    CHECK(run.at("sampler_cpu_seconds") == Approx(0.0042));
    CHECK(run.at("samples") == 46);
  }

  TEST_CASE("the document names the tool, the schema and the start") {
    Story story = measured();
    const Json json = json_of(story);
    CHECK(json.at("schema_version") == 1);
    CHECK(json.at("tool").at("name") == "joules");
    CHECK(json.at("tool").at("version") == std::string(version));
    CHECK(json.at("started_at") == "2026-01-31T12:00:00.123Z");
    CHECK(json.at("method").at("sensor") == "powercap");
    CHECK(json.at("method").at("quality") == "measured");
    CHECK(json.at("method").at("sampling_interval_seconds") == Approx(0.1));
  }

  TEST_CASE("an exit code excludes a signal, and the reverse") {
    Story story = measured();
    story.recording().exit_info.exit = {3, std::nullopt};
    CHECK(run_of(story).at("exit_code") == 3);
    CHECK(run_of(story).at("signal").is_null());
    story.recording().exit_info.exit = {std::nullopt, SIGTERM};
    CHECK(run_of(story).at("exit_code").is_null());
    CHECK(run_of(story).at("signal") == "SIGTERM");
  }

  TEST_CASE("a report that a signal cut short is partial") {
    Story story = measured();
    CHECK(json_of(story).at("partial") == false);
    story.recording().exit_info.terminated_by = SIGHUP;
    story.recording().exit_info.exit = {};
    CHECK(json_of(story).at("partial") == true);
    CHECK(run_of(story).at("exit_code").is_null());
    CHECK(run_of(story).at("signal").is_null());
  }

  TEST_CASE("unknown is null with a reason, never 0") {
    Story story(8);
    story.domain("package-0").then({.tree = 1, .busy = 2});
    const Json run = run_of(story);
    for (const char* const key :
         {"energy_tree_joules", "energy_tree_uncertainty_joules", "energy_host_joules",
          "power_tree_mean_watts", "power_host_mean_watts", "max_rss_bytes"}) {
      CAPTURE(key);
      CHECK(run[key].is_null());
    }
    CHECK(run.at("energy_domains_joules").at("package-0").is_null());
    CHECK_FALSE(run.at("unavailable_reason").get<std::string>().empty());
  }

  TEST_CASE("what is known has no unavailable_reason") {
    Story story = measured();
    CHECK_FALSE(run_of(story).contains("unavailable_reason"));
  }

  TEST_CASE("without the host's CPU time there is no share") {
    Story story = measured();
    story.samples()[0].host.reset();
    CHECK(run_of(story).at("host_busy_cpu_seconds").is_null());
    CHECK(run_of(story).at("tree_cpu_share").is_null());
  }

  TEST_CASE("a share is never more than one") {
    Story story = measured();
    story.closes_with(1000);
    CHECK(run_of(story).at("tree_cpu_share") == 1.0);
  }

  TEST_CASE("what is not known of the host is null") {
    Story story = measured();
    Experiment experiment = test::experiment_of(story.recording());
    const Analysis analysis = analyse(experiment, {});
    const auto host = [&] {
      return Json::parse(json_report(experiment, analysis, JsonLayout::line)).at("host");
    };
    CHECK(host().at("cpu_model") == "Example CPU");
    CHECK(host().at("logical_cpus") == 8);
    experiment.host = {};
    const Json unknown = host();
    for (const std::string& key : keys_of(unknown)) {
      CAPTURE(key);
      const bool is_known = key == "virtualized" || key == "hybrid" || key == "filtered_counters";
      CHECK((is_known || unknown.at(key).is_null()));
    }
  }

  TEST_CASE("a lower bound is flagged") {
    Story story = measured();
    story.readings(1)[1].reset();
    const Json run = run_of(story);
    CHECK(run.at("energy_is_lower_bound") == true);
    CHECK(run.at("energy_domains_joules").at("dram").is_null());
  }

  TEST_CASE("the policy is named, and marginal with the idle power that it took") {
    Story story = measured();
    CHECK(json_of(story).at("method").at("policy") == "busy");
    CHECK_FALSE(json_of(story).at("method").contains("idle_power_watts"));
    const Json method = json_of(story, {Policy::Kind::marginal, Watts{12.5}}).at("method");
    CHECK(method.at("policy") == "marginal");
    CHECK(method.at("idle_power_watts") == 12.5);
  }

  TEST_CASE("every domain found is listed, and those that do not count say why") {
    Story story = measured();
    Exclusion core, hidden;
    core.counter.id = "intel-rapl:0:0";
    core.counter.name = "core";
    core.counter.part = "contained in package-0";
    hidden = core;
    hidden.counter.path = "/sys/x/energy_uj";
    hidden.reason = Exclusion::Reason::unreadable;
    hidden.detail = "Permission denied";
    story.recording().method.source.left_out = {core, hidden};
    const Json domains = json_of(story).at("method").at("domains");
    REQUIRE(domains.size() == 4);
    CHECK(domains[0] == Json{{"id", "intel-rapl:0"},
                             {"name", "package-0"},
                             {"counted", true},
                             {"modulus_joules", 262143.328911}});
    CHECK(domains[2].at("counted") == false);
    CHECK(domains[2].at("reason") == "contained in package-0");
    CHECK(domains[3].at("reason") == "/sys/x/energy_uj: Permission denied");
  }

  TEST_CASE("warnings have their code and their sentence") {
    Story story = measured();
    story.recording().view.virtualized = true;
    const Json warnings = json_of(story).at("warnings");
    const auto found = std::find_if(warnings.begin(), warnings.end(),
                                    [](const Json& w) { return w.at("code") == "virtualized"; });
    REQUIRE(found != warnings.end());
    CHECK((*found).at("message") ==
          "the counters are the hypervisor's and may move only every second or so");
  }

} // TEST_SUITE
