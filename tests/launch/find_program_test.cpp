// SPDX-License-Identifier: Apache-2.0
#include "joules/launch.hpp"
#include "support/folder.hpp"
#include "support/search_path.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <cstdlib>

TEST_SUITE("launch") {

  using namespace joules;
  using joules::test::Folder;

  namespace {

  /// errno of a search; 0: it is found.
  int refusal(const std::string& program) {
    const auto found = find_program(program);
    return found ? 0 : found.error().code;
  }

  } // namespace

  TEST_CASE("a program is found along PATH, or by its own path, if it may be run") {
    const Folder folder;
    folder.file("tool", "#!/bin/sh\n", 0755);
    folder.file("text", "");
    CHECK(refusal(folder / "tool") == 0);
    CHECK(refusal(folder / "text") == EACCES);
    CHECK(refusal(folder / "none") == ENOENT);
    CHECK(refusal(folder / "") == EACCES); // a directory
    CHECK(refusal("") == ENOENT);
    CHECK(refusal("tool") == ENOENT);
    CHECK(find_program("tool").error().object == "tool");
    const SearchPath path("/nowhere:" + (folder / ""));
    CHECK(refusal("tool") == 0);
    CHECK(refusal("text") == EACCES);
    CHECK(refusal("none") == ENOENT);
  }

  TEST_CASE("without PATH programs are where the system says") {
    const SearchPath path("");
    ::unsetenv("PATH");
    CHECK(refusal("sh") == 0);
  }

} // TEST_SUITE
