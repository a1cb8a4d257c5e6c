// Reader and writer of graphs as text. The reader's input is hostile.
// Must not know: sessions, entities.
#include "core/identity/graph_text.hpp"

#include <charconv>

#include "core/base/day.hpp"
#include "core/base/error.hpp"
#include "core/base/utf8.hpp"
#include "core/identity/identifier.hpp"

namespace c360::identity {

static constexpr std::int64_t second = 1'000'000, day_length = 86'400 * second;

// ---- writing

void GraphText::append_identifier(std::string& out, std::uint32_t identifier) const {
  out += '"';
  const auto append_escaped = [&](std::string_view text) {
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  };
  append_escaped(graph_.kind_name(graph_.kind_of(identifier)));
  out += ':';
  append_escaped(graph_.text(identifier));
  out += '"';
}

// 2026-01-05T09:00:00.25Z; where a day is BC, so is the end.
void GraphText::append_instant(std::string& out, Instant at) const {
  const std::int64_t day = floor_div(at.value, day_length), time = at.value - day * day_length;
  std::string written;
  append(written, Day{static_cast<std::int32_t>(day)});
  const bool is_bc = written.ends_with(" BC");
  if (is_bc) written.resize(written.size() - 3);
  const auto two_digits = [](std::int64_t number) { return concat(number < 10 ? "0" : "", number); };
  append(out, concat('@', written, 'T', two_digits(time / (3600 * second)), ':', two_digits(time / (60 * second) % 60),
                     ':', two_digits(time / second % 60)));
  if (const std::int64_t fraction = time % second; fraction != 0) {
    std::string digits = concat(second + fraction);
    digits[0] = '.';
    append(out, std::string_view(digits).substr(0, digits.find_last_not_of('0') + 1));
  }
  append(out, is_bc ? "Z BC" : "Z");
}

bool GraphText::step(std::string& out) {
  constexpr std::uint32_t entries = 1024;
  if (!is_begun_) out += '{';
  for (std::uint32_t i = 0; i < entries; ++i) {
    const bool is_identifier = next_identifier_ < graph_.identifiers();
    if (!is_identifier && next_pair_ == graph_.pairs()) {
      out += '}';
      if (const std::string limits = to_json(graph_.limits()); !limits.empty()) append(out, concat(' ', limits));
      return false;
    }
    if (is_begun_) out += ',';
    is_begun_ = true;
    if (is_identifier) {
      append_identifier(out, next_identifier_);
      append_instant(out, graph_.first_seen(next_identifier_++));
    } else {
      const Pair pair = graph_.pair(next_pair_++);
      append_identifier(out, pair.a);
      out += '=';
      append_identifier(out, pair.b);
      append_instant(out, pair.first_seen);
    }
  }
  is_begun_ = true;
  return true;
}

// ---- reading

static constexpr std::string_view example = R"({"email:ann@acme.com"="user_id:7"@2026-01-05T09:00:00Z})";

// The limits stand behind the last brace that closes nothing within them; they have no braces in texts of theirs but in
// names of kinds, which are looked at as JSON is.
static std::string_view limits_of(std::string_view text) {
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"')
      is_quoted = !is_quoted;
    else if (text[at] == '\\')
      ++at;
    else if (text[at] == '}' && !is_quoted)
      return trimmed(text.substr(at + 1));
  }
  return {};
}

static Limits read_limits(std::string_view json) {
  if (json.empty()) return {};
  try {
    return parse_limits(json);
  } catch (const Error& error) {
    throw Error(ErrorKind::invalid_text, "malformed identity_graph literal", error.detail(), error.hint());
  }
}

GraphTextReader::GraphTextReader(std::string_view text, std::pmr::memory_resource& memory, const HashSeed& seed)
    : text_(text), builder_(memory, read_limits(limits_of(text)), seed) {}

void GraphTextReader::fail(std::string_view expected) const {
  throw Error(ErrorKind::invalid_text, "malformed identity_graph literal",
              concat("Expected ", expected, " at position ", at_ + 1, "."), concat("Write ", example, "."));
}

void GraphTextReader::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

bool GraphTextReader::take(char c) {
  skip_blanks();
  if (at_ == text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

bool GraphTextReader::step() {
  if (!is_begun_) {
    is_begun_ = true;
    if (!take('{')) fail("an opening brace");
    if (take('}')) return false;
  }
  for (int entries = 4096; entries > 0; --entries) {
    entry();
    if (take('}')) return false;
    if (!take(',')) fail("a comma or a closing brace");
  }
  return true;
}

GraphTextReader::Side GraphTextReader::identifier(std::string& text) {
  const std::size_t begin = at_;
  if (!take('"')) fail("an identifier in double quotes");
  text.clear();
  for (;; ++at_) {
    if (at_ == text_.size()) fail("a closing quote");
    if (text_[at_] == '"') break;
    if (text_[at_] == '\\') ++at_;
    if (at_ == text_.size()) fail("a closing quote");
    text += text_[at_];
  }
  ++at_;
  const std::string_view read = text;
  const std::size_t colon = read.find(':');
  const auto refuse = [&] {
    at_ = begin;
    fail("an identifier such as \"email:ann@acme.com\"");
  };
  if (colon == read.npos || !is_text_in_utf8(read)) refuse();
  const std::string_view kind = trimmed(read.substr(0, colon)), value = trimmed(read.substr(colon + 1));
  if (kind.empty() || kind.size() > KindName::longest || value.empty()) refuse();
  return {kind, value};
}

Instant GraphTextReader::instant() {
  skip_blanks();
  const std::size_t begin = at_;
  const auto refuse = [&] {
    at_ = begin;
    fail("an instant such as 2026-01-05T09:00:00Z");
  };
  const std::size_t t = text_.find('T', at_), z = text_.find('Z', at_);
  if (t == text_.npos || z == text_.npos || t > z || z - begin > 40) refuse();
  std::string day(text_.substr(begin, t - begin));
  std::string_view time = text_.substr(t + 1, z - t - 1);
  at_ = z + 1;
  if (text_.substr(at_).starts_with(" BC")) {
    at_ += 3;
    day += " BC";
  }
  const auto parsed = parse_day(day);
  const auto number = [&](std::size_t from, std::size_t size) {
    std::int64_t value = -1;
    const char* const end = time.data() + from + size;
    const auto [stop, error] = std::from_chars(time.data() + from, end, value);
    return error == std::errc() && stop == end ? value : -1;
  };
  if (!parsed || time.size() < 8 || time[2] != ':' || time[5] != ':') refuse();
  const std::int64_t hours = number(0, 2), minutes = number(3, 2), seconds = number(6, 2);
  std::int64_t fraction = 0;
  if (time.size() > 8) {
    const std::size_t digits = time.size() - 9;
    fraction = time[8] == '.' && digits >= 1 && digits <= 6 ? number(9, digits) : -1;
    for (std::size_t i = digits; i < 6; ++i) fraction *= 10;
  }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59 || fraction < 0) refuse();
  const std::int64_t in_day = ((hours * 60 + minutes) * 60 + seconds) * second + fraction;
  // Days reach farther than instants do.
  if (parsed->value < first_instant.value / day_length || parsed->value > last_instant.value / day_length) refuse();
  const Instant at{parsed->value * day_length + in_day};
  if (!is_finite(at)) refuse();
  return at;
}

void GraphTextReader::entry() {
  const Side first = identifier(first_);
  Side other{};
  if (take('=')) other = identifier(second_);
  if (!take('@')) fail("an @ and an instant");
  builder_.add({first.kind, first.text, other.kind, other.text, instant()});
}

}  // namespace c360::identity
