// The text form of exact numbers.
// Must not know: what they count, and how the host writes decimals.
#include "core/base/exact.hpp"

#include <algorithm>

namespace c360 {

void append_decimal(std::string& out, __int128 units, int decimals) {
  // Unsigned, because the most negative number has no positive counterpart.
  auto rest = static_cast<unsigned __int128>(units);
  if (units < 0) {
    out += '-';
    rest = -rest;
  }
  std::string digits;
  for (; decimals > 2 && rest % 10 == 0; --decimals) rest /= 10;
  for (int i = 0; i < decimals || rest != 0 || i == decimals; ++i, rest /= 10) {
    if (i == decimals && i != 0) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  std::ranges::reverse(digits);
  out += digits;
}

std::string plain_text(Millionths number) {
  std::string text = concat(number);
  // It has a point: all zeros in the end are decimals.
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::optional<DecimalText> DecimalText::read(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view() : digits.substr(point + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (whole.empty() || (point != std::string_view::npos && fraction.empty()) || !std::ranges::all_of(whole, is_digit) ||
      !std::ranges::all_of(fraction, is_digit))
    return {};
  return DecimalText{negative, whole, fraction};
}

std::optional<__int128> parse_decimal(std::string_view text, int decimals, void (&overflow)()) {
  const auto decimal = DecimalText::read(text);
  if (!decimal) return {};
  const auto [negative, whole, fraction] = *decimal;

  // Signed from the first digit on, because the most negative number has no positive counterpart.
  const __int128 one = negative ? -1 : 1;
  __int128 units = 0;
  const auto shift_in = [&](int digit) {
    if (__builtin_mul_overflow(units, static_cast<__int128>(10), &units) ||
        __builtin_add_overflow(units, one * digit, &units))
      overflow();
  };
  const auto beyond_at = static_cast<std::size_t>(decimals);
  for (const char c : whole) shift_in(c - '0');
  for (std::size_t i = 0; i < beyond_at; ++i) shift_in(i < fraction.size() ? fraction[i] - '0' : 0);
  if (fraction.size() > beyond_at) {
    const std::string_view beyond = fraction.substr(beyond_at);
    const bool above_half = std::ranges::any_of(beyond.substr(1), [](char c) { return c != '0'; });
    if (beyond[0] > '5' || (beyond[0] == '5' && (above_half || (units & 1) != 0)))
      if (__builtin_add_overflow(units, one, &units)) overflow();
  }
  return units;
}

}  // namespace c360
