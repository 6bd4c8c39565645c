// SPDX-License-Identifier: Apache-2.0
// Commands in few columns: what tells a process apart from others of its program.
#include "report/text/short_commands.hpp"

#include "report/text/columns.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_SUITE("report") {

  using namespace joules;
  using Argv = std::vector<std::string>;

  namespace {

  ProcessUse process(const Argv& argv) {
    ProcessUse use;
    use.command = "comm";
    use.argv = argv;
    return use;
  }

  /// As gcc 12 calls it.
  Argv compiler(const std::string& folder, const std::string& source) {
    return {"/usr/lib/gcc/x86_64-linux-gnu/12/cc1",
            "-quiet",
            "-I",
            "src",
            folder + source,
            "-quiet",
            "-dumpdir",
            folder,
            "-dumpbase",
            source,
            "-O2",
            "-o",
            "/tmp/cc" + source + ".s"};
  }

  /// The first of them, beside the others, in so many columns.
  std::string first_of(const std::vector<Argv>& commands, std::size_t columns) {
    std::vector<ProcessUse> processes;
    for (const Argv& argv : commands) processes.push_back(process(argv));
    return ShortCommands(processes).of(processes.front(), columns);
  }

  const std::vector<Argv> compilers{compiler("src/zlib/", "inflate.c"),
                                    compiler("src/zlib/", "deflate.c"),
                                    compiler("src/lua/", "lvm.c"), compiler("src/lua/", "lgc.c")};

  } // namespace

  TEST_CASE("what fits is whole, but for the program's folder") {
    CHECK(first_of({{"/usr/bin/make", "-j2", "a b", "CC=gcc"}}, 40) == "make -j2 'a b' CC=gcc");
    CHECK(first_of({{"make"}}, 4) == "make");
  }

  TEST_CASE("of a compiler's many arguments the source is left, once") {
    CHECK(first_of(compilers, 38) == "cc1 ... src/zlib/inflate.c");
    CHECK(first_of(compilers, 24) == "cc1 ... inflate.c");
    CHECK(first_of(compilers, 16) == "cc1 ...inflate.c");
    CHECK(first_of(compilers, 15) == "cc1 ...nflate.c");
  }

  TEST_CASE("one odd process does not make common arguments telling") {
    std::vector<Argv> commands;
    for (const char* name : {"inflate", "deflate", "adler32", "crc32"})
      commands.push_back({"cc", "-Wall", "-Wextra", "-O2", "-c", "-o",
                          "src/" + std::string(name) + ".o", "src/" + std::string(name) + ".c"});
    commands.push_back(
        {"cc", "-o", "prog", "src/inflate.o", "src/deflate.o", "src/crc32.o", "-lm"});
    CHECK(first_of(commands, 44) == "cc ... src/inflate.o src/inflate.c");
    CHECK(first_of(commands, 30) == "cc ... inflate.o inflate.c");
    CHECK(first_of(commands, 18) == "cc ... inflate.c");
    std::swap(commands.front(), commands.back());
    CHECK(first_of(commands, 30) == "cc ... deflate.o crc32.o -lm");
  }

  TEST_CASE("scratch files are named only where nothing else tells") {
    const std::vector<Argv> commands{{"as", "--64", "-o", "/tmp/cc1.o", "/tmp/cc1.s"},
                                     {"as", "--64", "-o", "/tmp/cc2.o", "/tmp/cc2.s"}};
    CHECK(first_of(commands, 24) == "as --64 -o cc1.o cc1.s");
  }

  TEST_CASE("where nothing tells, or there is nobody to tell from, the end is shown") {
    const Argv linker{"/usr/bin/ld", "-plugin", std::string(60, 'x'), "-o", "prog", "crtn.o"};
    CHECK(first_of({linker}, 30) == "ld ... -o prog crtn.o");
    CHECK(first_of({linker, linker}, 30) == "ld ... -o prog crtn.o");
    CHECK(first_of({{"sh", "-c", "cd src && make all"}}, 16) == "sh ... make all'");
  }

  TEST_CASE("no column is too few, and what does not print is escaped") {
    std::vector<ProcessUse> processes;
    for (const Argv& argv : compilers) processes.push_back(process(argv));
    processes.push_back(
        process({"na\u00efve\x1b[2J", "\u65e5\u672c\u8a9e", std::string(200, 'y')}));
    processes.push_back(process({}));
    processes.push_back(process({"/"}));
    processes.push_back(process({""}));
    const ShortCommands commands(processes);
    for (const ProcessUse& one : processes)
      for (std::size_t columns = 8; columns < 60; ++columns) {
        const std::string text = commands.of(one, columns);
        CAPTURE(text);
        CHECK(columns_of(text) <= columns);
        CHECK(text.find('\x1b') == std::string::npos);
      }
    CHECK(commands.of(processes[5], 10) == "comm");
  }
}
