// SPDX-License-Identifier: Apache-2.0
// The fields of a recording that say how it was made and where; the others are in
// recording_fields.hpp, which says how both work.
#pragma once

#include "joules/recording.hpp"

namespace joules {

template <class F>
void describe(F& fields, typename F::template Of<Spread>& value) {
  auto& [low, middle, high] = value;
  fields("low_watts", low);
  fields("middle_watts", middle);
  fields("high_watts", high);
}

template <class F>
void describe(F& fields, typename F::template Of<PowerModel>& value) {
  auto& [name, row, idle, busy] = value;
  fields("name", name);
  fields("row", row);
  fields("idle_thread", idle);
  fields("busy_thread", busy);
}

template <class F>
void describe(F& fields, typename F::template Of<Counter>& value) {
  auto& [id, name, path, part, of_host, memory, package, counted_by, modulus, period, period_known,
         largest_power, reading, power] = value;
  fields("id", id);
  fields("name", name);
  fields("path", path);
  fields("part", part);
  fields("of_host", of_host);
  fields("memory", memory);
  fields("package", package);
  fields("counted_by", counted_by);
  fields("modulus_microjoules", modulus);
  fields("period_seconds", period);
  fields("period_known", period_known);
  fields("largest_power_watts", largest_power);
  fields("found_microjoules", reading);
  fields("found_microwatts", power);
}

template <class F>
void describe(F& fields, typename F::template Of<Exclusion>& value) {
  auto& [counter, reason, detail] = value;
  fields("counter", counter);
  fields("reason", reason);
  fields("detail", detail);
}

template <class F>
void describe(F& fields, typename F::template Of<SensorSource>& value) {
  auto& [sensor, scope, only_if_named, left_out, unavailable_reason, remedy] = value;
  fields("sensor", sensor);
  fields("scope", scope);
  fields("only_if_named", only_if_named);
  fields("left_out", left_out);
  fields("unavailable_reason", unavailable_reason);
  fields("remedy", remedy);
}

template <class F>
void describe(F& fields, typename F::template Of<Method>& value) {
  auto& [source, model, packages, interval, clock_tick, cpu_clocks, perf_refusal, aligned] = value;
  fields("source", source);
  fields("model", model);
  fields("packages", packages);
  fields("sampling_interval_seconds", interval);
  fields("clock_tick_nanoseconds", clock_tick);
  fields("cpu_clocks", cpu_clocks);
  fields("perf_refusal", perf_refusal);
  fields("aligned", aligned);
}

template <class F>
void describe(F& fields, typename F::template Of<HostDescription>& value) {
  auto& [hostname, boot_id, cpu_model, board, logical_cpus, packages, kernel, governor, turbo,
         smt] = value;
  fields("hostname", hostname);
  fields("boot_id", boot_id);
  fields("cpu_model", cpu_model);
  fields("board", board);
  fields("logical_cpus", logical_cpus);
  fields("packages", packages);
  fields("kernel", kernel);
  fields("governor", governor);
  fields("turbo", turbo);
  fields("smt", smt);
}

template <class F>
void describe(F& fields, typename F::template Of<HostView>& value) {
  auto& [virtualized, container_proc_stat, hides_processes, hybrid, filtered_counters] = value;
  fields("virtualized", virtualized);
  fields("container_proc_stat", container_proc_stat);
  fields("hides_processes", hides_processes);
  fields("hybrid", hybrid);
  fields("filtered_counters", filtered_counters);
}

template <class F>
void describe(F& fields, typename F::template Of<Conditions>& value) {
  auto& [temperature_start, temperature_end, throttled, frequency] = value;
  fields("temperature_start_celsius", temperature_start);
  fields("temperature_end_celsius", temperature_end);
  fields("throttled_seconds", throttled);
  fields("frequency_hertz", frequency);
}

template <class F>
void describe(F& fields, typename F::template Of<Job>& value) {
  auto& [scheduler, id, step, account] = value;
  fields("scheduler", scheduler);
  fields("id", id);
  fields("step", step);
  fields("account", account);
}

} // namespace joules
