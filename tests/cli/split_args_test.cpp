// SPDX-License-Identifier: Apache-2.0
#include "cli/split_args.hpp"

#include <doctest/doctest.h>

TEST_SUITE("cli") {

  using namespace joules;
  using Strings = std::vector<std::string>;

  namespace {

  /// -o, --output and --unit take a value, no other does; behind --merge files follow.
  SplitArgs split(std::vector<const char*> argv) {
    argv.insert(argv.begin(), "joules");
    return split_args(static_cast<int>(argv.size()), argv.data(), [](const std::string& option) {
      return OptionForm{option == "-o" || option == "--output" || option == "--unit",
                        option == "--merge"};
    });
  }

  } // namespace

  TEST_CASE("options end at the first word that is not one") {
    const SplitArgs words = split({"-v", "make", "-j8"});
    CHECK(words.options == Strings{"-v"});
    CHECK(words.command == Strings{"make", "-j8"});
  }

  TEST_CASE("options end at --, which is dropped") {
    const SplitArgs words = split({"-v", "--", "-x", "--", "y"});
    CHECK(words.options == Strings{"-v"});
    CHECK(words.command == Strings{"-x", "--", "y"});
  }

  TEST_CASE("no word of the command is taken for an option, known or not") {
    const SplitArgs words = split({"ls", "-v", "--bogus", "-j", "-o", "x", "--help"});
    CHECK(words.options.empty());
    CHECK(words.command == Strings{"ls", "-v", "--bogus", "-j", "-o", "x", "--help"});
  }

  TEST_CASE("where files follow, options end at -- alone") {
    const SplitArgs words = split({"--merge", "a", "-o", "x", "-", "b", "-v", "--", "-c"});
    CHECK(words.options == Strings{"--merge", "-o", "x", "-v"});
    CHECK(words.command == Strings{"a", "-", "b", "-c"});
    CHECK(split({"--merge", "a", "--help"}).ask_for_help);
    CHECK(split({"a", "--merge", "-v"}).options.empty());
  }

  TEST_CASE("the value of an option may be the next word") {
    CHECK(split({"-o", "FILE", "ls"}).options == Strings{"-o", "FILE"});
    CHECK(split({"--output", "FILE", "ls"}).options == Strings{"--output", "FILE"});
    CHECK(split({"--output", "FILE", "ls"}).command == Strings{"ls"});
  }

  TEST_CASE("the value of an option may be in the same word") {
    CHECK(split({"-oFILE", "ls"}).command == Strings{"ls"});
    CHECK(split({"--output=FILE", "ls"}).command == Strings{"ls"});
    CHECK(split({"--output=", "ls"}).command == Strings{"ls"});
  }

  TEST_CASE("the last letter of a cluster may take the next word") {
    const SplitArgs words = split({"-vo", "FILE", "ls"});
    CHECK(words.options == Strings{"-vo", "FILE"});
    CHECK(words.command == Strings{"ls"});
  }

  TEST_CASE("a letter inside of a cluster takes the rest of it") {
    const SplitArgs words = split({"-voo", "ls"});
    CHECK(words.options == Strings{"-voo"});
    CHECK(words.command == Strings{"ls"});
  }

  TEST_CASE("a value that looks like an option, or like the end of options, is a value") {
    CHECK(split({"-o", "-v", "ls"}).command == Strings{"ls"});
    CHECK(split({"--output", "--", "ls"}).command == Strings{"ls"});
    CHECK(split({"-o", "-", "ls"}).command == Strings{"ls"});
  }

  TEST_CASE("an unknown option takes no value: what follows is the command") {
    const SplitArgs words = split({"--bogus", "ls"});
    CHECK(words.options == Strings{"--bogus"});
    CHECK(words.command == Strings{"ls"});
  }

  TEST_CASE("a lone dash and an empty word are commands, as for env(1)") {
    CHECK(split({"-", "-v"}).command == Strings{"-", "-v"});
    CHECK(split({"", "-v"}).command == Strings{"", "-v"});
  }

  TEST_CASE("help is asked for alone, in a cluster, and never by a value") {
    CHECK(split({"-h"}).ask_for_help);
    CHECK(split({"-v", "--help", "ls"}).ask_for_help);
    CHECK(split({"-vh", "ls"}).ask_for_help);
    CHECK_FALSE(split({"-oh", "ls"}).ask_for_help);
    CHECK_FALSE(split({"-o", "-h", "ls"}).ask_for_help);
    CHECK_FALSE(split({"--helpful", "ls", "-h"}).ask_for_help);
  }

  TEST_CASE("a value that is missing at the end is nobody's") {
    CHECK(split({"-o"}).lacks_value == "-o");
    CHECK(split({"-v", "--output"}).lacks_value == "--output");
    CHECK(split({"-o", "FILE"}).lacks_value.empty());
    CHECK(split({"-o"}).command.empty());
  }

  TEST_CASE("a value that is empty is the first thing that is wrong") {
    CHECK(split({"-o", "", "ls"}).has_empty_value == "-o");
    CHECK(split({"-vo", "", "ls"}).has_empty_value == "-vo");
    CHECK(split({"--output", "", "ls"}).has_empty_value == "--output");
    CHECK(split({"--output=", "ls"}).has_empty_value == "--output");
    CHECK(split({"--output=x", "-o", "y", "ls", ""}).has_empty_value.empty());
    CHECK(split({""}).has_empty_value.empty()); // the command
  }

  TEST_CASE("a value for an option without one is wrong even if it is empty") {
    CHECK(split({"--json=", "ls"}).takes_no_value == "--json");
    CHECK(split({"--json=3", "ls"}).takes_no_value == "--json");
    CHECK(split({"--output=x", "--json", "ls"}).takes_no_value.empty());
  }

  TEST_CASE("without a word there is neither an option nor a command") {
    CHECK(split({}).options.empty());
    CHECK(split({}).command.empty());
    CHECK(split({"--"}).command.empty());
    CHECK(split_args(0, nullptr, [](const std::string&) { return OptionForm{}; }).command.empty());
  }

} // TEST_SUITE
