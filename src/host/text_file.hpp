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

/// An unsigned decimal and nothing else but surrounding white space. nullopt for anything torn,
/// signed, empty or above 2^64-1: such a reading is no reading, and never 0.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

/// `text` without leading and trailing white space.
std::string_view trimmed(std::string_view text);

/// Files of proc and sysfs are far smaller.
inline constexpr std::size_t largest_text = std::size_t{16} << 20;

/// The whole file; an error when it has `limit` bytes or more.
Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit = largest_text);

/// The file's first line, trimmed; nullopt when there is no such file or it cannot be read.
std::optional<std::string> read_line(const std::filesystem::path& path);

/// The file's one number; nullopt when absent, unreadable or not a number.
std::optional<std::uint64_t> read_number(const std::filesystem::path& path);

/// A file held open, so that reading it goes on after rights are dropped and costs few
/// system calls. Its descriptor is close-on-exec: the measured command never sees it.
class OpenFile {
public:
  static Result<OpenFile> open(const std::filesystem::path& path);
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;
  ~OpenFile();

  /// Reads from the start into `buffer` until it is full or the file ends.
  Result<std::string_view> read_again(std::string& buffer) const;
  /// True once nothing in the file system leads to the file any more: what it says is stale.
  [[nodiscard]] bool is_deleted() const;
  [[nodiscard]] const std::string& path() const { return path_; }

private:
  OpenFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_ = -1;
  std::string path_;
};

} // namespace joules
