// SPDX-License-Identifier: Apache-2.0
#include "app/command_hint.hpp"

#include "cli/command_string.hpp"
#include "cli/options.hpp"
#include "joules/quoting.hpp"
#include "joules/result.hpp"
#include "joules/unit_symbols.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace joules {

namespace {

using Argv = std::vector<std::string>;

/// Reserved words and builtins of the POSIX shell (XCU 2.4, 2.15 and 1.7) that are no programs
/// everywhere, and such of bash.
constexpr std::string_view of_sh[] = {
    "!",       ".",        ":",    "[",     "alias", "bg",    "break",  "case",     "cd",
    "command", "continue", "do",   "eval",  "exec",  "exit",  "export", "fc",       "fg",
    "for",     "getopts",  "hash", "if",    "jobs",  "local", "read",   "readonly", "return",
    "set",     "shift",    "time", "times", "trap",  "type",  "ulimit", "umask",    "unalias",
    "unset",   "until",    "wait", "while", "{"};
constexpr std::string_view of_bash[] = {
    "[[",      "bind",    "builtin", "caller",  "compgen", "complete", "compopt",
    "coproc",  "declare", "dirs",    "disown",  "enable",  "function", "help",
    "history", "let",     "logout",  "mapfile", "popd",    "pushd",    "readarray",
    "select",  "shopt",   "source",  "suspend", "typeset"};

template <std::size_t count>
bool has(const std::string_view (&words)[count], std::string_view word) {
  return std::ranges::find(words, word) != std::end(words);
}

/// "FOO=1", as a shell takes it.
bool is_assignment(std::string_view word) {
  const auto is_of_name = [](char letter) {
    return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
  };
  const auto equals = word.find('=');
  return equals != word.npos && equals > 0 && !(word[0] >= '0' && word[0] <= '9') &&
         std::ranges::all_of(word.substr(0, equals), is_of_name);
}

/// "kJ": of a quantity that was written with a blank.
bool is_unit(std::string_view word) {
  return std::ranges::find(energy_units, word, &Unit::symbol) != std::end(energy_units) ||
         std::ranges::find(power_units, word, &Unit::symbol) != std::end(power_units);
}

std::string joules_with(Argv argv) {
  argv.insert(argv.begin(), "joules");
  return quoted(argv);
}

/// Of a whole command line in one word. It is shown as the user would have to type it.
std::string of_one_word(const Argv& argv) try {
  Argv words = split_command(argv.front());
  words.insert(words.end(), argv.begin() + 1, argv.end());
  return " (the quotes make it one word: " + joules_with(std::move(words)) + ")";
} catch (const Failure&) {
  return " (it needs a shell: " + joules_with({"sh", "-c", argv.front()}) + ")";
}

std::string of_the_shell(const std::string& shell, const Argv& argv, bool compared) {
  if (compared) return " (it is a part of the shell: add --shell)";
  return " (it is a part of the shell: " + joules_with({shell, "-c", quoted(argv)}) + ")";
}

std::string of_unknown(const Argv& argv, bool compared) {
  const std::string& word = argv.front();
  struct stat file {};
  const bool is_here = ::stat(word.c_str(), &file) == 0;
  if (word.find('/') != word.npos)
    return is_here ? " (it is there, but the interpreter that its first line names is not)" : "";
  if (compared && argv.size() == 1)
    return " (each word is a command: quote each with its arguments, 'COMMAND A' 'COMMAND B')";
  if (is_here && S_ISREG(file.st_mode)) return " (this directory is not in PATH: ./" + word + ")";
  if (is_unit(word)) return " (a unit stands without a blank, as in -b 5" + word + ")";
  if (const Option* const option = find_option("--" + word))
    return " (it is an option: joules " + std::string(option->long_name()) + ")";
  if (has(of_sh, word)) return of_the_shell("sh", argv, compared);
  if (has(of_bash, word)) return of_the_shell("bash", argv, compared);
  if (compared) return "";
  return " (if it is an alias or a function: joules \"$SHELL\" -ic " + quoted({quoted(argv)}) + ")";
}

} // namespace

std::string command_hint(const Argv& argv, int error_number, bool compared) {
  const std::string& word = argv.front();
  if (error_number == EACCES) {
    struct stat file {};
    if (::stat(word.c_str(), &file) != 0 || word.find('/') == word.npos) return "";
    return S_ISDIR(file.st_mode) ? " (it is a directory)"
                                 : " (it is not executable: chmod +x, or name its interpreter)";
  }
  if (error_number != ENOENT || word.empty()) return "";
  if (is_assignment(word) && argv.size() > 1) {
    Argv with_env = argv;
    with_env.insert(with_env.begin(), "env");
    return " (an assignment is the shell's: " + joules_with(std::move(with_env)) + ")";
  }
  if (word.find_first_of(" \t\n|&;<>") != word.npos) return of_one_word(argv);
  return of_unknown(argv, compared);
}

} // namespace joules
