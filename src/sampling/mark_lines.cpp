// SPDX-License-Identifier: Apache-2.0
#include "sampling/mark_lines.hpp"

#include "joules/host.hpp"
#include "joules/quoting.hpp"

#include <algorithm>
#include <charconv>
#include <new>
#include <optional>
#include <utility>

namespace joules {

namespace {

/// The first word, which is taken from `text`.
std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view word = text.substr(0, end);
  text = trimmed(text.substr(end));
  return word;
}

std::optional<double> amount_in(std::string_view word) {
  double amount = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), amount);
  const bool whole = error == std::errc() && end == word.data() + word.size();
  if (!whole || !(amount >= least_work) || amount > most_work) return std::nullopt;
  return amount;
}

std::optional<Mark> mark_in(std::string_view line) {
  line = trimmed(line);
  const auto kind = choice_of<Mark::Kind>(take_word(line));
  if (!kind) return std::nullopt;
  Mark mark;
  mark.kind = *kind;
  if (*kind == Mark::Kind::work) {
    const auto amount = amount_in(take_word(line));
    if (!amount) return std::nullopt;
    mark.amount = *amount;
  } else if (line.empty()) {
    return std::nullopt;
  }
  if (!is_printable(line)) return std::nullopt;
  mark.name = line;
  return mark;
}

} // namespace

void MarkLines::take(std::string_view bytes, Nanoseconds at, Nanoseconds late) noexcept {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    if (!too_long_ && unfinished_.size() + part.size() > longest_mark) too_long_ = true;
    if (!too_long_) unfinished_ += part; // for which there is room: see MarkLines()
    if (end == bytes.npos) return;
    bytes.remove_prefix(end + 1);
    if (std::exchange(too_long_, false))
      ++marks_.garbled;
    else
      take_line(unfinished_, at, late);
    unfinished_.clear();
  }
}

void MarkLines::take_line(std::string_view line, Nanoseconds at, Nanoseconds late) try {
  auto mark = mark_in(line);
  if (!mark) {
    ++marks_.garbled;
    return;
  }
  mark->at = at;
  mark->late = late;
  const std::size_t room = mark->kind == Mark::Kind::end ? 2 * most_marks : most_marks;
  if (marks_.all.size() < room)
    marks_.all.push_back(std::move(*mark));
  else
    ++marks_.unkept;
} catch (const std::bad_alloc&) {
  ++marks_.unkept;
}

Marks MarkLines::finished() && {
  if (!unfinished_.empty() || too_long_) ++marks_.garbled;
  return std::move(marks_);
}

} // namespace joules
