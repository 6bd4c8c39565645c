// SPDX-License-Identifier: Apache-2.0
#include "sensors/energy_file.hpp"

#include "sensors/error_value.hpp"
#include "sensors/open_source.hpp"
#include "sensors/powercap.hpp"
#include "sensors/sensor_file.hpp"

#include <cerrno>
#include <utility>

namespace joules {

namespace {

class EnergyFile final : public EnergyCounter {
public:
  EnergyFile(Counter identity, SensorFile file)
      : identity_(std::move(identity)), file_(std::move(file)) {
    if (identity_.modulus) all_ones_ = all_ones_of(*identity_.modulus);
  }

  [[nodiscard]] const Counter& identity() const override { return identity_; }

  Result<std::uint64_t> read() override {
    // RAPL's driver answers EINVAL for one failed register access; the next one may succeed.
    auto number = read_once();
    if (!number && number.error().code == EINVAL) number = read_once();
    return number ? Result<std::uint64_t>(gone_on_with(*number)) : number;
  }

  void begin_run() override { restarted_ = false; }
  std::vector<SensorEvent> end_run() override {
    if (!restarted_) return {};
    return {{SensorEvent::Kind::restarted, identity_.name,
             file_.path() + ", which was gone for a while"}};
  }

private:
  /// A driver that is loaded anew finds RAPL's register where it was; one that counts itself begins
  /// at 0. Less than before is either a wrap or a beginning, and in both so much was counted at
  /// least: it is added to what there was, so that nobody takes it for the other.
  std::uint64_t gone_on_with(std::uint64_t number) {
    if (file_.times_opened_again() != seen_opened_again_) {
      seen_opened_again_ = file_.times_opened_again();
      if (number < last_) {
        before_ += last_;
        restarted_ = true;
      }
    }
    last_ = number;
    const std::uint64_t all = before_ + number;
    return before_ > 0 && identity_.modulus ? all % identity_.modulus->count : all;
  }

  Result<std::uint64_t> read_once() {
    const auto text = file_.read_again(buffer_);
    if (!text) return text.error();
    if (text->size() == buffer_.size()) return Error{file_.path(), "too long for a number", 0};
    const auto number = parse_unsigned(*text);
    if (!number) return Error{file_.path(), trimmed(*text).empty() ? "empty" : "not a number", 0};
    if (identity_.modulus && *number > identity_.modulus->count)
      return Error{file_.path(), beyond_its_range, ERANGE};
    if (is_error_value(*number) || number == all_ones_)
      return Error{file_.path(), shows_error_value, ERANGE};
    return *number;
  }

  Counter identity_;
  SensorFile file_;
  std::uint64_t last_ = 0;   // what the file said
  std::uint64_t before_ = 0; // what it had counted before it began anew
  int seen_opened_again_ = 0;
  bool restarted_ = false;                // since begin_run()
  std::optional<std::uint64_t> all_ones_; // what a register of ones shows
  std::string buffer_ = std::string(64, '\0');
};

} // namespace

Result<std::unique_ptr<EnergyCounter>> open_energy_file(const Counter& counter, LocateFile locate) {
  auto file = SensorFile::open(counter.path, std::move(locate));
  if (!file) return file.error();
  return std::unique_ptr<EnergyCounter>(std::make_unique<EnergyFile>(counter, std::move(*file)));
}

} // namespace joules
