// SPDX-License-Identifier: Apache-2.0
#include "sensors/rail_power.hpp"

#include "joules/host.hpp"
#include "sensors/error_value.hpp"
#include "sensors/input_place.hpp"
#include "sensors/open_source.hpp"
#include "sensors/sensor_file.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

namespace joules {

namespace {

Result<double> signed_number(const Result<std::string_view>& text, const std::string& path) {
  if (!text) return text.error();
  const std::string_view digits = trimmed(*text);
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty()) return Error(path, "empty");
  if (failure != std::errc() || end != digits.data() + digits.size())
    return Error(path, "not a number");
  if (is_error_value(number)) return Error(path, shows_error_value);
  return static_cast<double>(number);
}

class Rail {
public:
  Rail(SensorFile milliamperes, SensorFile millivolts)
      : milliamperes_(std::move(milliamperes)), millivolts_(std::move(millivolts)) {}

  Result<double> power_uw() {
    const auto current = signed_number(milliamperes_.read_again(buffer_), milliamperes_.path());
    if (!current) return current;
    const auto voltage = signed_number(millivolts_.read_again(buffer_), millivolts_.path());
    if (!voltage) return voltage;
    return std::max(*current * *voltage, 0.0); // mA x mV
  }

private:
  SensorFile milliamperes_, millivolts_;
  std::string buffer_ = std::string(64, '\0');
};

Result<std::shared_ptr<Rail>> open(const std::filesystem::path& milliamperes,
                                   const std::filesystem::path& millivolts) {
  auto current = SensorFile::open(milliamperes, locate_input(milliamperes));
  if (!current) return current.error();
  auto voltage = SensorFile::open(millivolts, locate_input(millivolts));
  if (!voltage) return voltage.error();
  return std::make_shared<Rail>(std::move(*current), std::move(*voltage));
}

} // namespace

Result<double> read_rail(const std::filesystem::path& milliamperes,
                         const std::filesystem::path& millivolts) {
  const auto rail = open(milliamperes, millivolts);
  return rail ? (*rail)->power_uw() : Result<double>(rail.error());
}

Result<ReadPower> open_rail(const std::filesystem::path& milliamperes,
                            const std::filesystem::path& millivolts) {
  auto rail = open(milliamperes, millivolts);
  if (!rail) return rail.error();
  return ReadPower([rail = std::move(*rail)] { return rail->power_uw(); });
}

} // namespace joules
