// SPDX-License-Identifier: Apache-2.0
#include "cli/command_string.hpp"

#include "joules/result.hpp"

#include <doctest/doctest.h>

TEST_SUITE("cli") {

  using namespace joules;
  using Strings = std::vector<std::string>;

  namespace {

  std::string refusal(const std::string& text) {
    try {
      split_command(text);
    } catch (const Failure& failure) {
      return failure.what();
    }
    return {};
  }

  } // namespace

  TEST_CASE("words are split as a shell does") {
    CHECK(split_command("./bench  --size\t1k ") == Strings{"./bench", "--size", "1k"});
    CHECK(split_command("a 'b c' \"d e\" f\\ g") == Strings{"a", "b c", "d e", "f g"});
    CHECK(split_command("a ''") == Strings{"a", ""});
    CHECK(split_command("a \"\" b") == Strings{"a", "", "b"});
    CHECK(split_command("it\\'s 'a'\"b\"c") == Strings{"it's", "abc"});
    CHECK(split_command("a \"\\$x \\q\"") == Strings{"a", "$x \\q"});
    CHECK(split_command("a b\\\nc \"d\\\ne\"") == Strings{"a", "bc", "de"});
    CHECK(split_command("a '$x | * `'") == Strings{"a", "$x | * `"});
    CHECK(split_command("a --b=c d~ e#f") == Strings{"a", "--b=c", "d~", "e#f"});
  }

  TEST_CASE("what needs a shell is refused, with the remedy") {
    for (const std::string text : {"a | b", "a; b", "a > b", "a $b", "a \"$b\"", "a `b`", "ls *",
                                   "a & ", "(a)", "cd ~", "a # b", "X=1 a"})
      CHECK(refusal(text).find("--shell") != std::string::npos);
  }

  TEST_CASE("what is broken is refused") {
    CHECK(refusal("a 'b").find("not closed") != std::string::npos);
    CHECK(refusal("a \"b").find("not closed") != std::string::npos);
    CHECK(refusal("a \\").find("lone backslash") != std::string::npos);
    CHECK(refusal("").find("is empty") != std::string::npos);
    CHECK(refusal("  ").find("is empty") != std::string::npos);
  }
}
