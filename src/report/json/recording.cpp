// SPDX-License-Identifier: Apache-2.0
#include "report/json/recording.hpp"

#include "joules/quoting.hpp"
#include "joules/version.hpp"
#include "report/json/field_reader.hpp"
#include "report/json/field_writer.hpp"
#include "report/json/json.hpp"
#include "report/json/recording_check.hpp"
#include "report/json/recording_fields.hpp"

namespace joules {

namespace {

constexpr const char* version_key = "recording_version";

/// 128 MiB of text may hold as many values as would take gigabytes. These are
/// 4096 processes that all used CPU time in each of 3900 intervals.
constexpr std::size_t most_values_recorded = 16'000'000;
constexpr std::size_t deepest = 16;

/// Says whether a document is worth its memory.
class SizeCheck final : public nlohmann::json_sax<ParsedJson> {
public:
  bool null() override { return count(); }
  bool boolean(bool) override { return count(); }
  bool number_integer(number_integer_t) override { return count(); }
  bool number_unsigned(number_unsigned_t) override { return count(); }
  bool number_float(number_float_t, const string_t&) override { return count(); }
  bool string(string_t&) override { return count(); }
  bool binary(binary_t&) override { return false; } // not in JSON
  bool key(string_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ <= deepest && count(); }
  bool start_array(std::size_t) override { return ++depth_ <= deepest && count(); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

private:
  bool count() { return ++values_ <= most_values_recorded; }
  bool leave() {
    --depth_;
    return true;
  }

  std::size_t values_ = 0, depth_ = 0;
};

} // namespace

std::string recording_document(const Experiment& experiment) {
  Json document = {{version_key, 1}, {"tool", {{"name", "joules"}, {"version", version}}}};
  document["policy"] = FieldWriter::json_of(any_run(experiment)->account.policy);
  document["experiment"] = FieldWriter::json_of(experiment);
  return document.dump() + "\n";
}

Result<SavedRecording> read_recording(std::string_view text, const std::string& file) {
  const std::string object = quoted({file});
  SizeCheck size;
  // The parser would take a NUL for the end, and what follows would be lost in silence.
  if (text.find('\0') != text.npos || !ParsedJson::sax_parse(text, &size))
    return Error(object, "is no JSON document, or one that is larger than any recording");
  const auto document = ParsedJson::parse(text);
  if (!document.is_object() || document.value(version_key, ParsedJson()) != 1)
    return Error(object, "is no recording of joules with version 1 (joules --record makes one)");
  SavedRecording recording;
  try {
    FieldReader fields(document);
    fields("policy", recording.policy);
    fields("experiment", recording.experiment);
  } catch (const BadField& bad) {
    return Error(object, bad.what());
  }
  const auto sound = check_recorded(recording.experiment, recording.policy);
  if (!sound) return Error(object, sound.error().reason);
  return recording;
}

} // namespace joules
