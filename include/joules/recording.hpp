// SPDX-License-Identifier: Apache-2.0
// Everything that a run leaves behind, as a value: it can be attributed again under another policy
// without the machine it came from. Built by sampling/, once, and never changed after that.
#pragma once

#include "joules/choices.hpp"
#include "joules/counter.hpp"
#include "joules/mark.hpp"
#include "joules/subject.hpp"
#include "joules/units.hpp"
#include "joules/usage.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// Time since an arbitrary start, from CLOCK_MONOTONIC: steps of the wall clock do not touch it.
using Instant = Nanoseconds;

/// The range that an estimate is known to: 10th percentile, median, 90th percentile.
struct Spread {
  double low = 0, middle = 0, high = 0;
};

/// Stands in for a sensor: watts of one hardware thread, at the wall, idle and fully busy.
struct PowerModel {
  static constexpr std::string_view of_servers = "SPECpower linear";
  std::string name; // `of_servers`: by published results; else of any machine
  std::string row;  // key of its row in the table: "epyc-gen5-turin"
  Spread idle_watts;
  Spread busy_watts; // at least idle_watts, term by term

  [[nodiscard]] bool is_of_servers() const { return name == of_servers; }
};

/// The sensors that the host's energy can be read from, and the estimate that stands in for one.
/// psys, acpi, system and battery measure the whole machine.
enum class Sensor { perf, powercap, cray, hwmon, psys, acpi, system, battery, estimate };

template <>
struct Choices<Sensor> {
  static constexpr Choice<Sensor> all[] = {
      {"perf", Sensor::perf},     {"powercap", Sensor::powercap}, {"cray", Sensor::cray},
      {"hwmon", Sensor::hwmon},   {"psys", Sensor::psys},         {"acpi", Sensor::acpi},
      {"system", Sensor::system}, {"battery", Sensor::battery},   {"estimate", Sensor::estimate}};
};

/// One way to learn the host's energy.
struct SensorSource {
  Sensor sensor = Sensor::estimate;
  std::string scope;               // what it measures, for people; empty: not known
  bool only_if_named = false;      // that is not the processor
  std::vector<Exclusion> left_out; // counters that were found, and do not count
  std::string unavailable_reason;  // why it does not measure the host: the exact file that refused
  std::string remedy;              // what would change that: a command; empty: nothing is known to
};

/// "REASON; REMEDY" of a source that does not measure the host.
std::string why_no_sensor(const SensorSource& source);

/// How the tree's CPU time can be followed.
enum class ClockKind {
  procfs, // a walk over the tree's members in /proc
  perf,   // a task-clock event that every descendant inherits
  rusage, // what was used by those that were waited for
  cgroup  // the kernel's account of a control group that was made for the command
};

template <>
struct Choices<ClockKind> {
  static constexpr Choice<ClockKind> all[] = {{"procfs", ClockKind::procfs},
                                              {"perf", ClockKind::perf},
                                              {"rusage", ClockKind::rusage},
                                              {"cgroup", ClockKind::cgroup}};
};

std::vector<std::string> names_of(const std::vector<ClockKind>& clocks);

/// How the run was measured.
struct Method {
  SensorSource source;               // the one in use; of an estimate why there is none
  std::optional<PowerModel> model;   // set exactly when the source is an estimate
  std::vector<int> packages;         // of several: those whose time was told apart, by number
  Seconds sampling_interval{0};      // the one that was chosen, else the mean
  Nanoseconds clock_tick{0};         // what times of HostTime are cut off to; 0: they are exact
  std::vector<ClockKind> cpu_clocks; // how the tree's CPU time was followed
  std::string perf_refusal;          // why perf was not among them, where it was wanted
  std::optional<bool> aligned;       // asked for: did the run start with a counter's update?
};

/// CPU time of the whole machine, or of one of its packages, since boot, summed over its CPUs, from
/// one read of /proc/stat. In nanoseconds a large machine would pass 2^63 after a year.
struct HostTime {
  Instant at{0};
  Microseconds idle{0};
  Microseconds iowait{0}; // idle, too: only the sum of both means anything, and even it may fall
  Microseconds steal{0};  // taken by the hypervisor: neither idle nor ours
  Microseconds worked{0}; // user + nice + system + irq + softirq; guest is inside user
  int online_cpus = 0;
};

/// One package's part of a sample.
struct PackageTime {
  HostTime host;
  Nanoseconds tree_cpu{0}; // what was seen of the tree there: a weight, it may miss time
};

/// All clocks, read once. What the counters showed then is with each of them.
struct Sample {
  Instant at{0};         // middle of the energy read
  Nanoseconds asleep{0}; // CLOCK_BOOTTIME - CLOCK_MONOTONIC
  /// Since launch. Between two full samples it may be too large by what a hypervisor took in
  /// between, which the next full one takes back.
  Nanoseconds tree_cpu{0};
  std::optional<HostTime> host;      // nullopt: a light sample, or that read failed
  std::vector<PackageTime> packages; // in the order of Method::packages, where `host` is known
};

/// How the command ended: one of the two; neither while it still runs.
struct ExitStatus {
  std::optional<int> code;
  std::optional<int> signal;
};

/// A process of the tree that was alive when the run ended.
struct RemainingProcess {
  int pid = 0;
  std::string command;
};

/// The last reading of one clock of the tree's CPU time.
struct ClockReading {
  ClockKind clock = ClockKind::procfs;
  Nanoseconds cpu{0};
};

/// Facts that are known only once the command has ended.
struct ExitInfo {
  ExitStatus exit;
  Nanoseconds tree_cpu{0};             // the closing figure: at least the last sample's
  std::optional<ClockKind> tree_clock; // that gave it; nullopt: none told any time
  Nanoseconds tree_quantum{0};         // what the finest of the clocks was cut off to on the way
  std::vector<ClockReading> clocks;    // what each said at the end
  Nanoseconds cpu_user{0};             // of what was waited for
  Nanoseconds cpu_system{0};           //
  std::uint64_t max_rss_bytes = 0;
  std::uint64_t faults_minor = 0, faults_major = 0; // page faults of what was waited for
  std::uint64_t switches_voluntary = 0, switches_involuntary = 0; // its context switches
  std::uint64_t processes_seen = 0; // a lower bound: short-lived ones may be missed
  std::vector<RemainingProcess> left_running;
  std::vector<std::string> programs_met; // by walks, each name once, and not more than are worth it
  bool tree_seen = true;       // false: /proc did not show the tree, and who is left is not known
  bool orphans_adopted = true; // false: who outlived its parent left the tree
  /// No clock saw all that the tree used: processes ended that nobody waited for, and what they
  /// used last, or all of it, is in no account. Then the tree's CPU time is a lower bound.
  bool tree_cpu_at_least = false;
  /// The most that those of them that walks had met can have used beyond `tree_cpu`: for each, its
  /// threads x the time between the walk that met it last and the one that missed it, less what
  /// another clock saw of it. Short-lived ones are met at random, so that in expectation this also
  /// covers those that no walk met. Nobody can have used more than the host was busy besides. Not 0
  /// also where it is too little to make a lower bound of the tree's CPU time.
  Nanoseconds tree_cpu_unseen_at_most{0};
  std::uint64_t unclaimed_processes = 0; // met by walks, and waited for by nobody: so many, or more
  bool sigchld_ignored = false;          // by a process of the tree, for its children
  Nanoseconds stopped{0};                // by job control
  std::optional<int> terminated_by;      // TERM or HUP sent to us: the report is partial
  std::optional<int> last_terminal_signal; // INT or QUIT: the command decided what to do about it
  Nanoseconds sampler_cpu{0};              // our own cost
  std::uint64_t samples_taken = 0;         // of which `samples` may keep only some
  std::uint64_t wakeups = 0;               // of joules while it followed the command
};

/// An event of a sensor while the command ran.
struct SensorEvent {
  enum class Kind {
    lost,       // for a while, or from then on, it measured nothing: its energy is a lower bound
    restarted,  // it was gone, and came back with less than before: what went by is lost
    incomplete, // all the time something beside it gave energy that it does not see: the same
    came,       // a part of the host that was not there at the start, and is not counted
    joined,     // the same, and it is counted from then on: what it used before is not known
    disagreed   // it shows one quantity in two ways that contradict each other
  };
  Kind kind = Kind::lost;
  std::string domain; // Counter::name; of what came, the kernel's name for it
  std::string reason; // why, in a few words: a file that refused; the two values, and which is used
};

template <>
struct Choices<SensorEvent::Kind> {
  static constexpr Choice<SensorEvent::Kind> all[] = {{"lost", SensorEvent::Kind::lost},
                                                      {"restarted", SensorEvent::Kind::restarted},
                                                      {"incomplete", SensorEvent::Kind::incomplete},
                                                      {"came", SensorEvent::Kind::came},
                                                      {"joined", SensorEvent::Kind::joined},
                                                      {"disagreed", SensorEvent::Kind::disagreed}};
};

/// A counter beside those that count, read at the two ends of the run only.
struct SecondView {
  enum class Relation {
    same,     // another view of one of Recording::counters
    contained // a part of what all of Recording::counters measure together
  };
  Relation relation = Relation::same;
  std::string counter; // of Relation::same, the name of that one
  std::string name;    // "package-0 by powercap"
  std::optional<Microjoules> modulus;
  Reading first_uj, last_uj;
};

template <>
struct Choices<SecondView::Relation> {
  static constexpr Choice<SecondView::Relation> all[] = {
      {"same", SecondView::Relation::same}, {"contained", SecondView::Relation::contained}};
};

/// The machine, as far as a reader of the numbers needs it. Empty and nullopt: not known.
struct HostDescription {
  std::string hostname;
  std::string boot_id; // of the running kernel: one host's, containers and all, until it reboots
  std::string cpu_model;
  std::string board;               // "Raspberry Pi 5 Model B Rev 1.0"; a maker and its product
  std::optional<int> logical_cpus; // on line
  std::optional<int> packages;
  std::string kernel;
  std::string governor;
  std::optional<bool> turbo;
  std::optional<bool> smt; // threads share a core
};

/// Limits of what joules sees of the host.
struct HostView {
  bool virtualized = false;         // a guest sees no other guest, and its hypervisor's counters
  bool container_proc_stat = false; // lxcfs: /proc/stat speaks of a container, not of the host
  bool hides_processes = false;     // hidepid: of other users, from us
  bool hybrid = false;              // cores of several kinds: a second of one is not another's
  bool filtered_counters = false;   // SGX: Intel's processors blur their energy counters
};

/// What changes the power of the same work, at the two ends of the run. nullopt: not known.
struct Conditions {
  std::optional<double> temperature_start,
      temperature_end;                // degrees Celsius, of the hottest package
  std::optional<Seconds> throttled;   // slowed down by heat, the longest of all packages and cores
  std::optional<double> frequency_hz; // mean of the CPUs while they were busy
};

/// The batch system's own names for what joules runs in: to join a report with its accounting.
struct Job {
  std::string scheduler; // "slurm"
  std::string id;
  std::string step;    // empty: it has none
  std::string account; // empty: not known
};

struct Recording {
  std::string name; // label; empty unless given
  std::vector<std::string> argv;
  std::string started_at;  // UTC, ISO 8601 with milliseconds
  std::optional<int> rank; // among the processes that mpirun or srun started, if one did
  std::optional<Job> job;  // of a batch system, if one started us
  int own_pid = 0;         // of joules itself, which is no part of the tree
  HostView view;
  Method method;
  std::vector<Sample>
      samples; // first just before the launch, last when it had ended, or we gave up
  std::vector<CounterReadings> counters; // that count
  std::vector<DeviceReadings> devices;   // beside the host
  std::vector<SubjectReadings> subjects; // beside the tree
  ExitInfo exit_info;
  std::vector<SensorEvent> sensor_events;
  std::vector<SecondView> second_views;
  Conditions conditions;
  std::optional<Ledger> ledger; // where it was asked for
  std::optional<Marks> marks;   // the same
};

/// With the first and the last sample only, if there are more.
Recording with_ends_only(Recording recording);

} // namespace joules
