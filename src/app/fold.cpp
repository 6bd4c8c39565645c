// SPDX-License-Identifier: Apache-2.0
#include "app/fold.hpp"

#include "app/answer.hpp"
#include "app/exit_disposition.hpp"
#include "app/recorded_runs.hpp"
#include "app/saved_files.hpp"
#include "joules/folding.hpp"
#include "joules/result.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <set>

namespace joules {

namespace {

/// A longer line is none of perf's.
constexpr std::size_t longest_line = std::size_t{1} << 20;

void for_each_line_of_input(const std::function<void(std::string_view)>& visit) {
  std::string pending(longest_line, '\0');
  std::size_t held = 0;
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, pending.data() + held, pending.size() - held);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw Failure(system_error("standard input", errno).message());
    held += static_cast<std::size_t>(count);
    const std::string_view all(pending.data(), held);
    std::size_t from = 0;
    for (auto end = all.find('\n'); end != all.npos; from = end + 1, end = all.find('\n', from))
      visit(all.substr(from, end - from));
    if (count == 0) return visit(all.substr(from));
    if (from == 0 && held == pending.size())
      throw Failure("standard input: is not what perf script prints: a line has no end");
    std::copy(pending.begin() + static_cast<std::ptrdiff_t>(from),
              pending.begin() + static_cast<std::ptrdiff_t>(held), pending.begin());
    held -= from;
  }
}

void add_windows(const Run& run, std::vector<EnergyWindow>& windows) {
  const PowerSeries& power = run.account.power;
  if (power.tree.empty())
    throw Failure(
        "--fold: the tree's energy is not known" +
        (run.account.unavailable_reason.empty() ? "" : ": " + run.account.unavailable_reason));
  const Nanoseconds start = run.recording.samples.front().at;
  Seconds before{0};
  for (std::size_t i = 0; i < power.until.size(); ++i) {
    const auto at = [&](Seconds time) { return start + std::chrono::round<Nanoseconds>(time); };
    windows.push_back({at(before), at(power.until[i]), power.tree[i] * (power.until[i] - before)});
    before = power.until[i];
  }
}

} // namespace

ExitDisposition fold(const Fold& request) {
  const Experiment experiment =
      recorded_runs("--fold", request.recording, request.attribution, PowerPoints::of_each_sample);
  std::vector<EnergyWindow> windows;
  std::set<int> own_pids;
  for (const CommandRuns& command : experiment.commands)
    for (const Run& run : command.runs) {
      add_windows(run, windows);
      own_pids.insert(run.recording.own_pid);
    }
  std::ranges::sort(windows, {}, &EnergyWindow::from);
  Answer answer(request.output, request.report, {request.recording, std::string(standard_input)});
  EnergyOfStacks energy(std::move(windows));
  PerfScript script;
  const auto add = [&](const std::optional<StackSample>& sample) {
    if (sample && !own_pids.contains(sample->pid)) energy.add(*sample);
  };
  for_each_line_of_input([&](std::string_view line) { add(script.take(line)); });
  add(script.finish());
  if (energy.samples() == 0)
    throw Failure(
        "--fold: no sample on standard input falls into the recorded runs: record with "
        "`perf record -k mono -g -- joules --record FILE COMMAND`, and pipe `perf script -F "
        "comm,pid,tid,time,event,ip,sym --ns` here");
  return answer.write(energy.folded()) ? ExitDisposition{} : own_failure;
}

} // namespace joules
