// SPDX-License-Identifier: Apache-2.0
#include "report/json/saved_document.hpp"
#include "report/json/json.hpp"

#include <cmath>
#include <utility>

namespace joules {

namespace {

/// Runs, and values outside of them: some hundred megabytes.
constexpr std::size_t most_values_saved = 1'000'000;

/// Where a report of ours has an object or a list.
enum class Place {
  root,
  host,
  method,
  plan,
  domains,
  domain,
  commands,
  command,
  argv,
  runs,
  run,
  counters,
  job,
  parts, // subjects, phases, work
  one_part
};

struct Child {
  Place inside;
  std::string_view key; // in a list: empty
  bool is_list;
  Place place;
};

constexpr Child children[] = {
    {Place::root, "host", false, Place::host},
    {Place::root, "method", false, Place::method},
    {Place::root, "plan", false, Place::plan},
    {Place::method, "domains", true, Place::domains},
    {Place::domains, "", false, Place::domain},
    {Place::root, "commands", true, Place::commands},
    {Place::commands, "", false, Place::command},
    {Place::command, "argv", true, Place::argv},
    {Place::command, "runs", true, Place::runs},
    {Place::runs, "", false, Place::run},
    {Place::command, "failed_run", false, Place::run},
    {Place::run, "energy_domains_joules", false, Place::counters},
    {Place::run, "energy_counters_started_joules", false, Place::counters},
    {Place::run, "job", false, Place::job},
    {Place::run, "subjects", true, Place::parts},
    {Place::run, "phases", true, Place::parts},
    {Place::run, "work", true, Place::parts},
    {Place::parts, "", false, Place::one_part},
};

class Reader final : public nlohmann::json_sax<ParsedJson> {
public:
  explicit Reader(const ReportVisitor& visitor) : visitor_(visitor) {}

  [[nodiscard]] bool holds_too_much() const { return values_ > most_values_saved; }
  ParsedJson document() && { return std::move(document_); }

  bool null() override { return keep({}); }
  bool boolean(bool value) override { return keep(value); }
  bool number_integer(number_integer_t value) override { return keep(value); }
  bool number_unsigned(number_unsigned_t value) override { return keep(value); }
  bool number_float(number_float_t value, const string_t&) override { return keep(value); }
  bool string(string_t& value) override { return keep(std::move(value)); }
  bool binary(binary_t&) override { return false; } // not in JSON
  bool key(string_t& name) override {
    if (passed_over_ == 0) open_.back().key = std::move(name);
    return true;
  }
  bool start_object(std::size_t) override { return start(false); }
  bool start_array(std::size_t) override { return start(true); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

private:
  struct Open {
    Place place;
    ParsedJson json;
    std::string key{};             // of the value that comes
    std::size_t values_before = 0; // when it began
    std::size_t parts = 0;         // of a run
  };

  bool keep(ParsedJson value) {
    if (passed_over_ > 0 || open_.empty()) return true;
    Open& open = open_.back();
    if (open.json.is_object())
      open.json[open.key] = std::move(value);
    else if (open.place == Place::argv)
      open.json.push_back(std::move(value));
    else
      return true;
    ++values_;
    return !holds_too_much();
  }

  [[nodiscard]] std::optional<Place> place_of_next(bool is_list) const {
    if (open_.empty()) return is_list ? std::nullopt : std::optional(Place::root);
    for (const Child& child : children)
      if (child.inside == open_.back().place && child.is_list == is_list &&
          child.key == open_.back().key)
        return child.place;
    return std::nullopt;
  }

  bool start(bool is_list) {
    const auto place = passed_over_ == 0 ? place_of_next(is_list) : std::nullopt;
    if (place)
      open_.push_back({*place, is_list ? ParsedJson::array() : ParsedJson::object(), {}, values_});
    else
      ++passed_over_;
    return true;
  }

  bool end() {
    if (passed_over_ > 0) {
      --passed_over_;
      return true;
    }
    Open ended = std::move(open_.back());
    open_.pop_back();
    finish(std::move(ended));
    ++values_;
    return !holds_too_much();
  }

  void finish(Open ended) {
    switch (ended.place) {
    case Place::root: document_ = std::move(ended.json); break;
    case Place::run:
      visitor_.run(ended.json, open_.back().place == Place::command);
      // Of a run its parts are kept, besides its numbers.
      values_ = ended.values_before + ended.parts;
      break;
    case Place::command: visitor_.command(ended.json); break;
    case Place::runs:
    case Place::commands: break;
    case Place::one_part: ++open_[open_.size() - 2].parts; [[fallthrough]];
    case Place::domain: open_.back().json.push_back(std::move(ended.json)); break;
    case Place::argv:
    case Place::host:
    case Place::method:
    case Place::plan:
    case Place::domains:
    case Place::job:
    case Place::parts:
    case Place::counters: open_.back().json[open_.back().key] = std::move(ended.json); break;
    }
  }

  const ReportVisitor& visitor_;
  std::vector<Open> open_;
  std::size_t passed_over_ = 0; // how deep inside of what is not kept
  std::size_t values_ = 0;      // that are kept
  ParsedJson document_;
};

} // namespace

Result<ParsedJson> read_document(std::string_view text, const ReportVisitor& visitor) {
  // The parser would take a NUL for the end, and what follows would be lost in silence.
  if (text.find('\0') != text.npos) return ParsedJson(ParsedJson::value_t::discarded);
  Reader reader(visitor);
  if (ParsedJson::sax_parse(text, &reader)) return std::move(reader).document();
  if (reader.holds_too_much()) return Error("report", "holds more than a million runs or values");
  return ParsedJson(ParsedJson::value_t::discarded);
}

const ParsedJson& part(const ParsedJson& json, std::string_view key) {
  static const ParsedJson nothing;
  if (!json.is_object()) return nothing;
  const auto found = json.find(key);
  return found == json.end() ? nothing : *found;
}

std::string text_of(const ParsedJson& json, std::string_view key) {
  const ParsedJson& value = part(json, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::vector<std::string> words_of(const ParsedJson& json, std::string_view key) {
  const ParsedJson& list = part(json, key);
  if (!list.is_array()) return {};
  std::vector<std::string> words;
  for (const ParsedJson& word : list) {
    if (!word.is_string()) return {};
    words.push_back(word.get<std::string>());
  }
  return words;
}

std::optional<double> number_of(const ParsedJson& json, std::string_view key) {
  const ParsedJson& value = part(json, key);
  if (!value.is_number()) return std::nullopt;
  const double number = value.get<double>();
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

bool may_be_true(const ParsedJson& json, std::string_view key) {
  const ParsedJson& value = part(json, key);
  return value.is_boolean() ? value.get<bool>() : !value.is_null();
}

bool is_true(const ParsedJson& json, std::string_view key) {
  const ParsedJson& value = part(json, key);
  return value.is_boolean() && value.get<bool>();
}

} // namespace joules
