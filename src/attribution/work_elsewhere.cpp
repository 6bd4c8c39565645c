// SPDX-License-Identifier: Apache-2.0
#include "attribution/work_elsewhere.hpp"

#include <algorithm>
#include <string_view>

namespace joules {

namespace {

using Worker = warnings::WorkElsewhere::Worker;

constexpr double little = 0.1; // of the others' CPU time
constexpr double much = 0.25;  // of a CPU

struct Client {
  std::string_view program; // at most 15 bytes, as the kernel keeps them
  Worker worker;
  /// It is a client only with, or only without, this argument, which is known of the command alone.
  std::string_view only_with = "", only_without = "";
};

constexpr Client clients[] = {
    {"docker", Worker::daemon},
    {"docker-compose", Worker::daemon},
    {"podman", Worker::daemon, "--remote"}, // else its containers are in the tree
    {"podman-remote", Worker::daemon},
    {"nerdctl", Worker::daemon},
    {"kubectl", Worker::node},
    {"oc", Worker::node},
    {"systemctl", Worker::manager},
    {"service", Worker::manager},
    {"systemd-run", Worker::manager, "", "--scope"},
    {"ssh", Worker::host},
    {"srun", Worker::batch},
    {"sbatch", Worker::batch},
    {"bazel", Worker::server},
    {"bazelisk", Worker::server},
    {"gradle", Worker::server},
    {"gradlew", Worker::server},
    {"mvnd", Worker::server},
    {"flatpak", Worker::application},
    {"snap", Worker::application},
    {"sccache", Worker::compiler},
    {"ccache", Worker::compiler},
    {"distcc", Worker::compiler},
    {"icecc", Worker::compiler},
};

std::string_view base_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

/// nullptr: none is known by this name.
const Client* client_of(std::string_view program) {
  const auto* const found = std::ranges::find(clients, program, &Client::program);
  return found == std::end(clients) ? nullptr : found;
}

const Client* client_of(const std::vector<std::string>& argv) {
  const Client* const client = client_of(base_name(argv.front()));
  if (client == nullptr) return nullptr;
  const auto is_given = [&](std::string_view argument) {
    return std::ranges::find(argv, argument) != argv.end();
  };
  if (!client->only_with.empty() && !is_given(client->only_with)) return nullptr;
  if (!client->only_without.empty() && is_given(client->only_without)) return nullptr;
  return client;
}

/// The command itself, else another program that was met in its tree.
const Client* client_in(const Recording& recording) {
  if (recording.argv.empty()) return nullptr; // of no command: the idle host
  if (const Client* const itself = client_of(recording.argv)) return itself;
  const std::string_view command = base_name(recording.argv.front());
  for (const std::string& program : recording.exit_info.programs_met) {
    const Client* const client = client_of(program);
    if (client != nullptr && client->only_with.empty() && program != command) return client;
  }
  return nullptr;
}

} // namespace

std::optional<warnings::WorkElsewhere> work_elsewhere(const Recording& recording, Seconds wall,
                                                      Seconds tree, Seconds others) {
  if (others < wall * much || tree >= others * little) return std::nullopt;
  const Client* const client = client_in(recording);
  if (client == nullptr) return std::nullopt;
  return warnings::WorkElsewhere{std::string(client->program), client->worker, tree, others};
}

} // namespace joules
