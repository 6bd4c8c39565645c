// SPDX-License-Identifier: Apache-2.0
#include "output/destination.hpp"
#include "support/folder.hpp"
#include "support/refused_destination.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>

TEST_SUITE("output") {

  using namespace joules;
  using test::Folder;
  using test::refusal;
  namespace fs = std::filesystem;

  namespace {

  mode_t mode_of(const std::string& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
  }

  DestinationRequest to(const std::string& file, bool append = false) {
    return {file, append, std::nullopt};
  }

  } // namespace

  TEST_CASE("a new file holds the report, and no other file is left behind") {
    const Folder folder;
    {
      Destination destination(to(folder / "out"));
      CHECK(destination.write("131.5 J\n").has_value());
    }
    CHECK(folder.text("out") == "131.5 J\n");
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("a new file has the mode that open(2) would have given it") {
    const Folder folder;
    const mode_t before = ::umask(027);
    {
      Destination destination(to(folder / "out"));
      CHECK(destination.write("x").has_value());
    }
    ::umask(before);
    CHECK(mode_of(folder / "out") == 0640);
  }

  TEST_CASE("a file that exists is replaced whole, and keeps its mode") {
    const Folder folder;
    folder.file("out", "an older and much longer report\n", 0604);
    Destination destination(to(folder / "out"));
    CHECK(destination.write("new\n").has_value());
    CHECK(folder.text("out") == "new\n");
    CHECK(mode_of(folder / "out") == 0604);
  }

  TEST_CASE("until the report is written a reader sees the old file") {
    const Folder folder;
    folder.file("out", "old\n");
    const Destination destination(to(folder / "out"));
    CHECK(folder.text("out") == "old\n");
  }

  TEST_CASE("a report that is never written keeps the old file, and leaves nothing behind") {
    const Folder folder;
    folder.file("out", "old\n", 0640);
    { const Destination destination(to(folder / "out")); }
    CHECK(folder.text("out") == "old\n");
    CHECK(mode_of(folder / "out") == 0640);
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("a report that is never written makes no new file") {
    const Folder folder;
    { const Destination destination(to(folder / "out")); }
    CHECK(folder.entries() == 0);
  }

  TEST_CASE("a link is followed, not replaced") {
    const Folder folder;
    folder.file("real", "old\n");
    fs::create_symlink("real", folder / "link");
    {
      Destination destination(to(folder / "link"));
      CHECK(destination.write("new\n").has_value());
    }
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(folder.text("real") == "new\n");
    CHECK(folder.entries() == 2);
  }

  TEST_CASE("a link to a file that does not exist yet makes that file") {
    const Folder folder;
    fs::create_symlink("real", folder / "link");
    Destination destination(to(folder / "link"));
    CHECK(destination.write("new\n").has_value());
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(folder.text("real") == "new\n");
  }

  TEST_CASE("the longest name that a file can have is good enough") {
    const Folder folder;
    const std::string name(255, 'n');
    Destination destination(to(folder / name));
    CHECK(destination.write("x").has_value());
    CHECK(folder.text(name) == "x");
  }

  TEST_CASE("-a appends to what is there") {
    const Folder folder;
    folder.file("log", "one\n");
    Destination destination(to(folder / "log", true));
    CHECK(destination.write("two\n").has_value());
    CHECK(folder.text("log") == "one\ntwo\n");
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("-a makes the file when there is none") {
    const Folder folder;
    Destination destination(to(folder / "log", true));
    CHECK(destination.write("one\n").has_value());
    CHECK(folder.text("log") == "one\n");
  }

  TEST_CASE("-a writes behind what somebody else wrote meanwhile") {
    const Folder folder;
    Destination ours(to(folder / "log", true)), theirs(to(folder / "log", true));
    CHECK(theirs.write("theirs\n").has_value());
    CHECK(ours.write("ours\n").has_value());
    CHECK(folder.text("log") == "theirs\nours\n");
  }

  TEST_CASE("-a keeps what is there when nothing is written") {
    const Folder folder;
    folder.file("log", "one\n");
    { const Destination destination(to(folder / "log", true)); }
    CHECK(folder.text("log") == "one\n");
  }

  // With -a, which never replaces a file: as root a broken test would replace /dev/full itself.
  TEST_CASE("a full disk is an error with its reason") {
    Destination destination(to("/dev/full", true));
    const auto written = destination.write("131.5 J\n");
    REQUIRE(written.has_error());
    CHECK(written.error().message() == "/dev/full: No space left on device");
  }

  TEST_CASE("what is no plain file is written in place, not replaced") {
    const Folder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    const int reader = ::open((folder / "pipe").c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    Destination destination(to(folder / "pipe"));
    CHECK(destination.write("131.5 J\n").has_value());
    std::string text(100, '\0');
    CHECK(::read(reader, text.data(), text.size()) == 8);
    ::close(reader);
    CHECK(fs::is_fifo(folder / "pipe"));
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("what cannot be written is known before anything is measured, and named") {
    const Folder folder;
    CHECK(refusal(to(folder / "missing/out")) ==
          "cannot write the report to " + folder / "missing/out" + ": No such file or directory");
    CHECK(refusal(to(folder / "missing/out", true)).ends_with(": No such file or directory"));
    folder.file("file", "");
    CHECK(refusal(to(folder / "file/out")).ends_with(": Not a directory"));
    fs::create_directory(folder / "folder");
    CHECK(refusal(to(folder / "folder")).ends_with(": Is a directory"));
    CHECK(folder.entries() == 2);
  }

  TEST_CASE("until it is written nobody meets the new file") {
    const Folder folder;
    folder.file("old", "old\n");
    const Destination replacing(to(folder / "old")), making(to(folder / "new"));
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("a link that leads round and round is an error with its reason") {
    const Folder folder;
    fs::create_symlink("b", folder / "a");
    fs::create_symlink("a", folder / "b");
    CHECK(refusal(to(folder / "a")).ends_with(": Too many levels of symbolic links"));
    CHECK(refusal(to(folder / "a/out")).ends_with(": Too many levels of symbolic links"));
  }

  TEST_CASE("a name that a file cannot have is refused before anything is measured") {
    const Folder folder;
    CHECK(refusal(to(folder / std::string(256, 'n'))).ends_with(": File name too long"));
  }

  TEST_CASE("names in messages are quoted like commands") {
    const Folder folder;
    const std::string message = refusal(to(folder / "no\x1b[31m folder/out"));
    CHECK(message.find("/no\\x1b[31m folder/out': No such file") != std::string::npos);
    CHECK(message.find('\x1b') == std::string::npos);
  }

  TEST_CASE("our files are closed when the command starts") {
    const Folder folder;
    const Destination destination(to(folder / "out"));
    int ours = 0;
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      if (!fs::read_symlink(entry, gone).string().starts_with(folder / "")) continue;
      ++ours;
      CHECK((::fcntl(std::stoi(entry.path().filename()), F_GETFD) & FD_CLOEXEC) != 0);
    }
    CHECK(ours == 1);
  }

} // TEST_SUITE
