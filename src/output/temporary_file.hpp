// SPDX-License-Identifier: Apache-2.0
// A report in the making. It has no name, so that the command, which may list, stage, pack or clean
// its directory, does not meet it; a name of its own only where the file system wants one.
#pragma once

#include "joules/result.hpp"
#include "output/descriptor.hpp"

#include <string>

namespace joules {

class TemporaryFile {
public:
  /// In the directory that is open under this descriptor, which outlives it. Its mode is rw for
  /// all, less the umask. The error's code is errno.
  static Result<TemporaryFile> make_in(int directory);
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  /// Nothing of it stays, unless it was put somewhere.
  ~TemporaryFile();

  [[nodiscard]] int descriptor() const { return file_.number(); }

  /// Gives it that name in its directory. False where the name is taken, or it cannot be done.
  bool put_new(const std::string& name);
  /// In the place of the file of that name, at once. False where it cannot be done. A KILL in that
  /// instant may leave it under its temporary name.
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
