// SPDX-License-Identifier: Apache-2.0
#include "report/json/ledger.hpp"

#include "report/json/json.hpp"
#include "report/text/phrases.hpp" // source_of()

#include <nlohmann/json.hpp>

namespace joules {

namespace {

Json joules_or_null(const std::optional<Joules>& energy) {
  return energy ? Json(energy->value) : Json(nullptr);
}

Json program_json(const ProgramEnergy& program) {
  return {{"command", program.command},
          {"processes", program.processes},
          {"cpu_seconds", program.cpu.count()},
          {"energy_joules", joules_or_null(program.energy)}};
}

/// Words of schema 1, which stay as they are.
std::string_view note_of_unseen(const LedgerAccount& ledger) {
  return ledger.source == LedgerSource::perf ? "(exits, set-uid)" : "(too short to see)";
}

/// Rows of no program have no name, and nobody knows of how many processes they are.
Json unseen_json(const LedgerAccount& ledger) {
  return {{"command", nullptr},
          {"processes", nullptr},
          {"cpu_seconds", ledger.unseen_cpu.count()},
          {"energy_joules", joules_or_null(ledger.unseen_energy)},
          {"note", note_of_unseen(ledger)}};
}

Json process_json(const ProcessUse& process, const ProcessEnergy& energy, Nanoseconds start) {
  const auto since_start = [&](Nanoseconds instant) { return Seconds(instant - start).count(); };
  Json json = {{"pid", process.pid},
               {"parent_pid", process.parent == 0 ? Json(nullptr) : Json(process.parent)},
               {"command", process.command},
               {"argv", process.argv.empty() ? Json(nullptr) : Json(process.argv)},
               {"start_seconds", since_start(process.start)},
               {"end_seconds", process.end ? Json(since_start(*process.end)) : Json(nullptr)},
               {"cpu_seconds", energy.cpu.count()},
               {"energy_joules", joules_or_null(energy.energy)}};
  if (process.thread_of) json["thread_of"] = *process.thread_of;
  return json;
}

} // namespace

void add_ledger(const Recording& recording, const EnergyAccount& account, Json& run) {
  const Ledger& ledger = *recording.ledger;
  run["ledger"] = {{"source", name_of(ledger.source)},
                   {"complete", ledger.is_complete()},
                   {"records_lost", ledger.records_lost}};
  if (!ledger.is_complete()) run["ledger"]["incomplete_reason"] = source_of(ledger);
  if (!ledger.perf_refusal.empty()) run["ledger"]["perf_unavailable_reason"] = ledger.perf_refusal;
  run["by_command"] = Json::array();
  for (const ProgramEnergy& program : account.ledger->by_command)
    run["by_command"].push_back(program_json(program));
  if (account.ledger->unseen_cpu.count() > 0)
    run["by_command"].push_back(unseen_json(*account.ledger));
  if (ledger.processes.empty()) return;
  run["by_process"] = Json::array();
  for (std::size_t i = 0; i < ledger.processes.size(); ++i)
    run["by_process"].push_back(process_json(ledger.processes[i], account.ledger->by_process[i],
                                             recording.samples.front().at));
  run["ledger"]["processes_without_row"] = ledger.processes_unkept;
}

} // namespace joules
