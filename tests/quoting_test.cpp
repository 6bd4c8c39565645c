// SPDX-License-Identifier: Apache-2.0
#include "joules/quoting.hpp"

#include <doctest/doctest.h>

TEST_SUITE("vocabulary") {

  using namespace joules;
  using namespace std::string_literals;

  TEST_CASE("words that a shell leaves alone are left alone") {
    CHECK(quoted({"make", "-j8", "CC=/usr/bin/gcc-12", "a_b:c@d^e,f+g%h.i"}) ==
          "make -j8 CC=/usr/bin/gcc-12 a_b:c@d^e,f+g%h.i");
  }

  TEST_CASE("words that a shell would change are quoted") {
    CHECK(quoted({"a b"}) == "'a b'");
    CHECK(quoted({"$HOME", "*.c", "a;b", "~", "#x", "x&", "!!"}) ==
          "'$HOME' '*.c' 'a;b' '~' '#x' 'x&' '!!'");
  }

  TEST_CASE("a first word with a = is no assignment") {
    CHECK(quoted({"CC=gcc", "a=b"}) == "'CC=gcc' a=b");
    CHECK(quoted({"", "a=b"}) == "'' a=b");
  }

  TEST_CASE("an empty word is visible") {
    CHECK(quoted({"echo", "", "x"}) == "echo '' x");
  }

  TEST_CASE("no words are an empty line") {
    CHECK(quoted({}).empty());
  }

  TEST_CASE("a quote inside of a word closes, escapes and opens again") {
    CHECK(quoted({"it's"}) == "'it'\\''s'");
  }

  TEST_CASE("a backslash that prints needs no second one inside of quotes") {
    CHECK(quoted({"a\\b"}) == "'a\\b'");
  }

  TEST_CASE("bytes that do not print are spelled out, in quotes that a shell understands") {
    CHECK(quoted({"a\nb"}) == "$'a\\nb'");
    CHECK(quoted({"a\tb"}) == "$'a\\tb'");
    CHECK(quoted({"\x1b[31m"}) == "$'\\x1b[31m'");
    CHECK(quoted({"\x7f"}) == "$'\\x7f'");
    CHECK(quoted({"it's\r"}) == "$'it\\'s\\x0d'");
    CHECK(quoted({"back\\slash\n"}) == "$'back\\\\slash\\n'");
  }

  TEST_CASE("a spelled-out byte does not swallow a hexadecimal digit that follows it") {
    // bash reads \x with at most two digits.
    CHECK(quoted({"\x01"
                  "f"}) == "$'\\x01f'");
  }

  TEST_CASE("letters of other alphabets print") {
    CHECK(quoted({"na\xc3\xafve"}) == "'na\xc3\xafve'");
    CHECK(printable("\xe6\x97\xa5\xf0\x9f\x98\x80") == "\xe6\x97\xa5\xf0\x9f\x98\x80");
  }

  TEST_CASE("bytes that are not UTF-8 are spelled out one by one") {
    CHECK(quoted({"\xff\xfe"}) == "$'\\xff\\xfe'");
    CHECK(printable("a\xc3") == "a\\xc3");
    CHECK(printable("\x80z") == "\\x80z");
  }

  TEST_CASE("C1 control characters are spelled out: terminals obey them") {
    CHECK(printable("\xc2\x9b"
                    "31m") == "\\xc2\\x9b31m");
    CHECK(printable("\xc2\xa0") == "\xc2\xa0"); // the first one after them
  }

  TEST_CASE("no character that turns or ends a line reaches a terminal, and its neighbours do") {
    const auto utf8 = [](int code) -> std::string {
      const auto byte = [](int value) { return static_cast<char>(value); };
      if (code < 0x800) return {byte(0xc0 | code >> 6), byte(0x80 | (code & 63))};
      return {byte(0xe0 | code >> 12), byte(0x80 | (code >> 6 & 63)), byte(0x80 | (code & 63))};
    };
    for (int code = 0x80; code <= 0x2100; ++code) {
      const bool obeyed = code <= 0x9f || code == 0x61c || code == 0x200e || code == 0x200f ||
                          (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
      const std::string character = utf8(code);
      CAPTURE(code);
      CHECK((printable(character) != character) == obeyed);
      CHECK(quoted({character}).starts_with(obeyed ? "$'\\x" : "'"));
    }
  }

  TEST_CASE("of the ASCII characters all but 0x20 to 0x7e are spelled out") {
    for (int code = 0; code < 0x80; ++code) {
      const std::string character(1, static_cast<char>(code));
      CHECK((printable(character) == character) == (code >= 0x20 && code < 0x7f));
    }
  }

  TEST_CASE("of the ASCII characters a shell leaves alone letters, digits and %+,-./:=@_^") {
    const std::string plain = "%+,-./:=@_^";
    for (int code = 0x20; code < 0x7f; ++code) {
      const std::string character(1, static_cast<char>(code));
      const bool alone = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
                         (code >= 'a' && code <= 'z') || plain.find(character) != plain.npos;
      CAPTURE(code);
      CHECK((quoted({"x", character}) == "x " + character) == alone);
    }
  }

  TEST_CASE("printable quotes nothing") {
    CHECK(printable("it's a \"name\" $x \\") == "it's a \"name\" $x \\");
    CHECK(printable("a\nb\x1b\0c"s) == "a\\nb\\x1b\\x00c");
    CHECK(printable("").empty());
  }

  TEST_CASE("the length of well-formed UTF-8 is that of its first character") {
    CHECK(utf8_length("az") == 1);
    CHECK(utf8_length("\xc3\xafz") == 2);
    CHECK(utf8_length("\xe6\x97\xa5z") == 3);
    CHECK(utf8_length("\xf0\x9f\x98\x80z") == 4);
    CHECK(utf8_length("\xf4\x8f\xbf\xbf") == 4); // U+10FFFF
    CHECK(utf8_length("\xed\x9f\xbf") == 3);     // U+D7FF
    CHECK(utf8_length("") == 0);
  }

  TEST_CASE("malformed UTF-8 has no length") {
    CHECK(utf8_length("\x80") == 0);             // continuation alone
    CHECK(utf8_length("\xc3") == 0);             // cut short
    CHECK(utf8_length("\xe6\x97") == 0);         //
    CHECK(utf8_length("\xc3\x28") == 0);         // no continuation
    CHECK(utf8_length("\xc0\xaf") == 0);         // overlong
    CHECK(utf8_length("\xc1\xbf") == 0);         //
    CHECK(utf8_length("\xe0\x9f\xbf") == 0);     //
    CHECK(utf8_length("\xf0\x8f\xbf\xbf") == 0); //
    CHECK(utf8_length("\xed\xa0\x80") == 0);     // surrogate
    CHECK(utf8_length("\xf4\x90\x80\x80") == 0); // beyond U+10FFFF
    CHECK(utf8_length("\xf5\x80\x80\x80") == 0); //
    CHECK(utf8_length("\xff") == 0);
  }

} // TEST_SUITE
