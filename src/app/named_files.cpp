// SPDX-License-Identifier: Apache-2.0
#include "app/named_files.hpp"

#include "app/saved_files.hpp"
#include "joules/quoting.hpp"
#include "joules/result.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

namespace joules {

namespace {

/// `path` is `file`, or what `file` cannot be without.
void require_existing(const std::string& option, const std::string& file, const std::string& path) {
  struct stat status {};
  if (path.empty() || ::stat(path.c_str(), &status) == 0 || errno != ENOENT) return;
  throw Failure(option + system_error(quoted({file}), ENOENT).message());
}

void require_directory_of(const DestinationRequest& place) {
  require_existing("", place.file, std::filesystem::path(place.file).parent_path());
}

} // namespace

void require_named_files(const Measure& request) {
  if (const auto& baseline = request.gates.baseline; baseline && *baseline != standard_input)
    require_existing("--baseline ", *baseline, *baseline);
  require_directory_of(request.output.report);
  require_directory_of(request.output.recording);
  for (const ExportRequest& wanted : request.output.exports)
    require_directory_of(wanted.destination);
}

} // namespace joules
