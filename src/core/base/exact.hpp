// Exact numbers: a 128-bit count of a fixed unit, and the types that differ by what they count.
// Must not know: what is done with them, and how the host stores decimals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace c360 {

// Unit: `scale`, how many of it are 1, and `what`, the number's name in messages. Numbers of different units never mix.
// Every operation is exact or throws out_of_range.
template <class Unit>
class Exact {
 public:
  using Units = __int128;
  static constexpr std::int64_t scale = Unit::scale;

  constexpr Exact() = default;
  static constexpr Exact from_units(Units units) {
    Exact number;
    number.units_ = units;
    return number;
  }

  constexpr Units units() const { return units_; }
  double to_double() const { return static_cast<double>(units_) / static_cast<double>(scale); }

  Exact& operator+=(Exact other) {
    if (__builtin_add_overflow(units_, other.units_, &units_)) overflow();
    return *this;
  }
  Exact& operator-=(Exact other) {
    if (__builtin_sub_overflow(units_, other.units_, &units_)) overflow();
    return *this;
  }
  friend Exact operator+(Exact a, Exact b) { return a += b; }
  friend Exact operator-(Exact a, Exact b) { return a -= b; }

  friend auto operator<=>(Exact, Exact) = default;

  [[noreturn]] static void overflow() {
    throw Error(ErrorKind::out_of_range, concat(Unit::what, " out of range"),
                concat("A sum of ", Unit::what, "s exceeds ", from_units(~(Units{1} << 127)), "."),
                concat("Use smaller ", Unit::what, "s."));
  }

 private:
  // Aligned as the host's allocator aligns, to 8 bytes, where the compiler would have 16.
  using HostAlignedUnits [[gnu::aligned(8)]] = Units;
  HostAlignedUnits units_ = 0;
};

// -?digits[.digits], taken apart.
struct DecimalText {
  bool negative;
  std::string_view whole, fraction;
  static std::optional<DecimalText> read(std::string_view text);
};

// units · 10^-decimals with at least two decimals, if it may have any, and as many more as it needs: 120.00, 0.333333.
void append_decimal(std::string& out, __int128 units, int decimals);
// The inverse, rounded half to even beyond the last decimal. Nothing where the text is no decimal, and `overflow` is
// called for what is too large.
std::optional<__int128> parse_decimal(std::string_view text, int decimals, void (&overflow)());

// Text of the numbers whose unit is a power of ten. Others have functions of these names of their own.
template <class Unit>
requires requires { Unit::decimals; }
void append(std::string& out, Exact<Unit> number) { append_decimal(out, number.units(), Unit::decimals); }
template <class Unit>
requires requires { Unit::decimals; }
std::optional<Exact<Unit>> parse(std::string_view text, Exact<Unit>) {
  const auto units = parse_decimal(text, Unit::decimals, Exact<Unit>::overflow);
  return units ? std::optional(Exact<Unit>::from_units(*units)) : std::nullopt;
}

template <class Number>
std::optional<Number> parse_exact(std::string_view text) {
  return parse(text, Number());
}

// Numbers that are no money: usage, answers, measurements. ±1.7 · 10^32 with six decimals.
struct MillionthsUnit {
  static constexpr int decimals = 6;
  static constexpr std::int64_t scale = 1'000'000;
  static constexpr std::string_view what = "value";
};
using Millionths = Exact<MillionthsUnit>;

// With as few decimals as it needs: 12, 0.4.
std::string plain_text(Millionths number);

// Sums of whole numbers.
struct WholeUnit {
  static constexpr int decimals = 0;
  static constexpr std::int64_t scale = 1;
  static constexpr std::string_view what = "value";
};
using Whole = Exact<WholeUnit>;

static_assert(alignof(Millionths) == 8 && sizeof(Millionths) == 16);

}  // namespace c360
