// SPDX-License-Identifier: Apache-2.0
// generate_completions FOLDER: writes the completions there out of FOLDER/templates.
#include "support/completions.hpp"

#include <fstream>

int main(int argc, char** argv) {
  using namespace joules::test;
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  for (const char* const name : {"/joules.bash", "/joules.fish", "/_joules"}) {
    std::ofstream file(folder + name);
    file << filled_completion(text_of(folder + "/templates" + name));
    if (!file.flush()) return 1;
  }
  return 0;
}
