// SPDX-License-Identifier: Apache-2.0
// Marks: what the command says of itself while it runs, by --marks: its phases, and its work.
#pragma once

#include "joules/choices.hpp"
#include "joules/units.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

struct Mark {
  enum class Kind {
    begin, // a phase begins; one of its name that has begun already is another level of it
    end,   // the one of this name that began last ends
    point, // a moment, for pictures
    work   // so much work has been done, in the phase that began last and goes on, or in none
  };
  Kind kind = Kind::point;
  Nanoseconds at{0};   // on CLOCK_MONOTONIC, when joules read the line
  Nanoseconds late{0}; // and at most so long before it was written
  std::string name;    // of the phase or the moment; of work its unit, "request"
  double amount = 0;   // of work: above 0
};

template <>
struct Choices<Mark::Kind> {
  static constexpr Choice<Mark::Kind> all[] = {{"begin", Mark::Kind::begin},
                                               {"end", Mark::Kind::end},
                                               {"mark", Mark::Kind::point},
                                               {"work", Mark::Kind::work}};
};

/// What a run does, as --work says: "1000:requests".
struct Work {
  double amount = 1;
  std::string unit; // empty: not named
};

/// Is it one unit: the same word, or its plural: "request" and "requests", "query" and "queries"?
bool is_same_unit(std::string_view one, std::string_view other);

/// The most of a run that are kept: with names of a usual length, a few megabytes. Beyond, ends are
/// still kept, as many again, so that no phase has what came after it.
inline constexpr std::size_t most_marks = 32768;

/// In bytes, of a line without its newline; and of a phase's name, behind "begin ".
inline constexpr std::size_t longest_mark = 256, longest_phase_name = longest_mark - 6;

/// Of work: what is beyond has no meaning, and would make no readable number.
inline constexpr double least_work = 1e-9, most_work = 1e18;

/// Marks that say nothing.
struct MarkLosses {
  std::uint64_t garbled = 0;   // lines that are none
  std::uint64_t unkept = 0;    // beyond the most that are kept
  std::uint64_t unmatched = 0; // an end of what has not begun

  [[nodiscard]] bool any() const { return garbled + unkept + unmatched > 0; }
  bool operator==(const MarkLosses&) const = default;
};

struct Marks {
  std::vector<Mark> all;     // in their order
  std::uint64_t garbled = 0; // lines that are no mark
  std::uint64_t unkept = 0;  // beyond the most that are kept: what they would say is not known
};

} // namespace joules
