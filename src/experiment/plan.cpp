// SPDX-License-Identifier: Apache-2.0
#include "experiment/plan.hpp"

#include <algorithm>
#include <numeric>
#include <random>

namespace joules {

namespace {

/// Fisher-Yates. std::shuffle may differ between libraries, so that a seed would not be
/// reproducible.
void shuffle(std::vector<std::size_t>& commands, std::mt19937_64& random) {
  for (std::size_t i = commands.size(); i > 1; --i)
    std::swap(commands[i - 1], commands[random() % i]);
}

} // namespace

std::string Step::label() const {
  return (warmup ? "warmup-" : "") + std::to_string(index);
}

std::vector<Step> steps_of(const Plan& plan) {
  std::vector<Step> steps;
  std::vector<std::size_t> commands(plan.commands);
  std::iota(commands.begin(), commands.end(), 0U);
  for (int round = 0; round < plan.warmups; ++round)
    for (const std::size_t command : commands) steps.push_back({command, true, round});
  if (plan.order == Order::blocked) {
    for (const std::size_t command : commands)
      for (int round = 0; round < plan.runs; ++round) steps.push_back({command, false, round});
    return steps;
  }
  std::mt19937_64 random(plan.seed);
  for (int round = 0; round < plan.runs; ++round) {
    if (plan.order == Order::pairs) shuffle(commands, random);
    for (const std::size_t command : commands) steps.push_back({command, false, round});
    if (plan.order == Order::abba) std::reverse(commands.begin(), commands.end());
  }
  return steps;
}

} // namespace joules
