// SPDX-License-Identifier: Apache-2.0
// host/: how the other folders read the machine: files below /proc and /sys, perf events, users.
#pragma once

#include "host/accounts.hpp"      // users and groups, by name and by number
#include "host/bounded_read.hpp"  // files whose driver may never answer
#include "host/confined_root.hpp" // files below --host-root, whatever their links say
#include "host/cpu_list.hpp"      // "0-3,8" to the numbers of CPUs
#include "host/directory.hpp"     // the entries of a folder
#include "host/file_rights.hpp"   // "0400 root:root"
#include "host/host_root.hpp"     // where /proc and /sys are
#include "host/host_view.hpp"     // what keeps joules from seeing the whole host
#include "host/kernel_clocks.hpp" // monotonic_now(), and the CPU-time clock of a process
#include "host/machine.hpp"       // the processor, and the description of the host
#include "host/machine_class.hpp" // server, desktop, laptop, board
#include "host/perf_event.hpp"    // PerfEvent: perf_event_open(2)
#include "host/text_file.hpp"     // small files of the kernel, read whole or again and again
#include "host/topology.hpp"      // which CPUs belong to which package
