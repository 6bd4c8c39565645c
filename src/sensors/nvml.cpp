// SPDX-License-Identifier: Apache-2.0
#include "sensors/nvml.hpp"

#include <dlfcn.h>
#include <fcntl.h>

#include <charconv>
#include <filesystem>
#include <set>
#include <string>

namespace joules {

namespace {

constexpr const char* library = "libnvidia-ml.so.1";

/// The numbers of our descriptors.
std::set<int> descriptors() {
  std::set<int> numbers;
  std::error_code error;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    int number = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), number).ec == std::errc())
      numbers.insert(number);
  }
  // The descriptor of the folder itself is closed again.
  std::erase_if(numbers, [](int number) { return ::fcntl(number, F_GETFD) < 0; });
  return numbers;
}

void close_on_exec(const std::set<int>& known) {
  for (const int descriptor : descriptors())
    if (!known.contains(descriptor)) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

template <class Function>
bool find(void* loaded, const char* symbol, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(loaded, symbol));
  return function != nullptr;
}

bool find_all(void* loaded, Nvml& nvml) {
  return find(loaded, "nvmlInit_v2", nvml.init) && find(loaded, "nvmlShutdown", nvml.shutdown) &&
         find(loaded, "nvmlDeviceGetCount_v2", nvml.device_count) &&
         find(loaded, "nvmlDeviceGetHandleByIndex_v2", nvml.device_by_index) &&
         find(loaded, "nvmlDeviceGetName", nvml.name) &&
         find(loaded, "nvmlDeviceGetTotalEnergyConsumption", nvml.total_energy_mj) &&
         find(loaded, "nvmlDeviceGetPowerUsage", nvml.power_mw) &&
         find(loaded, "nvmlDeviceGetProcessUtilization", nvml.process_utilization) &&
         find(loaded, "nvmlErrorString", nvml.error_text);
}

/// Returns the loader's message without the name that it begins with.
std::string loader_error() {
  const char* const text = ::dlerror();
  if (text == nullptr) return "not found";
  const std::string prefix = std::string(library) + ": ", message = text;
  return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
}

} // namespace

Result<std::shared_ptr<const Nvml>> load_nvml() {
#ifdef JOULES_STATIC
  return Error(library, "a static build of joules cannot load it; --gpu needs a dynamic build");
#endif
  void* const loaded = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (loaded == nullptr) return Error(library, loader_error());
  Nvml nvml{};
  if (!find_all(loaded, nvml)) return Error(library, "too old: " + loader_error());
  const std::set<int> known = descriptors();
  const NvmlStatus status = nvml.init();
  close_on_exec(known);
  if (status != nvml_success) return Error(library, nvml.error_text(status));
  return std::shared_ptr<const Nvml>(new Nvml(nvml), [](const Nvml* one) {
    one->shutdown(); // the library itself stays: threads of its own may still be in it
    delete one;
  });
}

} // namespace joules
