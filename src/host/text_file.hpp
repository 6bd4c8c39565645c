// SPDX-License-Identifier: Apache-2.0
// Small text files of proc and sysfs: read at once, or held open and read again and again.
#pragma once

#include "joules/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

/// Parses an unsigned decimal with nothing but white space around it. Returns nullopt for anything
/// torn, signed, empty or above 2^64-1: such a reading is unknown, and never 0.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

/// `text` without leading and trailing white space.
std::string_view trimmed(std::string_view text);

/// Files of proc and sysfs are far smaller.
inline constexpr std::size_t largest_text = std::size_t{16} << 20;

/// Reads the whole file; an error when it has `limit` bytes or more.
Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit = largest_text);

/// Returns the file's first line, trimmed; nullopt when there is no such file or it cannot be read.
std::optional<std::string> read_line(const std::filesystem::path& path);

/// Returns the file's one number; nullopt when it is absent, unreadable or not a number.
std::optional<std::uint64_t> read_number(const std::filesystem::path& path);

/// A file held open, so that it can still be read after privileges are dropped, with few system
/// calls. Its descriptor is close-on-exec: the measured command never sees it.
class OpenFile {
public:
  static Result<OpenFile> open(const std::filesystem::path& path);
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;
  ~OpenFile();

  /// Reads from the start into `buffer` until it is full or the file ends.
  Result<std::string_view> read_again(std::string& buffer) const;
  /// True once the file has no name in the file system any more: its content is stale.
  [[nodiscard]] bool is_deleted() const;
  [[nodiscard]] const std::string& path() const { return path_; }

private:
  OpenFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_ = -1;
  std::string path_;
};

} // namespace joules
