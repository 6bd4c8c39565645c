// SPDX-License-Identifier: Apache-2.0
// The fields of a recording in JSON, once for both directions: see FieldWriter and FieldReader.
// Every function takes its type apart by a structured binding, so that a new member which is not
// listed here does not compile. Keys end with the unit.
#pragma once

#include "joules/runs.hpp"
#include "report/json/method_fields.hpp"

namespace joules {

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
void describe(F& fields, typename F::template Of<SubjectReadings>& value) {
  auto& [name, found, holds_tree, holds, overlaps, quantum, cpu, loss] = value;
  fields("name", name);
  fields("found", found);
  fields("holds_tree", holds_tree);
  fields("holds", holds);
  fields("overlaps", overlaps);
  fields("quantum_nanoseconds", quantum);
  fields("cpu_nanoseconds", cpu);
  fields("loss", loss);
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
  auto& [pid, parent, command, argv, start, end, cpu, thread_of] = value;
  fields("pid", pid);
  fields("parent", parent);
  fields("thread_of", thread_of);
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
void describe(F& fields, typename F::template Of<Mark>& value) {
  auto& [kind, at, late, name, amount] = value;
  fields("kind", kind);
  fields("at_nanoseconds", at);
  fields("late_nanoseconds", late);
  fields("name", name);
  fields("amount", amount);
}

template <class F>
void describe(F& fields, typename F::template Of<Marks>& value) {
  auto& [all, garbled, unkept] = value;
  fields("all", all);
  fields("garbled", garbled);
  fields("unkept", unkept);
}

template <class F>
void describe(F& fields, typename F::template Of<Recording>& value) {
  auto& [name, argv, started_at, rank, job, own_pid, view, method, samples, counters, devices,
         subjects, exit_info, sensor_events, second_views, conditions, ledger, marks] = value;
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
  fields("subjects", subjects);
  fields("exit_info", exit_info);
  fields("sensor_events", sensor_events);
  fields("second_views", second_views);
  fields("conditions", conditions);
  fields("ledger", ledger);
  fields("marks", marks);
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
  auto& [commands, warmups, runs, order, seed, precision] = value;
  fields("commands", commands);
  fields("warmups", warmups);
  fields("runs", runs);
  fields("order", order);
  fields("seed", seed);
  fields("precision", precision);
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
