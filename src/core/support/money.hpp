// Exact decimal amounts: a 128-bit count of millionths.
// Must not know: currencies, and how the host stores decimals.
#pragma once

#include <cstdint>
#include <string>

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

  friend auto operator<=>(Money, Money) = default;

  [[noreturn]] static void overflow() {
    throw Error(ErrorKind::out_of_range, "amount out of range",
                "A sum of amounts exceeds 170141183460469231731687303715884.105727.", "Use smaller amounts.");
  }

 private:
  Units units_ = 0;
};

}  // namespace c360
