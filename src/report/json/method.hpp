// SPDX-License-Identifier: Apache-2.0
// On what, and how it was measured, in JSON.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <nlohmann/json_fwd.hpp>

namespace joules {

nlohmann::ordered_json host_json(const HostDescription& host, const HostView& view);
nlohmann::ordered_json domain_json(const Counter& counter); // that counts
nlohmann::ordered_json domain_json(const Device& device);
nlohmann::ordered_json domain_json(const Exclusion& exclusion);
nlohmann::ordered_json model_json(const PowerModel& model);
nlohmann::ordered_json method_json(const Recording& recording, const EnergyAccount& account);

} // namespace joules
