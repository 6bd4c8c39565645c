// SPDX-License-Identifier: Apache-2.0
#include "cli/command_string.hpp"

#include "joules/quoting.hpp"
#include "joules/result.hpp"

#include <optional>
#include <string_view>

namespace joules {

namespace {

constexpr std::string_view blanks = " \t\n";
/// Characters that a shell would not take literally, outside quotes.
constexpr std::string_view needs_shell = "|&;<>()$`*?[#~";

class Splitter {
public:
  explicit Splitter(const std::string& text) : text_(text) {}

  std::vector<std::string> words() {
    while (at_ < text_.size()) {
      const char letter = text_[at_++];
      if (blanks.find(letter) != blanks.npos)
        end_word();
      else if (letter == '\'')
        single_quoted();
      else if (letter == '"')
        double_quoted();
      else if (letter == '\\')
        escaped();
      else
        plain(letter);
    }
    end_word();
    if (words_.empty()) refuse("is empty");
    return std::move(words_);
  }

private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw Failure("--compare " + quoted({text_}) + ": " + why);
  }

  std::string& word() {
    if (!word_) word_.emplace();
    return *word_;
  }

  void end_word() {
    if (word_) words_.push_back(std::move(*word_));
    word_.reset();
  }

  void plain(char letter) {
    // "#" and "~" mean something at the beginning of a word only.
    const bool harmless = (letter == '#' || letter == '~') && word_;
    if (!harmless && needs_shell.find(letter) != needs_shell.npos)
      refuse(std::string("an unquoted ") + letter + " needs a shell: quote it, or add --shell");
    if (letter == '=' && words_.empty() && word_)
      refuse("an assignment needs a shell: use env(1), or add --shell");
    word() += letter;
  }

  void single_quoted() {
    const auto end = text_.find('\'', at_);
    if (end == text_.npos) refuse("a ' is not closed");
    word() += text_.substr(at_, end - at_);
    at_ = end + 1;
  }

  void double_quoted() {
    constexpr std::string_view escapable = "$`\"\\\n";
    word();
    for (; at_ < text_.size(); ++at_) {
      const char letter = text_[at_];
      if (letter == '"') {
        ++at_;
        return;
      }
      if (letter == '$' || letter == '`')
        refuse(std::string("a ") + letter + " needs a shell: add --shell");
      const bool escape = letter == '\\' && at_ + 1 < text_.size() &&
                          escapable.find(text_[at_ + 1]) != escapable.npos;
      if (escape) ++at_;
      if (!escape || text_[at_] != '\n') word() += text_[at_];
    }
    refuse("a \" is not closed");
  }

  void escaped() {
    if (at_ == text_.size()) refuse("ends with a lone backslash");
    const char letter = text_[at_++];
    if (letter != '\n') word() += letter; // a continued line
  }

  const std::string& text_;
  std::size_t at_ = 0;
  std::optional<std::string> word_; // nullopt: between words
  std::vector<std::string> words_;
};

} // namespace

std::vector<std::string> split_command(const std::string& text) {
  return Splitter(text).words();
}

} // namespace joules
