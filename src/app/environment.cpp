// SPDX-License-Identifier: Apache-2.0
#include "app/environment.hpp"

#include "joules/quoting.hpp"

#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>

namespace joules {

namespace {
std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}
} // namespace

bool wants_color(When when, bool is_terminal) {
  if (when != When::automatic) return when == When::always;
  if (!variable("NO_COLOR").empty()) return false;
  const std::string_view force = variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  if (variable("CLICOLOR") == "0") return false;
  return is_terminal && variable("TERM") != "dumb";
}

bool wants_progress(When when, bool is_terminal) {
  if (when != When::automatic) return when == When::always;
  return is_terminal && variable("TERM") != "dumb";
}

bool wants_unicode() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string locale(variable(name));
    if (locale.empty()) continue;
    for (char& letter : locale)
      if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return locale.find("utf-8") != locale.npos || locale.find("utf8") != locale.npos;
  }
  return false;
}

std::optional<Job> job_of_process() {
  struct Scheduler {
    const char *name, *id, *step, *account;
  };
  constexpr Scheduler schedulers[] = {
      {"slurm", "SLURM_JOB_ID", "SLURM_STEP_ID", "SLURM_JOB_ACCOUNT"},
      {"pbs", "PBS_JOBID", nullptr, "PBS_ACCOUNT"},
      {"lsf", "LSB_JOBID", "LSB_JOBINDEX", nullptr},
      {"flux", "FLUX_JOB_ID", nullptr, nullptr},
      {"oar", "OAR_JOB_ID", nullptr, "OAR_PROJECT_NAME"}};
  const auto told = [](const char* name) {
    return name == nullptr ? std::string() : printable(std::string(variable(name)));
  };
  for (const Scheduler& scheduler : schedulers)
    if (std::string id = told(scheduler.id); !id.empty())
      return Job{scheduler.name, std::move(id), told(scheduler.step), told(scheduler.account)};
  return std::nullopt;
}

std::optional<int> rank_of_process() {
  for (const char* name : {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"}) {
    const std::string_view text = variable(name);
    int rank = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rank);
    if (error == std::errc() && end == text.data() + text.size() && rank >= 0) return rank;
  }
  return std::nullopt;
}

} // namespace joules
