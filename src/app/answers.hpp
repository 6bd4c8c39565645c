// SPDX-License-Identifier: Apache-2.0
// How reports and answers look where they go. Answers are of the modes that run no command: what
// they say is asked for, and goes to standard output.
#pragma once

#include "joules/cli.hpp"
#include "joules/output.hpp"
#include "joules/report.hpp"

#include <functional>
#include <optional>
#include <string>

namespace joules {

/// As wide and as coloured as its reader can see.
TextStyle style_for(const Request& request, const Destination& destination);
/// One line where reports are appended to one another.
JsonLayout layout_for(const Request& request);

/// Makes the answer: as JSON where a layout is given, else as text.
using MakeAnswer = std::function<std::string(const TextStyle&, std::optional<JsonLayout>)>;

/// Standard output, unless --output or --log-fd name another place.
DestinationRequest place_of_answer(const Request& request);

/// 0, or 125 and a message.
int give_answer(const Request& request, Destination& destination, const MakeAnswer& make);
/// To its place.
int give_answer(const Request& request, const MakeAnswer& make);

} // namespace joules
