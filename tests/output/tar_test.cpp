// SPDX-License-Identifier: Apache-2.0
#include "output/tar.hpp"

#include <doctest/doctest.h>

TEST_SUITE("output") {

  using namespace joules;

  TEST_CASE("an archive is whole blocks, and two empty ones end it") {
    Tar tar;
    CHECK(tar.finished() == std::string(1024, '\0'));
    REQUIRE(tar.add_file("proc/stat", "cpu 1 2 3\n"));
    const std::string archive = tar.finished();
    CHECK(archive.size() == 4 * 512);
    CHECK(archive.substr(0, 10) == std::string("proc/stat\0", 10));
    CHECK(archive.substr(124, 11) == "00000000012");
    CHECK(archive.substr(257, 8) == std::string("ustar\00000", 8));
    CHECK(archive.substr(512, 10) == "cpu 1 2 3\n");
  }

  TEST_CASE("long names are cut at a slash; those that do not fit are refused") {
    Tar tar;
    CHECK(tar.add_file(std::string(90, 'a') + "/" + std::string(90, 'b'), ""));
    CHECK(tar.finished().substr(345, 90) == std::string(90, 'a'));
    CHECK_FALSE(tar.add_file(std::string(101, 'a'), ""));
    CHECK_FALSE(tar.add_file(std::string(200, 'a') + "/b", ""));
    CHECK_FALSE(tar.add_link("link", std::string(101, 'a')));
  }
}
