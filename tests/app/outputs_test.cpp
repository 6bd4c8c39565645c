// SPDX-License-Identifier: Apache-2.0
#include "app/outputs.hpp"

#include "app/messages.hpp"
#include "joules/result.hpp"
#include "support/experiments.hpp"
#include "support/folder.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <new>

TEST_SUITE("app") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  struct Written {
    bool all = false;
    std::string report, table;
  };

  /// An experiment's report in a file, and its CSV in another one, beside a third output to
  /// `broken`.
  Written write(const char* broken) {
    const Folder folder;
    OutputSettings output;
    output.report.file = folder / "report";
    output.exports = {{ExportKind::markdown, {broken, false, std::nullopt}},
                      {ExportKind::csv, {folder / "table", false, std::nullopt}}};
    const ReportSettings report;
    const Experiment experiment = repeated({10, 12});
    Outputs outputs(output, report, output.report, {});
    const bool all = outputs.write(experiment, analyse(experiment, {}));
    return {all, folder.text("report"), folder.text("table")};
  }

  } // namespace

  TEST_CASE("an output that is lost after the command has ended costs no other") {
    const Written whole = write("/dev/null");
    CHECK(whole.all);
    const Written part = write("/dev/full");
    CHECK_FALSE(part.all);
    CHECK_FALSE(part.report.empty());
    CHECK(part.report == whole.report);
    CHECK_FALSE(part.table.empty());
    CHECK(part.table == whole.table);
  }

  TEST_CASE("what fails after the command has ended does not cost its status") {
    CHECK(attempt("not made", [] { return true; }));
    CHECK_FALSE(attempt("not made", [] { return false; }));
    CHECK(attempt("not made", [] {}));
    CHECK_FALSE(attempt("not made", []() -> bool { throw std::bad_alloc(); }));
  }

} // TEST_SUITE
