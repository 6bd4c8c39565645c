// SPDX-License-Identifier: Apache-2.0
#include "accounting/cgroups.hpp"

#include "joules/result.hpp"
#include "support/folder.hpp"

#include <doctest/doctest.h>

#include <fstream>

TEST_SUITE("accounting") {

  using namespace joules;
  using joules::test::Folder;
  namespace fs = std::filesystem;

  namespace {

  /// Groups below a folder that stands for a mount.
  struct Hierarchy {
    Folder folder;

    void group(const std::string& path) const { fs::create_directories(folder / path); }
    [[nodiscard]] std::vector<CgroupHierarchy> mounted(int version = 2) const {
      return {{version, fs::path(folder / "").parent_path(), "/"}};
    }
  };

  std::string refusal(const std::string& name, const std::vector<CgroupHierarchy>& hierarchies) {
    try {
      find_cgroup(name, hierarchies);
    } catch (const Failure& failure) {
      return failure.what();
    }
    return {};
  }

  } // namespace

  TEST_CASE("hierarchies that account for CPU time are told from other mounts") {
    const auto found = hierarchies_in(
        "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
        "30 24 0:26 / /sys/fs/cgroup/unified rw,relatime shared:5 - cgroup2 cgroup2 rw\n"
        "31 24 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
        "32 24 0:28 /lxc/a /sys/fs/cg\\040roup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
        "33 24 0:29 / /sys/fs/cgroup/cpuacctx rw - cgroup cgroup rw,cpuacctx\n"
        "a broken line - cgroup\n");
    REQUIRE(found.size() == 2);
    CHECK(found[0].version == 1);
    CHECK(found[0].mount == "/sys/fs/cg roup/cpu,cpuacct");
    CHECK(found[0].root == "/lxc/a");
    CHECK(found[1].version == 2);
    CHECK(found[1].mount == "/sys/fs/cgroup/unified");
  }

  TEST_CASE("a group is found by its path, by its last component, or by how that begins") {
    const Hierarchy hierarchy;
    hierarchy.group("system.slice/nginx.service");
    hierarchy.group("system.slice/docker-3f2ab9.scope/init");
    for (const char* const name :
         {"/system.slice/nginx.service", "system.slice/nginx.service", "nginx.service", "nginx.s"})
      CHECK(find_cgroup(name, hierarchy.mounted()).path == "/system.slice/nginx.service");
    const Cgroup container = find_cgroup("docker-3f2a", hierarchy.mounted());
    CHECK(container.directory == hierarchy.folder / "system.slice/docker-3f2ab9.scope");
    CHECK(find_cgroup("/", hierarchy.mounted()).path == "/");
    CHECK(find_cgroup("system.slice/nginx.service/", hierarchy.mounted()).directory ==
          hierarchy.folder / "system.slice/nginx.service");
    CHECK(find_cgroup(hierarchy.folder / "system.slice", hierarchy.mounted()).path ==
          "/system.slice");
    CHECK_FALSE(refusal("system.slice/../system.slice", hierarchy.mounted()).empty());
  }

  TEST_CASE("a whole name is not taken for the beginning of another") {
    const Hierarchy hierarchy;
    hierarchy.group("job_1");
    hierarchy.group("job_17");
    CHECK(find_cgroup("job_1", hierarchy.mounted()).path == "/job_1");
    CHECK(refusal("job_", hierarchy.mounted()).find("several") != std::string::npos);
  }

  TEST_CASE("what is not clear is refused with the groups that there are") {
    const Hierarchy hierarchy;
    hierarchy.group("a/web");
    hierarchy.group("b/web");
    const std::string several = refusal("web", hierarchy.mounted());
    CHECK(several.find("/a/web") != std::string::npos);
    CHECK(several.find("/b/web") != std::string::npos);
    const std::string none = refusal("mail", hierarchy.mounted());
    CHECK(none.find("no control group has this name") != std::string::npos);
    CHECK(none.find("/a/web") != std::string::npos);
    CHECK_FALSE(refusal("web", {}).empty());
  }

  TEST_CASE("many groups are not listed to the last") {
    const Hierarchy hierarchy;
    for (int i = 0; i < 30; ++i) hierarchy.group("g" + std::to_string(i));
    CHECK(refusal("mail", hierarchy.mounted()).ends_with("and 23 more"));
  }

  TEST_CASE("below the mount of a container's group paths are those of the hierarchy") {
    const Hierarchy hierarchy;
    hierarchy.group("web");
    const std::vector<CgroupHierarchy> mounted{{2, hierarchy.folder / "", "/lxc/a"}};
    CHECK(find_cgroup("/lxc/a/web", mounted).directory == hierarchy.folder / "web");
    CHECK(find_cgroup("web", mounted).path == "/lxc/a/web");
    CHECK_FALSE(refusal("/web", mounted).empty());
  }

  TEST_CASE("of a group in two hierarchies the one counts that has processes") {
    const Hierarchy first, second;
    first.group("web");
    second.group("web");
    second.folder.file("web/cgroup.procs", "7\n");
    auto both = first.mounted(1);
    both.push_back(second.mounted(2).front());
    CHECK(find_cgroup("web", both).version == 2);
    CHECK(find_cgroup("/web", both).version == 2);
    first.folder.file("web/cgroup.procs", "8\n");
    CHECK(find_cgroup("web", both).version == 1);
  }

  TEST_CASE("a group in two hierarchies is one, of the finer account") {
    const Hierarchy first, second;
    first.group("web");
    second.group("web");
    auto both = first.mounted(1);
    both.push_back(second.mounted(2).front());
    CHECK(find_cgroup("web", both).version == 1);
  }

  TEST_CASE("a path is within a group and those above it") {
    CHECK(is_within("/a/b", "/a/b"));
    CHECK(is_within("/a/b", "/a"));
    CHECK(is_within("/a/b", "/"));
    CHECK_FALSE(is_within("/a", "/a/b"));
    CHECK_FALSE(is_within("/ab", "/a"));
    CHECK_FALSE(is_within("", "/"));
  }

  TEST_CASE("the groups of a process are those of its file") {
    const Membership membership = membership_in("5:memory:/m\n4:cpu,cpuacct:/one/x:y\n0::/two\n");
    CHECK(membership.version_1 == "/one/x:y");
    CHECK(membership.version_2 == "/two");
    CHECK(membership.is_within({1, "", "/one"}));
    CHECK_FALSE(membership.is_within({2, "", "/one"}));
    CHECK(membership.is_within({2, "", "/two"}));
    CHECK_FALSE(membership_in("").is_within({2, "", "/"}));
  }

  TEST_CASE("the processes of a group are those of the groups below it, too") {
    const Hierarchy hierarchy;
    hierarchy.group("web/worker");
    hierarchy.folder.file("web/cgroup.procs", "7\n12\n");
    hierarchy.folder.file("web/worker/cgroup.procs", "9\n");
    CHECK(processes_in(find_cgroup("web", hierarchy.mounted())) == std::vector<pid_t>{7, 12, 9});
  }
}
