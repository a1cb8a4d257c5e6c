// Text forms that consist of ranges of days in braces, as multiranges are written. The readers' input is hostile.
// Must not know: DateStyle, sessions, what the ranges are for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/day.hpp"

namespace c360 {

// The days [from, to); no `to`: open.
struct DayBounds {
  std::int64_t from;
  std::optional<std::int64_t> to;
  friend bool operator==(const DayBounds&, const DayBounds&) = default;
};

// [2026-01-01,2026-01-04); the calendar's last day has no successor: [5874897-12-31,5874897-12-31].
void append(std::string& out, const DayBounds& bounds);

// All of a text that is written in steps, by `step(std::string&)`.
template <class Text>
std::string whole_text(Text text) {
  std::string out;
  while (text.step(out)) {
  }
  return out;
}

// Reads a text from left to right. Every failure is invalid_text: what was expected, and at which position.
class RangeReader {
 public:
  // The name of the type and an example of it, for errors; both must outlive the reader.
  RangeReader(std::string_view text, std::string_view type, std::string_view example)
      : text_(text), type_(type), example_(example) {}

  [[noreturn]] void fail(std::string_view expected) const;
  bool take(char c);
  void expect(char c, std::string_view name);
  void expect_end();

  // Any bounds, quotes, 'empty' (nothing). An upper end may be left out where `may_be_open`.
  std::optional<DayBounds> range(bool may_be_open);
  // Characters up to the next of `ends`, without surrounding blanks.
  std::string_view word(std::string_view ends);

  // To fail at what was read before: at = position(); …; back_to(at); fail(…).
  std::size_t position() const { return at_; }
  void back_to(std::size_t at) { at_ = at; }

 private:
  void skip_space();
  std::optional<std::int64_t> bound(bool may_be_open);

  std::string_view text_, type_, example_;
  std::size_t at_ = 0;
};

}  // namespace c360
