// SPDX-License-Identifier: Apache-2.0
#include "sensors/nvml_gpu.hpp"

#include "sensors/error_value.hpp"
#include "sensors/open_source.hpp"
#include "sensors/power_integrator.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// The driver brings the energy up to date some ten times a second.
constexpr Seconds nvml_refresh{0.1};
constexpr std::size_t most_processes = 4096;

Error failure(const Nvml& nvml, const Device& card, NvmlStatus status) {
  return Error(card.counter.id, nvml.error_text(status));
}

/// The use of the card's processors, from the driver's samples of each process.
class NvmlUse {
public:
  NvmlUse(std::shared_ptr<const Nvml> nvml, NvmlDevice device)
      : nvml_(std::move(nvml)), device_(device), samples_(64) {}

  void watch(const std::vector<int>& tree) {
    auto count = static_cast<unsigned>(samples_.size());
    NvmlStatus status = ask(count);
    if (status == nvml_insufficient_size && count <= most_processes) {
      samples_.resize(count);
      status = ask(count);
    }
    if (status != nvml_success) return; // nothing new, or the card does not tell
    const unsigned long long since = newest_us_;
    for (unsigned i = 0; i < std::min<std::size_t>(count, samples_.size()); ++i) {
      const NvmlProcessSample& sample = samples_[i];
      if (sample.timestamp_us <= since) continue;
      newest_us_ = std::max(newest_us_, sample.timestamp_us);
      use_.by_all += sample.sm;
      if (std::ranges::binary_search(tree, static_cast<int>(sample.pid))) use_.by_tree += sample.sm;
    }
  }

  [[nodiscard]] DeviceUse use() const { return use_; }

private:
  NvmlStatus ask(unsigned& count) {
    return nvml_->process_utilization(device_, samples_.data(), &count, newest_us_);
  }

  std::shared_ptr<const Nvml> nvml_;
  NvmlDevice device_;
  std::vector<NvmlProcessSample> samples_;
  unsigned long long newest_us_ = 0;
  DeviceUse use_;
};

class NvmlGpu final : public DeviceCounter {
public:
  NvmlGpu(Device card, const std::shared_ptr<const Nvml>& nvml, NvmlDevice device)
      : card_(std::move(card)), nvml_(nvml), device_(device), use_(nvml, device) {
    use_.watch({}); // what was before is nobody's of the tree
    before_ = use_.use();
  }

  [[nodiscard]] const Device& device() const override { return card_; }

  Result<std::uint64_t> read() override {
    if (power_) return power_->read();
    unsigned long long energy_mj = 0;
    const NvmlStatus status = nvml_->total_energy_mj(device_, &energy_mj);
    if (status != nvml_success) return failure(*nvml_, card_, status);
    if (is_error_value(std::uint64_t{energy_mj})) return Error(card_.counter.id, shows_error_value);
    return static_cast<std::uint64_t>(energy_mj) * 1000;
  }

  void begin_run() override {
    if (power_) power_->begin_run();
  }
  std::vector<SensorEvent> end_run() override {
    return power_ ? power_->end_run() : std::vector<SensorEvent>();
  }

  void watch(const std::vector<int>& tree) override { use_.watch(tree); }
  [[nodiscard]] DeviceUse use() const override {
    return {use_.use().by_tree, use_.use().by_all - before_.by_all};
  }

  /// Cards before Volta do not count.
  void integrate() {
    card_.counter.counted_by = CountedBy::joules;
    power_ = integrate_power(
        card_.counter,
        [this]() -> Result<double> {
          unsigned power_mw = 0;
          const NvmlStatus status = nvml_->power_mw(device_, &power_mw);
          if (status != nvml_success) return failure(*nvml_, card_, status);
          if (is_error_value(std::uint64_t{power_mw}))
            return Error(card_.counter.id, shows_error_value);
          return power_mw * 1000.0;
        },
        monotonic_now);
  }

private:
  Device card_;
  std::shared_ptr<const Nvml> nvml_;
  NvmlDevice device_;
  NvmlUse use_;
  DeviceUse before_;
  std::unique_ptr<EnergyCounter> power_;
};

/// On a Grace Hopper module the driver counts the module, whose processor the host's own sensors
/// measure, too.
std::string described(const std::string& model) {
  if (model.find("GH200") == std::string::npos) return model + ", the whole card, by NVML";
  return model + ", the whole module, by NVML: its processor is part of the host, too";
}

Device describe(const Nvml& nvml, NvmlDevice device, unsigned index) {
  char model[96] = "";
  if (nvml.name(device, model, sizeof model) != nvml_success) model[0] = '\0';
  Device card;
  card.description = described(model);
  card.counter.id = "nvml:" + std::to_string(index);
  card.counter.name = "GPU " + std::to_string(index);
  card.counter.path = card.counter.id;
  card.counter.part = card.description;
  card.counter.period = nvml_refresh;
  card.counter.period_known = true; // measured by several
  card.counter.largest_power = largest_card_power;
  return card;
}

} // namespace

void add_nvml_gpus(const std::shared_ptr<const Nvml>& nvml, Gpus& gpus) {
  unsigned count = 0;
  if (nvml->device_count(&count) != nvml_success) count = 0;
  for (unsigned index = 0; index < count; ++index) {
    NvmlDevice device = nullptr;
    if (nvml->device_by_index(index, &device) != nvml_success) continue;
    Device card = describe(*nvml, device, index);
    auto gpu = std::make_unique<NvmlGpu>(card, nvml, device);
    if (!gpu->read()) gpu->integrate();
    const auto reading = gpu->read();
    if (reading) {
      gpus.counters.push_back(std::move(gpu));
    } else {
      gpus.left_out.push_back(
          {std::move(card.counter), Exclusion::Reason::unreadable, reading.error().reason});
    }
  }
}

} // namespace joules
