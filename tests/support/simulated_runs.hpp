// SPDX-License-Identifier: Apache-2.0
// Runs whose true mean is known: what verdicts are held against.
#pragma once

#include "experiment/plan.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace joules::test {

enum class Noise { normal, log_normal, t3, dependent, outliers };

inline constexpr std::array all_noises{Noise::normal, Noise::log_normal, Noise::t3,
                                       Noise::dependent, Noise::outliers};

inline constexpr std::string_view name_of(Noise noise) {
  constexpr std::array<std::string_view, all_noises.size()> names{
      "normal, 3 %", "log-normal, 3 %", "Student's t, 3 degrees, 3 %", "AR(1) 0.6, 3 %",
      "5 % of the runs use half more"};
  return names[static_cast<std::size_t>(noise)];
}

/// One run after the other, of a command whose mean is 1.
class SimulatedRuns {
public:
  SimulatedRuns(Noise noise, std::uint64_t seed) : noise_(noise), random_(seed) {}

  double next() {
    constexpr double scatter = 0.03, correlation = 0.6;
    const double standard = normal_(random_);
    switch (noise_) {
    case Noise::normal: return 1 + scatter * standard;
    case Noise::log_normal: return std::exp(scatter * standard - scatter * scatter / 2);
    case Noise::t3: return 1 + scatter * t3_(random_) / std::sqrt(3.0); // of variance 3
    case Noise::dependent:
      state_ = first_ ? standard
                      : correlation * state_ + std::sqrt(1 - correlation * correlation) * standard;
      first_ = false;
      return 1 + scatter * state_;
    case Noise::outliers: {
      const double factor = uniform_(random_) < 0.05 ? 1.5 : 1;
      return factor * (1 + scatter / 3 * standard) / (1 + 0.05 * 0.5);
    }
    }
    return 1;
  }

  std::vector<double> next(std::size_t count, double mean = 1) {
    std::vector<double> runs(count);
    for (double& run : runs) run = mean * next();
    return runs;
  }

private:
  Noise noise_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::student_t_distribution<double> t3_{3};
  std::uniform_real_distribution<double> uniform_;
  double state_ = 0;
  bool first_ = true;
};

/// Commands that truly use the same, as they run in the order of a plan, on a machine that warms up
/// by 3 % meanwhile. Of each command its runs.
inline std::vector<std::vector<double>> interleaved(Noise noise, std::size_t commands,
                                                    std::size_t runs, std::uint64_t seed,
                                                    double first_uses = 1) {
  SimulatedRuns simulated(noise, seed);
  std::vector<std::vector<double>> energies(commands);
  double position = 0;
  for (const Step& step : steps_of({.commands = commands,
                          .runs = static_cast<int>(runs),
                          .order = Order::pairs,
                          .seed = seed * 7919 + 1})) {
    const double warmed = 1 - 0.03 * std::exp(-position++ / static_cast<double>(runs));
    energies[step.command].push_back((step.command == 0 ? first_uses : 1) * warmed *
                                     simulated.next());
  }
  return energies;
}

} // namespace joules::test
