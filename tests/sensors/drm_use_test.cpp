// SPDX-License-Identifier: Apache-2.0
#include "sensors/drm_use.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  std::string fdinfo(const std::string& card, int client, const std::string& busy_ns) {
    return "pos:\t0\ndrm-driver:\tamdgpu\ndrm-pdev:\t" + card + "\ndrm-client-id:\t" +
           std::to_string(client) + "\ndrm-engine-gfx:\t" + busy_ns +
           " ns\ndrm-engine-capacity-gfx:\t2\ndrm-engine-compute:\t500000000 ns\n";
  }

  void open_file(const FakeHost& host, int pid, int number, const std::string& text) {
    const std::string process = "proc/" + std::to_string(pid);
    host.file(process + "/fdinfo/" + std::to_string(number), text);
    std::filesystem::create_directories(host.path() / process / "fd");
    std::filesystem::create_symlink("/dev/dri/renderD128",
                                    host.path() / process / "fd" / std::to_string(number));
  }

  } // namespace

  TEST_CASE("an open file of a card tells its engines' time") {
    const auto client = parse_drm_client(fdinfo("0000:03:00.0", 42, "1500000000"));
    REQUIRE(client.has_value());
    CHECK(client->card == "0000:03:00.0");
    CHECK(client->id == 42);
    CHECK(client->busy_seconds == doctest::Approx(2));
    CHECK_FALSE(parse_drm_client("pos:\t0\nflags:\t02\n").has_value());
    CHECK_FALSE(parse_drm_client("drm-pdev:\t0000:03:00.0\ndrm-client-id:\t1\n").has_value());
    CHECK_FALSE(parse_drm_client(fdinfo("0000:03:00.0", 42, "x")).value().busy_seconds > 0.6);
  }

  TEST_CASE("a client counts once however many files it has, only on this card, and when gone") {
    const FakeHost host;
    open_file(host, 7, 3, fdinfo("0000:03:00.0", 1, "500000000"));
    open_file(host, 7, 4, fdinfo("0000:03:00.0", 1, "500000000"));
    open_file(host, 7, 5, fdinfo("0000:04:00.0", 2, "900000000"));
    open_file(host, 8, 3, fdinfo("0000:03:00.0", 3, "0"));
    open_file(host, 9, 3, fdinfo("0000:03:00.0", 4, "700000000")); // not of the tree
    DrmUse use(host.path() / "proc", "0000:03:00.0");
    use.watch({7, 8});
    CHECK(use.use().by_tree == doctest::Approx(1 + 0.5));
    std::filesystem::remove_all(host.path() / "proc/7");
    use.watch({8});
    CHECK(use.use().by_tree == doctest::Approx(1 + 0.5));
    CHECK(use.use().by_all > 0);
  }
}
