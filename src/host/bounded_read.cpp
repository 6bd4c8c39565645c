// SPDX-License-Identifier: Apache-2.0
#include "host/bounded_read.hpp"

#include "host/text_file.hpp"
#include "joules/quoting.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

namespace joules {

namespace {

/// What one read of a pipe gives at once, whole.
constexpr std::size_t largest_answer = 4096;

/// errno of the read, 0 for none, before the text.
[[noreturn]] void answer(const std::function<Result<std::string>()>& read, int pipe) {
  const auto text = read();
  const int code = text ? 0 : text.error().code;
  std::string message(sizeof code, '\0');
  std::memcpy(message.data(), &code, sizeof code);
  if (text) message += text->substr(0, largest_answer - sizeof code);
  ::_exit(::write(pipe, message.data(), message.size()) > 0 ? 0 : 1);
}

std::optional<std::string> message_from(int pipe, Nanoseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  pollfd waiting{pipe, POLLIN, 0};
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return std::nullopt;
    std::array<char, largest_answer> buffer{};
    const ssize_t count = ::read(pipe, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    return std::string(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
}

Result<std::string> text_in(const std::string& answer, const std::string& object) {
  int code = EIO;
  if (answer.size() < sizeof code) return system_error(object, code);
  std::memcpy(&code, answer.data(), sizeof code);
  if (code != 0) return system_error(object, code);
  return answer.substr(sizeof code);
}

} // namespace

Result<std::string> answer_within(Nanoseconds limit, const std::string& object,
                                  const std::function<Result<std::string>()>& read) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return read();
  const pid_t reader = ::fork();
  if (reader == 0) answer(read, ends[1]);
  ::close(ends[1]);
  if (reader < 0) {
    ::close(ends[0]);
    return read();
  }
  const auto message = message_from(ends[0], limit);
  ::close(ends[0]);
  if (!message) ::kill(reader, SIGKILL);
  while (::waitpid(reader, nullptr, message ? 0 : WNOHANG) < 0 && errno == EINTR) {
  }
  if (!message) return Error(object, "its driver does not answer", ETIMEDOUT);
  return text_in(*message, object);
}

Result<std::string> read_text_within(const std::filesystem::path& path, Nanoseconds limit) {
  return answer_within(limit, quoted({path.string()}),
                       [&] { return read_text(path, largest_answer); });
}

} // namespace joules
