// SPDX-License-Identifier: Apache-2.0
// report/: what users read, as strings. Pure.
#pragma once

#include "report/doctor.hpp"        // --doctor
#include "report/exports.hpp"       // --export
#include "report/format_string.hpp" // --format
#include "report/json.hpp"          // --json
#include "report/merged.hpp"        // --merge
#include "report/repeated.hpp"      // text: one run, several runs, comparisons
#include "report/saved.hpp"         // reports read back
