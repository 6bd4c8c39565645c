// SPDX-License-Identifier: Apache-2.0
#include "app/messages.hpp"

#include "joules/output.hpp"
#include "joules/quoting.hpp"
#include "joules/report.hpp"

#include <unistd.h>

#include <new>

namespace joules {

void say(std::string_view text) {
  static_cast<void>(write_all(STDERR_FILENO, text, "standard error"));
}

void complain(std::string_view message) {
  // Names are quoted where the message was made; one that was forgotten there does no harm here.
  say("joules: " + printable(message) + "\n");
}

void complain_of_exception() try { throw; } catch (const std::bad_alloc&) {
  complain("memory: none left (ulimit -v, or the limit of a container)");
} catch (const std::exception& failure) {
  complain(failure.what());
}

void announce_verdicts(const Analysis& analysis, bool estimated) {
  for (const GateResult& gate : analysis.gates)
    if (gate.verdict != GateVerdict::pass) say(verdict_line(gate, estimated));
}

} // namespace joules
