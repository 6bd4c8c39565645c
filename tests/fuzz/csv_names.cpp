// SPDX-License-Identifier: Apache-2.0
// Names of commands in CSV: anybody's bytes, which a spreadsheet must read as one harmless field.
#include "joules/quoting.hpp"
#include "report/export/exports.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace joules;

namespace {

/// The first field of the second row, as RFC 4180 has it read.
std::string first_field(std::string_view text) {
  text.remove_prefix(text.find("\r\n") + 2);
  std::string field;
  if (!text.starts_with('"')) return std::string(text.substr(0, text.find(',')));
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"' && text.substr(i, 2) != "\"\"") {
      if (text.substr(i + 1, 3) != ",7,") std::abort();
      return field;
    }
    if (text[i] == '"') ++i;
    field += text[i];
  }
  std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string name(reinterpret_cast<const char*>(data), size);
  Experiment experiment;
  CommandRuns& command = experiment.commands.emplace_back();
  command.name = name;
  command.argv = {"sh"};
  command.runs.emplace_back().index = 7;
  const std::string field = first_field(csv_export(experiment, {}));
  const std::string shown = printable(name.empty() ? "sh" : name);
  if (field != shown && field != "'" + shown) std::abort();
  if (std::string_view("=+-@\t\r").find(field[0]) != std::string_view::npos) std::abort();
  if (printable(field) != field) std::abort();
  return 0;
}
