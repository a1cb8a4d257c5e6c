// Reading and filling of sentences.
// Must not know: where metrics come from.
#include "core/scorecard/wording.hpp"

#include <algorithm>

namespace c360::scorecard {

namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }

// -?digits[.digits], as numeric prints and JSON writes it.
bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point), fraction = text.substr(std::min(point + 1, text.size()));
  return !whole.empty() && std::ranges::all_of(whole, is_digit) && std::ranges::all_of(fraction, is_digit) &&
         (point == text.size() || !fraction.empty());
}

// The decimal with its point moved to the right, rounded half away from zero, without zeros at the end.
std::string rounded(std::string_view text, std::size_t moved, std::size_t decimals) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string whole(text.substr(0, point)), fraction(text.substr(std::min(point + 1, text.size())));
  fraction.resize(std::max(fraction.size(), moved + decimals + 1), '0');
  std::string digits = "0" + whole + fraction.substr(0, moved + decimals);
  if (fraction[moved + decimals] >= '5') {
    std::size_t at = digits.size() - 1;
    while (digits[at] == '9') digits[at--] = '0';
    ++digits[at];
  }
  std::string result = digits.substr(0, digits.size() - decimals);
  result.erase(0, std::min(result.find_first_not_of('0'), result.size() - 1));
  std::string rest = digits.substr(digits.size() - decimals);
  rest.erase(rest.find_last_not_of('0') + 1);
  if (!rest.empty()) result += "." + rest;
  return negative && result != "0" ? "-" + result : result;
}

}  // namespace

std::string shown_value(std::string_view value) {
  return is_decimal(value) ? rounded(value, 0, 2) : std::string(value);
}

std::string shown_percentage(std::string_view value) {
  return is_decimal(value) ? rounded(value, 2, 0) + " %" : std::string(value);
}

Wording Wording::read(std::string_view text, const document::Path& path, document::Faults& faults) {
  Wording wording;
  std::string said;
  while (!text.empty()) {
    const std::size_t brace = std::min(text.find('{'), text.size());
    said += text.substr(0, brace);
    text.remove_prefix(brace);
    if (text.starts_with("{{")) {
      said += '{';
      text.remove_prefix(2);
      continue;
    }
    if (text.empty()) break;
    const std::size_t end = text.find('}');
    std::string_view name = text.substr(1, end == text.npos ? 0 : end - 1);
    const bool percentage = name.ends_with('%');
    if (percentage) name.remove_suffix(1);
    if (end == text.npos || name.empty() || name.find('{') != name.npos) {
      faults.tell("malformed_place", path, "A place for a metric does not end, or has no name.",
                  "Write {days_inactive}, {usage_change_4w%}, or {{ for a brace.");
      return wording;
    }
    if (!said.empty()) wording.parts_.push_back({Part::Kind::text, std::move(said)});
    said.clear();
    wording.parts_.push_back({percentage ? Part::Kind::percentage : Part::Kind::value, std::string(name)});
    text.remove_prefix(end + 1);
  }
  if (!said.empty()) wording.parts_.push_back({Part::Kind::text, std::move(said)});
  return wording;
}

std::vector<std::string_view> Wording::names() const {
  std::vector<std::string_view> names;
  for (const Part& part : parts_)
    if (part.kind != Part::Kind::text) names.push_back(part.text);
  return names;
}

std::string Wording::with(std::span<const std::optional<std::string_view>> values) const {
  std::string sentence;
  std::size_t place = 0;
  for (const Part& part : parts_) {
    if (part.kind == Part::Kind::text) {
      sentence += part.text;
      continue;
    }
    const std::optional<std::string_view>& value = values[place++];
    sentence += !value                                ? "not known"
                : part.kind == Part::Kind::percentage ? shown_percentage(*value)
                                                      : shown_value(*value);
  }
  return sentence;
}

}  // namespace c360::scorecard
