// SPDX-License-Identifier: Apache-2.0
#include "app/diff.hpp"
#include "app/doctor.hpp"
#include "app/exit_disposition.hpp"
#include "app/fold.hpp"
#include "app/measure.hpp"
#include "app/merge.hpp"
#include "app/messages.hpp"
#include "app/replay.hpp"
#include "joules/cli.hpp"
#include "joules/launch.hpp"
#include "joules/output.hpp"
#include "joules/version.hpp"

#include <unistd.h>

#include <string>

using namespace joules;

namespace {

ExitDisposition print(const std::string& text) {
  const auto written = write_all(STDOUT_FILENO, text, "standard output");
  if (!written) throw Failure(written.error().message());
  return {};
}

/// Each mode is a function of its own request.
struct RunMode {
  ExitDisposition operator()(const Measure& request) const { return measure(request); }
  ExitDisposition operator()(const Replay& request) const { return replay(request); }
  ExitDisposition operator()(const Fold& request) const { return fold(request); }
  ExitDisposition operator()(const Diff& request) const { return diff(request); }
  ExitDisposition operator()(const Merge& request) const { return merge(request); }
  ExitDisposition operator()(const Doctor& request) const { return doctor(request); }
  ExitDisposition operator()(const Help& request) const {
    return print(help_text(request.sections));
  }
  ExitDisposition operator()(const Version&) const {
    return print("joules " + std::string(version) + " (report schema 1)\n");
  }
};

} // namespace

int main(int argc, char** argv) try {
  occupy_standard_descriptors();
  const Request request = parse_command_line(argc, argv);
  const ExitDisposition disposition = std::visit(RunMode{}, request);
  if (disposition.signal) die_of(*disposition.signal);
  return disposition.status;
} catch (...) {
  complain_of_exception();
  return own_failure.status;
}
