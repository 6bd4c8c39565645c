// SPDX-License-Identifier: Apache-2.0
#include "sensors/drm_use.hpp"

#include "joules/host.hpp"
#include "sensors/power_integrator.hpp"

#include <algorithm>
#include <charconv>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// The number at the start of `text`; nullopt: there is none.
std::optional<std::uint64_t> leading_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

/// Calls visit(key, value) for each line "key:\tvalue".
template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto colon = line.find(':');
    if (colon != line.npos) visit(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
}

} // namespace

std::optional<DrmClient> parse_drm_client(std::string_view fdinfo) {
  DrmClient client;
  bool has_id = false, has_times = false;
  for_each_line(fdinfo, [&](std::string_view key, std::string_view value) {
    if (key == "drm-pdev") client.card = value;
    if (key == "drm-client-id") {
      const auto id = leading_number(value);
      has_id = id.has_value();
      client.id = id.value_or(0);
    }
    const bool engine = key.starts_with("drm-engine-") && !key.starts_with("drm-engine-capacity-");
    if (!engine || !value.ends_with(" ns")) return;
    if (const auto busy = leading_number(value)) {
      client.busy_seconds += static_cast<double>(*busy) * 1e-9;
      has_times = true;
    }
  });
  return has_id && has_times && !client.card.empty() ? std::optional(client) : std::nullopt;
}

DrmUse::DrmUse(fs::path proc, std::string card)
    : proc_(std::move(proc)), card_(std::move(card)), opened_(monotonic_now()), seen_(opened_) {}

void DrmUse::watch(const std::vector<int>& tree) {
  for (const int pid : tree) look_at(proc_ / std::to_string(pid));
  seen_ = monotonic_now();
}

void DrmUse::look_at(const fs::path& process) {
  for (const std::string& number : sorted_names_in(process / "fd")) {
    std::error_code gone;
    if (!fs::read_symlink(process / "fd" / number, gone).string().starts_with("/dev/dri/"))
      continue;
    const auto text = read_text(process / "fdinfo" / number);
    const auto client = text ? parse_drm_client(*text) : std::nullopt;
    if (!client || client->card != card_) continue;
    double& busy = busy_seconds_[client->id];
    busy = std::max(busy, client->busy_seconds);
  }
}

DeviceUse DrmUse::use() const {
  DeviceUse use{0, Seconds(seen_ - opened_).count()};
  for (const auto& [id, busy] : busy_seconds_) use.by_tree += busy;
  return use;
}

} // namespace joules
