// SPDX-License-Identifier: Apache-2.0
#include "joules/mark.hpp"
#include "joules/scope.hpp"

#include <doctest/doctest.h>

#include <algorithm>

TEST_SUITE("vocabulary") {

  using namespace joules;

  namespace {

  Scope phase(const std::string& name, const std::string& unit = "") {
    return {Scope::Kind::phase, name, unit};
  }

  Scope subject(const std::string& name) {
    return {Scope::Kind::subject, name, ""};
  }

  /// 100 J of the tree in 10 s, of which "solve" has 40 J in 2 s, and nginx 60 J of the host's.
  EnergyAccount example() {
    EnergyAccount account;
    account.tree.value = Joules{100};
    account.host.value = Joules{200};
    account.tree_uncertainty = Joules{1};
    account.host_uncertainty = Joules{2};
    account.wall = Seconds{10};
    PhaseAccount& load = account.phases.emplace_back();
    load.name = "load";
    load.tree.value = Joules{10};
    load.wall = Seconds{1};
    PhaseAccount& solve = account.phases.emplace_back();
    solve.name = "solve";
    solve.tree.value = Joules{40};
    solve.tree_uncertainty = Joules{0.5};
    solve.wall = Seconds{2};
    SubjectAccount& nginx = account.subjects.emplace_back();
    nginx.name = "cgroup:nginx.service";
    nginx.energy = {Joules{60}, true, {}, {}};
    nginx.uncertainty = Joules{3};
    return account;
  }

  void work(EnergyAccount& account, const std::string& in_phase, const std::string& unit,
            double each) {
    account.work.push_back(
        {in_phase, unit, 1000, {Joules{each}, false, {}, {}}, Joules{each / 10}});
  }

  std::optional<double> half_width(const MetricValues& values, Metric metric) {
    return values.half_widths[static_cast<std::size_t>(metric)];
  }

  } // namespace

  TEST_CASE("a scope is read as it is written") {
    for (const char* text : {"tree", "host", "phase:solve", "phase:a:b", "of:cgroup:nginx.service",
                             "of:phase:x", "of:7"}) {
      const auto scope = scope_from(text);
      REQUIRE(scope.has_value());
      CHECK(text_of(*scope) == text);
    }
    CHECK(scope_from("phase:solve") == phase("solve"));
    CHECK(scope_from("of:7") == subject("7"));
    for (const char* text : {"", "Tree", "phase", "phase:", "of:", "of", "hosts", " tree"})
      CHECK_FALSE(scope_from(text).has_value());
  }

  TEST_CASE("a part has metrics of its own, beside those of every run") {
    CHECK(energy_in({}) == Metric::energy_tree);
    CHECK(power_in({}) == Metric::power_tree);
    const Scope host{.kind = Scope::Kind::host};
    CHECK(energy_in(host) == Metric::energy_host);
    CHECK(power_in(host) == Metric::power_host);
    CHECK_FALSE(host.is_part());
    CHECK(metrics_in(host).size() == metrics_of_runs.size());
    for (const Scope& part : {phase("solve"), subject("x")}) {
      CHECK(part.is_part());
      CHECK(energy_in(part) == Metric::energy_scope);
      CHECK(power_in(part) == Metric::power_scope);
      CHECK(metrics_in(part).size() == metrics_of_runs.size() + 3);
    }
  }

  TEST_CASE("without a scope a run has no part, and what it is known by stays") {
    const MetricValues values = metric_values_of(example());
    CHECK(values[Metric::energy_tree] == 100);
    CHECK(values[Metric::power_host] == 20);
    CHECK(half_width(values, Metric::power_tree) == 0.1);
    CHECK(values[Metric::wall] == 10);
    for (const Metric metric :
         {Metric::energy_scope, Metric::power_scope, Metric::wall_scope, Metric::energy_each})
      CHECK_FALSE(values[metric].has_value());
    CHECK_FALSE(values.at_least);
  }

  TEST_CASE("a phase in scope has its energy, by its own time") {
    const MetricValues values = metric_values_of(example(), phase("solve"));
    CHECK(values[Metric::energy_scope] == 40);
    CHECK(values[Metric::power_scope] == 20);
    CHECK(values[Metric::wall_scope] == 2);
    CHECK(half_width(values, Metric::energy_scope) == 0.5);
    CHECK(half_width(values, Metric::power_scope) == 0.25);
    CHECK(values[Metric::energy_tree] == 100);
    CHECK_FALSE(values.at_least);
    // One that did not begin is not known, and never 0.
    CHECK_FALSE(metric_values_of(example(), phase("sol"))[Metric::energy_scope].has_value());
  }

  TEST_CASE("a phase whose energy or time is not known has no power") {
    EnergyAccount account = example();
    account.phases[1].tree.value.reset();
    CHECK_FALSE(metric_values_of(account, phase("solve"))[Metric::energy_scope].has_value());
    CHECK_FALSE(metric_values_of(account, phase("solve"))[Metric::power_scope].has_value());
    CHECK(metric_values_of(account, phase("solve"))[Metric::wall_scope] == 2);
    account.phases[0].wall = Seconds{0};
    CHECK(metric_values_of(account, phase("load"))[Metric::energy_scope] == 10);
    CHECK_FALSE(metric_values_of(account, phase("load"))[Metric::power_scope].has_value());
  }

  TEST_CASE("a subject in scope is a lower bound where its own energy is one") {
    for (const char* name : {"nginx.service", "cgroup:nginx.service"}) {
      const MetricValues values = metric_values_of(example(), subject(name));
      CHECK(values[Metric::energy_scope] == 60);
      CHECK(values[Metric::power_scope] == 6);
      CHECK(values[Metric::wall_scope] == 10);
      CHECK(values.at_least);
    }
    EnergyAccount account = example();
    account.subjects[0].energy.at_least = false;
    account.tree.at_least = true; // which says nothing of the subject
    CHECK_FALSE(metric_values_of(account, subject("nginx.service")).at_least);
    CHECK(metric_values_of(account).at_least);
    CHECK_FALSE(metric_values_of(account, subject("nginx"))[Metric::energy_scope].has_value());
  }

  TEST_CASE("one unit of work is known in its phase, or of the run") {
    EnergyAccount account = example();
    work(account, "", "requests", 0.1);
    work(account, "solve", "steps", 0.04);
    CHECK(metric_values_of(account)[Metric::energy_each] == 0.1);
    CHECK(half_width(metric_values_of(account), Metric::energy_each) == doctest::Approx(0.01));
    CHECK(metric_values_of(account, phase("solve"))[Metric::energy_each] == 0.04);
    CHECK_FALSE(metric_values_of(account, phase("load"))[Metric::energy_each].has_value());
    // Of the host and of a subject nobody knows what worked for it.
    CHECK_FALSE(
        metric_values_of(account, {.kind = Scope::Kind::host})[Metric::energy_each].has_value());
    CHECK_FALSE(
        metric_values_of(account, subject("nginx.service"))[Metric::energy_each].has_value());
  }

  TEST_CASE("of work in two units the one that is asked for is meant") {
    EnergyAccount account = example();
    work(account, "", "requests", 0.1);
    work(account, "", "bytes", 1e-6);
    CHECK_FALSE(metric_values_of(account)[Metric::energy_each].has_value());
    for (const char* unit : {"request", "requests"})
      CHECK(metric_values_of(account, {.unit = unit})[Metric::energy_each] == 0.1);
    CHECK(metric_values_of(account, {.unit = "byte"})[Metric::energy_each] == 1e-6);
    CHECK_FALSE(metric_values_of(account, {.unit = "step"})[Metric::energy_each].has_value());
    CHECK_FALSE(metric_values_of(account, {.unit = "s"})[Metric::energy_each].has_value());
  }

  TEST_CASE("of the tree, work that was told in a phase is not its work, nor part of it") {
    EnergyAccount account = example();
    work(account, "solve", "requests", 0.04);
    CHECK_FALSE(metric_values_of(account, {.unit = "request"})[Metric::energy_each].has_value());
    CHECK(metric_values_of(account, phase("solve", "request"))[Metric::energy_each] == 0.04);
    CHECK_FALSE(
        metric_values_of(account, phase("load", "request"))[Metric::energy_each].has_value());
    // Where some was told in a phase, the tree's energy for one of the others is too much.
    work(account, "", "request", 0.1);
    CHECK_FALSE(metric_values_of(account, {.unit = "request"})[Metric::energy_each].has_value());
    account.work[0].unit = "steps";
    CHECK(metric_values_of(account, {.unit = "request"})[Metric::energy_each] == 0.1);
  }

  TEST_CASE("the unit of the only work in scope is the scope's, where it has none") {
    EnergyAccount account = example();
    CHECK(with_unit({}, account.work).unit.empty());
    work(account, "", "requests", 0.1);
    work(account, "solve", "steps", 0.04);
    CHECK(with_unit({}, account.work).unit == "requests");
    CHECK(with_unit(phase("solve"), account.work).unit == "steps");
    CHECK(with_unit(phase("solve", "page"), account.work).unit == "page");
    CHECK(with_unit({.kind = Scope::Kind::host}, account.work).unit.empty());
  }

  TEST_CASE("the host in scope is a lower bound where its own energy is one") {
    EnergyAccount account = example();
    account.tree.at_least = true;
    const Scope host{.kind = Scope::Kind::host};
    CHECK_FALSE(metric_values_of(account, host).at_least);
    account.host.at_least = true;
    CHECK(metric_values_of(account, host).at_least);
    const Series series{"", {metric_values_of(account)}};
    CHECK(is_lower_bound(series, Metric::energy_host));
    CHECK_FALSE(is_lower_bound(series, Metric::wall));
    account.host.at_least = false;
    CHECK_FALSE(is_lower_bound({"", {metric_values_of(account)}}, Metric::power_host));
    CHECK(is_lower_bound({"", {metric_values_of(account)}}, Metric::power_tree));
  }

  TEST_CASE("one unit and its plural are the same") {
    for (const auto& [one, other] :
         {std::pair("request", "requests"), std::pair("class", "classes"),
          std::pair("query", "queries"), std::pair("bus", "buses"), std::pair("MB", "MB"),
          std::pair("", "")}) {
      CHECK(is_same_unit(one, other));
      CHECK(is_same_unit(other, one));
    }
    for (const auto& [one, other] : {std::pair("request", "query"), std::pair("steps", "step "),
                                     std::pair("request", "requestss"), std::pair("step", "ste")})
      CHECK_FALSE(is_same_unit(one, other));
  }
}
