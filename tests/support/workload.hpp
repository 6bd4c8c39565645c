// SPDX-License-Identifier: Apache-2.0
// What the parts of the workload program share. A kind gets the operands that its row in
// workload.cpp's table asks for and returns the exit status.
#pragma once

#include <chrono>
#include <span>
#include <string>

namespace workload {

using Seconds = std::chrono::duration<double>;
using Arguments = std::span<char* const>;

/// Throws what main() prints.
[[noreturn]] void refuse(const std::string& object, const std::string& reason);

int parse_count(const char* text);
Seconds parse_seconds(const char* text);
Seconds parse_milliseconds(const char* text);

/// Returns when the process's own CPU clock, which started at its fork, shows the given time.
void burn_process(Seconds total);

int storm(Arguments);
int storm_ignored(Arguments);
int long_ignored(Arguments);
int daemonise(Arguments);
int leave_unreaped(Arguments);
int vfork_true(Arguments);
int exec_in_thread(Arguments);
int tell_signals(Arguments);

/// What this process inherited, as one line of JSON: compared with and without joules around it.
std::string describe_state(const char* argv0);

} // namespace workload
