// SPDX-License-Identifier: Apache-2.0
#include "report/text/text.hpp"

#include "joules/decimal.hpp"
#include "joules/quoting.hpp"
#include "report/text/figures.hpp"
#include "report/text/ledger_rows.hpp"
#include "report/text/phrases.hpp"
#include "report/text/rows.hpp"

#include <algorithm>
#include <cmath>

namespace joules {

namespace {

std::string share_of(const EnergyAccount& account) {
  if (!account.host.value || account.host.value->value <= 0) return {};
  const double percent = 100 * (*account.tree.value / *account.host.value);
  const std::string text =
      significant(percent, digits_of(account.estimated, 3)) + " % of the host's";
  switch (account.policy.kind) {
  case Policy::Kind::busy: return text + ", by busy time";
  case Policy::Kind::capacity: return text + ", by CPU capacity";
  case Policy::Kind::marginal:
    return text + ", above " + significant(account.policy.idle_power.value, 3) + " W idle";
  }
  return text;
}

std::string sources(const Recording& recording, const EnergyAccount& account) {
  if (recording.method.model) return "SPECpower model, at the wall";
  const std::vector<Domain>& domains = recording.method.domains;
  const bool integrated = std::any_of(domains.begin(), domains.end(),
                                      [](const Domain& domain) { return domain.integrated; });
  std::vector<std::string> names;
  for (const DomainEnergy& domain : account.domains)
    names.push_back(domain.name + (domain.energy.value    ? ""
                                   : domain.doubt.empty() ? " not read"
                                                          : " left out"));
  return recording.method.sensor + (integrated ? ", from its power: " : ": ") + listed(names);
}

/// The value of an energy or, divided by `per`, of a power; with its range if it is an estimate.
Row figure(std::string label, const Energy& energy, std::optional<Seconds> per,
           const EnergyAccount& account, EnergyUnit unit) {
  Row row{std::move(label), "-", " ", "", ""};
  if (!energy.value || (per && per->count() <= 0)) {
    row.note = "not known";
    return row;
  }
  const Scale scale = per ? Scale{1, "W"} : scale_for(*energy.value, unit);
  const auto text = [&](Joules joules) {
    const int digits = digits_of(account.estimated, per ? 3 : 4);
    return significant(joules.value / (per ? per->count() : 1) / scale.joules, digits);
  };
  row.value = (energy.at_least ? ">= " : "") + text(*energy.value);
  row.unit = scale.symbol;
  if (energy.low && energy.high)
    row.beside = "estimated, " + text(*energy.low) + " to " + text(*energy.high);
  return row;
}

/// "131.5 J  +- 1.1 J": both end at the same place, that of the half-width's second digit.
void add_uncertainty(const Energy& energy, Joules half_width, EnergyUnit unit, Row& row) {
  const Scale scale = scale_for(*energy.value, unit);
  const double error = half_width.value / scale.joules;
  const std::string value = to_the_place_of(error, energy.value->value / scale.joules);
  row.value = (energy.at_least ? ">= " : "") + value;
  row.beside = "+- " + to_the_place_of(error, error) + " " + std::string(scale.symbol);
}

/// Beside the host: never part of the sums above.
void device_rows(const EnergyAccount& account, EnergyUnit unit, RowWriter& rows) {
  EnergyAccount measured; // a card is measured even where the host is estimated
  for (const DeviceAccount& device : account.devices) {
    Row row = figure("energy, " + device.name, device.energy, std::nullopt, measured, unit);
    row.note += (row.note.empty() ? "" : ": ") + device.what;
    if (device.tree) {
      const Scale scale = scale_for(*device.tree, unit);
      row.note += "; the tree's part " + significant(device.tree->value / scale.joules, 3) + " " +
                  std::string(scale.symbol) + ", by utilisation";
    }
    rows.row(row);
  }
}

/// Most of what the tree has is then power of an idle host, and no power of the tree's own.
bool hardly_ran(const EnergyAccount& account) {
  constexpr double hardly = 0.01;
  return account.policy.kind == Policy::Kind::busy && account.tree_by_capacity &&
         account.tree.value && account.tree_cpu < account.capacity * hardly;
}

void energy_rows(const Recording& recording, const EnergyAccount& account, const TextStyle& style,
                 RowWriter& rows) {
  Row tree = figure("energy, process tree", account.tree, std::nullopt, account, style.unit);
  if (account.tree.value) {
    tree.note = share_of(account);
    if (account.tree_uncertainty)
      add_uncertainty(account.tree, *account.tree_uncertainty, style.unit, tree);
  }
  rows.row(tree, true);
  if (hardly_ran(account)) {
    Row row = energy_figure("energy, by capacity", account.tree_by_capacity, account, style.unit);
    row.note = "idle CPUs are nobody's";
    rows.row(row);
  }
  Row host = figure("energy, host", account.host, std::nullopt, account, style.unit);
  if (account.host.value) {
    host.note = sources(recording, account);
    if (account.host_uncertainty)
      add_uncertainty(account.host, *account.host_uncertainty, style.unit, host);
  }
  rows.row(host);
  // What is no processor's energy is never mistaken for it.
  if (recording.method.only_if_named) rows.sentence("the host here is", recording.method.scope);
  device_rows(account, style.unit, rows);
  for (const bool of_tree : {true, false}) {
    Row power = figure(of_tree ? "power, process tree" : "power, host",
                       of_tree ? account.tree : account.host, account.wall, account, style.unit);
    if (power.note.empty()) power.note = "mean";
    rows.row(power);
  }
  if (!account.unavailable_reason.empty())
    rows.sentence("not known", account.unavailable_reason, true);
}

void time_row(const Recording& recording, const EnergyAccount& account, RowWriter& rows) {
  // Times are known to the millisecond, shares of a CPU to a hundredth.
  const auto seconds = [](Seconds time) {
    return fixed(time.count(), time.count() > 0 ? std::min(decimals_for(time.count(), 3), 3) : 3);
  };
  std::string note = seconds(recording.exit_info.cpu_user) + " s user, " +
                     seconds(recording.exit_info.cpu_system) + " s sys";
  if (account.wall.count() > 0) {
    const double cpus = account.tree_cpu / account.wall;
    note += recording.exit_info.tree_cpu_at_least ? ", >= " : ", ";
    note += fixed(cpus, std::min(decimals_for(cpus, 3), 2)) + " CPUs";
  }
  if (account.stopped.count() > 0) note += ", " + seconds(account.stopped) + " s of it stopped";
  rows.row({"time", seconds(account.wall), "s", "wall", note});
}

std::string size(std::uint64_t bytes) {
  constexpr std::string_view units[] = {"KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < std::size(units); ++unit) value /= 1024;
  return significant(value, 3) + " " + std::string(units[unit]);
}

std::string signal_phrase(int signal) {
  const std::string name = signal_name(signal);
  return name.starts_with("SIG") ? name : "signal " + name;
}

void process_rows(const Recording& recording, RowWriter& rows) {
  const ExitInfo& exit_info = recording.exit_info;
  const bool all_seen = recording.ledger && recording.ledger->is_complete();
  rows.row({"processes", (all_seen ? "" : ">= ") + std::to_string(exit_info.processes_seen), " ",
            "",
            (exit_info.tree_seen ? std::to_string(exit_info.left_running.size()) : "?") +
                " left running, peak RSS " +
                (exit_info.max_rss_bytes > 0 ? size(exit_info.max_rss_bytes) : "not known")});
  Row exit{"exit", "-", " ", "", ""};
  if (exit_info.exit.code) exit.value = std::to_string(*exit_info.exit.code);
  if (exit_info.exit.signal) exit.note = "killed by " + signal_phrase(*exit_info.exit.signal);
  if (!exit_info.exit.code && !exit_info.exit.signal) exit.note = "still running";
  if (exit_info.terminated_by)
    exit.note += (exit.note.empty() ? "" : "; ") + std::string("partial: joules received ") +
                 signal_name(*exit_info.terminated_by);
  rows.row(exit);
}

std::string times(int count) {
  return count == 1 ? "once" : std::to_string(count) + " times";
}

/// What each clock saw of the tree, and how much of it only the end brought to light.
void clock_rows(const Recording& recording, const EnergyAccount& account, RowWriter& rows) {
  const ExitInfo& exit_info = recording.exit_info;
  std::vector<std::string> clocks;
  for (const ClockReading& reading : exit_info.clocks)
    clocks.push_back(reading.clock + " " + significant(Seconds(reading.cpu).count(), 4) + " s");
  const std::string largest =
      exit_info.tree_clock.empty() ? "" : "; the largest was " + exit_info.tree_clock;
  rows.sentence("CPU-time clocks", clocks.empty() ? "none answered" : listed(clocks) + largest);
  if (!recording.method.perf_refusal.empty())
    rows.sentence("no perf because", recording.method.perf_refusal);
  if (account.tree_cpu.count() <= 0) return;
  const Seconds recovered = account.tree_cpu - account.tree_cpu_seen_live;
  rows.sentence("coverage", significant(account.tree_cpu_seen_live.count(), 4) +
                                " s of the tree's " + significant(account.tree_cpu.count(), 4) +
                                " s seen live, " + significant(recovered.count(), 2) +
                                " s recovered at exit");
  rows.sentence("host busy", account.host_busy
                                 ? significant(account.host_busy->count(), 4) + " s of CPU time"
                                 : "not known");
}

/// Where the tree ran, and what it pays of the energy there.
void package_rows(const EnergyAccount& account, EnergyUnit unit, RowWriter& rows) {
  const auto energy = [&](Joules joules) {
    const Scale scale = scale_for(joules, unit);
    return significant(joules.value / scale.joules, 3) + " " + std::string(scale.symbol);
  };
  Seconds tree{0};
  for (const PackageAccount& package : account.packages) tree += package.tree_cpu;
  for (const PackageAccount& package : account.packages) {
    const double percent = tree.count() > 0 ? 100 * (package.tree_cpu / tree) : 0;
    std::string text = significant(percent, 3) + " % of the tree's CPU time, ";
    text += package.host ? energy(*package.tree) + " of " + energy(*package.host)
                         : "no energy of its own";
    rows.sentence("package-" + std::to_string(package.package), text);
  }
}

/// What joules itself did, and what that cost.
std::string sampling_phrase(const Recording& recording, Seconds wall) {
  const ExitInfo& exit_info = recording.exit_info;
  const Seconds cost = exit_info.sampler_cpu;
  std::string text = std::to_string(exit_info.samples_taken) + " samples, every " +
                     significant(recording.method.sampling_interval.count() * 1000, 3) + " ms";
  if (wall.count() > 0)
    text += "; " + significant(static_cast<double>(exit_info.wakeups) / wall.count(), 3) +
            " wake-ups a second, " + significant(100 * (cost / wall), 2) + " % of one CPU";
  return text + "; own cost " + significant(cost.count(), 2) + " s of CPU time";
}

void verbose_rows(const Recording& recording, const EnergyAccount& account, RowWriter& rows) {
  const Method& method = recording.method;
  for (const DomainEnergy& domain : account.domains) {
    Row row = figure("domain", domain.energy, std::nullopt, account, EnergyUnit::automatic);
    row.note = domain.name + (domain.wraps == 0 ? "" : ", wrapped " + times(domain.wraps));
    rows.row(row);
  }
  package_rows(account, EnergyUnit::automatic, rows);
  if (method.model) rows.sentence("model", described(*method.model));
  clock_rows(recording, account, rows);
  if (method.aligned)
    rows.sentence("aligned", *method.aligned ? "the run started with a counter's tick"
                                             : "no: no counter moved before the start");
  rows.sentence("sampling", sampling_phrase(recording, account.wall));
  for (const RemainingProcess& remaining : recording.exit_info.left_running)
    rows.sentence("left running", std::to_string(remaining.pid) + " " + remaining.command);
}

} // namespace

std::string text_report(const Recording& recording, const EnergyAccount& account,
                        const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  const std::string command = quoted(recording.argv);
  rows.headline("joules: " + (recording.name.empty() ? command : recording.name + ": " + command));
  energy_rows(recording, account, style, rows);
  time_row(recording, account, rows);
  process_rows(recording, rows);
  if (account.ledger && style.by_command) by_command_rows(recording, account, style, rows);
  if (account.ledger && style.by_process) by_process_rows(recording, account, style, rows);
  if (style.verbose) verbose_rows(recording, account, rows);
  for (const Warning& warning : account.warnings)
    rows.sentence(warning.code == WarningCode::sensor_unavailable
                      ? "estimated because"
                      : std::string(name_of(warning.code)),
                  warning.message, true);
  return rows.text();
}

} // namespace joules
