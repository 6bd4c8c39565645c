// SPDX-License-Identifier: Apache-2.0
// The format of -f. What format_problem() lets through can be written; what it says is printable.
#include "report/format_string.hpp"

#include <cstdint>
#include <cstdlib>

using namespace joules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view format(reinterpret_cast<const char*>(data), size);
  if (const auto problem = format_problem(format)) {
    for (const char byte : *problem)
      if ((byte >= 0 && byte < ' ') || byte == 0x7f) std::abort();
    return 0;
  }
  Recording recording;
  recording.argv = {"./bench", "a b"};
  EnergyAccount account;
  account.tree.value = Joules{12.5};
  account.wall = Seconds{3723.5};
  const std::string text = formatted_report(format, recording, account);
  if (text.empty() || text.back() != '\n') std::abort();
  // Text without a specifier is written as it is.
  if (format.find_first_of("%\\") == format.npos && text != std::string(format) + "\n")
    std::abort();
  return 0;
}
