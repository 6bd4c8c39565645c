// SPDX-License-Identifier: Apache-2.0
#include "joules/subject.hpp"

namespace joules {

std::string text_of(const SubjectName& subject) {
  return std::string(name_of(subject.kind)) + ":" + subject.name;
}

} // namespace joules
