// Amounts of money, and their shape where many of them are stored.
// Must not know: currencies.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/base/exact.hpp"

namespace c360 {

// Counted in 1/5040 of a millionth, because 5040 is a multiple of nearly every number that a price is divided by: a
// price with six decimals, divided by 12 · n for n years of 1 to 7, by 1 to 10, 12, 15, 18, 24, 36 … months, or by 12
// for 52 weeks or 365 days a year, is a whole number of units. What is divided and added up again is what it was
// (METRICS R7). ±3.3 · 10^28.
struct MoneyUnit {
  static constexpr std::int64_t scale = 5'040'000'000;
  static constexpr std::string_view what = "amount";
};
using Money = Exact<MoneyUnit>;

// Its text, with two to ten decimals, rounded to the nearest: ten tell every two amounts apart.
inline constexpr int money_decimals = 10;
void append(std::string& out, Money money);
// -?digits[.digits], rounded to the nearest unit, half to even. Throws out_of_range.
std::optional<Money> parse(std::string_view text, Money);

// Of one amount's rest, below a unit of money, in 10^-10: 0 to 10^10. A tie is impossible, 63 being odd.
constexpr std::int64_t money_decimals_of(std::int64_t rest) { return (rest * 125 + 31) / 63; }

// An amount from its decimal digits: the whole number before the point, and behind it groups of four digits from
// next(): 0 to 9999, or -1 where there are no more. The nearest unit, half to even; nothing where that is out of range.
template <class Next>
std::optional<Money> amount_of_digits(bool negative, unsigned __int128 whole, Next next) {
  std::int64_t fraction = 0;  // the first sixteen digits
  for (int i = 0; i < 4; ++i) fraction = fraction * 10'000 + std::max(next(), 0);
  // 10^-16 is 504 · 10^-9 units, so that this is less than 2^63.
  constexpr std::int64_t part = 504, parts = 1'000'000'000;
  std::int64_t units = fraction * part / parts;
  // How far it is to the middle between two units. All digits behind are less than one more in the last place, and
  // nearly always too few to reach it, or not needed.
  std::int64_t missing = parts / 2 - fraction * part % parts;
  while (missing >= 0 && missing < part) {
    const int digits = next();
    if (digits < 0) break;
    missing = missing * 10'000 - part * digits;
  }
  units += missing < 0 || (missing == 0 && (units & 1) != 0);

  unsigned __int128 sum;
  if (__builtin_mul_overflow(whole, static_cast<unsigned __int128>(Money::scale), &sum) ||
      __builtin_add_overflow(sum, static_cast<unsigned __int128>(units), &sum))
    return {};
  if (sum > (static_cast<unsigned __int128>(1) << 127) - !negative) return {};
  return Money::from_units(static_cast<Money::Units>(negative ? -sum : sum));
}

// The same amount in 12 bytes, for what is stored many times: ±7.8 · 10^18.
class PackedMoney {
 public:
  constexpr PackedMoney() = default;
  // Throws out_of_range.
  explicit PackedMoney(Money money) {
    const Money::Units units = money.units();
    high_ = static_cast<std::int32_t>(units >> 64);
    low_ = {static_cast<std::uint32_t>(units), static_cast<std::uint32_t>(units >> 32)};
    if (this->money() != money) [[unlikely]]
      overflow();
  }

  Money money() const {
    return Money::from_units(static_cast<Money::Units>(high_) << 64 | std::uint64_t{low_[1]} << 32 | low_[0]);
  }

 private:
  [[noreturn]] static void overflow() {
    throw Error(ErrorKind::out_of_range, "amount out of range",
                concat("An amount of one customer exceeds ", Money::from_units((Money::Units{1} << 95) - 1), "."),
                "Use smaller amounts.");
  }

  std::array<std::uint32_t, 2> low_{};
  std::int32_t high_ = 0;
};
static_assert(sizeof(PackedMoney) == 12);

}  // namespace c360
