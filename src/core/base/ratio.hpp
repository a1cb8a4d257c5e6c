// A fraction of whole numbers, to be divided by whoever needs a decimal.
// Must not know: what is counted.
#pragma once

#include <cstdint>

namespace c360 {

// Of nothing, where the denominator is 0, there is no rate (METRICS R6).
struct Ratio {
  std::int64_t numerator;
  std::int64_t denominator;
  friend bool operator==(const Ratio&, const Ratio&) = default;
};

}  // namespace c360
