// SPDX-License-Identifier: Apache-2.0
#include "sensors/hwmon_inputs.hpp"

#include "sensors/error_value.hpp"
#include "sensors/open_source.hpp"
#include "sensors/rail_power.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// Longer than any driver that works takes; some wake their card first.
constexpr auto longest_card_wait = std::chrono::seconds(1);

/// "hwmon3" to 3; "energy12_input" to 12 and "_input".
struct Numbered {
  int number = 0;
  std::string_view rest;
};

std::optional<Numbered> numbered(std::string_view name, std::string_view word) {
  Numbered found;
  if (!name.starts_with(word)) return std::nullopt;
  const char* const end = name.data() + name.size();
  const auto [rest, failure] = std::from_chars(name.data() + word.size(), end, found.number);
  if (failure != std::errc()) return std::nullopt;
  found.rest = {rest, static_cast<std::size_t>(end - rest)};
  return found;
}

/// Chips in the order of their numbers, not of their letters.
std::vector<fs::path> chips_of(const HostRoot& host) {
  std::vector<std::pair<int, fs::path>> chips;
  const fs::path folder = host.sys("class/hwmon");
  for (const std::string& name : sorted_names_in(folder))
    if (const auto chip = numbered(name, "hwmon"); chip && chip->rest.empty())
      chips.emplace_back(chip->number, folder / name);
  std::sort(chips.begin(), chips.end());
  std::vector<fs::path> paths;
  for (auto& [number, path] : chips) paths.push_back(std::move(path));
  return paths;
}

bool is_card(const std::string& driver) {
  return driver == "amdgpu" || driver == "i915" || driver == "xe" || driver == "nouveau";
}

/// The power of a card that sleeps, or hangs, may never come.
Result<std::string> read_file(const fs::path& path, const std::string& driver) {
  return is_card(driver) ? read_text_within(path, longest_card_wait) : read_text(path);
}

void read_number_of(const Result<std::string>& text, HwmonInput& input) {
  input.error_value = false;
  input.unreadable.clear();
  input.reading.reset();
  if (!text) {
    input.unreadable = text.error().reason;
    return;
  }
  input.reading = parse_unsigned(*text);
  if (!input.reading) input.unreadable = trimmed(*text).empty() ? "empty" : "not a number";
  if (!input.reading || !is_error_value(*input.reading)) return;
  input.error_value = true;
  input.unreadable = shows_error_value;
  input.reading.reset();
}

void read_product(HwmonInput& input) {
  input.unreadable.clear();
  const auto power = read_rail(input.path, input.volts);
  input.reading = power ? std::optional(static_cast<std::uint64_t>(*power)) : std::nullopt;
  if (!power) input.unreadable = power.error().reason;
}

/// The most that the chip draws by its own account: fam15h_power its processor's limit
/// (Documentation/hwmon/fam15h_power.rst), graphics cards their caps and ratings (amdgpu_pm.c,
/// ABI/testing/sysfs-driver-intel-{i915,xe}-hwmon). What others show there is an alarm's threshold,
/// which anybody may set.
void read_rating(const fs::path& folder, int number, HwmonInput& input) {
  if (input.driver != "fam15h_power" && !is_card(input.driver)) return;
  const std::string power = "power" + std::to_string(number);
  for (const char* suffix : {"_crit", "_cap", "_cap_max", "_max", "_rated_max"})
    if (const auto rating = read_number(folder / (power + suffix)))
      input.rating_uw = std::max(input.rating_uw.value_or(0), *rating);
}

/// An APU's graphics have no cap of their own (amdgpu_hwmon_attributes_visible of amdgpu_pm.c hides
/// it), or two with names of their own (Van Gogh), and show the voltage of the north bridge. Those
/// of a card tell its limits.
bool is_apu(const fs::path& chip) {
  for (const char* label : {"in0_label", "in1_label", "power1_label", "power2_label"}) {
    const auto text = read_line(chip / label);
    if (text == "vddnb" || text == "slowPPT" || text == "fastPPT") return true;
  }
  return !is_there(chip / "power1_cap");
}

/// Beside any other processor they are a card.
bool has_amd_processor(const HostRoot& host) {
  return identify_cpu(host).vendor == "AuthenticAMD";
}

std::string first_line_of(std::initializer_list<fs::path> files) {
  for (const fs::path& file : files)
    if (auto line = read_line(file).value_or(""); !line.empty()) return line;
  return "";
}

/// The files of one chip, in `folder`: older drivers, the ACPI power meter among them, keep theirs
/// beside the device.
class ChipFolder {
public:
  /// `in_apu`: graphics of AMD's that may be the processor's own.
  ChipFolder(const fs::path& chip, fs::path folder, std::string driver, bool in_apu)
      : chip_(chip), folder_(std::move(folder)), driver_(std::move(driver)), in_apu_(in_apu),
        names_(sorted_names_in(folder_)) {}

  void add_to(std::vector<HwmonInput>& inputs) const {
    for (const std::string_view word : {"energy", "power"})
      for (const int number : numbers_of(word)) inputs.push_back(input_of(word, number));
    if (!driver_.starts_with("ina")) return;
    for (const int number : numbers_of("curr"))
      if (is_there(in(number, "_input")) && !is_there(file("power", number, "_input")))
        inputs.push_back(rail_of(number));
  }

private:
  [[nodiscard]] fs::path file(std::string_view word, int number, const char* suffix) const {
    return folder_ / (std::string(word) + std::to_string(number) + suffix);
  }
  [[nodiscard]] fs::path in(int number, const char* suffix) const {
    return file("in", number, suffix);
  }

  /// Ascending. There may be gaps, where the hardware lacks an input.
  [[nodiscard]] std::vector<int> numbers_of(std::string_view word) const {
    std::vector<int> numbers;
    for (const std::string& name : names_)
      if (const auto found = numbered(name, word);
          found && (found->rest == "_input" || (word == "power" && found->rest == "_average")))
        numbers.push_back(found->number);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
  }

  [[nodiscard]] HwmonInput named(std::string_view word, int number) const {
    HwmonInput input;
    input.id = chip_.filename().string() + "/" + std::string(word) + std::to_string(number);
    input.driver = driver_;
    return input;
  }

  [[nodiscard]] HwmonInput input_of(std::string_view word, int number) const {
    HwmonInput input = named(word, number);
    input.counts = word == "energy";
    input.path = file(word, number, "_average");
    if (input.counts || !is_there(input.path)) input.path = file(word, number, "_input");
    input.label = first_line_of({file(word, number, "_label"), file(word, number, "_oem_info")});
    if (input.label.empty() && driver_.starts_with("ina")) input.label = label_of_rail(number);
    if (const auto interval = read_number(file(word, number, "_average_interval"))) {
      input.period = Seconds{static_cast<double>(*interval) * 1e-3};
      input.period_known = true;
    }
    input.whole_chip = in_apu_;
    read_input(input);
    read_rating(folder_, number, input);
    return input;
  }

  [[nodiscard]] HwmonInput rail_of(int number) const {
    HwmonInput input = named("curr", number);
    input.path = file("curr", number, "_input");
    input.volts = in(number, "_input");
    input.label = label_of_rail(number);
    read_input(input);
    if (read_number(in(number, "_enable")) == 0)
      input.unreadable = "switched off (in*_enable is 0)";
    return input;
  }

  /// Device tree names the rail: with the input, or, where the chip has only one, with the chip.
  [[nodiscard]] std::string label_of_rail(int number) const {
    return first_line_of({in(number, "_label"), file("curr", number, "_label"), chip_ / "label"});
  }

  fs::path chip_, folder_;
  std::string driver_;
  bool in_apu_;
  std::vector<std::string> names_;
};

} // namespace

std::vector<HwmonInput> list_hwmon(const HostRoot& host) {
  std::vector<HwmonInput> inputs;
  for (const fs::path& chip : chips_of(host)) {
    const std::string driver = first_line_of({chip / "name", chip / "device/name"});
    const bool in_apu = driver == "amdgpu" && is_apu(chip) && has_amd_processor(host);
    for (const fs::path& folder : {chip, chip / "device"})
      ChipFolder(chip, folder, driver, in_apu).add_to(inputs);
  }
  return inputs;
}

void read_input(HwmonInput& input) {
  if (input.volts.empty())
    read_number_of(read_file(input.path, input.driver), input);
  else
    read_product(input);
}

} // namespace joules
