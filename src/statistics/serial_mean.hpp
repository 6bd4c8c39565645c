// SPDX-License-Identifier: Apache-2.0
// The mean of runs that were made one after the other. Where each run resembles the one before it,
// as on a machine that warms up or throttles for minutes, n runs say less than n independent ones.
#pragma once

#include "joules/metric.hpp"
#include "statistics/mean_estimate.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace joules {

struct SerialMean {
  std::size_t n = 0;
  double mean = 0;
  double deviation = 0; // of the sample: n - 1 in the divisor; 0 for one value
  /// How many independent runs would know the mean as well: n, unless they look dependent.
  double effective_n = 0;
  /// Between each run and the next, from -1 to 1; nullopt: too few runs, or none of them differs.
  std::optional<double> autocorrelation;
  std::optional<MeanEstimate> estimate; // from two runs on
};

/// Below these the correlation cannot be told from chance.
inline constexpr std::size_t fewest_for_autocorrelation = 10;

/// Independent runs show a correlation above 2 / sqrt(n) in 1 to 2 % of cases: worth a warning.
/// From 1 / sqrt(n) on the estimate already takes it into account: a first-order autoregressive
/// process (Bayley and Hammersley 1946) whose correlation is that of the sample, less its bias
/// (Kendall 1954: the sample's is too low by (1 + 4 r) / n in the mean). Simulated rates of wrong
/// verdicts are in tests/bench/verdicts.cpp.
double notable_autocorrelation(std::size_t n);

/// REQUIRES: not empty; finite values, in the order of the runs.
SerialMean serial_mean(std::span<const double> values, Stopping stopping = Stopping::planned);

} // namespace joules
