// SPDX-License-Identifier: Apache-2.0
#include "app/command_hint.hpp"

#include "support/folder.hpp"

#include <doctest/doctest.h>

#include <cerrno>

TEST_SUITE("app") {

  using joules::command_hint;
  using joules::test::Folder;

  namespace {

  std::string hint(const std::vector<std::string>& argv, bool compared = false) {
    return command_hint(argv, ENOENT, compared);
  }

  } // namespace

  TEST_CASE("an assignment is a matter of env") {
    CHECK(hint({"FOO=1", "ls", "a b"}) ==
          " (an assignment is the shell's: joules env FOO=1 ls 'a b')");
    CHECK(hint({"_F0=/x", "ls"}) == " (an assignment is the shell's: joules env _F0=/x ls)");
    CHECK(hint({"1F=1", "ls"}).find("env") == std::string::npos);
    CHECK(hint({"=1", "ls"}).find("env") == std::string::npos);
    CHECK(hint({"./a=1", "ls"}) == "");
  }

  TEST_CASE("a command line in one word is shown as it would have to be typed") {
    CHECK(hint({"ls -l /"}) == " (the quotes make it one word: joules ls -l /)");
    CHECK(hint({"./a 'b c'"}) == " (the quotes make it one word: joules ./a 'b c')");
    CHECK(hint({"ls -l", "/x y"}) == " (the quotes make it one word: joules ls -l '/x y')");
    CHECK(hint({"ls | wc"}) == " (it needs a shell: joules sh -c 'ls | wc')");
    CHECK(hint({"a&&b"}) == " (it needs a shell: joules sh -c 'a&&b')");
  }

  TEST_CASE("what is a part of the shell needs one") {
    CHECK(hint({"cd", "/"}) == " (it is a part of the shell: joules sh -c 'cd /')");
    CHECK(hint({"time", "ls"}) == " (it is a part of the shell: joules sh -c 'time ls')");
    CHECK(hint({"source", "x"}) == " (it is a part of the shell: joules bash -c 'source x')");
    CHECK(hint({"cd", "/"}, true) == " (it is a part of the shell: add --shell)");
  }

  TEST_CASE("a word that is an option without its dashes") {
    CHECK(hint({"help"}) == " (it is an option: joules --help)");
    CHECK(hint({"doctor"}) == " (it is an option: joules --doctor)");
  }

  TEST_CASE("a unit that was written apart from its number") {
    CHECK(hint({"kJ", "true"}) == " (a unit stands without a blank, as in -b 5kJ)");
    CHECK(hint({"mW", "true"}) == " (a unit stands without a blank, as in -b 5mW)");
  }

  TEST_CASE("another word may be an alias; one with a slash is none") {
    CHECK(hint({"ll", "-a"}) ==
          " (if it is an alias or a function: joules \"$SHELL\" -ic 'll -a')");
    CHECK(hint({"./nothing"}) == "");
    CHECK(hint({"/nothing/x"}) == "");
    CHECK(hint({""}) == "");
  }

  TEST_CASE("of several commands, one of a single word may be the argument of another") {
    CHECK(hint({"burn.sh"}, true) ==
          " (each word is a command: quote each with its arguments, 'COMMAND A' 'COMMAND B')");
    CHECK(hint({"no-such", "x"}, true) == "");
  }

  TEST_CASE("a file that is there, and does not run") {
    const Folder folder;
    folder.file("script", "#!/no/such/interpreter\n");
    CHECK(hint({folder / "script"}) ==
          " (it is there, but the interpreter that its first line names is not)");
    CHECK(command_hint({folder / "script"}, EACCES, false) ==
          " (it is not executable: chmod +x, or name its interpreter)");
    CHECK(command_hint({folder / ""}, EACCES, false) == " (it is a directory)");
    CHECK(command_hint({"nowhere"}, EACCES, false) == "");
    CHECK(command_hint({"ls"}, ENOMEM, false) == "");
  }

} // TEST_SUITE
