// Unsigned fixed-point numbers, 64 bits before the binary point and 128 behind it: for chains of products and sums of
// fractions whose error stays below the last decimal that is shown.
// Must not know: what the numbers count, and how a host writes decimals.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace c360 {

// Every operation truncates: what it gives is too small by less than 2^-128, or exact. What does not fit wraps; no user
// of this class comes near 2^64.
class Fixed {
 public:
  constexpr Fixed() = default;
  constexpr explicit Fixed(std::uint64_t whole) : limbs_{0, 0, whole} {}

  friend Fixed operator+(const Fixed& a, const Fixed& b);
  friend Fixed operator-(const Fixed& a, const Fixed& b);
  friend Fixed operator*(const Fixed& a, const Fixed& b);
  friend Fixed operator*(const Fixed& a, std::uint64_t factor);
  friend Fixed operator/(const Fixed& a, std::uint64_t divisor);
  // To 64 bits behind the point.
  Fixed square_root() const;

  friend bool operator==(const Fixed&, const Fixed&) = default;
  friend std::strong_ordering operator<=>(const Fixed& a, const Fixed& b);

  // The number in units of 10^-decimals, rounded half up. A number that is half a unit, but for what a chain of 2^16
  // operations truncates, is taken for the half that it is.
  std::int64_t rounded(int decimals) const;

 private:
  Fixed shifted_right(int bits) const;  // 1 to 63

  std::array<std::uint64_t, 3> limbs_{};  // the least significant one first
};

}  // namespace c360
