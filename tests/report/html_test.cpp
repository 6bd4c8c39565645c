// SPDX-License-Identifier: Apache-2.0
// The page of a report: nothing in a report can leave its JSON, and the page needs no network.
#include "report/export/exports.hpp"
#include "report/export/html.hpp"
#include "report/json/report.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstddef>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  constexpr std::string_view data_begins = "<script type=\"application/json\" id=\"data\">";
  constexpr std::string_view script_ends = "</script"; // whatever follows

  /// What a browser takes for the report: all until the first end of a script.
  std::string data_of(const std::string& page) {
    const std::size_t begin = page.find(data_begins) + data_begins.size();
    return page.substr(begin, page.find(script_ends, begin) - begin);
  }

  std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
    return count;
  }

  std::string page_with_name(const std::string& name) {
    Experiment experiment = repeated({10, 12});
    experiment.commands[0].name = name;
    return exported(ExportKind::html, experiment, analyse(experiment, {}));
  }

  } // namespace

  TEST_CASE("page: it holds the report as it is") {
    const Experiment experiment = repeated({10, 12.5});
    const Analysis analysis = analyse(experiment, {});
    const std::string page = exported(ExportKind::html, experiment, analysis);
    CHECK(page.starts_with("<!DOCTYPE html>"));
    CHECK(page.ends_with("</html>\n"));
    CHECK(nlohmann::json::parse(data_of(page)) ==
          nlohmann::json::parse(json_report(experiment, analysis, JsonLayout::line)));
  }

  TEST_CASE("page: no name leaves the JSON that it stands in") {
    const std::size_t ends = count_of(page_of(""), script_ends);
    const std::size_t comments = count_of(page_of(""), "<!--");
    for (const std::string name :
         {"</script><script>alert(1)</script>", "</script >", "<!--<script>", "]]>&lt;", "\x1b[31m",
          "\u202egnp", "a\u2028b\u2029c", "\xff\xfe", "\"}}", "{{report}}", "@PAGE_STYLE@"}) {
      CAPTURE(name);
      const std::string page = page_with_name(name);
      const std::string data = data_of(page);
      CHECK(count_of(page, script_ends) == ends);
      CHECK(count_of(page, "<!--") == comments);
      for (const std::string_view part : {"<", ">", "&", "\x1b", "\u2028", "\u2029"})
        CHECK(count_of(data, part) == 0);
      const auto report = nlohmann::json::parse(data);
      if (name[0] != '\xff') CHECK(report["commands"][0]["name"] == name);
    }
  }

  TEST_CASE("page: it may load nothing, and only its own script and style are allowed") {
    const std::string page = page_of("");
    CHECK(page.find("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "script-src 'sha256-") != page.npos);
    CHECK(count_of(page, "'sha256-") == 2);
    CHECK(count_of(page, "'unsafe-") == 0);
    CHECK(count_of(page, "<script") == 2);
    CHECK(count_of(page, "innerHTML") == 0);
    CHECK(count_of(page, " style=") == 0);
    // The name of SVG's elements is the only address, and is never fetched.
    CHECK(count_of(page, "://") == 1);
    CHECK(count_of(page, "'http://www.w3.org/2000/svg'") == 1);
    CHECK(count_of(page, "src=") + count_of(page, "url(") + count_of(page, "@import") == 0);
  }

  TEST_CASE("page: without a report it is small, and asks for one") {
    const std::string page = page_of("");
    CHECK(data_of(page).empty());
    CHECK(page.size() < 100'000);
  }

} // TEST_SUITE
