// SPDX-License-Identifier: Apache-2.0
// Where the report goes. Opened before the command starts, so that what cannot be written is known
// before anything is measured; a file that exists is replaced at once and whole, or kept; where it
// cannot be replaced, it is written in place.
#pragma once

#include "joules/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

struct DestinationRequest {
  std::string file;          // empty: none
  bool append = false;       // to `file`, in one write: concurrent writers' reports stay whole
  std::optional<int> log_fd; // an open descriptor that we inherited
};

class Destination {
public:
  /// Standard error when nothing else is asked for. Throws Failure when it cannot be written.
  explicit Destination(const DestinationRequest& request);
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;
  /// Removes the temporary file of a report that was not written.
  ~Destination();

  /// Writes all of `report`, once. A reader of standard error that is gone is no error.
  Result<void> write(std::string_view report);

  [[nodiscard]] bool is_standard_error() const;
  [[nodiscard]] bool is_terminal() const;
  /// nullopt when it is no terminal, or one that does not know.
  [[nodiscard]] std::optional<std::size_t> columns() const;

private:
  Result<void> replace_file(std::string_view report);

  std::string name_;      // for messages
  std::string target_;    // what temporary_ will be renamed to
  std::string temporary_; // empty: written in place
  int descriptor_ = -1;
  bool owned_ = false;
  bool cut_first_ = false; // written in place of what is there
};

/// Puts /dev/null where one of the descriptors 0 to 2 is closed, so that no file of ours takes its
/// number; close-on-exec, so that the command finds it closed as before.
void occupy_standard_descriptors();

} // namespace joules
