// Exact decimal amounts: a 128-bit count of millionths.
// Must not know: currencies, and how the host stores decimals.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/support/error.hpp"

namespace c360 {

// Holds ±1.7 · 10^32 with six decimals. Every operation is exact or throws out_of_range.
class Money {
 public:
  using Units = __int128;
  static constexpr int decimals = 6;
  static constexpr std::int64_t scale = 1'000'000;

  constexpr Money() = default;
  static constexpr Money from_units(Units units) {
    Money money;
    money.units_ = units;
    return money;
  }

  constexpr Units units() const { return units_; }
  double to_double() const { return static_cast<double>(units_) / static_cast<double>(scale); }

  Money& operator+=(Money other) {
    if (__builtin_add_overflow(units_, other.units_, &units_)) overflow();
    return *this;
  }

  Money& operator-=(Money other) {
    if (__builtin_sub_overflow(units_, other.units_, &units_)) overflow();
    return *this;
  }
  friend Money operator+(Money a, Money b) { return a += b; }
  friend Money operator-(Money a, Money b) { return a -= b; }

  friend auto operator<=>(Money, Money) = default;

  [[noreturn]] static void overflow() {
    throw Error(ErrorKind::out_of_range, "amount out of range",
                "A sum of amounts exceeds 170141183460469231731687303715884.105727.", "Use smaller amounts.");
  }

 private:
  // Aligned as the host's allocator aligns, to 8 bytes, where the compiler would have 16.
  using HostAlignedUnits [[gnu::aligned(8)]] = Units;
  HostAlignedUnits units_ = 0;
};
static_assert(alignof(Money) == 8);

// At least two decimals, as money is written, and as many more as the amount has: 120.00, 0.333333.
void append(std::string& out, Money amount);

// The inverse: -?digits[.digits]. Beyond the sixth decimal it rounds half to even. Nothing for anything else; throws
// out_of_range for what is too large.
std::optional<Money> parse_money(std::string_view text);

// The same amount in 12 bytes, for what is stored many times: ±3.9 · 10^22 with six decimals.
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
                "An amount of one customer exceeds 39614081257132168796771.975167.", "Use smaller amounts.");
  }

  std::array<std::uint32_t, 2> low_{};
  std::int32_t high_ = 0;
};
static_assert(sizeof(PackedMoney) == 12);

}  // namespace c360
