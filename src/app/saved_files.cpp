// SPDX-License-Identifier: Apache-2.0
#include "app/saved_files.hpp"

#include "joules/quoting.hpp"
#include "joules/report.hpp"
#include "joules/result.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace joules {

namespace {

constexpr std::size_t chunk = std::size_t{64} << 10;

class SavedFile {
public:
  SavedFile(const std::string& option, const std::string& file)
      : name_(option + " " + quoted({file})),
        descriptor_(file == standard_input
                        ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                        : ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {
    if (descriptor_ < 0) refuse(system_error(name_, errno).reason);
  }
  SavedFile(const SavedFile&) = delete;
  SavedFile& operator=(const SavedFile&) = delete;
  ~SavedFile() { ::close(descriptor_); }

  std::string text(std::size_t most) const {
    struct stat status {};
    const bool sized = ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
    if (sized && std::cmp_greater(status.st_size, most)) refuse_size(most);
    std::string text;
    // The text then takes the file's own size, and not the next power of two.
    text.reserve((sized ? static_cast<std::size_t>(status.st_size) : 0) + chunk);
    while (read_more(text)) {
      if (text.size() > most) refuse_size(most);
      if (text.size() <= chunk && !may_be_report(text)) refuse("is no report of joules");
    }
    return text;
  }

private:
  /// False: it has ended.
  bool read_more(std::string& text) const {
    const std::size_t before = text.size();
    text.resize(before + chunk);
    ssize_t count = -1;
    do count = ::read(descriptor_, text.data() + before, chunk);
    while (count < 0 && errno == EINTR);
    if (count < 0) refuse(system_error(name_, errno).reason);
    text.resize(before + static_cast<std::size_t>(count));
    return count > 0;
  }

  [[noreturn]] void refuse(const std::string& why) const { throw Failure(name_ + ": " + why); }
  [[noreturn]] void refuse_size(std::size_t most) const {
    refuse("is larger than the " + std::to_string(most >> 20) + " MiB that are read");
  }

  std::string name_; // for messages
  int descriptor_;
};

} // namespace

std::string path_of_input(const std::string& file) {
  return file == standard_input ? "/dev/stdin" : file;
}

std::string read_saved_file(const std::string& option, const std::string& file, std::size_t most) {
  return SavedFile(option, file).text(most);
}

Baseline read_baseline(const std::string& option, const std::string& file,
                       const std::optional<std::string>& name, const Scope& scope) {
  const auto report = read_saved(read_saved_file(option, file, largest_document), file);
  if (!report) throw Failure(option + " " + report.error().message());
  auto baselines = baselines_in(*report, scope);
  if (!baselines) throw Failure(option + " " + baselines.error().message());
  const auto meant = baselines->size() == 1
                         ? baselines->begin()
                         : std::ranges::find_if(*baselines, [&](const Baseline& baseline) {
                             return name && baseline.series.name == *name;
                           });
  if (meant == baselines->end()) {
    std::string names;
    for (const Baseline& baseline : *baselines)
      names += (names.empty() ? "" : ", ") + quoted({baseline.series.name});
    throw Failure(option + " " + quoted({file}) + ": holds several commands" +
                  (name ? ", and none is " + quoted({*name}) : "") + ": give --name one of " +
                  names);
  }
  if (const auto has = require_part(*meant, scope); !has)
    throw Failure(option + " " + has.error().message());
  return std::move(*meant);
}

void require_comparable(const std::string& option, const Baseline& baseline,
                        const MeasuredBy& measured_by) {
  const auto alike = require_alike(baseline.origin, measured_by);
  if (!alike) throw Failure(option + " " + alike.error().message());
}

} // namespace joules
