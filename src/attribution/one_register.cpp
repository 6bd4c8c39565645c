// SPDX-License-Identifier: Apache-2.0
#include "attribution/one_register.hpp"

namespace joules {

namespace {

constexpr int values_that_prove = 20;

bool are_of_a_kind(const Domain& a, const Domain& b) {
  return a.memory == b.memory && a.modulus_uj == b.modulus_uj && a.since_opened == b.since_opened &&
         !a.integrated && !b.integrated;
}

/// What the counter number `domain` showed, from its first reading on where it began with that.
std::optional<std::uint64_t> shown(const std::vector<Sample>& samples, std::size_t sample,
                                   std::size_t domain, bool since_opened) {
  const auto reading = samples[sample].energy_uj[domain];
  const auto first = samples.front().energy_uj[domain];
  if (!since_opened) return reading;
  return reading && first ? std::optional(*reading - *first) : std::nullopt;
}

bool show_one_register(const std::vector<Sample>& samples, std::size_t a, std::size_t b,
                       bool since_opened) {
  int values = 0;
  std::optional<std::uint64_t> last;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto value = shown(samples, i, a, since_opened);
    if (!value || value != shown(samples, i, b, since_opened)) return false;
    if (value != last) ++values;
    last = value;
  }
  return values >= values_that_prove;
}

} // namespace

std::vector<std::optional<std::size_t>> repeated_registers(const std::vector<Sample>& samples,
                                                           const std::vector<Domain>& domains) {
  std::vector<std::optional<std::size_t>> first_ones(domains.size());
  for (std::size_t b = 1; b < domains.size(); ++b)
    for (std::size_t a = 0; a < b && !first_ones[b]; ++a)
      if (!first_ones[a] && are_of_a_kind(domains[a], domains[b]) &&
          show_one_register(samples, a, b, domains[b].since_opened))
        first_ones[b] = a;
  return first_ones;
}

} // namespace joules
