// SPDX-License-Identifier: Apache-2.0
#include "report/text/energy_rows.hpp"

#include "report/text/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// "96.8"; empty: not known.
std::string share_of(const EnergyAccount& account) {
  if (!account.tree.value || !account.host.value || account.host.value->value <= 0) return {};
  return NumberFormat(account.estimated).share(*account.tree.value, *account.host.value);
}

std::string names_of_domains(const std::vector<DomainEnergy>& domains) {
  std::vector<std::string> names;
  for (const DomainEnergy& domain : domains) {
    const bool counts = domain.energy.value.has_value();
    names.push_back(domain.name + (counts ? "" : domain.doubt.empty() ? " not read" : " left out"));
  }
  return listed_by_kind(names);
}

std::string sources(const Recording& recording, const EnergyAccount& account) {
  const bool integrated = std::ranges::any_of(
      recording.counters, [](const auto& one) { return one.counter.is_integrated(); });
  return std::string(name_of(recording.method.source.sensor)) +
         (integrated ? ", from its power: " : ": ") + names_of_domains(account.domains);
}

Row unknown_row(std::string label) {
  return {std::move(label), {"-", ""}, "not known", ""};
}

/// "about 37" beside "about 0.93" ends at the same place.
Figure aligned(Figure figure, const NumberFormat& format) {
  constexpr std::size_t widest_estimate = 10;
  if (format.estimated()) figure.number = fmt::format("{:>{}}", figure.number, widest_estimate);
  return figure;
}

Row power_row(std::string label, const Energy& energy, Seconds time, const NumberFormat& format) {
  if (!energy.value || time.count() <= 0) return unknown_row(std::move(label));
  return {std::move(label), aligned(format.mean_power(energy, time), format),
          format.estimated() ? estimate_within(format.range(energy, time), ", mean") : "mean", ""};
}

/// Beside the host: never part of the sums above.
void device_rows(const EnergyAccount& account, EnergyUnit unit, RowWriter& rows) {
  const NumberFormat format(false, unit); // a card is measured even where the host is estimated
  for (const DeviceAccount& device : account.devices) {
    Row row = energy_row("energy, " + device.name, device.energy, std::nullopt, format);
    row.beside += (row.beside.empty() ? "" : ": ") + device.what;
    rows.row(row);
    if (device.tree)
      rows.row({"  the tree's part", format.energy(*device.tree), "by utilisation", ""});
  }
}

/// Most of what the tree has is then power of an idle host, and no power of the tree's own.
bool hardly_ran(const EnergyAccount& account) {
  constexpr double hardly = 0.01;
  return account.policy.kind == Policy::Kind::busy && account.tree_by_capacity &&
         account.tree.value && account.tree_cpu < account.capacity * hardly;
}

void tree_row(const EnergyAccount& account, const NumberFormat& format, RowWriter& rows) {
  Row tree = energy_row("energy, process tree", account.tree, account.tree_uncertainty, format);
  const std::string share = share_of(account);
  if (format.estimated() && account.tree.value)
    tree.beside = estimate_within(format.range(account.tree), ", order of magnitude");
  else if (!share.empty())
    tree.note = share + " of the host's";
  rows.row(tree, true);
}

void host_row(const Recording& recording, const EnergyAccount& account, const NumberFormat& format,
              RowWriter& rows) {
  Row host = energy_row("energy, host", account.host, account.host_uncertainty, format);
  if (format.estimated() && account.host.value)
    host.beside = estimate_within(format.range(account.host), ", at the wall");
  else if (account.host.value)
    host.note = sources(recording, account);
  rows.row(host);
  // The energy of a whole machine must not be mistaken for the processor's.
  const SensorSource& source = recording.method.source;
  if (source.only_if_named) rows.sentence("the host here is", source.scope);
}

/// Beside the tree. A long name is cut: what it stands for is in the note.
void subject_rows(const Recording& recording, const EnergyAccount& account,
                  const NumberFormat& format, RowWriter& rows) {
  for (std::size_t i = 0; i < account.subjects.size(); ++i) {
    const SubjectAccount& subject = account.subjects[i];
    const SubjectReadings& about = recording.subjects[i];
    Row row =
        energy_row(label_of_subject(subject.name), subject.energy, subject.uncertainty, format);
    std::string share;
    if (subject.energy.value && account.host.value && account.host.value->value > 0)
      share = format.share(*subject.energy.value, *account.host.value) + " of the host's";
    std::vector<std::string> more{about.found, amount(subject.cpu.count(), 3, "s") + " CPU"};
    if (format.estimated()) {
      row.beside = estimate_within(format.range(subject.energy), "");
      if (!share.empty()) more.push_back(share);
    } else {
      row.note = share;
    }
    if (!about.loss.empty()) more.push_back(about.loss);
    rows.row(row);
    std::vector<std::string> parts = about.holds;
    if (about.holds_tree) parts.insert(parts.begin(), std::string(the_tree));
    if (!parts.empty()) more.push_back("holds " + listed(parts));
    if (!about.overlaps.empty()) more.push_back("shares processes with " + listed(about.overlaps));
    rows.sentence("  " + subject.name, listed(more));
  }
  if (!account.rest) return;
  Row row = energy_row("energy, the rest", {account.rest, false, {}, {}}, std::nullopt, format);
  row.beside = account.host.at_least      ? "of what was read of the host"
               : rest_is_at_most(account) ? "of the host, or less"
                                          : "of the host";
  rows.row(row);
}

} // namespace

Row energy_row(std::string label, const Energy& energy, const std::optional<Joules>& half_width,
               const NumberFormat& format) {
  if (!energy.value) return unknown_row(std::move(label));
  if (half_width)
    return {std::move(label), format.energy_within(energy, *half_width),
            format.half_width(energy, *half_width), ""};
  return {std::move(label), aligned(format.energy(energy), format), "", ""};
}

void energy_rows(const Recording& recording, const EnergyAccount& account,
                 const NumberFormat& format, RowWriter& rows) {
  tree_row(account, format, rows);
  if (hardly_ran(account)) {
    const Energy capacity{account.tree_by_capacity, account.tree.at_least, {}, {}};
    Row row = energy_row("energy, by capacity", capacity, std::nullopt, format);
    row.beside = "idle CPUs are nobody's";
    rows.row(row);
  }
  host_row(recording, account, format, rows);
  subject_rows(recording, account, format, rows);
  device_rows(account, format.unit(), rows);
  rows.row(power_row("power, process tree", account.tree, account.wall, format));
  rows.row(power_row("power, host", account.host, account.wall, format));
  // Beside an estimate there is no room for it.
  if (const std::string share = share_of(account); format.estimated() && !share.empty())
    rows.sentence("of the host's energy", share);
  if (!account.unavailable_reason.empty())
    rows.sentence("not known", account.unavailable_reason, true);
}

} // namespace joules
