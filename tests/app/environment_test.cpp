// SPDX-License-Identifier: Apache-2.0
#include "app/environment.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>

TEST_SUITE("app") {

  using namespace joules;

  namespace {

  /// Only these variables of those that are read, until the end of the test.
  class Environment {
  public:
    Environment(std::initializer_list<std::pair<const char*, const char*>> set) {
      for (const char* const name :
           {"NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM", "OMPI_COMM_WORLD_RANK", "PMIX_RANK",
            "PMI_RANK", "SLURM_PROCID", "SLURM_JOB_ID", "SLURM_STEP_ID", "SLURM_JOB_ACCOUNT",
            "PBS_JOBID", "PBS_ACCOUNT", "LSB_JOBID", "LSB_JOBINDEX", "FLUX_JOB_ID", "OAR_JOB_ID",
            "OAR_PROJECT_NAME"}) {
        const char* const value = std::getenv(name);
        before_[name] = value == nullptr ? std::nullopt : std::optional<std::string>(value);
        ::unsetenv(name);
      }
      for (const auto& [name, value] : set) ::setenv(name, value, 1);
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    ~Environment() {
      for (const auto& [name, value] : before_)
        value ? ::setenv(name.c_str(), value->c_str(), 1) : ::unsetenv(name.c_str());
    }

  private:
    std::map<std::string, std::optional<std::string>> before_;
  };

  constexpr bool terminal = true;
  constexpr bool file = false;
  constexpr When automatic = When::automatic;

  } // namespace

  TEST_CASE("colours by themselves: on a terminal, and nowhere else") {
    const Environment environment{{"TERM", "xterm"}};
    CHECK(wants_color(automatic, terminal));
    CHECK_FALSE(wants_color(automatic, file));
  }

  TEST_CASE("a terminal of unknown kind gets colours") {
    const Environment environment{};
    CHECK(wants_color(automatic, terminal));
  }

  TEST_CASE("a dumb terminal gets none") {
    const Environment environment{{"TERM", "dumb"}};
    CHECK_FALSE(wants_color(automatic, terminal));
  }

  TEST_CASE("--color beats every variable") {
    const Environment no{{"NO_COLOR", "1"}};
    CHECK(wants_color(When::always, file));
    const Environment force{{"CLICOLOR_FORCE", "1"}};
    CHECK_FALSE(wants_color(When::never, terminal));
  }

  TEST_CASE("NO_COLOR turns colours off, whatever its value and whoever forces them") {
    const Environment environment{{"NO_COLOR", "0"}, {"CLICOLOR_FORCE", "1"}};
    CHECK_FALSE(wants_color(automatic, terminal));
  }

  TEST_CASE("NO_COLOR that is set to nothing is not set") {
    const Environment environment{{"NO_COLOR", ""}};
    CHECK(wants_color(automatic, terminal));
  }

  TEST_CASE(
      "CLICOLOR_FORCE turns colours on without a terminal, against CLICOLOR=0 and a dumb one") {
    const Environment environment{{"CLICOLOR_FORCE", "1"}, {"CLICOLOR", "0"}, {"TERM", "dumb"}};
    CHECK(wants_color(automatic, file));
  }

  TEST_CASE("CLICOLOR_FORCE of 0 or nothing forces nothing") {
    const Environment zero{{"CLICOLOR_FORCE", "0"}};
    CHECK_FALSE(wants_color(automatic, file));
    const Environment empty{{"CLICOLOR_FORCE", ""}};
    CHECK_FALSE(wants_color(automatic, file));
  }

  TEST_CASE("CLICOLOR=0 turns colours off on a terminal") {
    const Environment off{{"CLICOLOR", "0"}};
    CHECK_FALSE(wants_color(automatic, terminal));
    const Environment on{{"CLICOLOR", "1"}};
    CHECK(wants_color(automatic, terminal));
  }

  TEST_CASE("a launcher's variables tell the rank; what is no rank is not one") {
    const Environment nothing{};
    CHECK_FALSE(rank_of_process().has_value());
    const Environment slurm{{"SLURM_PROCID", "3"}};
    CHECK(rank_of_process() == 3);
    const Environment mpi{{"OMPI_COMM_WORLD_RANK", "12"}};
    CHECK(rank_of_process() == 12);
    const Environment broken{{"OMPI_COMM_WORLD_RANK", "13x"}, {"SLURM_PROCID", "-1"}};
    CHECK_FALSE(rank_of_process().has_value());
  }

  TEST_CASE("a batch system's variables tell the job, whose they are first") {
    const Environment nothing{};
    CHECK_FALSE(job_of_process().has_value());
    {
      const Environment slurm{
          {"SLURM_JOB_ID", "4711"}, {"SLURM_STEP_ID", "2"}, {"SLURM_JOB_ACCOUNT", "p_42"}};
      const Job job = job_of_process().value();
      CHECK(job.scheduler == "slurm");
      CHECK(job.id == "4711");
      CHECK(job.step == "2");
      CHECK(job.account == "p_42");
    }
    {
      const Environment pbs{{"PBS_JOBID", "12.node\x1b"}};
      CHECK(job_of_process()->scheduler == "pbs");
      CHECK(job_of_process()->id == "12.node\\x1b"); // it is shown, and a terminal gets no escape
      CHECK(job_of_process()->step.empty());
    }
    const Environment flux{{"FLUX_JOB_ID", "f1"}};
    CHECK(job_of_process()->scheduler == "flux");
  }

} // TEST_SUITE
