// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/energy_file.hpp"

#include "joules/host/text_file.hpp"
#include "joules/sensors/powercap.hpp"
#include "joules/sensors/source.hpp"
#include "sensors/error_value.hpp"

#include <cerrno>
#include <utility>

namespace joules {

namespace {

class EnergyFile final : public EnergyCounter {
public:
  EnergyFile(Domain domain, OpenFile file) : domain_(std::move(domain)), file_(std::move(file)) {
    if (domain_.modulus_uj) all_ones_ = all_ones_of(*domain_.modulus_uj);
  }

  [[nodiscard]] const Domain& domain() const override { return domain_; }

  Result<std::uint64_t> read() override {
    // RAPL's driver answers EINVAL for one failed register access; the next one may succeed.
    auto number = read_once();
    if (!number && number.error().code == EINVAL) number = read_once();
    return number;
  }

private:
  Result<std::uint64_t> read_once() {
    // Outside sysfs a removed file goes on showing its last number: that is not an idle machine.
    if (file_.is_deleted()) return Error{file_.path(), "deleted while it was read", ENODEV};
    const auto text = file_.read_again(buffer_);
    if (!text) return text.error();
    if (text->size() == buffer_.size()) return Error{file_.path(), "too long for a number", 0};
    const auto number = parse_unsigned(*text);
    if (!number) return Error{file_.path(), trimmed(*text).empty() ? "empty" : "not a number", 0};
    if (domain_.modulus_uj && *number > *domain_.modulus_uj)
      return Error{file_.path(), beyond_its_range, ERANGE};
    if (is_error_value(*number) || number == all_ones_)
      return Error{file_.path(), shows_error_value, ERANGE};
    return *number;
  }

  Domain domain_;
  OpenFile file_;
  std::optional<std::uint64_t> all_ones_; // what a register of ones shows
  std::string buffer_ = std::string(64, '\0');
};

} // namespace

Result<std::unique_ptr<EnergyCounter>> open_energy_file(const Domain& domain) {
  auto file = OpenFile::open(domain.path);
  if (!file) return file.error();
  return std::unique_ptr<EnergyCounter>(std::make_unique<EnergyFile>(domain, std::move(*file)));
}

} // namespace joules
