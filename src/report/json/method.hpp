// SPDX-License-Identifier: Apache-2.0
// On what, and how it was measured, in JSON.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"
#include "report/json/json.hpp"

namespace joules {

Json host_json(const HostDescription& host, const HostView& view);
Json domain_json(const Counter& counter); // that counts
Json domain_json(const Device& device);
Json domain_json(const Exclusion& exclusion);
Json model_json(const PowerModel& model);
Json method_json(const Recording& recording, const EnergyAccount& account);

} // namespace joules
