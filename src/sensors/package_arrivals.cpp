// SPDX-License-Identifier: Apache-2.0
#include "sensors/package_arrivals.hpp"

#include "joules/host.hpp"
#include "sensors/domain_rules.hpp"
#include "sensors/powercap.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

std::string name_of_zone(const fs::path& root, const std::string& id) {
  return read_line(root / id / "name").value_or("");
}

class PackageWatch final : public ArrivalWatch {
public:
  PackageWatch(fs::path root, std::set<std::string> known, OpenPackages open)
      : root_(std::move(root)), known_(std::move(known)), open_(std::move(open)) {}

  const std::vector<Arrival>& look() override {
    std::vector<std::string> ids;
    std::set<std::string> names;
    for (const std::string& id : sorted_names_in(root_)) {
      if (!is_top_msr_zone(id)) continue;
      const std::string name = name_of_zone(root_, id);
      if (parse_zone_name(name).kind != ZoneKind::package || known_.contains(name)) continue;
      ids.push_back(id);
      names.insert(name);
    }
    if (ids.empty()) return arrivals_;
    std::vector<Arrival> found = open_(root_, ids);
    arrivals_.reserve(arrivals_.size() + found.size());
    known_.merge(names);
    std::ranges::move(found, std::back_inserter(arrivals_));
    return arrivals_;
  }

private:
  fs::path root_;
  std::set<std::string> known_;
  OpenPackages open_;
  std::vector<Arrival> arrivals_;
};

std::vector<Arrival> not_counted(const fs::path& root, const std::vector<std::string>& ids) {
  std::vector<Arrival> arrivals;
  for (const std::string& id : ids)
    arrivals.push_back({name_of_zone(root, id), (root / id / "energy_uj").string(), nullptr});
  return arrivals;
}

} // namespace

std::unique_ptr<ArrivalWatch> watch_for_packages(fs::path root, std::set<std::string> known,
                                                 OpenPackages open) {
  return std::make_unique<PackageWatch>(std::move(root), std::move(known), std::move(open));
}

std::unique_ptr<ArrivalWatch> watch_for_packages(fs::path root, std::set<std::string> known) {
  return watch_for_packages(std::move(root), std::move(known), not_counted);
}

} // namespace joules
