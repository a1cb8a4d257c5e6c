// Ranges of days as text.
// Must not know: DateStyle, sessions.
#include "core/base/range_text.hpp"

#include "core/base/error.hpp"

namespace c360 {

static void append_bound(std::string& out, std::int64_t value) {
  const std::size_t from = out.size();
  append(out, Day{static_cast<std::int32_t>(value)});
  if (out.ends_with("BC")) {  // has a space: quoted, as multiranges do
    out.insert(from, 1, '"');
    out += '"';
  }
}

void append(std::string& out, const DayBounds& bounds) {
  const bool closed = bounds.to && *bounds.to > last_day.value;
  out += '[';
  append_bound(out, bounds.from);
  out += ',';
  if (bounds.to) append_bound(out, closed ? *bounds.to - 1 : *bounds.to);
  out += closed ? ']' : ')';
}

void RangeReader::fail(std::string_view expected) const {
  throw Error(ErrorKind::invalid_text, concat("malformed ", type_, " literal"),
              concat("Expected ", expected, " at position ", at_ + 1, "."), concat("Write ", example_, "."));
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

void RangeReader::skip_space() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

bool RangeReader::take(char c) {
  skip_space();
  if (at_ == text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

void RangeReader::expect(char c, std::string_view name) {
  if (!take(c)) fail(name);
}

void RangeReader::expect_end() {
  skip_space();
  if (at_ != text_.size()) fail("nothing more");
}

std::string_view RangeReader::word(std::string_view ends) {
  skip_space();
  const std::size_t begin = at_;
  at_ = std::min(text_.find_first_of(ends, at_), text_.size());
  std::size_t end = at_;
  while (end > begin && is_blank(text_[end - 1])) --end;
  return text_.substr(begin, end - begin);
}

std::optional<std::int64_t> RangeReader::bound(bool may_be_open) {
  skip_space();
  const bool quoted = take('"');
  const std::size_t begin = at_;
  const std::string_view text = word(quoted ? "\"" : ",])}");
  if (may_be_open && !quoted && text.empty()) return {};
  const auto day = parse_day(text);
  if (!day) {
    at_ = begin;
    fail(may_be_open ? "a day such as 2026-01-31, or nothing for an open end"
                     : "a day such as 2026-01-31 (this end must not be open)");
  }
  if (quoted) expect('"', "a closing quote");
  return day->value;
}

std::optional<DayBounds> RangeReader::range(bool may_be_open) {
  skip_space();
  if (text_.substr(at_).starts_with("empty")) {
    at_ += 5;
    return {};
  }
  const bool from_inclusive = take('[');
  if (!from_inclusive) expect('(', "an opening bracket or parenthesis");
  const std::size_t at = at_;
  const std::int64_t from = *bound(false);
  expect(',', "a comma");
  const auto to = bound(may_be_open);
  const bool to_inclusive = take(']');
  if (!to_inclusive) expect(')', "a closing bracket or parenthesis");
  if (to && from > *to) {
    at_ = at;
    fail("a range whose lower bound is not after its upper bound");
  }
  const DayBounds bounds{from + !from_inclusive, to ? std::optional(*to + to_inclusive) : std::nullopt};
  if (bounds.to && bounds.from >= *bounds.to) return {};
  return bounds;
}

}  // namespace c360
