// SPDX-License-Identifier: Apache-2.0
// Stands in for NVIDIA's library: one card, libnvidia-ml.so.1 in a folder of its own. Environment:
// FAKE_NVML_WATTS; FAKE_NVML_LOG: a file to which each energy that was told is appended, in
// millijoules; FAKE_NVML_PIDS: a file with lines "PID PERCENT", who uses the card; FAKE_NVML_OLD:
// it tells power only, as cards before Volta; FAKE_NVML_NONE: no card.
#include "sensors/nvml.hpp"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <fcntl.h>

namespace {

using joules::NvmlProcessSample;
constexpr joules::NvmlStatus success = joules::nvml_success, not_found = 6;

double watts() {
  const char* const text = std::getenv("FAKE_NVML_WATTS");
  return text == nullptr ? 100 : std::strtod(text, nullptr);
}

unsigned long long now_us() {
  return static_cast<unsigned long long>(std::chrono::duration_cast<std::chrono::microseconds>(
                                             std::chrono::steady_clock::now().time_since_epoch())
                                             .count());
}

} // namespace

extern "C" {

int nvmlInit_v2() {
  return ::open("/dev/null", O_RDONLY) < 0 ? 999 : success; // as the driver's, left open
}
int nvmlShutdown() {
  return success;
}

int nvmlDeviceGetCount_v2(unsigned* count) {
  *count = std::getenv("FAKE_NVML_NONE") == nullptr ? 1 : 0;
  return success;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned, void** device) {
  static int card;
  *device = &card;
  return success;
}

int nvmlDeviceGetName(void*, char* text, unsigned size) {
  const char* const name = std::getenv("FAKE_NVML_NAME");
  std::strncpy(text, name != nullptr ? name : "Fake Card", size - 1);
  return success;
}

/// In steps of 10 ms, as a driver that keeps a table.
int nvmlDeviceGetTotalEnergyConsumption(void*, unsigned long long* energy_mj) {
  if (std::getenv("FAKE_NVML_OLD") != nullptr) return joules::nvml_not_supported;
  const auto steps = now_us() / 10'000;
  *energy_mj = static_cast<unsigned long long>(watts() * 10 * static_cast<double>(steps));
  if (const char* const log = std::getenv("FAKE_NVML_LOG"))
    std::ofstream(log, std::ios::app) << *energy_mj << '\n';
  return success;
}

int nvmlDeviceGetPowerUsage(void*, unsigned* power_mw) {
  *power_mw = static_cast<unsigned>(watts() * 1000);
  return success;
}

int nvmlDeviceGetProcessUtilization(void*, NvmlProcessSample* samples, unsigned* count,
                                    unsigned long long since_us) {
  const char* const name = std::getenv("FAKE_NVML_PIDS");
  if (name == nullptr || now_us() < since_us + 50'000) return not_found;
  std::ifstream file(name);
  unsigned found = 0;
  NvmlProcessSample sample{};
  // As a driver may: what was told last comes once more, here as another process's whole card.
  if (since_us > 0 && *count > 0) samples[found++] = {1, since_us, 100, 0, 0, 0};
  while (found < *count && file >> sample.pid >> sample.sm) {
    sample.timestamp_us = now_us();
    samples[found++] = sample;
  }
  *count = found;
  return found > 0 ? success : not_found;
}

const char* nvmlErrorString(int status) {
  return status == joules::nvml_not_supported ? "Not Supported" : "Error";
}
}
