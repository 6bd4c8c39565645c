// SPDX-License-Identifier: Apache-2.0
// The answer of a mode that runs no command: it is asked for, and goes to standard output unless
// another place is named.
#pragma once

#include "app/settings.hpp"
#include "joules/output.hpp"
#include "joules/report.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

class Answer {
public:
  /// Opens the place. Throws Failure when it cannot be written, or is one of the files that were
  /// read for the answer.
  Answer(const OutputSettings& output, const ReportSettings& report,
         const std::vector<std::string>& inputs = {});

  /// The layout of the answer in JSON; nullopt: it is to be text, in style().
  [[nodiscard]] std::optional<JsonLayout> json() const;
  [[nodiscard]] TextStyle style() const;
  /// Somebody who looks at standard output does not see it there.
  [[nodiscard]] bool is_elsewhere() const;
  [[nodiscard]] const Destination& destination() const { return destination_; }

  /// False, and a message, when it could not be written.
  bool write(std::string_view text);

private:
  const OutputSettings& output_;
  const ReportSettings& report_;
  Destination destination_;
};

} // namespace joules
