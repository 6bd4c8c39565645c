// SPDX-License-Identifier: Apache-2.0
#include "report/text/process_forest.hpp"

#include <map>

namespace joules {

std::vector<ForestStep> walk_of(const std::vector<ProcessUse>& processes) {
  constexpr std::size_t no_parent = static_cast<std::size_t>(-1);
  std::map<std::size_t, std::vector<std::size_t>> children;
  std::map<int, std::size_t> last_with; // numbers are used again: the latest before is the parent
  for (std::size_t i = 0; i < processes.size(); ++i) {
    const auto parent = last_with.find(processes[i].parent);
    children[parent == last_with.end() ? no_parent : parent->second].push_back(i);
    last_with[processes[i].pid] = i;
  }
  std::vector<ForestStep> walk, pending;
  const auto push_children = [&](std::size_t of, std::size_t depth) {
    if (const auto found = children.find(of); found != children.end())
      for (auto child = found->second.rbegin(); child != found->second.rend(); ++child)
        pending.push_back({*child, depth});
  };
  push_children(no_parent, 0);
  while (!pending.empty()) {
    const ForestStep step = pending.back();
    pending.pop_back();
    walk.push_back(step);
    push_children(step.process, step.depth + 1);
  }
  return walk;
}

std::vector<std::optional<Joules>> subtree_sums(const std::vector<ForestStep>& walk,
                                                const std::vector<ProcessEnergy>& energies) {
  std::vector<std::optional<Joules>> sums(energies.size());
  std::vector<std::optional<Joules>> pending; // by depth: of those that await their parent
  for (auto step = walk.rbegin(); step != walk.rend(); ++step) {
    if (pending.size() < step->depth + 2) pending.resize(step->depth + 2, Joules{0});
    std::optional<Joules> sum = energies[step->process].energy;
    std::optional<Joules>& below = pending[step->depth + 1];
    sum = sum && below ? std::optional(*sum + *below) : std::nullopt;
    below = Joules{0};
    sums[step->process] = sum;
    std::optional<Joules>& level = pending[step->depth];
    level = level && sum ? std::optional(*level + *sum) : std::nullopt;
  }
  return sums;
}

} // namespace joules
