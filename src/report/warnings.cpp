// SPDX-License-Identifier: Apache-2.0
#include "report/warnings.hpp"

#include "joules/decimal.hpp"
#include "report/number.hpp"
#include "report/warning_words.hpp"

#include <fmt/format.h>

#include <cmath>

namespace joules {

namespace {

template <class About>
std::string short_words(const About& about) {
  return words_of(about);
}

std::string short_words(const warnings::ShortRun& about) {
  return fmt::format("under {}: too short for busy time in steps of 10 ms",
                     duration_of(about.limit));
}

std::string short_words(const warnings::OthersRan& about) {
  return fmt::format("others used {} of CPU time", duration_of(about.cpu));
}

std::string short_words(const warnings::CountersOfHypervisor& about) {
  return about.mirrors == 0 ? "counters of a hypervisor: they may move once a second"
                            : words_of(about);
}

std::string short_words(const warnings::Throttled& about) {
  return fmt::format("heat slowed the processor down for {}", duration_of(about.slowed));
}

std::string short_words(const warnings::HybridCores&) {
  return "cores of several kinds: a share of CPU time is not one of energy";
}

std::string short_words(const warnings::FilteredCounters&) {
  return "SGX blurs the energy counters: short runs may be off by half";
}

std::string short_words(const warnings::Hotter& about) {
  return fmt::format("{} ran {} K hotter than {}", about.hotter, significant(about.kelvin, 2),
                     about.cooler);
}

std::string short_words(const warnings::LeftRunning& about) {
  return fmt::format("{} of the tree {} on, uncounted (--wait-tree all)", about.processes,
                     about.processes == 1 ? "runs" : "run");
}

std::string short_words(const warnings::Drift& about) {
  return fmt::format("energy {} by {} % over the runs (-w 3 may help)",
                     about.change > 0 ? "rose" : "fell",
                     significant(std::abs(about.change) * 100, 2));
}

std::string short_words(const warnings::FewRuns& about) {
  return fmt::format("{} {} tell little: 6 or more tell more", about.runs, name_of(about.what));
}

} // namespace

std::string short_message_of(const Warning& warning) {
  std::string text =
      std::visit([](const auto& about) { return short_words(about); }, warning.cause);
  if (warning.of_runs > 0)
    text = fmt::format("{} of {} runs, first: {}", warning.in_runs, warning.of_runs, text);
  return warning.command.empty() ? text : warning.command + ": " + text;
}

std::string message_of(const Warning& warning) {
  std::string text = words_of(warning.cause);
  if (warning.of_runs > 0)
    text = fmt::format("in {} of {} runs, first: {}", warning.in_runs, warning.of_runs, text);
  return warning.command.empty() ? text : warning.command + ": " + text;
}

} // namespace joules
