// SPDX-License-Identifier: Apache-2.0
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
#include "report/export/exports.hpp"
#include "report/text/verdicts.hpp"

#include <cstdlib>

namespace joules {

namespace {

std::string_view level_of(GateVerdict verdict) {
  switch (verdict) {
  case GateVerdict::pass: return "notice";
  case GateVerdict::fail: return "error";
  case GateVerdict::inconclusive:
  case GateVerdict::skipped: return "warning";
  }
  std::abort();
}

/// Its data ends with the line, and knows no other escapes.
std::string escaped_for_workflow(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '%')
      out += "%25";
    else if (letter == '\r')
      out += "%0D";
    else if (letter == '\n')
      out += "%0A";
    else
      out += letter;
  }
  return out;
}

} // namespace

std::string github_annotations(const Experiment& experiment, const Analysis& analysis) {
  const bool estimated = any_run(experiment)->account.estimated;
  std::string text;
  for (const GateResult& gate : analysis.gates) {
    std::string line = verdict_line(gate, estimated);
    line.pop_back(); // its newline
    text += "::" + std::string(level_of(gate.verdict)) + " title=" + verdict_title(gate) +
            "::" + escaped_for_workflow(line) + "\n";
  }
  return text;
}

} // namespace joules
