// Exact numbers: a 128-bit count of a fixed unit, and the types that differ by what they count.
// Must not know: what is done with them, and how the host stores decimals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace c360 {

// Unit: `decimals`, how many digits of the number stand behind the point, and `what`, its name in messages. Numbers of
// different units never mix. Every operation is exact or throws out_of_range.
template <class Unit>
class Exact {
 public:
  using Units = __int128;
  static constexpr int decimals = Unit::decimals;
  static constexpr std::int64_t scale = [] {
    std::int64_t power = 1;
    for (int i = 0; i < decimals; ++i) power *= 10;
    return power;
  }();

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

// units · 10^-decimals with at least two decimals, if it may have any, and as many more as it needs: 120.00, 0.333333.
void append_decimal(std::string& out, __int128 units, int decimals);
// The inverse: -?digits[.digits], rounded half to even beyond the last decimal. Nothing for anything else, and
// `overflow` is called for what is too large.
std::optional<__int128> parse_decimal(std::string_view text, int decimals, void (&overflow)());

template <class Unit>
void append(std::string& out, Exact<Unit> number) {
  append_decimal(out, number.units(), Unit::decimals);
}

template <class Number>
std::optional<Number> parse_exact(std::string_view text) {
  const auto units = parse_decimal(text, Number::decimals, Number::overflow);
  return units ? std::optional(Number::from_units(*units)) : std::nullopt;
}

// Numbers that are no money: usage, answers, measurements. ±1.7 · 10^32 with six decimals.
struct MillionthsUnit {
  static constexpr int decimals = 6;
  static constexpr std::string_view what = "value";
};
using Millionths = Exact<MillionthsUnit>;

// With as few decimals as it needs: 12, 0.4.
std::string plain_text(Millionths number);

// Sums of whole numbers.
struct WholeUnit {
  static constexpr int decimals = 0;
  static constexpr std::string_view what = "value";
};
using Whole = Exact<WholeUnit>;

static_assert(alignof(Millionths) == 8 && sizeof(Millionths) == 16);

}  // namespace c360
