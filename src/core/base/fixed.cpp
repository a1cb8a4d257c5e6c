// Fixed-point arithmetic on three words.
// Must not know: what is computed with it.
#include "core/base/fixed.hpp"

namespace c360 {

namespace {

using Wide = unsigned __int128;

constexpr std::uint64_t low(Wide value) { return static_cast<std::uint64_t>(value); }
constexpr std::uint64_t high(Wide value) { return static_cast<std::uint64_t>(value >> 64); }

}  // namespace

Fixed operator+(const Fixed& a, const Fixed& b) {
  Fixed sum;
  Wide carry = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    carry += Wide{a.limbs_[i]} + b.limbs_[i];
    sum.limbs_[i] = low(carry);
    carry = high(carry);
  }
  return sum;
}

Fixed operator-(const Fixed& a, const Fixed& b) {
  Fixed difference;
  bool borrow = false;
  for (std::size_t i = 0; i < 3; ++i) {
    const Wide subtracted = Wide{b.limbs_[i]} + borrow;
    borrow = a.limbs_[i] < subtracted;
    difference.limbs_[i] = low(Wide{a.limbs_[i]} - subtracted);
  }
  return difference;
}

Fixed operator*(const Fixed& a, const Fixed& b) {
  std::array<std::uint64_t, 6> product{};
  for (std::size_t i = 0; i < 3; ++i) {
    Wide carry = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      carry += Wide{a.limbs_[i]} * b.limbs_[j] + product[i + j];
      product[i + j] = low(carry);
      carry = high(carry);
    }
    product[i + 3] = low(carry);
  }
  Fixed result;
  result.limbs_ = {product[2], product[3], product[4]};
  return result;
}

Fixed operator*(const Fixed& a, std::uint64_t factor) {
  Fixed product;
  Wide carry = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    carry += Wide{a.limbs_[i]} * factor;
    product.limbs_[i] = low(carry);
    carry = high(carry);
  }
  return product;
}

Fixed operator/(const Fixed& a, std::uint64_t divisor) {
  Fixed quotient;
  Wide rest = 0;
  for (std::size_t i = 3; i-- > 0;) {
    rest = rest << 64 | a.limbs_[i];
    quotient.limbs_[i] = low(rest / divisor);
    rest %= divisor;
  }
  return quotient;
}

std::strong_ordering operator<=>(const Fixed& a, const Fixed& b) {
  for (std::size_t i = 3; i-- > 0;)
    if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] <=> b.limbs_[i];
  return std::strong_ordering::equal;
}

Fixed Fixed::shifted_right(int bits) const {
  Fixed shifted;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::uint64_t above = i < 2 ? limbs_[i + 1] : 0;
    shifted.limbs_[i] = limbs_[i] >> bits | above << (64 - bits);
  }
  return shifted;
}

// Digit by digit, of the number as an integer of 192 bits: its root is the number's in units of 2^-64.
Fixed Fixed::square_root() const {
  Fixed rest = *this, root, bit;
  bit.limbs_[2] = std::uint64_t{1} << 62;
  const Fixed nothing;
  while (bit > rest && bit != nothing) bit = bit.shifted_right(2);
  for (; bit != nothing; bit = bit.shifted_right(2)) {
    const Fixed tried = root + bit;
    root = root.shifted_right(1);
    if (rest >= tried) {
      rest = rest - tried;
      root = root + bit;
    }
  }
  Fixed result;
  result.limbs_ = {0, root.limbs_[0], root.limbs_[1]};
  return result;
}

std::int64_t Fixed::rounded(int decimals) const {
  std::uint64_t unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  Fixed half_and_more;
  half_and_more.limbs_ = {std::uint64_t{1} << 40, std::uint64_t{1} << 63, 0};  // 1/2 + 2^-88
  return static_cast<std::int64_t>((*this * unit + half_and_more).limbs_[2]);
}

}  // namespace c360
