// SPDX-License-Identifier: Apache-2.0
// Where the report goes. Opened before the command starts, so that what cannot be written is known
// before anything is measured. A file that exists is replaced at once and whole where it is ours
// alone, and written in place where it is not; if the report cannot be written, it is kept.
#pragma once

#include "joules/result.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

struct DestinationRequest {
  std::string file;          // empty: none
  bool append = false;       // to `file`, in one write: concurrent writers' reports stay whole
  std::optional<int> log_fd; // an open descriptor that we inherited
};

class TargetFile;

class Destination {
public:
  /// Standard error when nothing else is asked for. Waits for the reader of a fifo. Throws Failure
  /// when it cannot be written.
  explicit Destination(const DestinationRequest& request);
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;
  /// Nothing stays of a report that was not written.
  ~Destination();

  /// Writes all of `report`, once. A reader of standard error that is gone is no error.
  Result<void> write(std::string_view report);

  [[nodiscard]] bool is_standard_error() const;
  [[nodiscard]] bool is_terminal() const;
  /// nullopt when it is no terminal, or one that does not know.
  [[nodiscard]] std::optional<std::size_t> columns() const;

  /// Throws Failure when one of the two would overwrite the other: both lead to one file, by a name
  /// at least one of them, and not both add to its end. Pipes and terminals take one after another.
  void require_apart(const Destination& other) const;

private:
  [[nodiscard]] int descriptor() const;
  [[nodiscard]] bool overlaps(const Destination& other) const;

  std::string name_; // for messages: "'my report'", "standard error", "descriptor 5"
  int inherited_ = -1;
  std::unique_ptr<TargetFile> file_; // nullptr: inherited
};

} // namespace joules
