// Doubles as the decimals that they were written as, where that is told by arithmetic alone: of at most six decimals
// and 15 digits. For others the host prints the double, and reads it again.
// Must not know: how a host prints.
#pragma once

#include <cfloat>
#include <cmath>
#include <optional>

#include "core/base/packed_decimal.hpp"

namespace c360 {

// Exactly; nothing for what is not such a decimal.
inline std::optional<Millionths> decimal_of(double value) {
  const double nearest = std::nearbyint(value * 1e6);
  if (std::abs(nearest) < 1e15 && nearest / 1e6 == value)
    return Millionths::from_units(static_cast<std::int64_t>(nearest));
  return {};
}

// To the nearest whole number, half to even, below 2^51 in size: behind the addition there is no room for decimals. A
// library's function would be called.
inline double nearest_whole(double value) {
#if FLT_EVAL_METHOD == 0
  constexpr double no_room = 0x1.8p52;
  return (value + no_room) - no_room;
#else
  return std::nearbyint(value);
#endif
}

// Rounded down; nothing for what lies too near to a millionth, or is too large, to tell by the double's digits.
inline std::optional<FixedNumber> fixed_of(double value) {
  const double scaled = value * 1e6;
  if (scaled > -1e15 && scaled < 1e15) {
    const double nearest = nearest_whole(scaled);
    // A decimal of at most six decimals: exactly the double that such a decimal is read as.
    if (nearest / 1e6 == value) return FixedNumber{static_cast<std::int64_t>(nearest), false};
    if (std::abs(scaled - nearest) > 1e-3 && std::abs(nearest) < 1e12) {
      const auto towards_zero = static_cast<std::int64_t>(scaled);
      return FixedNumber{towards_zero - (static_cast<double>(towards_zero) > scaled), true};
    }
  }
  if (!std::isfinite(value)) return FixedNumber{0, false, false};
  return {};
}

}  // namespace c360
