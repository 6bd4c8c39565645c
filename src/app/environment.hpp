// SPDX-License-Identifier: Apache-2.0
// The only environment variables that are read: they change colours and labels, never what is
// measured.
#pragma once

#include "app/settings.hpp"
#include "joules/recording.hpp"

#include <optional>

namespace joules {

/// --color beats NO_COLOR, which beats CLICOLOR_FORCE, which beats CLICOLOR=0; else a terminal that
/// is not "dumb" gets colour: https://no-color.org and https://bixense.com/clicolors.
bool wants_color(When when, bool is_terminal);

/// --progress; else a terminal that can erase a line gets it.
bool wants_progress(When when, bool is_terminal);

/// By the character set that LC_ALL, LC_CTYPE or LANG names, the first of them that is not empty.
bool wants_unicode();

/// The job of Slurm, PBS, LSF, Flux or OAR that we are part of; nullopt: of none.
std::optional<Job> job_of_process();

/// The rank that Open MPI, PMIx, PMI or Slurm gave to us; nullopt: none did.
std::optional<int> rank_of_process();

} // namespace joules
