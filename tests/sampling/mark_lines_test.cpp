// SPDX-License-Identifier: Apache-2.0
#include "sampling/mark_lines.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_SUITE("sampling") {

  using namespace joules;
  using Kind = Mark::Kind;

  namespace {

  Marks marks_in(std::string_view text) {
    MarkLines lines;
    lines.take(text, Nanoseconds(7), Nanoseconds(2));
    return std::move(lines).finished();
  }

  } // namespace

  TEST_CASE("the four kinds of lines") {
    const Marks marks = marks_in("begin set up\nend set up\nmark here\nwork 1000 requests\n");
    REQUIRE(marks.all.size() == 4);
    CHECK(marks.garbled == 0);
    CHECK(marks.all[0].kind == Kind::begin);
    CHECK(marks.all[0].name == "set up");
    CHECK(marks.all[0].at == Nanoseconds(7));
    CHECK(marks.all[0].late == Nanoseconds(2));
    CHECK(marks.all[1].kind == Kind::end);
    CHECK(marks.all[2].kind == Kind::point);
    CHECK(marks.all[2].name == "here");
    CHECK(marks.all[3].kind == Kind::work);
    CHECK(marks.all[3].name == "requests");
    CHECK(marks.all[3].amount == 1000);
  }

  TEST_CASE("white space around words, and a unit without a name") {
    const Marks marks = marks_in("  begin\t  a b \r\nwork 2.5\n");
    REQUIRE(marks.all.size() == 2);
    CHECK(marks.all[0].name == "a b");
    CHECK(marks.all[1].name.empty());
    CHECK(marks.all[1].amount == 2.5);
  }

  TEST_CASE("lines that come in pieces have the instant of their end") {
    MarkLines lines;
    lines.take("beg", Nanoseconds(1), {});
    lines.take("in a\nend", Nanoseconds(2), {});
    CHECK(lines.count() == 1);
    lines.take(" a\n", Nanoseconds(3), {});
    const Marks marks = std::move(lines).finished();
    REQUIRE(marks.all.size() == 2);
    CHECK(marks.all[0].at == Nanoseconds(2));
    CHECK(marks.all[1].at == Nanoseconds(3));
  }

  TEST_CASE("what is no mark is counted, and the next line is read") {
    for (const std::string line : {"", "begin", "begin ", "start a", "Begin a", "work", "work a",
                                   "work 0", "work -1", "work nan", "work inf", "work 1.1e18",
                                   "work 0.9e-9", "work 1x", "begin \x1b[31m", "begin \xff"}) {
      CAPTURE(line);
      const Marks marks = marks_in(line + "\nbegin a\n");
      CHECK(marks.garbled == 1);
      CHECK(marks.all.size() == 1);
    }
    CHECK(marks_in("begin a").garbled == 1); // not finished
    CHECK(marks_in("").garbled == 0);
  }

  TEST_CASE("a line of 256 bytes is one, a longer one is not, however it comes") {
    const std::string fits = "begin " + std::string(250, 'a') + "\n";
    CHECK(marks_in(fits).all.size() == 1);
    const std::string longer = "begin " + std::string(251, 'a') + "\n";
    CHECK(marks_in(longer).garbled == 1);
    MarkLines lines;
    for (int i = 0; i < 100'000; ++i) lines.take("aaaaaaaaaa", Nanoseconds(1), {});
    lines.take("\nend a\n", Nanoseconds(1), {});
    const Marks marks = std::move(lines).finished();
    CHECK(marks.garbled == 1);
    CHECK(marks.all.size() == 1);
  }

  TEST_CASE("more marks than are kept are counted") {
    MarkLines lines;
    for (std::size_t i = 0; i < most_marks + 3; ++i) lines.take("mark a\n", Nanoseconds(1), {});
    // What has begun still ends.
    for (std::size_t i = 0; i < most_marks + 2; ++i) lines.take("end a\n", Nanoseconds(1), {});
    const Marks marks = std::move(lines).finished();
    CHECK(marks.all.size() == 2 * most_marks);
    CHECK(marks.all[most_marks].kind == Kind::end);
    CHECK(marks.unkept == 3 + 2);
  }
}
