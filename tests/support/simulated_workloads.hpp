// SPDX-License-Identifier: Apache-2.0
// Workloads of every kind, as simulated worlds.
#pragma once

#include "support/simulated_world.hpp"

#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace joules::test {

struct Workload {
  const char* name;
  std::function<SimulatedWorld(unsigned seed)> make;
};

/// Power that moves with the tree.
struct Movement {
  std::string name;
  bool steady = true; // what runs beside it
  double period = 0;  // seconds
  std::function<SimulatedWorld(unsigned seed)> make;
};

/// On and off, each for a random time around `on` and `off`.
inline void take_turns(SimulatedWorld& world, int cpu, double on, double off, bool tree) {
  for (double at = world.exponential(off); at < world.seconds();) {
    const double end = at + world.exponential(on);
    world.run(cpu, at, end, tree);
    at = end + world.exponential(off);
  }
}

/// On for `on` in each `period`, from a random point of it on.
inline void burst(SimulatedWorld& world, int cpu, double on, double period, bool tree) {
  for (double at = -world.dice(0, period); at < world.seconds(); at += period)
    world.run(cpu, at, at + on, tree);
}

inline std::vector<Workload> workloads() {
  constexpr double background = 20;
  const auto quiet = [](int cpus, double seconds, unsigned seed) {
    SimulatedWorld world(cpus, seconds, {}, seed);
    world.add_background(background);
    return world;
  };
  // Lengths differ, so that ends fall anywhere between two ticks.
  const auto length = [](double seconds, unsigned seed) {
    return seconds * (1 + (seed % 97) / 970.0);
  };
  return {
      {"steady, alone, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         world.run(0, 0, 9, true);
         return world;
       }},
      {"steady, 8 CPUs, alone, 1 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(8, length(1, seed), seed);
         world.run(0, 0, 9, true);
         return world;
       }},
      {"steady, beside a steady one, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         world.run(0, 0, 9, true), world.run(1, 0, 9, false);
         return world;
       }},
      {"steady, beside turns of 50 ms, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         world.run(0, 0, 9, true), take_turns(world, 1, 0.05, 0.05, false);
         return world;
       }},
      {"steady, beside turns of 2 ms, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         world.run(0, 0, 9, true), take_turns(world, 1, 0.002, 0.002, false);
         return world;
       }},
      {"steady, beside turns of 1 s, 8 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(4, length(8, seed), seed);
         world.run(0, 0, 19, true);
         take_turns(world, 1, 1, 1, false), take_turns(world, 2, 1, 1, false);
         return world;
       }},
      {"bursts of 5 ms in 100, alone, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         burst(world, 0, 0.005, 0.1, true);
         return world;
       }},
      {"bursts of 50 ms in 100, alone, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         burst(world, 0, 0.05, 0.1, true);
         return world;
       }},
      {"turns of 5 ms on both CPUs, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         take_turns(world, 0, 0.005, 0.005, true), take_turns(world, 1, 0.005, 0.005, true);
         return world;
       }},
      {"turns of 20 ms beside turns of 20 ms, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         take_turns(world, 0, 0.02, 0.02, true), take_turns(world, 1, 0.02, 0.02, false);
         return world;
       }},
      {"sleeper of 2 ms, alone, 1.2 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(1.2, seed), seed);
         world.run(0, 0, 0.0015, true), world.run(1, world.seconds() - 0.0005, 9, true);
         return world;
       }},
      {"sleeper of 2 ms, beside a steady one, 3 s",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(3, seed), seed);
         world.run(1, 0, 9, false);
         world.run(0, 0, 0.0015, true), world.run(0, world.seconds() - 0.0005, 9, true);
         return world;
       }},
      {"20 ms, alone",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(0.02, seed), seed);
         world.run(0, 0, 9, true);
         return world;
       }},
      {"200 ms, beside turns of 20 ms",
       [=](unsigned seed) {
         SimulatedWorld world = quiet(2, length(0.2, seed), seed);
         world.run(0, 0, 9, true), take_turns(world, 1, 0.02, 0.02, false);
         return world;
       }},
  };
}

inline std::vector<Movement> movements() {
  struct Kind {
    const char* name;
    PowerOf power;
  };
  std::vector<Movement> all;
  for (const Kind& kind : {Kind{"constant power", {10, 0, 0}}, Kind{"by busy CPUs", {10, 20, 0}},
                           Kind{"with the tree", {10, 0, 40}}})
    for (const bool steady : {true, false})
      for (const double period : {0.004, 0.02, 0.05, 0.1, 0.4, 2.0})
        for (const double part : {0.1, 0.5}) {
          char name[100];
          std::snprintf(name, sizeof name, "%s|%s|%g|%g", kind.name,
                        steady ? "steady" : "turns of 5 ms", period * 1000, part * 100);
          all.push_back({name, steady, period, [=](unsigned seed) {
                           SimulatedWorld world(2, std::max(4.0, 3 * period), kind.power, seed);
                           world.add_background(20);
                           burst(world, 0, period * part, period, true);
                           if (steady)
                             world.run(1, 0, 99, false);
                           else
                             take_turns(world, 1, 0.005, 0.005, false);
                           return world;
                         }});
        }
  return all;
}

} // namespace joules::test
