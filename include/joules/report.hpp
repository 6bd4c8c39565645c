// SPDX-License-Identifier: Apache-2.0
// report/: what users read, as strings. Pure.
#pragma once

#include "report/export/exports.hpp"  // --export
#include "report/format_string.hpp"   // --format
#include "report/json/difference.hpp" // --diff --json
#include "report/json/recording.hpp"  // --record, --replay
#include "report/json/report.hpp"     // --json
#include "report/json/saved.hpp"      // reports read back
#include "report/text/compared.hpp"   // --diff
#include "report/text/doctor.hpp"     // --doctor
#include "report/text/merged.hpp"     // --merge
#include "report/text/progress.hpp"   // what is shown while the command runs
#include "report/text/repeated.hpp"   // text: one run, several runs, comparisons
#include "report/text/verdicts.hpp"   // the verdict of a gate
