// SPDX-License-Identifier: Apache-2.0
#include "sampling/tree_facts.hpp"

namespace joules {

ExitInfo facts_of_tree(Nanoseconds tree_cpu, const TreeClocks& clocks, const ReapedTotals& reaped,
                       const ProcfsTree::Start& start, pid_t command) {
  ExitInfo facts;
  facts.tree_cpu = tree_cpu;
  facts.tree_clock = clocks.all.leader();
  facts.tree_quantum = clocks.all.quantum();
  facts.clocks = clocks.all.readings();
  const ProcfsTree::Unclaimed& unclaimed = clocks.procfs->unclaimed();
  const bool others_started =
      unclaimed.sigchld_ignored && others_were_started_since(command, start.proc);
  const MissedTime missed = missed_time(facts.clocks, unclaimed, others_started);
  facts.tree_cpu_at_least = missed.at_least;
  facts.tree_cpu_unseen_at_most = missed.unseen_at_most;
  facts.unclaimed_processes = unclaimed.vanished;
  facts.sigchld_ignored = unclaimed.sigchld_ignored;
  facts.cpu_user = reaped.user();
  facts.cpu_system = reaped.system();
  facts.max_rss_bytes = reaped.max_rss_bytes();
  facts.faults_minor = reaped.faults_minor();
  facts.faults_major = reaped.faults_major();
  facts.switches_voluntary = reaped.switches_voluntary();
  facts.switches_involuntary = reaped.switches_involuntary();
  facts.programs_met = clocks.procfs->programs_met();
  facts.processes_seen = clocks.procfs->processes_seen();
  facts.left_running = clocks.procfs->alive();
  facts.tree_seen = clocks.procfs->sees_us();
  return facts;
}

} // namespace joules
