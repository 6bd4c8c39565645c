// SPDX-License-Identifier: Apache-2.0
// The style of a report, fitted to where it goes.
#pragma once

#include "app/settings.hpp"
#include "joules/output.hpp"
#include "joules/report.hpp"

namespace joules {

/// `style`, as wide and as coloured as its reader can see.
TextStyle style_for(TextStyle style, When color, const Destination& destination);

/// One line where reports are appended to one another.
JsonLayout layout_for(const DestinationRequest& place);

} // namespace joules
