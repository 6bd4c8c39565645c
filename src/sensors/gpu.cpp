// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/gpu.hpp"

#include "joules/sensors/hwmon.hpp"
#include "sensors/nvml_gpu.hpp"

#include <utility>

namespace joules {

namespace {

/// A card of AMD or Intel: its file, or its power, integrated.
class HwmonGpu final : public DeviceCounter {
public:
  explicit HwmonGpu(Domain domain, std::unique_ptr<EnergyCounter> counter)
      : domain_(std::move(domain)), counter_(std::move(counter)) {}

  [[nodiscard]] const Domain& domain() const override { return domain_; }
  Result<std::uint64_t> read() override { return counter_->read(); }
  void watch(const IsMember&) override {}
  [[nodiscard]] DeviceUse use() const override { return {}; }

private:
  Domain domain_;
  std::unique_ptr<EnergyCounter> counter_;
};

void add_hwmon_gpus(const HostRoot& host, Gpus& gpus) {
  const auto inputs = list_hwmon(host);
  const auto verdicts = judge_hwmon(inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (verdicts[i].scope != HwmonScope::graphics) continue;
    Domain domain = domain_of(inputs[i], verdicts[i]);
    domain.name = "GPU " + std::to_string(gpus.counters.size());
    domain.reason = inputs[i].driver + ", the whole card" +
                    (inputs[i].counts ? "" : ", integrated from its power");
    auto counter =
        domain.unreadable.empty()
            ? open_hwmon_counter(domain, inputs[i].counts)
            : Result<std::unique_ptr<EnergyCounter>>(Error(domain.path, domain.unreadable));
    if (counter) {
      gpus.counters.push_back(std::make_unique<HwmonGpu>(domain, std::move(*counter)));
    } else {
      domain.unreadable = counter.error().reason;
      gpus.left_out.push_back(std::move(domain));
    }
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
  if (!gpus.counters.empty())
    gpus.unavailable_reason.clear();
  else if (gpus.unavailable_reason.empty())
    gpus.unavailable_reason = "NVML knows of no card that tells its energy";
  if (!gpus.unavailable_reason.empty())
    gpus.unavailable_reason += "; and no card in " + host.sys("class/hwmon").string();
  return gpus;
}

} // namespace joules
