// SPDX-License-Identifier: Apache-2.0
// A report that is not complete yet. It has no name, so that the command, which may list, stage,
// pack or clean its directory, does not find it; it gets a temporary name only where the file
// system needs one.
#pragma once

#include "joules/result.hpp"
#include "output/descriptor.hpp"

#include <string>

namespace joules {

class TemporaryFile {
public:
  /// Makes a file in the directory that is open under this descriptor, which must outlive it. Its
  /// mode is rw for all, less the umask. The error's code is errno.
  static Result<TemporaryFile> make_in(int directory);
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  /// Removes the file unless it was given its place.
  ~TemporaryFile();

  [[nodiscard]] int descriptor() const { return file_.number(); }

  /// Gives it that name in its directory. Returns false where the name is taken or the file system
  /// refuses.
  bool put_new(const std::string& name);
  /// Puts it in the place of the file of that name, atomically. Returns false where that fails. A
  /// KILL in that instant may leave it under its temporary name.
  bool replace(const std::string& name);

private:
  TemporaryFile(int directory, Descriptor file, std::string name)
      : directory_(directory), file_(std::move(file)), name_(std::move(name)) {}
  bool link_as(const std::string& name) const;
  void forget_name();

  int directory_;
  Descriptor file_;
  std::string name_; // its own; empty: it has none
};

} // namespace joules
