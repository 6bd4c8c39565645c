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
      for (const char* const name : {"NO_COLOR",
                                     "CLICOLOR_FORCE",
                                     "CLICOLOR",
                                     "TERM",
                                     "OMPI_COMM_WORLD_RANK",
                                     "PMIX_RANK",
                                     "PMI_RANK",
                                     "SLURM_PROCID",
                                     "SLURM_JOB_ID",
                                     "SLURM_STEP_ID",
                                     "SLURM_JOB_ACCOUNT",
                                     "PBS_JOBID",
                                     "PBS_ACCOUNT",
                                     "LSB_JOBID",
                                     "LSB_JOBINDEX",
                                     "FLUX_JOB_ID",
                                     "OAR_JOB_ID",
                                     "OAR_PROJECT_NAME",
                                     "LC_ALL",
                                     "LC_CTYPE",
                                     "LANG"}) {
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

  TEST_CASE("pictures are drawn in Unicode where the locale has it") {
    const auto unicode_with = [](const char* name, const char* locale) {
      const Environment environment{{name, locale}};
      return wants_unicode();
    };
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
      CHECK(unicode_with(name, "en_US.UTF-8"));
      CHECK(unicode_with(name, "C.utf8"));
      CHECK_FALSE(unicode_with(name, "C"));
    }
    const Environment of_several{{"LC_ALL", ""}, {"LC_CTYPE", "C"}, {"LANG", "en_US.UTF-8"}};
    CHECK_FALSE(wants_unicode()); // the first that is set and not empty
  }

  TEST_CASE("without a locale pictures are plain") {
    const Environment environment{};
    CHECK_FALSE(wants_unicode());
  }

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

} // TEST_SUITE
