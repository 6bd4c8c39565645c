// SPDX-License-Identifier: Apache-2.0
// What perf script prints for --fold, or what anybody may have put there.
#include "folding/perf_script.hpp"
#include "folding/energy_of_stacks.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace joules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  EnergyOfStacks energy({{Nanoseconds{0}, std::chrono::seconds(1), Joules{1}},
                         {std::chrono::seconds(1), std::chrono::seconds(2), Joules{2}}});
  PerfScript script;
  const auto add = [&](const std::optional<StackSample>& sample) {
    if (!sample) return;
    for (const char byte : sample->frames)
      if ((byte >= 0 && byte < ' ') || byte == 0x7f) std::abort();
    energy.add(*sample);
  };
  while (!text.empty()) {
    const auto end = text.find('\n');
    add(script.take(text.substr(0, end)));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  add(script.finish());
  if (energy.samples() > 0 && energy.folded().empty()) std::abort();
  return 0;
}
