// A fraction of whole numbers, to be divided by whoever needs a decimal.
// Must not know: what is counted.
#pragma once

#include <cstdint>

namespace c360 {

// Of nothing, where the denominator is 0, there is no rate (METRICS R6).
struct Ratio {
  std::int64_t numerator;
  std::int64_t denominator;

  // As fractions: 1 ÷ 2 is 3 ÷ 6.
  friend constexpr bool operator==(Ratio a, Ratio b) {
    return static_cast<__int128>(a.numerator) * b.denominator == static_cast<__int128>(b.numerator) * a.denominator &&
           (a.denominator == 0) == (b.denominator == 0);
  }
};

}  // namespace c360
