// SPDX-License-Identifier: Apache-2.0
// What a command writes as marks: any bytes, in any pieces.
#include "sampling/mark_lines.hpp"

#include "joules/quoting.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

using namespace joules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 64;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  MarkLines whole, pieces;
  whole.take(text, Nanoseconds(1), {});
  for (std::size_t i = 0; i < text.size(); i += piece)
    pieces.take(text.substr(i, piece), Nanoseconds(1), {});
  const Marks one = std::move(whole).finished(), other = std::move(pieces).finished();
  if (one.all.size() != other.all.size() || one.garbled != other.garbled) std::abort();
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  if (one.all.size() + one.garbled > lines + 1) std::abort();
  for (std::size_t i = 0; i < one.all.size(); ++i) {
    const Mark& mark = one.all[i];
    if (mark.name != other.all[i].name || !is_printable(mark.name)) std::abort();
    if (mark.kind != Mark::Kind::work && mark.name.empty()) std::abort();
    if (mark.kind == Mark::Kind::work && !(mark.amount >= least_work)) std::abort();
  }
  return 0;
}
