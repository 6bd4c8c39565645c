// SPDX-License-Identifier: Apache-2.0
#include "sensors/gpu.hpp"

#include "joules/host.hpp"
#include "sensors/cray.hpp"
#include "sensors/drm_use.hpp"
#include "sensors/hwmon.hpp"
#include "sensors/largest_power.hpp"
#include "sensors/nvml_gpu.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace joules {

namespace {

/// A card whose energy is in a file, or integrated from its power.
class FileGpu final : public DeviceCounter {
public:
  FileGpu(Device device, std::unique_ptr<EnergyCounter> counter, std::optional<DrmUse> use)
      : device_(std::move(device)), counter_(std::move(counter)), use_(std::move(use)) {}

  [[nodiscard]] const Device& device() const override { return device_; }
  Result<std::uint64_t> read() override { return counter_->read(); }
  void begin_run() override { counter_->begin_run(); }
  std::vector<SensorEvent> end_run() override { return counter_->end_run(); }
  void watch(const std::vector<int>& tree) override {
    if (use_) use_->watch(tree);
  }
  [[nodiscard]] DeviceUse use() const override { return use_ ? use_->use() : DeviceUse(); }

private:
  Device device_;
  std::unique_ptr<EnergyCounter> counter_;
  std::optional<DrmUse> use_;
};

/// The card's place on the bus, by which open files name it: nullopt where it has none.
std::optional<DrmUse> use_of(const HostRoot& host, const HwmonInput& input) {
  const auto uevent = read_text(input.path.parent_path() / "device/uevent");
  constexpr std::string_view key = "PCI_SLOT_NAME=";
  const auto at = uevent ? uevent->find(key) : std::string::npos;
  if (at == std::string::npos) return std::nullopt;
  const std::string rest = uevent->substr(at + key.size());
  return DrmUse(host.proc("").parent_path(), rest.substr(0, rest.find('\n')));
}

/// What it is, and how its energy is known.
std::string described(const HwmonInput& input, const HwmonVerdict& verdict) {
  return input.driver + ", " + verdict.reason + (input.counts ? "" : ", integrated from its power");
}

void add_card(const HostRoot& host, const HwmonInput& input, const HwmonVerdict& verdict,
              Gpus& gpus) {
  Counter counter = counter_of(input, verdict);
  counter.name = "GPU " + std::to_string(gpus.counters.size());
  counter.part = described(input, verdict);
  auto trouble = trouble_with(input);
  if (!trouble && counter.power_uw)
    trouble = trouble_of(why_impossible(*counter.power_uw, counter.largest_power), false);
  if (!trouble) {
    auto opened = open_hwmon_counter(input, counter);
    if (opened) {
      gpus.counters.push_back(std::make_unique<FileGpu>(Device{counter, counter.part},
                                                        std::move(*opened), use_of(host, input)));
      return;
    }
    trouble = trouble_of(opened.error().reason, false);
  }
  gpus.left_out.push_back({std::move(counter), trouble->reason, std::move(trouble->detail)});
}

/// Its power is the processor's, too: it is no card beside the host.
Exclusion graphics_of_processor(const HwmonInput& input) {
  Exclusion graphics{counter_of(input, {})};
  graphics.counter.name = "APU graphics";
  graphics.counter.part = input.driver + " tells the power of the whole chip, processor and all";
  return graphics;
}

void add_hwmon_gpus(const HostRoot& host, Gpus& gpus) {
  const auto inputs = list_hwmon(host);
  const auto verdicts = judge_hwmon(inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].whole_chip)
      gpus.left_out.push_back(graphics_of_processor(inputs[i]));
    else if (verdicts[i].scope == HwmonScope::graphics)
      add_card(host, inputs[i], verdicts[i], gpus);
}

/// Where no driver shows the cards, an HPE Cray's controller does, to everybody.
void add_cray_accelerators(const HostRoot& host, Gpus& gpus) {
  for (Counter& counter : cray_accelerators(host)) {
    counter.name = "GPU " + std::to_string(gpus.counters.size());
    auto opened = open_cray_counter(counter);
    if (opened)
      gpus.counters.push_back(std::make_unique<FileGpu>(Device{counter, counter.part},
                                                        std::move(*opened), std::nullopt));
    else
      gpus.left_out.push_back({counter, Exclusion::Reason::unreadable, opened.error().reason});
  }
}

} // namespace

Gpus find_gpus(const HostRoot& host) {
  Gpus gpus;
  if (const auto nvml = load_nvml())
    add_nvml_gpus(*nvml, gpus);
  else
    gpus.unavailable_reason = nvml.error().message();
  add_hwmon_gpus(host, gpus);
  if (gpus.counters.empty()) add_cray_accelerators(host, gpus);
  if (!gpus.counters.empty())
    gpus.unavailable_reason.clear();
  else if (gpus.unavailable_reason.empty())
    gpus.unavailable_reason = "NVML knows of no card that tells its energy";
  if (!gpus.unavailable_reason.empty())
    gpus.unavailable_reason += "; and no card in " + host.sys("class/hwmon").string();
  for (const Exclusion& left_out : gpus.left_out)
    if (gpus.counters.empty())
      gpus.unavailable_reason +=
          "; " + left_out.counter.path + ": " +
          (left_out.detail.empty() ? left_out.counter.part : left_out.detail);
  return gpus;
}

} // namespace joules
