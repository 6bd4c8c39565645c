// SPDX-License-Identifier: Apache-2.0
#include "output/tar.hpp"

#include <cstddef>
#include <cstdint>

namespace joules {

namespace {

constexpr std::size_t block = 512;
constexpr std::size_t name_size = 100, prefix_size = 155, target_size = 100;

void put(std::string& header, std::size_t at, std::string_view text) {
  header.replace(at, text.size(), text);
}

/// Writes `digits` octal digits and a NUL.
void put_octal(std::string& header, std::size_t at, std::size_t digits, std::uint64_t number) {
  for (std::size_t i = digits; i-- > 0; number /= 8)
    header[at + i] = static_cast<char>('0' + number % 8);
}

/// The sum of all bytes, with the checksum field itself taken for blanks.
void put_checksum(std::string& header) {
  constexpr std::size_t at = 148, size = 8;
  put(header, at, std::string(size, ' '));
  std::uint64_t sum = 0;
  for (const char byte : header) sum += static_cast<unsigned char>(byte);
  put_octal(header, at, 6, sum);
  header[at + 6] = '\0';
}

/// Returns where a long name is cut into prefix and name, or npos where it cannot be cut.
std::size_t cut_of(std::string_view name) {
  for (auto slash = name.rfind('/'); slash != name.npos && slash > 0;
       slash = name.rfind('/', slash - 1))
    if (slash <= prefix_size && name.size() - slash - 1 <= name_size) return slash;
  return name.npos;
}

} // namespace

bool Tar::add(std::string_view name, char type, std::string_view target, std::string_view content) {
  std::string header(block, '\0');
  std::string_view last = name;
  if (name.size() > name_size) {
    const std::size_t cut = cut_of(name);
    if (cut == name.npos) return false;
    put(header, 345, name.substr(0, cut));
    last = name.substr(cut + 1);
  }
  if (last.empty() || target.size() > target_size) return false;
  put(header, 0, last);
  put_octal(header, 100, 7, 0644);
  put_octal(header, 108, 7, 0);
  put_octal(header, 116, 7, 0);
  put_octal(header, 124, 11, content.size());
  put_octal(header, 136, 11, 0); // constant, so that the same machine gives the same archive
  header[156] = type;
  put(header, 157, target);
  put(header, 257, std::string_view("ustar\00000", 8));
  put_checksum(header);
  archive_ += header;
  archive_ += content;
  archive_.append((block - content.size() % block) % block, '\0');
  return true;
}

bool Tar::add_file(std::string_view name, std::string_view content) {
  return add(name, '0', "", content);
}

bool Tar::add_link(std::string_view name, std::string_view target) {
  return add(name, '2', target, "");
}

std::string Tar::finished() const {
  return archive_ + std::string(2 * block, '\0');
}

} // namespace joules
