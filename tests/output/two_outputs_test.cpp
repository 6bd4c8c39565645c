// SPDX-License-Identifier: Apache-2.0
// Two outputs to one file would keep the last only.
#include "output/destination.hpp"
#include "support/folder.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

TEST_SUITE("output") {

  using namespace joules;
  using test::Folder;
  namespace fs = std::filesystem;

  namespace {

  bool lose_one_another(const DestinationRequest& first, const DestinationRequest& second) {
    const Destination one(first), other(second);
    try {
      one.require_apart(other);
    } catch (const Failure&) {
      CHECK_THROWS_AS(other.require_apart(one), Failure);
      return true;
    }
    other.require_apart(one);
    return false;
  }

  DestinationRequest to(const std::string& file, bool append = false) {
    return {file, append, std::nullopt};
  }

  } // namespace

  TEST_CASE("two outputs to one file are told by both names, where these differ") {
    const Folder folder;
    fs::create_directory(folder / "sub");
    const auto told = [](const Destination& one, const Destination& other) -> std::string {
      try {
        one.require_apart(other);
      } catch (const Failure& failure) {
        return failure.what();
      }
      return "";
    };
    const Destination one(to(folder / "out")), same(to(folder / "out")),
        other(to(folder / "sub/../out"));
    CHECK(told(one, same).starts_with(folder / "out" + ": two outputs would be written to it"));
    CHECK(told(one, other)
              .starts_with(folder / "out" + ", which is " + folder / "sub/../out" +
                           ": two outputs would be written to it"));
  }

  TEST_CASE("a file that is read is not written to, by whatever name") {
    const Folder folder;
    fs::create_directory(folder / "sub");
    std::ofstream(folder / "in") << "old";
    const auto told = [&](const DestinationRequest& request, const std::string& input) {
      try {
        Destination(request).require_apart_from_input(input);
      } catch (const Failure& failure) {
        return std::string(failure.what());
      }
      return std::string();
    };
    const std::string in = folder / "in", other_way = folder / "sub/../in";
    CHECK(told(to(in), in).starts_with(in + ": is read here, and would be replaced"));
    CHECK(told(to(in, true), in).starts_with(in + ": is read here"));
    CHECK(told(to(other_way), in).starts_with(other_way + ", which is " + in + ": is read here"));
    const int inherited = ::open(in.c_str(), O_WRONLY);
    CHECK(told({"", false, inherited}, in).find(", which is " + in) != std::string::npos);
    ::close(inherited);
    CHECK(told(to(folder / "out"), in).empty());
    CHECK(told(to(folder / "out"), folder / "missing").empty());
    CHECK(told(to("/dev/null"), "/dev/null").empty());
    std::string kept;
    std::ifstream(in) >> kept;
    CHECK(kept == "old");
  }

  TEST_CASE("one file under two names is recognised, whether it is there or not") {
    const Folder folder;
    fs::create_directory(folder / "sub");
    SUBCASE("new") {}
    SUBCASE("old") {
      folder.file("out", "old\n");
    }
    CHECK(lose_one_another(to(folder / "out"), to(folder / "out")));
    CHECK(lose_one_another(to(folder / "out"), to(folder / "sub/../out")));
    CHECK(lose_one_another(to(folder / "out", true), to(folder / "out")));
    CHECK_FALSE(lose_one_another(to(folder / "out"), to(folder / "other")));
    CHECK_FALSE(lose_one_another(to(folder / "out"), to(folder / "sub/out")));
  }

  TEST_CASE("links lead to one file, too") {
    const Folder folder;
    fs::create_symlink("out", folder / "link");
    CHECK(lose_one_another(to(folder / "out"), to(folder / "link")));
    CHECK(lose_one_another(to(folder / "link"), to(folder / "link")));
    fs::create_hard_link(folder / "out", folder / "second");
    CHECK(lose_one_another(to(folder / "out"), to(folder / "second")));
  }

  TEST_CASE("what only adds loses nothing; pipes and devices take all") {
    const Folder folder;
    CHECK_FALSE(lose_one_another(to(folder / "log", true), to(folder / "log", true)));
    CHECK_FALSE(lose_one_another(to("/dev/null"), to("/dev/null")));
  }

  TEST_CASE("a descriptor's file under its name") {
    const Folder folder;
    const int descriptor = ::open((folder / "out").c_str(), O_CREAT | O_WRONLY, 0600);
    REQUIRE(descriptor >= 0);
    const DestinationRequest inherited{"", false, descriptor};
    CHECK(lose_one_another(inherited, to(folder / "out")));
    CHECK(lose_one_another(inherited, to("/proc/self/fd/" + std::to_string(descriptor))));
    CHECK_FALSE(lose_one_another(inherited, inherited));
    ::close(descriptor);
  }

} // TEST_SUITE
