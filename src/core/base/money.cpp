// The text form of amounts.
// Must not know: how the host writes decimals.
#include "core/base/money.hpp"

namespace c360 {

void append(std::string& out, Money money) {
  const bool negative = money.units() < 0;
  // Unsigned, because the most negative number has no positive counterpart.
  const auto units = static_cast<unsigned __int128>(money.units());
  const unsigned __int128 size = negative ? -units : units, scale = Money::scale;
  constexpr std::int64_t one = 10'000'000'000;  // in the last decimal
  const std::int64_t decimals = money_decimals_of(static_cast<std::int64_t>(size % scale));
  // At most 3.4 · 10^38 ÷ 5.04 · 10^9 · 10^10: beyond 128 bits, so the whole number and the decimals by themselves.
  const unsigned __int128 whole = size / scale + static_cast<unsigned>(decimals / one);
  if (negative && (whole != 0 || decimals % one != 0)) out += '-';
  append_decimal(out, static_cast<__int128>(whole), 0);
  std::string fraction;
  append_decimal(fraction, decimals % one, money_decimals);
  out += std::string_view(fraction).substr(1);
}

std::optional<Money> parse(std::string_view text, Money) {
  const auto decimal = DecimalText::read(text);
  if (!decimal) return {};
  unsigned __int128 whole = 0;
  for (const char digit : decimal->whole)
    if (__builtin_mul_overflow(whole, static_cast<unsigned __int128>(10), &whole) ||
        __builtin_add_overflow(whole, static_cast<unsigned __int128>(digit - '0'), &whole))
      Money::overflow();
  std::string_view fraction = decimal->fraction;
  const auto money = amount_of_digits(decimal->negative, whole, [&] {
    if (fraction.empty()) return -1;
    int digits = 0;
    for (std::size_t i = 0; i < 4; ++i) digits = digits * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    fraction.remove_prefix(std::min<std::size_t>(fraction.size(), 4));
    return digits;
  });
  if (!money) Money::overflow();
  return money;
}

}  // namespace c360
