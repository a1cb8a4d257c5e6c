// The text form of amounts.
// Must not know: currencies, and how the host writes decimals.
#include "core/support/money.hpp"

#include <algorithm>

namespace c360 {

void append(std::string& out, Money amount) {
  // Unsigned, because the most negative amount has no positive counterpart.
  auto rest = static_cast<unsigned __int128>(amount.units());
  if (amount.units() < 0) {
    out += '-';
    rest = -rest;
  }
  std::string digits;
  int decimals = Money::decimals;
  for (; decimals > 2 && rest % 10 == 0; --decimals) rest /= 10;
  for (int i = 0; i < decimals || rest != 0 || i == decimals; ++i, rest /= 10) {
    if (i == decimals) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  std::ranges::reverse(digits);
  out += digits;
}

std::optional<Money> parse_money(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string_view digits = text.substr(negative ? 1 : 0);
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view() : digits.substr(point + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (whole.empty() || (point != std::string_view::npos && fraction.empty()) || !std::ranges::all_of(whole, is_digit) ||
      !std::ranges::all_of(fraction, is_digit))
    return {};

  // Signed from the first digit on, because the most negative amount has no positive counterpart.
  const Money::Units one = negative ? -1 : 1;
  Money::Units units = 0;
  const auto shift_in = [&](int digit) {
    if (__builtin_mul_overflow(units, Money::Units{10}, &units) || __builtin_add_overflow(units, one * digit, &units))
      Money::overflow();
  };
  for (const char c : whole) shift_in(c - '0');
  for (std::size_t i = 0; i < Money::decimals; ++i) shift_in(i < fraction.size() ? fraction[i] - '0' : 0);
  if (fraction.size() > Money::decimals) {
    const std::string_view beyond = fraction.substr(Money::decimals);
    const bool above_half = std::ranges::any_of(beyond.substr(1), [](char c) { return c != '0'; });
    if (beyond[0] > '5' || (beyond[0] == '5' && (above_half || (units & 1) != 0)))
      if (__builtin_add_overflow(units, one, &units)) Money::overflow();
  }
  return Money::from_units(units);
}

}  // namespace c360
