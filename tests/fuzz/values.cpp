// SPDX-License-Identifier: Apache-2.0
// Values of options. A BadValue is how they refuse; what they take is within its bounds.
#include "cli/values.hpp"

#include "joules/account.hpp"
#include "joules/runs.hpp"
#include "sampling/settings.hpp"
#include "sensors/settings.hpp"
#include "statistics/settings.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

using namespace joules;

namespace {

/// Calls check(VALUE) when `parse` takes `text`.
template <class Parse, class Check>
void fuzz(const std::string& text, Parse parse, Check check) {
  try {
    if (!check(parse(text))) std::abort();
  } catch (const BadValue& failure) {
    for (const char byte : std::string_view(failure.what()))
      if ((byte >= 0 && byte < ' ') || byte == 0x7f) std::abort(); // it goes to a terminal
  }
}

void fuzz_quantities(const std::string& text) {
  using namespace std::chrono_literals;
  const auto positive = [](auto quantity) { return quantity.value > 0 && quantity.value <= 1e15; };
  fuzz(text, interval_from, [](Nanoseconds time) { return time >= 10ms && time <= 10s; });
  fuzz(text, tree_wait_from, [](auto time) { return !time || *time >= 0ns; });
  fuzz(text, idle_power_from, [](auto power) { return !power || power->value >= 0; });
  fuzz(text, energy_from, positive);
  fuzz(text, power_from, positive);
  fuzz(text, percent_from, [](double percent) { return percent >= 0 && percent <= 1e6; });
  fuzz(text, seconds_from, [](Nanoseconds time) { return time >= 0ns; });
}

void fuzz_whole_numbers(const std::string& text) {
  const auto count = [](const std::string& t) { return count_from(t, 1, 100'000); };
  fuzz(text, descriptor_from, [](int number) { return number >= 0 && number <= 1'000'000; });
  fuzz(text, count, [](int number) { return number >= 1 && number <= 100'000; });
  fuzz(text, seed_from, [&](std::uint64_t seed) {
    return text.ends_with(std::to_string(seed)); // behind zeros
  });
  fuzz(text, ok_codes_from, [](const std::set<int>& codes) {
    return !codes.empty() && *codes.begin() >= 0 && *codes.rbegin() <= 255;
  });
}

void fuzz_words(const std::string& text) {
  const auto any = [](const auto&) { return true; };
  fuzz(text, choice_from<Policy::Kind>, any);
  fuzz(text, choice_or_auto_from<Sensor>, any);
  fuzz(text, choice_from<CpuClockChoice>, any);
  fuzz(text, choice_from<EnergyUnit>, any);
  fuzz(
      text, [](const std::string& t) { return scope_with(t, ""); },
      [&](const Scope& scope) { return text_of(scope) == text; });
  fuzz(text, choice_from<GateRule>, any);
  fuzz(text, choice_from<OnUnavailable>, any);
  fuzz(text, export_from, any);
  fuzz(text, choice_from<Order>, any);
  fuzz(text, choice_from<When>, any);
  fuzz(text, directory_from, [](const std::filesystem::path& path) { return path.is_absolute(); });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  text.resize(std::min(text.find('\0'), size)); // no argument goes on after a zero
  fuzz_quantities(text);
  fuzz_whole_numbers(text);
  fuzz_words(text);
  return 0;
}
