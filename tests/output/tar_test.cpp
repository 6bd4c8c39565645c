// SPDX-License-Identifier: Apache-2.0
#include "output/tar.hpp"

#include "support/folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

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
    // The checksum: six octal digits, a zero byte and a blank.
    CHECK(archive.substr(148, 6).find_first_not_of("01234567") == std::string::npos);
    CHECK(archive.substr(154, 2) == std::string("\0 ", 2));
  }

  TEST_CASE("long names are cut at a slash; those that do not fit are refused") {
    Tar tar;
    CHECK(tar.add_file(std::string(90, 'a') + "/" + std::string(90, 'b'), ""));
    CHECK(tar.finished().substr(345, 90) == std::string(90, 'a'));
    CHECK_FALSE(tar.add_file(std::string(101, 'a'), ""));
    CHECK_FALSE(tar.add_file(std::string(200, 'a') + "/b", ""));
    CHECK_FALSE(tar.add_link("link", std::string(101, 'a')));
  }

  TEST_CASE("what follows a link, or content of whole blocks, begins in the next block") {
    Tar tar;
    REQUIRE(tar.add_link("link", "target"));
    REQUIRE(tar.add_file("whole", std::string(512, 'w')));
    REQUIRE(tar.add_file("last", "last\n"));
    const std::string archive = tar.finished();
    CHECK(archive.size() == (1 + 2 + 2 + 2) * 512);
    CHECK(archive.substr(156, 7) == "2target");
    CHECK(archive.substr(512, 6) == std::string("whole\0", 6));
    CHECK(archive.substr(3 * 512, 5) == std::string("last\0", 5));
  }

  TEST_CASE("tar(1) reads names and links at the limits of what fits") {
    const test::Folder folder;
    const std::string name(100, 'n'), prefix(155, 'p'), target(100, 't');
    Tar tar;
    REQUIRE(tar.add_file(name, "of 100\n"));
    REQUIRE(tar.add_file(prefix + "/" + name, "of 256\n"));
    REQUIRE(tar.add_link("link", target));
    REQUIRE(tar.add_file("empty", ""));
    CHECK_FALSE(tar.add_file(std::string(156, 'p') + "/" + name, ""));
    CHECK_FALSE(tar.add_file(prefix + "/" + std::string(101, 'n'), ""));
    CHECK_FALSE(tar.add_file(std::string(120, 'p') + "/", "")); // no name is left
    folder.file("a.tar", tar.finished());
    const std::string archive = folder / "a.tar", listing = folder / "listing";
    REQUIRE(std::system(("tar -tvf " + archive + " > " + listing).c_str()) == 0);
    const std::string lines = folder.text("listing");
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 4);
    for (const std::string& line : {" " + name + "\n", " " + prefix + "/" + name + "\n",
                                    " link -> " + target + "\n", std::string(" empty\n")})
      CHECK(lines.find(line) != std::string::npos);
    CHECK(lines.starts_with("-rw-r--r-- 0/0"));
    REQUIRE(std::system(
                ("tar -xOf " + archive + " " + prefix + "/" + name + " > " + listing).c_str()) ==
            0);
    CHECK(folder.text("listing") == "of 256\n");
  }
}
