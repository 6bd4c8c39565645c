// SPDX-License-Identifier: Apache-2.0
// Files that are not replaced by a new one, and what may go wrong with those that are.
#include "joules/quoting.hpp"
#include "output/destination.hpp"
#include "support/folder.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <linux/posix_acl_xattr.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

TEST_SUITE("output") {

  using namespace joules;
  using test::Folder;
  namespace fs = std::filesystem;

  namespace {

  ino_t inode_of(const std::string& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_ino : 0;
  }

  mode_t mode_of(const std::string& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
  }

  Result<void> write_to(const std::string& file, std::string_view text, bool append = false) {
    Destination destination({file, append, std::nullopt});
    return destination.write(text);
  }

  /// Runs `step` where no file may grow beyond so many bytes; what it returns.
  template <class Step>
  int under_limit(rlim_t bytes, Step step) {
    const pid_t pid = test::fork_child([&] {
      const rlimit limit{bytes, bytes};
      return ::setrlimit(RLIMIT_FSIZE, &limit) == 0 ? step() : 99;
    });
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  /// Read and write for the owner, read for user 1: what setfacl(1) would write.
  std::vector<char> some_acl() {
    struct Entry {
      std::uint16_t tag, permissions;
      std::uint32_t id;
    };
    const std::uint32_t version = POSIX_ACL_XATTR_VERSION;
    const Entry entries[] = {{1, 6, ~0U}, {2, 4, 1}, {4, 0, ~0U}, {16, 4, ~0U}, {32, 0, ~0U}};
    std::vector<char> bytes(sizeof version + sizeof entries);
    std::memcpy(bytes.data(), &version, sizeof version);
    std::memcpy(bytes.data() + sizeof version, entries, sizeof entries);
    return bytes;
  }

  } // namespace

  TEST_CASE("a file that is ours alone is replaced; one that others may reach stays the same one") {
    const Folder folder;
    folder.file("out", "a longer old report\n");
    const ino_t alone = inode_of(folder / "out");
    REQUIRE(write_to(folder / "out", "new\n").has_value());
    CHECK(inode_of(folder / "out") != alone);

    const ino_t before = inode_of(folder / "out");
    SUBCASE("in a directory of all") {
      ::chmod((folder / "").c_str(), 01777);
    }
    SUBCASE("in a directory of a group") {
      ::chmod((folder / "").c_str(), 0770);
    }
    SUBCASE("under a second name") {
      fs::create_hard_link(folder / "out", folder / "other");
    }
    SUBCASE("of another user, who would lose it") {
      if (::chown((folder / "out").c_str(), 65534, 65534) != 0)
        return; // only root can give it away
    }
    SUBCASE("with an access control list") {
      const auto acl = some_acl();
      if (::setxattr((folder / "out").c_str(), "system.posix_acl_access", acl.data(), acl.size(),
                     0) != 0)
        return; // not on this file system
    }
    REQUIRE(write_to(folder / "out", "newer\n").has_value());
    CHECK(folder.text("out") == "newer\n");
    CHECK(inode_of(folder / "out") == before);
  }

  TEST_CASE("set-id bits go with the file that had them") {
    const Folder folder;
    folder.file("out", "old\n", 06755);
    REQUIRE(mode_of(folder / "out") == 06755);
    REQUIRE(write_to(folder / "out", "new\n").has_value());
    CHECK(mode_of(folder / "out") == 0755);
  }

  TEST_CASE("a file that we may not write is refused, as the shell's > is" *
            doctest::skip(::geteuid() == 0)) { // root may
    const Folder folder;
    folder.file("out", "old\n", 0444);
    CHECK_THROWS_AS(Destination({folder / "out", false, std::nullopt}), Failure);
  }

  TEST_CASE("where no room is left the old report is kept, replaced or in place") {
    for (const mode_t directory : {mode_t{0700}, mode_t{0777}})
      for (const std::string& old : {std::string("old\n"), std::string(6000, 'o')}) {
        CAPTURE(directory);
        CAPTURE(old.size());
        const Folder folder;
        folder.file("out", old);
        ::chmod((folder / "").c_str(), directory);
        const int status = under_limit(4096, [&] {
          const auto written = write_to(folder / "out", std::string(5000, 'n'));
          return written.has_error() && written.error().code == EFBIG ? 0 : 1;
        });
        CHECK(status == 0);
        CHECK(folder.text("out") == old);
        CHECK(folder.entries() == 1);
      }
  }

  TEST_CASE("-a adds all of a report or nothing of it") {
    const Folder folder;
    folder.file("log", std::string(4000, 'o'));
    const int status = under_limit(4096, [&] {
      const auto written = write_to(folder / "log", std::string(100, 'n'), true);
      return written.has_error() && written.error().code == EFBIG ? 0 : 1;
    });
    CHECK(status == 0);
    CHECK(folder.text("log") == std::string(4000, 'o'));
  }

  TEST_CASE("a report in place is cut to its length, and may be longer than the old one") {
    const Folder folder;
    ::chmod((folder / "").c_str(), 0777);
    for (const std::size_t length : {10U, 10000U, 3U, 3U, 0U, 5U}) {
      const std::string text(length, static_cast<char>('a' + length % 26));
      if (length == 10) folder.file("out", "old");
      REQUIRE(write_to(folder / "out", text).has_value());
      CHECK(folder.text("out") == text);
    }
  }

  TEST_CASE("what the command did to the file or its directory meanwhile loses no report") {
    const Folder folder;
    fs::create_directory(folder / "build");
    const std::string out = folder / "build/out";
    const bool append = false;
    SUBCASE("made a file of that name") {
      Destination destination({out, append, std::nullopt});
      folder.file("build/out", "the command's own\n");
      CHECK(destination.write("new\n").has_value());
    }
    SUBCASE("removed the old one") {
      folder.file("build/out", "old\n");
      Destination destination({out, append, std::nullopt});
      fs::remove(out);
      CHECK(destination.write("new\n").has_value());
    }
    SUBCASE("put another in its place") {
      folder.file("build/out", "old\n");
      Destination destination({out, append, std::nullopt});
      folder.file("build/other", "the command's own, which is longer\n");
      fs::rename(folder / "build/other", out);
      CHECK(destination.write("new\n").has_value());
    }
    SUBCASE("removed one that is written in place") {
      folder.file("build/out", "old\n");
      ::chmod((folder / "build").c_str(), 0777);
      Destination destination({out, append, std::nullopt});
      fs::remove(out);
      CHECK(destination.write("new\n").has_value());
    }
    SUBCASE("removed one that is added to") {
      folder.file("build/out", "old\n");
      Destination destination({out, true, std::nullopt});
      fs::remove(out);
      CHECK(destination.write("new\n").has_value());
    }
    SUBCASE("made the directory anew") {
      Destination destination({out, append, std::nullopt});
      fs::remove_all(folder / "build");
      fs::create_directory(folder / "build");
      CHECK(destination.write("new\n").has_value());
    }
    CHECK(folder.text("build/out") == "new\n");
  }

  TEST_CASE("a directory that is gone is an error with its reason") {
    const Folder folder;
    fs::create_directory(folder / "build");
    Destination destination({folder / "build/out", false, std::nullopt});
    fs::remove_all(folder / "build");
    const auto written = destination.write("new\n");
    REQUIRE(written.has_error());
    CHECK(written.error().message() ==
          quoted({folder / "build/out"}) + ": No such file or directory");
  }

  TEST_CASE("a fifo is waited for until its reader comes, and while it is slow") {
    const Folder folder;
    const std::string pipe = folder / "pipe", text(300'000, 'x');
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::string read;
    std::thread reader([&] {
      std::ifstream file(pipe);
      read.assign(std::istreambuf_iterator<char>(file), {});
    });
    {
      Destination destination({pipe, false, std::nullopt});
      CHECK(destination.write(text).has_value());
    }
    reader.join();
    CHECK(read == text);
  }

} // TEST_SUITE
