// SPDX-License-Identifier: Apache-2.0
#include "output/writing.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <string>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

using namespace joules;

namespace {

/// A pipe that is full, with its reader.
struct FullPipe {
  FullPipe() {
    REQUIRE(::pipe(ends) == 0);
    ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (::write(ends[1], "0123456789abcdef", 16) > 0) ++lines;
    ::fcntl(ends[1], F_SETFL, 0);
  }
  FullPipe(const FullPipe&) = delete;
  FullPipe& operator=(const FullPipe&) = delete;
  ~FullPipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  void read_all() const {
    char line[16];
    for (int i = 0; i < lines; ++i) CHECK(::read(ends[0], line, sizeof line) > 0);
  }
  int ends[2] = {};
  int lines = 0;
};

} // namespace

TEST_SUITE("output") {
  TEST_CASE("who waits for a reader is asked, and goes on when there is room") {
    const FullPipe pipe;
    CHECK_FALSE(takes_text(pipe.ends[1]));
    int asked = 0;
    const ReaderWait wait([&](int descriptor) {
      CHECK(descriptor == pipe.ends[1]);
      pipe.read_all();
      return ++asked == 1;
    });
    CHECK(write_all(pipe.ends[1], "text", "a pipe").has_value());
    CHECK(asked == 1);
    CHECK(takes_text(pipe.ends[1]));
  }

  TEST_CASE("nobody is waited for when a signal is to end us") {
    const FullPipe pipe;
    const ReaderWait wait([](int) { return false; });
    const auto written = write_all(pipe.ends[1], "text", "a pipe");
    REQUIRE(written.has_error());
    CHECK(written.error().message() == "a pipe: nobody read it before a signal came");
    CHECK(written.error().code == EINTR);
  }

  TEST_CASE("a full pipe that does not block is waited for as well") {
    const FullPipe pipe;
    ::fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK);
    int asked = 0;
    const ReaderWait wait([&](int) {
      if (++asked == 2) pipe.read_all();
      return asked < 5;
    });
    // Asked once more where it turns out that there is still no room.
    CHECK(write_all(pipe.ends[1], "text", "a pipe").has_value());
    CHECK(asked == 2);
  }

  TEST_CASE("a text of many pipes' length arrives whole") {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    std::string text;
    for (int i = 0; text.size() < 300'000; ++i) text += std::to_string(i) + " ";
    std::string read;
    std::thread reader([&] {
      char part[5000];
      for (ssize_t count = 1; count > 0;)
        if ((count = ::read(ends[0], part, sizeof part)) > 0)
          read.append(part, static_cast<std::size_t>(count));
    });
    CHECK(write_all(ends[1], text, "a pipe").has_value());
    ::close(ends[1]);
    reader.join();
    ::close(ends[0]);
    CHECK(read == text);
  }

  TEST_CASE("a reader that has gone is an error, and ends nobody") {
    FullPipe pipe;
    ::close(pipe.ends[0]);
    CHECK(write_all(pipe.ends[1], "text", "a pipe").error().code == EPIPE);
    pipe.ends[0] = ::dup(pipe.ends[1]);
  }
}
