// SPDX-License-Identifier: Apache-2.0
#include "sensors/largest_power.hpp"

#include "joules/decimal.hpp"
#include "joules/recording.hpp"

#include <algorithm>
#include <iterator>

namespace joules {

namespace {

constexpr double beyond_the_limit = 4;
constexpr Watts always_allowed{200};
constexpr Watts beside_cpus{150}, power_of_a_cpu{40};

/// Family 6: Silvermont, its server, its two phones' and Airmont. intel-family.h of the kernel.
constexpr int small_atoms[] = {0x37, 0x4d, 0x4a, 0x5a, 0x4c};
constexpr Watts small_atom_power{40};

bool is_small_atom(const CpuIdentity& cpu) {
  return cpu.vendor == "GenuineIntel" && cpu.family == 6 &&
         std::ranges::find(small_atoms, cpu.model) != std::end(small_atoms);
}

} // namespace

Watts largest_rated_power(Watts most, const std::optional<std::uint64_t>& rating_uw) {
  if (!rating_uw || *rating_uw == 0) return most;
  const Watts rating{static_cast<double>(*rating_uw) * 1e-6};
  return std::min(most, std::max(rating * beyond_the_limit, always_allowed));
}

Watts largest_package_power(const std::optional<std::uint64_t>& limit_uw, const CpuIdentity& cpu,
                            std::size_t cpus) {
  if (is_small_atom(cpu) && !cpu.hypervisor) return small_atom_power;
  Watts most = largest_zone_power;
  if (cpus > 0 && !cpu.hypervisor)
    most = std::min(most, beside_cpus + power_of_a_cpu * static_cast<double>(cpus));
  return largest_rated_power(most, limit_uw);
}

std::string why_impossible(std::uint64_t power_uw, Watts largest) {
  const double power = static_cast<double>(power_uw) * 1e-6;
  if (power <= largest.value) return {};
  return "shows " + significant(power, 3) + " W, more than the " + significant(largest.value, 3) +
         " W that it can draw";
}

} // namespace joules
