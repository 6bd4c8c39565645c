// SPDX-License-Identifier: Apache-2.0
// Reports to descriptors that were open before us.
#include "output/standard_descriptors.hpp"
#include "support/refused_destination.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>

TEST_SUITE("output") {

  using namespace joules;
  using test::refusal;
  namespace fs = std::filesystem;

  namespace {

  /// A pipe whose reader may go away.
  struct Pipe {
    int ends[2] = {-1, -1};
    Pipe() { (void)!::pipe(ends); }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
      ::close(ends[1]);
      close_reader();
    }
    void close_reader() {
      if (ends[0] >= 0) ::close(ends[0]);
      ends[0] = -1;
    }
    [[nodiscard]] std::string read() const {
      std::string text(100, '\0');
      text.resize(
          static_cast<std::size_t>(std::max<ssize_t>(::read(ends[0], text.data(), 100), 0)));
      return text;
    }
  };

  /// Puts the descriptor `taken` back at the end, however it was replaced meanwhile.
  class Restored {
  public:
    explicit Restored(int taken) : taken_(taken), copy_(::fcntl(taken, F_DUPFD_CLOEXEC, 20)) {}
    Restored(const Restored&) = delete;
    Restored& operator=(const Restored&) = delete;
    ~Restored() {
      ::dup2(copy_, taken_);
      ::close(copy_);
    }

  private:
    int taken_, copy_;
  };

  DestinationRequest to(int descriptor) {
    return {"", false, descriptor};
  }

  } // namespace

  TEST_CASE("--log-fd writes to a descriptor that is open, and leaves it open") {
    const Pipe pipe;
    {
      Destination destination(to(pipe.ends[1]));
      CHECK(destination.write("131.5 J\n").has_value());
      CHECK_FALSE(destination.is_standard_error());
      CHECK_FALSE(destination.is_terminal());
    }
    CHECK(pipe.read() == "131.5 J\n");
    CHECK(::fcntl(pipe.ends[1], F_GETFD) >= 0);
  }

  TEST_CASE("a terminal is known, and how wide it is, if it knows") {
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(terminal >= 0);
    const Destination destination(to(terminal));
    CHECK(destination.is_terminal());
    CHECK_FALSE(destination.columns().has_value());
    const winsize size{25, 132, 0, 0};
    REQUIRE(::ioctl(terminal, TIOCSWINSZ, &size) == 0);
    CHECK(destination.columns() == 132);
    ::close(terminal);
  }

  TEST_CASE("--log-fd of a descriptor that is closed is refused") {
    CHECK(refusal(to(987)) == "cannot write the report to descriptor 987: Bad file descriptor");
  }

  TEST_CASE("--log-fd of a descriptor that our caller had closed is refused") {
    Pipe ours; // stands where the caller had nothing: it would not survive an exec
    ::fcntl(ours.ends[1], F_SETFD, FD_CLOEXEC);
    CHECK(refusal(to(ours.ends[1])).ends_with(": Bad file descriptor"));
  }

  TEST_CASE("--log-fd of a descriptor that can only be read is refused") {
    const Pipe pipe;
    CHECK(refusal(to(pipe.ends[0])).ends_with(": Bad file descriptor"));
  }

  TEST_CASE("a reader that went away is an error, and does not kill us") {
    Pipe pipe;
    pipe.close_reader();
    Destination destination(to(pipe.ends[1]));
    const auto written = destination.write("131.5 J\n");
    REQUIRE(written.has_error());
    CHECK(written.error().code == EPIPE);
  }

  TEST_CASE("without a request the report goes to standard error") {
    const Pipe pipe;
    const Restored standard_error(STDERR_FILENO);
    ::dup2(pipe.ends[1], STDERR_FILENO);
    Destination destination(DestinationRequest{});
    CHECK(destination.is_standard_error());
    CHECK(destination.write("131.5 J\n").has_value());
    CHECK(pipe.read() == "131.5 J\n");
  }

  TEST_CASE("a reader of standard error that went away is no error: the command's status counts") {
    Pipe pipe;
    const Restored standard_error(STDERR_FILENO);
    ::dup2(pipe.ends[1], STDERR_FILENO);
    pipe.close_reader();
    Destination destination(DestinationRequest{});
    CHECK(destination.write("131.5 J\n").has_value());
  }

  TEST_CASE("a closed standard descriptor is occupied, and stays closed for the command") {
    const Restored standard_input(STDIN_FILENO);
    ::close(STDIN_FILENO);
    occupy_standard_descriptors();
    CHECK((::fcntl(STDIN_FILENO, F_GETFD) & FD_CLOEXEC) != 0);
    CHECK(fs::read_symlink("/proc/self/fd/0") == "/dev/null");
  }

  TEST_CASE("open standard descriptors are left alone, and no other is opened") {
    const auto open_descriptors = [] {
      return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
    };
    const fs::path before = fs::read_symlink("/proc/self/fd/1");
    const auto count = open_descriptors();
    const int flags = ::fcntl(STDOUT_FILENO, F_GETFD);
    occupy_standard_descriptors();
    CHECK(fs::read_symlink("/proc/self/fd/1") == before);
    CHECK(::fcntl(STDOUT_FILENO, F_GETFD) == flags);
    CHECK(open_descriptors() == count);
  }

} // TEST_SUITE
