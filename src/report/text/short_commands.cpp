// SPDX-License-Identifier: Apache-2.0
#include "report/text/short_commands.hpp"

#include "joules/quoting.hpp"
#include "report/text/columns.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace joules {

namespace {

constexpr std::string_view dots = "...";
/// A linker's objects: their room ends long before.
constexpr std::size_t most_compared = 64;

std::string base_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == path.npos || slash + 1 == path.size() ? path : path.substr(slash + 1);
}

/// Names of scratch files tell processes apart, but nobody what they did.
bool is_scratch(std::string_view argument) {
  return argument.starts_with("/tmp/") || argument.starts_with("/var/tmp/");
}

/// As an argument, and not as the program: "a=b" needs no quotes there.
std::string quoted_argument(const std::string& argument) {
  return quoted({"x", argument}).substr(1);
}

/// "cc1 ... a.c ... b.c": dots stand for arguments between that are left out.
std::string joined(const std::string& program, const std::vector<std::string>& argv,
                   const std::vector<std::size_t>& shown, bool base_names) {
  std::string text = quoted({program});
  std::size_t next = 1;
  for (const std::size_t i : shown) {
    if (i > next) (text += ' ') += dots;
    text += quoted_argument(base_names ? base_of(argv[i]) : argv[i]);
    next = i + 1;
  }
  return text;
}

/// The last so many columns, the first three of them dots when a part is cut off.
std::string tail_of(const std::string& text, std::size_t columns) {
  constexpr std::size_t longest_character = 4;
  std::size_t from = text.size() - std::min(text.size(), longest_character * columns);
  const auto is_inside_character = [&] {
    return from < text.size() && (static_cast<unsigned char>(text[from]) & 0xc0u) == 0x80u;
  };
  while (is_inside_character() ||
         (from < text.size() && columns_of(text.substr(from)) + dots.size() > columns))
    ++from;
  return std::string(dots) + text.substr(from);
}

/// "ld ... crtn.o": where nothing shorter tells.
std::string program_and_tail(const std::string& program, const std::string& argument,
                             std::size_t columns) {
  const std::string head = quoted({program}) + " ";
  const std::size_t taken = columns_of(head);
  if (taken + dots.size() >= columns) return cut(head, columns);
  return head + tail_of(quoted_argument(argument).substr(1), columns - taken);
}

} // namespace

ShortCommands::ShortCommands(const std::vector<ProcessUse>& processes) {
  for (const ProcessUse& process : processes) {
    if (process.argv.empty()) continue;
    Program& program = programs_[base_of(process.argv.front())];
    ++program.processes;
    const std::unordered_set<std::string> arguments(process.argv.begin() + 1, process.argv.end());
    for (const std::string& argument : arguments) ++program.having[argument];
  }
}

std::vector<std::size_t> ShortCommands::telling(const std::vector<std::string>& argv) const {
  const Program& program = programs_.at(base_of(argv.front()));
  std::vector<std::size_t> all, rare;
  for (std::size_t i = 1; i < argv.size(); ++i) {
    all.push_back(i);
    if (2 * program.having.at(argv[i]) <= program.processes && !is_scratch(argv[i]))
      rare.push_back(i);
  }
  if (rare.empty()) return all;
  if (rare.size() > most_compared) return rare;
  // "inflate.c" beside "src/inflate.c" tells nothing new.
  std::vector<std::size_t> telling;
  for (const std::size_t i : rare) {
    const bool told = std::ranges::any_of(rare, [&](std::size_t other) {
      return other != i && argv[other].find(argv[i]) != std::string::npos &&
             (argv[other].size() > argv[i].size() || other < i);
    });
    if (!told) telling.push_back(i);
  }
  return telling;
}

std::string ShortCommands::of(const ProcessUse& process, std::size_t columns) const {
  if (process.argv.empty()) return cut(printable(process.command), columns);
  const std::vector<std::string>& argv = process.argv;
  const std::string program = base_of(argv.front());
  std::vector<std::size_t> whole(argv.size() - 1);
  for (std::size_t i = 0; i < whole.size(); ++i) whole[i] = i + 1;
  std::string text = joined(program, argv, whole, false);
  if (columns_of(text) <= columns) return text;
  std::vector<std::size_t> shown = telling(argv);
  for (const bool base_names : {false, true}) {
    text = joined(program, argv, shown, base_names);
    if (columns_of(text) <= columns) return text;
  }
  while (shown.size() > 1) {
    shown.erase(shown.begin());
    text = joined(program, argv, shown, true);
    if (columns_of(text) <= columns) return text;
  }
  return shown.empty() ? cut(text, columns)
                       : program_and_tail(program, argv[shown.front()], columns);
}

} // namespace joules
