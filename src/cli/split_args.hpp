// SPDX-License-Identifier: Apache-2.0
// The end of the options, where the command begins. CLI11 cannot tell it plainly: it reads
// "--option=" as
// "--option", and would take the next word, which may be the command, for its value.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace joules {

/// How the words go on behind an option; as they do here behind an unknown one.
struct OptionForm {
  bool takes_value = false;
  bool files_follow = false; // and no command: options may stand behind them, too
};

/// Of "-o", "--output".
using FormOf = std::function<OptionForm(const std::string& option)>;

struct SplitArgs {
  std::vector<std::string> options; // and their values
  bool ask_for_help = false;        // -h or --help is among the options
  std::string lacks_value;          // the last option, when its value is missing
  std::string has_empty_value; // the first option whose value is "": a variable that is not set
  std::string takes_no_value;  // the first option that was given one all the same: "--json="
  std::vector<std::string> command; // from the first operand on, or files; "--" itself is dropped
};

/// Splits as getopt(3) with "+" does, so that no word of the command is ever taken for an option;
/// where files follow, as it does without.
SplitArgs split_args(int argc, const char* const* argv, const FormOf& form_of);

} // namespace joules
