// SPDX-License-Identifier: Apache-2.0
#include "output/standard_descriptors.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace joules {

void occupy_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) < 0)
      (void)::open("/dev/null", O_RDWR | O_CLOEXEC); // takes the lowest free number: this one
}

} // namespace joules
