// SPDX-License-Identifier: Apache-2.0
// experiment/: runs each command as often as was asked for, in the order that was asked for.
#pragma once

#include "experiment/perform.hpp" // perform(): a plan to an Experiment
