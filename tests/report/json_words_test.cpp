// SPDX-License-Identifier: Apache-2.0
// The document as text: the command's own words in it, and its lines.
#include "attribution/attribute.hpp"
#include "report/json/report.hpp"
#include "support/experiments.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

TEST_SUITE("report") {

  using namespace joules;
  using test::Story;
  using Json = nlohmann::ordered_json;

  namespace {

  Story measured() {
    Story story(8);
    story.domain("package-0");
    return story.then({.seconds = 4, .joules = {172}, .tree = 15, .busy = 20});
  }

  std::string text_of(Story& story, JsonLayout layout = JsonLayout::document) {
    return test::json_report_of(story.recording(), layout);
  }

  Json json_of(Story& story) {
    return Json::parse(text_of(story));
  }

  } // namespace

  TEST_CASE("a label is the command's name; without one the command's first word is") {
    Story story = measured();
    CHECK(json_of(story).at("commands")[0].at("name") == "make");
    story.recording().name = "nightly";
    CHECK(json_of(story).at("commands")[0].at("name") == "nightly");
  }

  TEST_CASE("argv is an array of the words, whatever is in them") {
    Story story = measured();
    story.recording().argv = {"sh", "-c", "a \"b\"\n\x1b", "", "na\xc3\xafve"};
    const Json command = json_of(story).at("commands")[0];
    CHECK(command.at("argv") == Json{"sh", "-c", "a \"b\"\n\x1b", "", "na\xc3\xafve"});
    CHECK_FALSE(command.contains("argv_lossy"));
  }

  TEST_CASE("bytes of argv that are not UTF-8 are replaced, and that is said") {
    Story story = measured();
    story.recording().argv = {"cat", "\xff\xfe"};
    const Json command = json_of(story).at("commands")[0];
    CHECK(std::next(command.begin(), 2).key() == "argv_lossy");
    CHECK(command.at("argv_lossy") == true);
    CHECK(command.at("argv")[0] == "cat");
    CHECK(command.at("argv")[1] == "\xef\xbf\xbd\xef\xbf\xbd");
  }

  TEST_CASE("a document is indented and ends with one newline") {
    Story story = measured();
    const std::string text = text_of(story);
    CHECK(text.starts_with("{\n  \"schema_version\": 1,\n"));
    CHECK(text.ends_with("\n}\n"));
  }

  TEST_CASE("JSON Lines: the same document on one line") {
    Story story = measured();
    story.recording().argv = {"a\nb"};
    const std::string line = text_of(story, JsonLayout::line);
    CHECK(std::count(line.begin(), line.end(), '\n') == 1);
    CHECK(line.back() == '\n');
    CHECK(Json::parse(line) == json_of(story));
  }

} // TEST_SUITE
