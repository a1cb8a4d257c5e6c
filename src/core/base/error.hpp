// The one exception of the core: what was wrong, what was seen, what to do.
// Must not know: how a host reports it; src/pg/boundary maps the kind to an SQLSTATE.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace c360 {

enum class ErrorKind {
  invalid_parameter,  // 22023: an argument has a value that the function does not take
  invalid_text,       // 22P02: malformed text form
  invalid_binary,     // 22P03: malformed binary form
  out_of_range,       // 22003: a number that does not fit
  day_out_of_range,   // 22008: a day outside the calendar
  null_not_allowed,   // 22004: NULL where a value is needed
  program_limit,      // 54000: more than the program can hold, whatever the settings
  memory_limit,       // 53400: more memory than a setting allows
};

class Error : public std::exception {
 public:
  Error(ErrorKind kind, std::string message, std::string detail = {}, std::string hint = {})
      : kind_(kind), message_(std::move(message)), detail_(std::move(detail)), hint_(std::move(hint)) {}

  ErrorKind kind() const { return kind_; }
  const std::string& message() const { return message_; }
  const std::string& detail() const { return detail_; }
  const std::string& hint() const { return hint_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  ErrorKind kind_;
  std::string message_, detail_, hint_;
};

inline void append(std::string& out, std::string_view piece) { out += piece; }
inline void append(std::string& out, char piece) { out += piece; }
void append(std::string& out, std::integral auto number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

// Concatenation for messages: GCC 12 has no std::format.
template <class... Pieces>
std::string concat(const Pieces&... pieces) {
  std::string out;
  (append(out, pieces), ...);
  return out;
}

// The beginning of a user's text, for messages, cut between characters of UTF-8.
inline std::string_view excerpt(std::string_view text, std::size_t most = 64) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace c360
