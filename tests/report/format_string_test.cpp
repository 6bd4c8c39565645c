// SPDX-License-Identifier: Apache-2.0
#include "report/format_string.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <csignal>

TEST_SUITE("report") {

  using namespace joules;

  namespace {

  struct Run {
    Recording recording;
    EnergyAccount account;

    Run() {
      recording.argv = {"sh", "-c", "a b"};
      ExitInfo& exit_info = recording.exit_info;
      exit_info.exit.code = 3;
      exit_info.cpu_user = test::nanoseconds(3.456);
      exit_info.cpu_system = test::nanoseconds(0.5);
      exit_info.max_rss_bytes = 5 * 1024 * 1024;
      exit_info.processes_seen = 17;
      account.wall = Seconds{2.5};
      account.tree_cpu = Seconds{4};
      account.tree.value = Joules{131.52345};
      account.host.value = Joules{184.2};
    }
    [[nodiscard]] std::string operator()(std::string_view format) const {
      return formatted_report(format, recording, account);
    }
  };

  } // namespace

  TEST_CASE("times are seconds with two decimals, as GNU time's") {
    CHECK(Run()("%e %U %S") == "2.50 3.46 0.50\n");
  }

  TEST_CASE("%E: minutes and seconds, and hours without a fraction, as GNU time's") {
    Run run;
    const auto elapsed = [&](double seconds) {
      run.account.wall = Seconds{seconds};
      return run("%E");
    };
    CHECK(elapsed(2.5) == "0:02.50\n");
    CHECK(elapsed(59.999) == "1:00.00\n");
    CHECK(elapsed(754.31) == "12:34.31\n");
    CHECK(elapsed(3599.994) == "59:59.99\n");
    CHECK(elapsed(3600) == "1:00:00\n");
    CHECK(elapsed(86'461) == "24:01:01\n");
  }

  TEST_CASE("%P: the tree's CPU time as a percentage of the wall time") {
    CHECK(Run()("%P") == "160%\n");
  }

  TEST_CASE("%M: peak memory in KiB") {
    CHECK(Run()("%M") == "5120\n");
  }

  TEST_CASE("%x: the exit status as a shell shows it") {
    Run run;
    CHECK(run("%x") == "3\n");
    run.recording.exit_info.exit = {std::nullopt, SIGKILL};
    CHECK(run("%x") == "137\n");
  }

  TEST_CASE("%C: the command, quoted so that a terminal is safe") {
    Run run;
    run.recording.argv.emplace_back("\x1b[31m\n");
    CHECK(run("%C") == "sh -c 'a b' $'\\x1b[31m\\n'\n");
  }

  TEST_CASE("%j %J %w %W: joules and mean watts of the tree and of the host, six digits") {
    CHECK(Run()("%j %J") == "131.523 184.200\n");
    CHECK(Run()("%w %W") == "52.6094 73.6800\n");
  }

  TEST_CASE("%N: how many processes were seen") {
    CHECK(Run()("%N") == "17\n");
  }

  TEST_CASE("%% is a per cent sign, and backslashes make tabs, line ends and themselves") {
    CHECK(Run()("100%%\\t%e\\n\\\\") == "100%\t2.50\n\\\n");
  }

  TEST_CASE("what is no specifier is kept, any bytes of it") {
    CHECK(Run()("joules: \xc3\xaf %x.") == "joules: \xc3\xaf 3.\n");
    CHECK(Run()("") == "\n");
  }

  TEST_CASE("an estimate begins with ~ and has two digits") {
    Run run;
    run.account.estimated = true;
    CHECK(run("%j %J %w %W") == "~132 ~184 ~53 ~74\n");
  }

  TEST_CASE("a lower bound begins with >=") {
    Run run;
    run.account.tree.at_least = run.account.host.at_least = true;
    CHECK(run("%j %W") == ">=131.523 >=73.6800\n");
  }

  TEST_CASE("unknown is ?, never 0") {
    Run run;
    run.account.tree.value.reset();
    run.account.host.value.reset();
    CHECK(run("%j %J %w %W") == "? ? ? ?\n");
  }

  TEST_CASE("without a wall time there is neither power nor a percentage") {
    Run run;
    run.account.wall = Seconds{0};
    CHECK(run("%w %W %P") == "? ? ?\n");
  }

  TEST_CASE("a command that is still running has no status and no known peak of memory") {
    Run run;
    run.recording.exit_info.exit = {};
    run.recording.exit_info.max_rss_bytes = 0; // as in the other reports: not known
    CHECK(run("%x") == "?\n");
    CHECK(run("%M") == "?\n");
  }

  TEST_CASE("a good format has no problem") {
    CHECK_FALSE(format_problem("%e %E %U %S %P %M %x %C %j %J %w %W %N %% \\t\\n\\\\").has_value());
    CHECK_FALSE(format_problem("").has_value());
  }

  TEST_CASE("an unknown specifier is named, with those that are known") {
    CHECK(format_problem("%e %q").value() ==
          "unknown %q (known: %e %E %U %S %P %M %x %C %j %J %w %W %N %%, \\t \\n \\\\)");
    CHECK(format_problem("\\x").value().starts_with("unknown \\x "));
    CHECK(format_problem("% e").value().starts_with("unknown %  "));
  }

  TEST_CASE("an unknown specifier that does not print is spelled out") {
    CHECK(format_problem("%\x1b").value().starts_with("unknown %\\x1b "));
    CHECK(format_problem(std::string_view("%\0", 2)).value().starts_with("unknown %\\x00 "));
  }

  TEST_CASE("a format that ends too early is a problem") {
    CHECK(format_problem("%e %").value() == "ends with a lone %");
    CHECK(format_problem("%e\\").value() == "ends with a lone \\");
    CHECK_FALSE(format_problem("%%").has_value());
  }

} // TEST_SUITE
