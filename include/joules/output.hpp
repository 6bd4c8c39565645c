// SPDX-License-Identifier: Apache-2.0
// output/: where reports go: files that are whole or not there, pipes, descriptors.
#pragma once

#include "output/destination.hpp"          // Destination: opened before the command starts
#include "output/standard_descriptors.hpp" // 0, 1 and 2 are never somebody else's file
#include "output/tar.hpp"                  // the archive of --doctor --save
#include "output/writing.hpp"              // write_all(), and how long a reader is waited for
