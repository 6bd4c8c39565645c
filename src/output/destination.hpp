// SPDX-License-Identifier: Apache-2.0
// The place that the report goes to. It is opened before the command starts, so that an unwritable
// place is known before anything is measured. An existing file is replaced at once and whole where
// nobody else could notice, and written in place elsewhere; if the report cannot be written, its
// old content is kept.
#pragma once

#include "joules/result.hpp"
#include "output/settings.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

class TargetFile;

class Destination {
public:
  /// Opens standard error when nothing else is asked for. Waits for the reader of a fifo. Throws
  /// Failure when the place cannot be written.
  explicit Destination(const DestinationRequest& request);
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;
  /// Leaves nothing behind of a report that was not written.
  ~Destination();

  /// Writes all of `report`, once. It is no error when the reader of standard error is gone.
  Result<void> write(std::string_view report);

  [[nodiscard]] bool is_standard_error() const;
  [[nodiscard]] bool is_terminal() const;
  /// nullopt when it is no terminal, or the terminal does not know.
  [[nodiscard]] std::optional<std::size_t> columns() const;

  /// Throws Failure when one of the two would overwrite the other: both lead to one file, at least
  /// one of them by a name, and not both append. Pipes and terminals take one after another.
  void require_apart(const Destination& other) const;
  /// Throws Failure when writing would change a file that joules reads, by whatever name.
  void require_apart_from_input(const std::string& file) const;

private:
  [[nodiscard]] int descriptor() const;
  [[nodiscard]] bool overlaps(const Destination& other) const;

  std::string name_; // for messages: "'my report'", "standard error", "descriptor 5"
  int inherited_ = -1;
  std::unique_ptr<TargetFile> file_; // nullptr: inherited
};

} // namespace joules
