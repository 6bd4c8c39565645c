// SPDX-License-Identifier: Apache-2.0
// Warnings for the reader of the numbers, as data: a code and the values that belong to it. The
// words stand in report/warnings.cpp alone.
#pragma once

#include "joules/mark.hpp"
#include "joules/units.hpp"
#include "joules/warning_code.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace joules {

/// The causes of warnings. Several causes may share a code.
namespace warnings {

using Code = WarningCode;

struct ShortRun {
  static constexpr Code code = Code::short_run;
  Seconds limit{0}; // it was shorter
};

struct OthersRan {
  static constexpr Code code = Code::busy_host;
  Seconds cpu{0}; // that other processes used
};

/// While the idle host's power was measured.
struct IdleHostWasBusy {
  static constexpr Code code = Code::busy_host;
  double cpus = 0;
};

struct CountersOfHypervisor {
  static constexpr Code code = Code::virtualized;
  std::size_t mirrors = 0; // counters that were not told from another one
};

struct NoSensor {
  static constexpr Code code = Code::sensor_unavailable;
  std::string reason; // with what to do about it
};

struct CounterUnreadable {
  static constexpr Code code = Code::partial_sensor;
  std::string path, reason;
};

struct CounterNotMoved {
  static constexpr Code code = Code::partial_sensor;
  std::string path;
};

struct CounterUnreadAtStart {
  static constexpr Code code = Code::partial_sensor;
  std::string path;
};

struct CounterUnreadAfter {
  static constexpr Code code = Code::partial_sensor;
  std::string path;
  Seconds last_read{0}, wall{0};
  bool stopped = false; // it was read until the end, and did not move after `last_read`
};

/// A part of a domain's energy is missing, as its sensor says itself.
struct EnergyLost {
  static constexpr Code code = Code::partial_sensor;
  std::string domain, reason;
};

struct CounterCame {
  static constexpr Code code = Code::partial_sensor;
  std::string domain, reason;
  bool counted = false; // from then on
};

struct WrapUnseen {
  static constexpr Code code = Code::counter_wrapped;
  std::string domain;
};

struct CounterReset {
  static constexpr Code code = Code::counter_reset;
  std::string domain;
  std::string reason; // empty: not known
};

struct Implausible {
  static constexpr Code code = Code::counter_implausible;
  std::string name;  // of a domain or a device
  std::string doubt; // as of DomainEnergy
};

/// A sensor contradicts itself.
struct SelfContradiction {
  static constexpr Code code = Code::sensors_disagree;
  std::string domain, reason;
};

struct Contradiction {
  static constexpr Code code = Code::sensors_disagree;
  std::string other;
  Joules counted_by_other{0};
  std::string domain, sensor; // which are used
  Joules counted{0};
};

struct Suspended {
  static constexpr Code code = Code::suspended;
  Seconds asleep{0};
};

/// Heat slowed the processor down.
struct Throttled {
  static constexpr Code code = Code::throttled;
  Seconds slowed{0}, wall{0};
};

/// The tree's share is of CPU time, to which cores of all kinds count alike.
struct HybridCores {
  static constexpr Code code = Code::hybrid;
  double share = 0; // the tree's
};

struct FilteredCounters {
  static constexpr Code code = Code::filtered_counters;
};

/// Of a comparison: one command ran on a hotter processor than the other.
struct Hotter {
  static constexpr Code code = Code::temperature_differs;
  std::string hotter, cooler;
  double kelvin = 0;
};

struct LeftRunning {
  static constexpr Code code = Code::tree_left_running;
  std::size_t processes = 0;
};

/// A program of the tree is known to have its work done by a process outside of it.
struct WorkElsewhere {
  enum class Worker { daemon, node, manager, host, batch, server, application, compiler };
  static constexpr Code code = Code::work_elsewhere;
  std::string program;
  Worker worker = Worker::daemon;
  Seconds tree{0}, others{0}; // CPU time
};

/// CPU time of the tree that only the end brought to light.
struct CpuTimeLate {
  static constexpr Code code = Code::cpu_time_uncertain;
  Seconds late{0}, all{0};
};

/// CPU time of the tree beyond what the host was busy.
struct CpuTimeUnplaced {
  static constexpr Code code = Code::cpu_time_uncertain;
  Seconds cpu{0};
};

/// Processes for which nobody waited.
struct Unclaimed {
  static constexpr Code code = Code::cpu_time_uncertain;
  std::uint64_t processes = 0;  // that were met; 0: none of them was
  bool sigchld_ignored = false; // by their parent; else it has set SA_NOCLDWAIT
  bool perf = false;            // saw them nevertheless
  std::string perf_refusal;     // why it did not; empty: it was not wanted
};

struct TreeUnseen {
  static constexpr Code code = Code::cpu_time_uncertain;
};

struct OrphansNotAdopted {
  static constexpr Code code = Code::cpu_time_uncertain;
};

struct ProcessesHidden {
  static constexpr Code code = Code::cpu_time_uncertain;
};

struct HostTimeOfContainer {
  static constexpr Code code = Code::cpu_time_uncertain;
};

/// The trees of merged runs used more than their host.
struct TreesBeyondHost {
  static constexpr Code code = Code::cpu_time_uncertain;
  std::string hostname;
  double excess = 0;               // as a part of the host's
  bool within_uncertainty = false; // of the trees
};

struct Drift {
  static constexpr Code code = Code::drift;
  double change = 0; // from the first run to the last, as a part of the first
};

struct Outliers {
  static constexpr Code code = Code::outliers;
  std::size_t runs = 0, of_runs = 0;
};

/// The means differ, but most pairs say otherwise, or the other way round.
struct RanksDisagree {
  static constexpr Code code = Code::outliers;
};

struct FewRuns {
  enum class What { runs, pairs, saved_runs };
  static constexpr Code code = Code::few_runs;
  std::size_t runs = 0;
  What what = What::runs;
  double half_width = 0; // of the mean's interval, in standard deviations
};

struct Autocorrelated {
  static constexpr Code code = Code::autocorrelated;
  double correlation = 0;
  std::size_t runs = 0;
  double effective_runs = 0;
};

struct OtherHost {
  static constexpr Code code = Code::baseline_other_host;
  std::string file;
  bool cpu = false, kernel = false, governor = false, board = false; // which differ
};

struct OtherCommand {
  static constexpr Code code = Code::baseline_other_command;
  std::string file;
  std::string program;         // the first word of its command
  bool with_arguments = false; // it has more of them
};

struct MarksLost {
  static constexpr Code code = Code::marks_lost;
  MarkLosses losses;
};

} // namespace warnings

using WarningCause = std::variant<
    warnings::ShortRun, warnings::OthersRan, warnings::IdleHostWasBusy,
    warnings::CountersOfHypervisor, warnings::NoSensor, warnings::CounterUnreadable,
    warnings::CounterNotMoved, warnings::CounterUnreadAtStart, warnings::CounterUnreadAfter,
    warnings::EnergyLost, warnings::CounterCame, warnings::WrapUnseen, warnings::CounterReset,
    warnings::Implausible, warnings::SelfContradiction, warnings::Contradiction,
    warnings::Suspended, warnings::Throttled, warnings::HybridCores, warnings::FilteredCounters,
    warnings::Hotter, warnings::MarksLost, warnings::LeftRunning, warnings::WorkElsewhere,
    warnings::CpuTimeLate, warnings::CpuTimeUnplaced, warnings::Unclaimed, warnings::TreeUnseen,
    warnings::OrphansNotAdopted, warnings::ProcessesHidden, warnings::HostTimeOfContainer,
    warnings::TreesBeyondHost, warnings::Drift, warnings::Outliers, warnings::RanksDisagree,
    warnings::FewRuns, warnings::Autocorrelated, warnings::OtherHost, warnings::OtherCommand>;

struct Warning {
  // From any cause: a warning of one run of one command needs no more than that.
  template <class Cause>
  Warning(Cause about) : cause(std::move(about)) {} // NOLINT: implicit on purpose

  WarningCause cause;
  /// How many of several runs it concerns; 0: it concerns the whole.
  std::size_t in_runs = 0, of_runs = 0;
  std::string command;            // of several: its name; empty: it concerns all
  std::size_t command_number = 0; // where it has a name: several may have the same

  [[nodiscard]] WarningCode code() const {
    return std::visit([](const auto& about) { return about.code; }, cause);
  }
};

} // namespace joules
