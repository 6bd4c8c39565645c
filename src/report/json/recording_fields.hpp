// SPDX-License-Identifier: Apache-2.0
// The fields of a recording in JSON, once for both directions: see FieldWriter and FieldReader.
// Every function takes its type apart by a structured binding, so that a new member which is not
// listed here does not compile. Keys end with the unit.
#pragma once

#include "joules/runs.hpp"

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
void describe(F& fields, typename F::template Of<HostTime>& value) {
  auto& [at, idle, iowait, steal, worked, online_cpus] = value;
  fields("at_nanoseconds", at);
  fields("idle_microseconds", idle);
  fields("iowait_microseconds", iowait);
  fields("steal_microseconds", steal);
  fields("worked_microseconds", worked);
  fields("online_cpus", online_cpus);
}

template <class F>
void describe(F& fields, typename F::template Of<PackageTime>& value) {
  auto& [host, tree_cpu] = value;
  fields("host", host);
  fields("tree_cpu_nanoseconds", tree_cpu);
}

template <class F>
void describe(F& fields, typename F::template Of<Sample>& value) {
  auto& [at, asleep, tree_cpu, host, packages] = value;
  fields("at_nanoseconds", at);
  fields("asleep_nanoseconds", asleep);
  fields("tree_cpu_nanoseconds", tree_cpu);
  fields("host", host);
  fields("packages", packages);
}

template <class F>
void describe(F& fields, typename F::template Of<ExitStatus>& value) {
  auto& [code, signal] = value;
  fields("code", code);
  fields("signal", signal);
}

template <class F>
void describe(F& fields, typename F::template Of<RemainingProcess>& value) {
  auto& [pid, command] = value;
  fields("pid", pid);
  fields("command", command);
}

template <class F>
void describe(F& fields, typename F::template Of<ClockReading>& value) {
  auto& [clock, cpu] = value;
  fields("clock", clock);
  fields("cpu_nanoseconds", cpu);
}

template <class F>
void describe(F& fields, typename F::template Of<ExitInfo>& value) {
  auto& [exit, tree_cpu, tree_clock, tree_quantum, clocks, cpu_user, cpu_system, max_rss_bytes,
         faults_minor, faults_major, switches_voluntary, switches_involuntary, processes_seen,
         left_running, programs_met, tree_seen, orphans_adopted, tree_cpu_at_least,
         tree_cpu_unseen_at_most, unclaimed_processes, sigchld_ignored, stopped, terminated_by,
         last_terminal_signal, sampler_cpu, samples_taken, wakeups] = value;
  fields("exit", exit);
  fields("tree_cpu_nanoseconds", tree_cpu);
  fields("tree_clock", tree_clock);
  fields("tree_quantum_nanoseconds", tree_quantum);
  fields("clocks", clocks);
  fields("cpu_user_nanoseconds", cpu_user);
  fields("cpu_system_nanoseconds", cpu_system);
  fields("max_rss_bytes", max_rss_bytes);
  fields("page_faults_minor", faults_minor);
  fields("page_faults_major", faults_major);
  fields("context_switches_voluntary", switches_voluntary);
  fields("context_switches_involuntary", switches_involuntary);
  fields("processes_seen", processes_seen);
  fields("left_running", left_running);
  fields("programs_met", programs_met);
  fields("tree_seen", tree_seen);
  fields("orphans_adopted", orphans_adopted);
  fields("tree_cpu_at_least", tree_cpu_at_least);
  fields("tree_cpu_unseen_at_most_nanoseconds", tree_cpu_unseen_at_most);
  fields("unclaimed_processes", unclaimed_processes);
  fields("sigchld_ignored", sigchld_ignored);
  fields("stopped_nanoseconds", stopped);
  fields("terminated_by", terminated_by);
  fields("last_terminal_signal", last_terminal_signal);
  fields("sampler_cpu_nanoseconds", sampler_cpu);
  fields("samples_taken", samples_taken);
  fields("wakeups", wakeups);
}

template <class F>
void describe(F& fields, typename F::template Of<SensorEvent>& value) {
  auto& [kind, domain, reason] = value;
  fields("kind", kind);
  fields("domain", domain);
  fields("reason", reason);
}

template <class F>
void describe(F& fields, typename F::template Of<SecondView>& value) {
  auto& [relation, counter, name, modulus, first, last] = value;
  fields("relation", relation);
  fields("counter", counter);
  fields("name", name);
  fields("modulus_microjoules", modulus);
  fields("first_microjoules", first);
  fields("last_microjoules", last);
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

template <class F>
void describe(F& fields, typename F::template Of<CounterReadings>& value) {
  auto& [counter, readings] = value;
  fields("counter", counter);
  fields("readings_microjoules", readings);
}

template <class F>
void describe(F& fields, typename F::template Of<DeviceReadings>& value) {
  auto& [description, energy, tree_share] = value;
  fields("description", description);
  fields("energy", energy);
  fields("tree_share", tree_share);
}

template <class F>
void describe(F& fields, typename F::template Of<CpuSeries>& value) {
  auto& [first, spent] = value;
  fields("first_column", first);
  fields("spent_nanoseconds", spent);
}

template <class F>
void describe(F& fields, typename F::template Of<ProgramUse>& value) {
  auto& [command, processes, cpu] = value;
  fields("command", command);
  fields("processes", processes);
  fields("cpu", cpu);
}

template <class F>
void describe(F& fields, typename F::template Of<ProcessUse>& value) {
  auto& [pid, parent, command, argv, start, end, cpu] = value;
  fields("pid", pid);
  fields("parent", parent);
  fields("command", command);
  fields("argv", argv);
  fields("start_nanoseconds", start);
  fields("end_nanoseconds", end);
  fields("cpu", cpu);
}

template <class F>
void describe(F& fields, typename F::template Of<Ledger>& value) {
  auto& [source, perf_refusal, edges, programs, processes, processes_unkept, records_lost,
         unrecorded, all_cpus] = value;
  fields("source", source);
  fields("perf_refusal", perf_refusal);
  fields("edges_nanoseconds", edges);
  fields("programs", programs);
  fields("processes", processes);
  fields("processes_unkept", processes_unkept);
  fields("records_lost", records_lost);
  fields("unrecorded", unrecorded);
  fields("all_cpus", all_cpus);
}

template <class F>
void describe(F& fields, typename F::template Of<Recording>& value) {
  auto& [name, argv, started_at, rank, job, own_pid, view, method, samples, counters, devices,
         exit_info, sensor_events, second_views, conditions, ledger] = value;
  fields("name", name);
  fields("argv", argv);
  fields("started_at", started_at);
  fields("rank", rank);
  fields("job", job);
  fields("own_pid", own_pid);
  fields("view", view);
  fields("method", method);
  fields("samples", samples);
  fields("counters", counters);
  fields("devices", devices);
  fields("exit_info", exit_info);
  fields("sensor_events", sensor_events);
  fields("second_views", second_views);
  fields("conditions", conditions);
  fields("ledger", ledger);
}

template <class F>
void describe(F& fields, typename F::template Of<Policy>& value) {
  auto& [kind, idle_power, idle_low, idle_high, idle_busy_cpus] = value;
  fields("kind", kind);
  fields("idle_power_watts", idle_power);
  fields("idle_low_watts", idle_low);
  fields("idle_high_watts", idle_high);
  fields("idle_busy_cpus", idle_busy_cpus);
}

/// Its account is computed anew.
template <class F>
void describe(F& fields, typename F::template Of<Run>& value) {
  auto& [index, recording, account] = value;
  static_cast<void>(account);
  fields("index", index);
  fields("recording", recording);
}

template <class F>
void describe(F& fields, typename F::template Of<Plan>& value) {
  auto& [commands, warmups, runs, order, seed] = value;
  fields("commands", commands);
  fields("warmups", warmups);
  fields("runs", runs);
  fields("order", order);
  fields("seed", seed);
}

template <class F>
void describe(F& fields, typename F::template Of<ExitDisposition>& value) {
  auto& [status, signal] = value;
  fields("status", status);
  fields("signal", signal);
}

template <class F>
void describe(F& fields, typename F::template Of<CommandRuns>& value) {
  auto& [name, argv, runs, failed, arguments_left_out] = value;
  fields("name", name);
  fields("argv", argv);
  fields("runs", runs);
  fields("failed_run", failed);
  fields("argv_first_word_only", arguments_left_out);
}

template <class F>
void describe(F& fields, typename F::template Of<Experiment>& value) {
  auto& [plan, host, commands, stopped_because, interrupted, replayed, outcome] = value;
  static_cast<void>(replayed); // whoever reads it says so
  fields("plan", plan);
  fields("host", host);
  fields("commands", commands);
  fields("stopped_because", stopped_because);
  fields("partial", interrupted);
  fields("outcome", outcome);
}

} // namespace joules
