// SPDX-License-Identifier: Apache-2.0
#include "host/confined_root.hpp"

#include "host/directory.hpp"
#include "host/file_rights.hpp"
#include "host/text_file.hpp"
#include "host/topology.hpp"
#include "support/fake_host.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <iterator>
#include <string>
#include <vector>

TEST_SUITE("host") {

  using namespace joules;
  using test::FakeHost;
  namespace fs = std::filesystem;

  namespace {

  /// A host beside a file that is none of its own.
  struct Tempted {
    FakeHost host, outside;
    Tempted() {
      outside.file("secret", "42\n");
      outside.file("folder/secret", "42\n");
      host.file("sys/real/value", "7\n");
    }
    void link(const fs::path& target, const std::string& name) const {
      fs::create_directories((host.path() / name).parent_path());
      fs::create_symlink(target, host.path() / name);
    }
    [[nodiscard]] auto number(const std::string& name) const {
      return read_number(host.path() / name);
    }
  };

  } // namespace

  TEST_CASE("links inside lead where they lead on the machine that the root is of") {
    const Tempted tempted;
    tempted.link("../real/value", "sys/class/relative");
    tempted.link("/sys/real/value", "sys/class/absolute");
    tempted.link("/sys/real", "sys/class/folder");
    const ConfinedRoot root(tempted.host.path());
    CHECK(tempted.number("sys/class/relative") == 7);
    CHECK(tempted.number("sys/class/absolute") == 7);
    CHECK(tempted.number("sys/class/folder/value") == 7);
    CHECK(sorted_names_in(tempted.host.path() / "sys/class/folder") ==
          std::vector<std::string>{"value"});
  }

  TEST_CASE("no link leads out, neither to a file nor into a folder") {
    const Tempted tempted;
    const std::string outside = tempted.outside.path();
    const std::string up = "../../../../../../../../../..";
    tempted.link(outside + "/secret", "sys/a");
    tempted.link(up + outside + "/secret", "sys/b");
    tempted.link(outside + "/folder", "sys/c");
    REQUIRE(tempted.number("sys/a") == 42);
    REQUIRE(tempted.number("sys/b") == 42);
    const ConfinedRoot root(tempted.host.path());
    CHECK_FALSE(tempted.number("sys/a"));
    CHECK_FALSE(tempted.number("sys/b"));
    CHECK_FALSE(tempted.number("sys/c/secret"));
    CHECK_FALSE(read_number(tempted.host.path() / ("sys/" + up + outside + "/secret")));
    CHECK(sorted_names_in(tempted.host.path() / "sys/c").empty());
    CHECK_FALSE(is_there(tempted.host.path() / "sys/a"));
    CHECK(rights_of(tempted.host.path() / "sys/a").empty());
    CHECK(rights_of(tempted.host.path() / "sys/real/value") != "");
  }

  TEST_CASE("proc and sys may be links to those of the machine, but to nothing else") {
    const Tempted tempted;
    const FakeHost& host = tempted.host;
    fs::remove_all(host.path() / "sys");
    tempted.link("/proc", "proc");
    tempted.link(tempted.outside.path(), "sys");
    {
      const ConfinedRoot root(host.path());
      CHECK(read_text(host.path() / "proc/stat").has_value());
      CHECK(read_text(host.path() / "proc/self/stat").has_value());
      CHECK_FALSE(read_text(host.path() / "proc/self/root/etc/passwd").has_value());
      CHECK_FALSE(read_text(host.path() / "proc/self/cwd/../etc/passwd").has_value());
      CHECK_FALSE(tempted.number("sys/secret"));
    }
    fs::remove(host.path() / "proc");
    tempted.link("/proc/self", "proc");
    const ConfinedRoot root(host.path());
    CHECK_FALSE(read_text(host.path() / "proc/stat").has_value());
  }

  TEST_CASE("a fifo neither blocks nor is read, a device is not read") {
    const Tempted tempted;
    REQUIRE(::mkfifo((tempted.host.path() / "sys/fifo").c_str(), 0600) == 0);
    const ConfinedRoot root(tempted.host.path());
    const auto text = read_text(tempted.host.path() / "sys/fifo");
    REQUIRE(text.has_error());
    CHECK(text.error().message() ==
          (tempted.host.path() / "sys/fifo").string() + ": neither a regular file nor a directory");
    CHECK(sorted_names_in(tempted.host.path() / "sys/fifo").empty());
    tempted.link("/dev/zero", "sys/zero");
    CHECK(read_text(tempted.host.path() / "sys/zero").has_error());
  }

  TEST_CASE("only what lies below it is confined, and only while it lives") {
    const Tempted tempted;
    tempted.link(tempted.outside.path() / "secret", "sys/a");
    const auto descriptors = [] {
      return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
    };
    const auto before = descriptors();
    {
      const ConfinedRoot all("/"), none(""), kernel("/sys");
      CHECK(tempted.number("sys/a") == 42);
      CHECK(descriptors() == before);
      const ConfinedRoot root(tempted.host.path() / ""); // with a slash
      CHECK(is_confined(tempted.host.path() / "sys"));
      CHECK_FALSE(is_confined(tempted.host.path().string() + "x"));
      CHECK_FALSE(tempted.number("sys/a"));
      CHECK(read_number(tempted.outside.path() / "secret") == 42);
    }
    CHECK(tempted.number("sys/a") == 42);
    CHECK(descriptors() == before);
    CHECK_THROWS_AS(ConfinedRoot(tempted.host.path() / "missing"), Failure);
  }

} // TEST_SUITE
