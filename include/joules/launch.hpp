// SPDX-License-Identifier: Apache-2.0
// launch/: starts the command as if joules was not there, and passes signals on to it.
#pragma once

#include "launch/child.hpp"        // launch(): fork and exec
#include "launch/children.hpp"     // which processes have ended
#include "launch/command.hpp"      // Command: the words to run
#include "launch/find_program.hpp" // find_program(): could it be run?
#include "launch/inherited.hpp"    // what the command must find unchanged
#include "launch/privileges.hpp"   // drop_privileges(), for --user
#include "launch/relay.hpp"        // signals that the command is to have
#include "launch/signal_queue.hpp" // SignalQueue: signals to joules, one at a time
