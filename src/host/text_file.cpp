// SPDX-License-Identifier: Apache-2.0
#include "host/text_file.hpp"

#include "host/confined_root.hpp"
#include "joules/quoting.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <utility>

namespace joules {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  const std::string_view digits = trimmed(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

Result<OpenFile> OpenFile::open(const std::filesystem::path& path) {
  // O_NONBLOCK: a fifo in a sensor's place must not hold up the command.
  const int descriptor = open_confined(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0 && errno == EINVAL && is_confined(path))
    return Error(quoted({path.string()}), "neither a regular file nor a directory", EINVAL);
  if (descriptor < 0) return system_error(quoted({path.string()}), errno);
  return OpenFile(descriptor, path.string());
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::string_view> OpenFile::read_again(std::string& buffer) const {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const ssize_t count = ::pread(descriptor_, buffer.data() + filled, buffer.size() - filled,
                                  static_cast<off_t>(filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(quoted({path_}), errno);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  return std::string_view(buffer.data(), filled);
}

bool OpenFile::is_deleted() const {
  struct stat status {};
  return ::fstat(descriptor_, &status) != 0 || status.st_nlink == 0;
}

Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit) {
  const auto file = OpenFile::open(path);
  if (!file) return file.error();
  std::string buffer(4096, '\0');
  while (true) {
    const auto text = file->read_again(buffer);
    if (!text) return text.error();
    if (text->size() < buffer.size()) return std::string(*text);
    if (buffer.size() >= limit) return system_error(quoted({path.string()}), EFBIG);
    buffer.resize(buffer.size() * 4);
  }
}

std::optional<std::string> read_line(const std::filesystem::path& path) {
  const auto text = read_text(path);
  if (!text) return std::nullopt;
  return std::string(trimmed(text->substr(0, text->find('\n'))));
}

std::optional<std::uint64_t> read_number(const std::filesystem::path& path) {
  const auto text = read_text(path);
  return text ? parse_unsigned(*text) : std::nullopt;
}

} // namespace joules
