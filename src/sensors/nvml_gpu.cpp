// SPDX-License-Identifier: Apache-2.0
#include "sensors/nvml_gpu.hpp"

#include "sensors/error_value.hpp"
#include "sensors/power_integrator.hpp"
#include "sensors/sensor_source.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// The driver brings the energy up to date some ten times a second.
constexpr Seconds refresh{0.1};
constexpr std::size_t most_processes = 4096;

Error failure(const Nvml& nvml, const Domain& domain, NvmlStatus status) {
  return Error(domain.id, nvml.error_text(status));
}

/// Who used the card's processors, out of the driver's samples of each process.
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
  NvmlGpu(Domain domain, const std::shared_ptr<const Nvml>& nvml, NvmlDevice device)
      : domain_(std::move(domain)), nvml_(nvml), device_(device), use_(nvml, device) {
    use_.watch({}); // what was before is nobody's of the tree
    before_ = use_.use();
  }

  [[nodiscard]] const Domain& domain() const override { return domain_; }

  Result<std::uint64_t> read() override {
    if (power_) return power_->read();
    unsigned long long energy_mj = 0;
    const NvmlStatus status = nvml_->total_energy_mj(device_, &energy_mj);
    if (status != nvml_success) return failure(*nvml_, domain_, status);
    if (is_error_value(std::uint64_t{energy_mj})) return Error(domain_.id, shows_error_value);
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
    domain_.integrated = true;
    power_ = integrate_power(
        domain_,
        [this]() -> Result<double> {
          unsigned power_mw = 0;
          const NvmlStatus status = nvml_->power_mw(device_, &power_mw);
          if (status != nvml_success) return failure(*nvml_, domain_, status);
          if (is_error_value(std::uint64_t{power_mw})) return Error(domain_.id, shows_error_value);
          return power_mw * 1000.0;
        },
        monotonic_now);
  }

private:
  Domain domain_;
  std::shared_ptr<const Nvml> nvml_;
  NvmlDevice device_;
  NvmlUse use_;
  DeviceUse before_;
  std::unique_ptr<EnergyCounter> power_;
};

Domain describe(const Nvml& nvml, NvmlDevice device, unsigned index) {
  char model[96] = "";
  if (nvml.name(device, model, sizeof model) != nvml_success) model[0] = '\0';
  Domain domain;
  domain.id = "nvml:" + std::to_string(index);
  domain.name = "GPU " + std::to_string(index);
  domain.path = domain.id;
  domain.reason = std::string(model) + ", the whole card, by NVML";
  domain.period = refresh;
  domain.largest_power = largest_card_power;
  return domain;
}

} // namespace

void add_nvml_gpus(const std::shared_ptr<const Nvml>& nvml, Gpus& gpus) {
  unsigned count = 0;
  if (nvml->device_count(&count) != nvml_success) count = 0;
  for (unsigned index = 0; index < count; ++index) {
    NvmlDevice device = nullptr;
    if (nvml->device_by_index(index, &device) != nvml_success) continue;
    Domain domain = describe(*nvml, device, index);
    auto gpu = std::make_unique<NvmlGpu>(domain, nvml, device);
    if (!gpu->read()) gpu->integrate();
    const auto reading = gpu->read();
    if (reading) {
      gpus.counters.push_back(std::move(gpu));
    } else {
      domain.unreadable = reading.error().reason;
      gpus.left_out.push_back(std::move(domain));
    }
  }
}

} // namespace joules
