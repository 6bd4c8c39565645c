// SPDX-License-Identifier: Apache-2.0
// Tables of text, in the columns of a terminal.
#include "report/text/columns.hpp"
#include "report/text/table.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_SUITE("report") {

  using namespace joules;
  using Lines = std::vector<std::string>;

  namespace {

  /// Names and two columns of numbers: 2 + 20 + 10 + 8 columns.
  Table table_of(const std::vector<Lines>& rows) {
    Table table({left(20), right(10), right(8)});
    for (const Lines& row : rows) table.add(row);
    return table;
  }

  } // namespace

  TEST_CASE("columns are what a terminal shows, neither bytes nor characters") {
    CHECK(columns_of("naive") == 5);
    CHECK(columns_of("na\u00efve") == 5);
    CHECK(columns_of("nai\u0308ve") == 5); // the dots are a character of their own
    CHECK(columns_of("\u65e5\u672c") == 4);
    CHECK(columns_of("\uff8a") == 1); // halfwidth
    CHECK(columns_of("\U0001f600") == 2);
    CHECK(columns_of("") == 0);
    CHECK(padded("\u65e5", 4) == "\u65e5  ");
    CHECK(padded("12345", 4) == "12345");
  }

  TEST_CASE("what is cut ends in dots, within its columns, and never inside a character") {
    CHECK(cut("abcdef", 6) == "abcdef");
    CHECK(cut("abcdefg", 6) == "abc...");
    CHECK(cut("\u65e5\u672c\u8a9e\u8a9e", 7) == "\u65e5\u672c...");
    CHECK(cut("\u65e5\u672c\u8a9e\u8a9e", 6) == "\u65e5...");
    CHECK(cut("nai\u0308ve", 5) == "nai\u0308ve");
  }

  TEST_CASE("a name with other letters does not shift its row") {
    CHECK(table_of({{"naive", "1.00 J", "2"},
                    {"na\u00efve", "1.00 J", "2"},
                    {"\u65e5\u672c", "1.00 J", "2"}})
              .lines(100) == Lines{"  naive                   1.00 J       2",
                                   "  na\u00efve                   1.00 J       2",
                                   "  \u65e5\u672c                    1.00 J       2"});
  }

  TEST_CASE("there is a gap between columns, however long a number is") {
    CHECK(table_of({{"a", "0.5700", "-123456789"}, {"b", "0.57", "1"}}).lines(100) ==
          Lines{"  a                       0.5700 -123456789",
                "  b                         0.57          1"});
    CHECK(table_of({{"a", "1234567890123456789012345678901", "2"}}).lines(100) ==
          Lines{"  a 1234567890123456789012345678901    2"});
  }

  TEST_CASE("what is too wide takes from the blanks behind it") {
    CHECK(table_of({{"a name of 20 letters", "1234567890", "2"}, {"b", "1", "1234"}}).lines(100) ==
          Lines{"  a name of 20 letters 1234567890      2",
                "  b                             1   1234"});
  }

  TEST_CASE("a long name may use the blanks before a number") {
    CHECK(table_of({{"twenty-five-letters-long-", "1 J", "2"}, {"b", "1 J", "2"}}).lines(100) ==
          Lines{"  twenty-five-letters-long-  1 J       2",
                "  b                          1 J       2"});
  }

  TEST_CASE("where it is too narrow blanks go first, then letters of names, then whole columns") {
    const Table table = table_of({{"a name of 20 letters", "1234.5 J", "1111"}, {"b", "1 J", "2"}});
    CHECK(table.lines(40)[0] == "  a name of 20 letters  1234.5 J    1111");
    CHECK(table.lines(39) ==
          Lines{"  a name of 20 letters 1234.5 J 1111", "  b                         1 J    2"});
    CHECK(table.lines(30) ==
          Lines{"  a name of 2... 1234.5 J 1111", "  b                   1 J    2"});
    CHECK(table.lines(25) == Lines{"  a name of... 1234.5 J", "  b                 1 J"});
    CHECK(table.lines(15) == Lines{"  a name of...", "  b"});
  }

  TEST_CASE("what stands left at the end is cut, and empty cells leave no blanks") {
    Table table({right(6), left(0)});
    table.add({"1", "a command with words"});
    table.add({"22", ""});
    table.add({"", "x"});
    CHECK(table.lines(100) == Lines{"       1  a command with words", "      22", "          x"});
    CHECK(table.lines(20)[0] == "       1  a comma...");
  }

  TEST_CASE("bytes that do not print are shown escaped, and take the columns of that") {
    CHECK(table_of({{"a\x1b[2J", "1", "2"}}).lines(100) ==
          Lines{"  a\\x1b[2J                     1       2"});
  }
}
