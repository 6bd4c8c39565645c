// SPDX-License-Identifier: Apache-2.0
#include "joules/report/doctor.hpp"

#include "joules/decimal.hpp"
#include "joules/report/text.hpp"
#include "report/phrases.hpp"
#include "report/rows.hpp"

namespace joules {

namespace {

std::string reading_of(const Domain& domain) {
  if (!domain.unreadable.empty()) return domain.unreadable;
  std::string text = domain.reading_uj
                         ? significant(static_cast<double>(*domain.reading_uj) * 1e-6, 6) + " J"
                         : "no reading";
  if (domain.modulus_uj)
    text += ", wraps every " + significant(static_cast<double>(*domain.modulus_uj) * 1e-6, 4) +
            " J: " + significant(wrap_time(*domain.modulus_uj).count() * 10, 3) + " s at 100 W";
  return text;
}

void domain_rows(const Domain& domain, RowWriter& rows) {
  rows.sentence(domain.id, domain.name + ", " +
                               (domain.counted   ? "counted: "
                                : domain.missing ? "missing: "
                                                 : "not counted: ") +
                               domain.reason);
  rows.sentence("", domain.path + ": " + reading_of(domain));
}

void sensor_rows(const Method& method, const PowerModel& estimate, RowWriter& rows) {
  rows.sentence("in use", method.sensor);
  if (!method.unavailable_reason.empty())
    rows.sentence("no sensor because", method.unavailable_reason, true);
  if (!method.remedy.empty()) rows.sentence("what to do", method.remedy);
  for (const Domain& domain : method.domains) domain_rows(domain, rows);
  for (const Domain& domain : method.left_out) domain_rows(domain, rows);
  rows.sentence(method.model ? "the estimate" : "else the estimate",
                described(estimate) + ", at the wall");
}

void clock_rows(const Method& method, RowWriter& rows) {
  rows.sentence("CPU-time clocks", listed(method.cpu_clocks) + " (the largest wins)");
  if (!method.perf_refusal.empty()) rows.sentence("no perf because", method.perf_refusal);
}

void noise_rows(const HostDescription& host, const std::string& load, RowWriter& rows) {
  rows.sentence("processor", (host.cpu_model.empty() ? "not known" : host.cpu_model) + ", " +
                                 std::to_string(host.logical_cpus) + " logical CPUs");
  rows.sentence("kernel", host.kernel.empty() ? "not known" : host.kernel);
  rows.sentence("governor",
                host.governor.empty()
                    ? "not known"
                    : host.governor + (host.governor == "performance"
                                           ? ""
                                           : ": frequency follows load, runs differ more"));
  rows.sentence("turbo", !host.turbo   ? "not known"
                         : *host.turbo ? "on: power depends on temperature and on other cores"
                                       : "off");
  rows.sentence("load", load.empty() ? "not known"
                                     : load + " (1 minute): what else runs shares the energy");
  rows.sentence("virtual machine",
                host.virtualized ? "yes: other guests share the processor, unseen" : "no");
  if (host.hides_processes)
    rows.sentence("/proc", "hides other users' processes from us (hidepid)", true);
  if (host.container_proc_stat)
    rows.sentence("/proc/stat", "a container's, by lxcfs: name the host's with --host-root", true);
}

} // namespace

std::string doctor_report(const Method& method, const PowerModel& estimate,
                          const HostDescription& host, const std::string& load) {
  RowWriter rows(false, widest_report);
  rows.headline("joules: energy sensors");
  sensor_rows(method, estimate, rows);
  rows.headline("joules: process tree");
  clock_rows(method, rows);
  rows.headline("joules: what makes this host's numbers noisy");
  noise_rows(host, load, rows);
  return rows.text();
}

} // namespace joules
