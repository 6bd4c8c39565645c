// SPDX-License-Identifier: Apache-2.0
#include "host/text_file.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <limits>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

using namespace joules;
using joules::test::FakeHost;

namespace fs = std::filesystem;

namespace {

/// Our descriptors that lead to `path`.
std::vector<int> descriptors_of(const fs::path& path) {
  std::vector<int> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd"))
    if (fs::read_symlink(entry.path(), error) == path)
      found.push_back(std::stoi(entry.path().filename().string()));
  return found;
}

} // namespace

TEST_SUITE("host") {
  TEST_CASE("an unsigned decimal is read through the white space around it") {
    CHECK(parse_unsigned("42") == 42);
    CHECK(parse_unsigned(" \t42\r\n") == 42);
    CHECK(parse_unsigned("0\n") == 0);
    CHECK(parse_unsigned("007") == 7);
  }

  TEST_CASE("what is not a whole decimal is no number, and never 0") {
    for (const std::string_view text : {"", " ", "\n", "-1", "-0", "+1", "1.5", "1e3", "0x10",
                                        "12 34", "12\n34", "12a", "a12", "nan", "1'000"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_unsigned(text));
    }
    CHECK_FALSE(parse_unsigned(std::string_view("12\0", 3)));
  }

  TEST_CASE("a number is read up to 2^64-1 and refused above") {
    CHECK(parse_unsigned("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
    CHECK_FALSE(parse_unsigned("18446744073709551616"));
    CHECK_FALSE(parse_unsigned("100000000000000000000000"));
  }

  TEST_CASE("trimming takes the blanks at both ends and none inside") {
    CHECK(trimmed("  package-0 die 1 \r\n") == "package-0 die 1");
    CHECK(trimmed(" \n\t") == "");
    CHECK(trimmed("") == "");
  }

  TEST_CASE("a line is the first one, trimmed") {
    const FakeHost host;
    host.file("sys/name", "  package-0 \nsecond\n");
    CHECK(read_line(host.root().sys("name")) == "package-0");
  }

  TEST_CASE("an empty file has an empty first line, an absent one has none") {
    const FakeHost host;
    host.file("sys/name", "");
    CHECK(read_line(host.root().sys("name")) == "");
    CHECK_FALSE(read_line(host.root().sys("absent")));
    CHECK_FALSE(read_line(host.path() / "sys")); // a directory
  }

  TEST_CASE("a file's number is the only thing in it") {
    const FakeHost host;
    host.file("sys/range", "262143328850\n");
    host.file("sys/garbage", "12 apples\n");
    host.file("sys/empty", "");
    CHECK(read_number(host.root().sys("range")) == 262143328850);
    CHECK_FALSE(read_number(host.root().sys("garbage")));
    CHECK_FALSE(read_number(host.root().sys("empty")));
    CHECK_FALSE(read_number(host.root().sys("absent")));
    CHECK_FALSE(read_number(host.path() / "sys"));
  }

  TEST_CASE("a text is read whole, however many pages it has") {
    const FakeHost host;
    const std::string text = std::string(300'000, 'x') + "end";
    host.file("proc/stat", text);
    const auto read = read_text(host.root().proc("stat"));
    REQUIRE(read.has_value());
    CHECK(read->size() == 300'003);
    CHECK(*read == text);
  }

  TEST_CASE("a text of 16 MiB is refused, not cut: no file can fill the memory") {
    const FakeHost host;
    host.file("proc/stat", std::string(17'000'000, 'x'));
    const auto read = read_text(host.root().proc("stat"));
    REQUIRE(read.has_error());
    CHECK(read.error().code == EFBIG);
  }

  TEST_CASE("a file that cannot be read says which one and why") {
    const FakeHost host;
    const auto absent = read_text(host.root().sys("energy_uj"));
    REQUIRE(absent.has_error());
    CHECK(absent.error().object == (host.path() / "sys/energy_uj").string());
    CHECK(absent.error().reason == "No such file or directory");
    CHECK(absent.error().code == ENOENT);

    fs::create_directories(host.path() / "sys/energy_uj");
    const auto directory = read_text(host.root().sys("energy_uj"));
    REQUIRE(directory.has_error());
    CHECK(directory.error().code == EISDIR);
  }

  TEST_CASE("an open file is read anew from its start each time") {
    const FakeHost host;
    host.file("sys/energy_uj", "123456\n");
    const auto file = OpenFile::open(host.root().sys("energy_uj"));
    REQUIRE(file.has_value());
    std::string buffer(32, '\0');
    CHECK(*file->read_again(buffer) == "123456\n");
    host.file("sys/energy_uj", "7\n");
    CHECK(*file->read_again(buffer) == "7\n");
    host.file("sys/energy_uj", "");
    CHECK(*file->read_again(buffer) == "");
  }

  TEST_CASE("an open file is read up to the end of the buffer") {
    const FakeHost host;
    host.file("proc/stat", "cpu  1 2 3\n");
    const auto file = OpenFile::open(host.root().proc("stat"));
    REQUIRE(file.has_value());
    std::string buffer(4, '\0');
    CHECK(*file->read_again(buffer) == "cpu ");
  }

  TEST_CASE("an open file is closed on exec, so that the command never sees it") {
    const FakeHost host;
    host.file("sys/energy_uj", "1\n");
    const auto file = OpenFile::open(host.root().sys("energy_uj"));
    REQUIRE(file.has_value());
    const auto descriptors = descriptors_of(host.root().sys("energy_uj"));
    REQUIRE(descriptors.size() == 1);
    CHECK((::fcntl(descriptors[0], F_GETFD) & FD_CLOEXEC) != 0);
  }

  TEST_CASE("a file moved from and a file moved over close nothing of the new owner") {
    const FakeHost host;
    host.file("sys/first", "1\n");
    host.file("sys/second", "2\n");
    std::string buffer(8, '\0');
    {
      auto first = OpenFile::open(host.root().sys("first"));
      auto second = OpenFile::open(host.root().sys("second"));
      REQUIRE(first.has_value());
      REQUIRE(second.has_value());
      OpenFile owner(std::move(*first));
      CHECK(*owner.read_again(buffer) == "1\n");
      owner = std::move(*second);
      CHECK(*owner.read_again(buffer) == "2\n");
      CHECK(owner.path() == host.root().sys("second").string());
    }
    CHECK(descriptors_of(host.root().sys("first")).empty());
    CHECK(descriptors_of(host.root().sys("second")).empty());
  }

  TEST_CASE("a file is deleted once nothing leads to it, and not when it was renamed") {
    const FakeHost host;
    host.file("sys/energy_uj", "1\n");
    const auto file = OpenFile::open(host.root().sys("energy_uj"));
    REQUIRE(file.has_value());
    CHECK_FALSE(file->is_deleted());
    fs::rename(host.root().sys("energy_uj"), host.root().sys("renamed"));
    CHECK_FALSE(file->is_deleted());
    fs::remove(host.root().sys("renamed"));
    CHECK(file->is_deleted());
  }

  TEST_CASE("a fifo in a sensor's place is an empty file, not an endless wait") {
    const FakeHost host;
    REQUIRE(::mkfifo((host.path() / "energy_uj").c_str(), 0600) == 0);
    CHECK_FALSE(read_number(host.path() / "energy_uj"));
  }
}
