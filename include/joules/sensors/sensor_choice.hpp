// SPDX-License-Identifier: Apache-2.0
// What --sensor says.
#pragma once

namespace joules {

enum class SensorChoice { automatic, powercap, estimate };

} // namespace joules
