// SPDX-License-Identifier: Apache-2.0
// merging/: one report out of many, where each joule of a host counts once. Pure.
#pragma once

#include "merging/merge.hpp" // merge(): saved reports to a Merged
