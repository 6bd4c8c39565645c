// SPDX-License-Identifier: Apache-2.0
// ledger/: which program and which process of the tree used its CPU time.
#pragma once

#include "ledger/tree_ledger.hpp" // TreeLedger: perf records, or walks where there are none
