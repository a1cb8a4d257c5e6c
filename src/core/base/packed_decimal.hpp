// The digits of a decimal as PostgreSQL stores them: numeric's bytes behind the length, unchanged since 9.1. Reading
// them here costs 8 ns, where numeric's own functions would allocate.
// Must not know: how an error is reported, and what a number is for.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "core/base/bytes.hpp"
#include "core/base/money.hpp"

namespace c360 {

// A header of 2 bytes (short form) or 4, then digits in base 10000, the most significant first. Whoever reads it has
// got it from PostgreSQL: the header is there, and digits are 0 to 9999.
namespace packed_decimal {

inline constexpr std::uint16_t kind = 0xC000, negative_long = 0x4000, short_form = 0x8000, special = 0xC000;
inline constexpr std::uint16_t short_negative = 0x2000, short_weight_negative = 0x0040, short_weight = 0x003F;

// Of the first digit, in powers of 10000.
inline int weight_of_short(std::uint16_t header) {
  return (header & short_weight) - (header & short_weight_negative ? short_weight + 1 : 0);
}

inline constexpr std::uint16_t short_scale = 0x1F80, long_scale = 0x3FFF;
inline constexpr int short_scale_shift = 7;

// The header that a number has when it shows no needless decimals: 1.00 as 1. Numbers are equal exactly when their
// bytes with such headers are, and NaN is equal to itself.
struct ShortestHeader {
  std::array<std::byte, 4> bytes{};
  std::size_t size = 2;       // of the header
  std::size_t digits_at = 2;  // where the digits stand in the number as it is

  explicit ShortestHeader(ConstBytes number) {
    auto header = load<std::uint16_t>(number.data());
    if ((header & kind) != special) {
      const bool is_short = (header & kind) == short_form;
      const bool negative = is_short ? header & short_negative : (header & kind) == negative_long;
      digits_at = is_short ? 2 : 4;
      const int weight = is_short ? weight_of_short(header) : load<std::int16_t>(number.data() + 2);
      const int scale = least_scale(number, weight);
      if (scale <= short_scale >> short_scale_shift && weight >= -short_weight - 1 && weight <= short_weight) {
        header = static_cast<std::uint16_t>(short_form | (negative ? short_negative : 0) | scale << short_scale_shift |
                                            (weight < 0 ? short_weight_negative : 0) | (weight & short_weight));
      } else {
        header = static_cast<std::uint16_t>((negative ? negative_long : 0) | scale);
        store(bytes.data() + 2, static_cast<std::int16_t>(weight));
        size = 4;
      }
    }
    store(bytes.data(), header);
  }

 private:
  // Decimals up to the last one that is not 0.
  int least_scale(ConstBytes number, int weight) const {
    const auto digits = static_cast<int>((number.size() - digits_at) / 2);
    if (digits == 0) return 0;
    int scale = (digits - 1 - weight) * 4;
    for (int last = load<std::int16_t>(number.data() + number.size() - 2); scale > 0 && last % 10 == 0; last /= 10)
      --scale;
    return std::max(scale, 0);
  }
};

inline bool is_shortest(ConstBytes number) {
  const ShortestHeader header(number);
  return header.size == header.digits_at && std::memcmp(header.bytes.data(), number.data(), header.size) == 0;
}
// Into as many bytes as it has, and two more. Returns how many it took.
inline std::size_t write_shortest(ConstBytes number, std::byte* out) {
  const ShortestHeader header(number);
  const ConstBytes digits = number.subspan(header.digits_at);
  std::memcpy(out, header.bytes.data(), header.size);
  std::memcpy(out + header.size, digits.data(), digits.size());
  return header.size + digits.size();
}

}  // namespace packed_decimal

// The size of a stored number in whole millionths, and what is left behind them.
struct PackedDecimal {
  enum class State { fits, special, large } state = State::fits;  // special: NaN or infinite
  bool negative = false;
  __int128 units = 0;
  int remainder = 0;  // hundredths of a millionth: 0 to 99
  bool more = false;  // something behind these

  static PackedDecimal read(ConstBytes bytes) {
    using namespace packed_decimal;
    PackedDecimal number;
    const auto header = load<std::uint16_t>(bytes.data());
    int weight;
    std::size_t at;
    if ((header & kind) == special) {
      number.state = State::special;
      return number;
    }
    if ((header & kind) == short_form) {
      number.negative = header & short_negative;
      weight = weight_of_short(header);
      at = 2;
    } else {
      number.negative = (header & kind) == negative_long;
      weight = load<std::int16_t>(bytes.data() + 2);
      at = 4;
    }

    // Whole digit groups give units of 10000; the sixth decimal is in the middle of the second group after the point.
    // 32 digits before the point are less than 10^38 millionths, which 128 bits hold.
    if (weight > 7) {
      number.state = State::large;
      return number;
    }
    for (int group = weight; at < bytes.size(); --group, at += 2) {
      const int digit = load<std::int16_t>(bytes.data() + at);
      __int128 value = digit;
      bool large = false;
      if (group >= 0) {
        for (int i = 0; i < group; ++i) value *= 10000;
        large = __builtin_mul_overflow(value, static_cast<__int128>(Millionths::scale), &value);
      } else if (group == -1) {
        value *= 100;
      } else if (group == -2) {
        value = digit / 100;
        number.remainder = digit % 100;
      } else {
        number.more = number.more || digit != 0;
        value = 0;
      }
      if (large || __builtin_add_overflow(number.units, value, &number.units)) {
        number.state = State::large;
        return number;
      }
    }
    return number;
  }

  // Of one that fits: to the nearest, half to even.
  Millionths half_to_even() const {
    const bool up = remainder > 50 || (remainder == 50 && (more || (units & 1) != 0));
    const auto rounded = units + up;
    return Millionths::from_units(negative ? -rounded : rounded);
  }
};

// A stored number as an amount of money, to the nearest unit.
struct PackedAmount {
  PackedDecimal::State state = PackedDecimal::State::fits;
  Money amount;

  static PackedAmount read(ConstBytes bytes) {
    using namespace packed_decimal;
    using State = PackedDecimal::State;
    const auto header = load<std::uint16_t>(bytes.data());
    if ((header & kind) == special) return {State::special, {}};
    const bool is_short = (header & kind) == short_form;
    const bool negative = is_short ? header & short_negative : (header & kind) == negative_long;
    const int weight = is_short ? weight_of_short(header) : load<std::int16_t>(bytes.data() + 2);
    if (weight > 7) return {State::large, {}};  // 10^32 and more
    std::size_t at = is_short ? 2 : 4;
    const auto digits = [&]() -> int {
      if (at >= bytes.size()) return -1;
      at += 2;
      return load<std::int16_t>(bytes.data() + at - 2);
    };

    // The first four groups, which nearly every amount gets along with, in 64 bits.
    int group = weight;
    std::uint64_t first = 0;
    for (; group >= std::max(weight - 3, 0); --group)
      first = first * 10'000 + static_cast<unsigned>(std::max(digits(), 0));
    unsigned __int128 whole = first;
    for (; group >= 0; --group) whole = whole * 10'000 + static_cast<unsigned>(std::max(digits(), 0));
    int zeros = -1 - weight;  // groups behind the point that are not stored
    const auto money = amount_of_digits(negative, whole, [&] { return zeros-- > 0 ? 0 : digits(); });
    if (!money) return {State::large, {}};
    return {State::fits, *money};
  }
};

// A number rounded down to millionths, for comparisons with numbers of at most six decimals; what lies beyond an int64
// stands at its end. NaN and infinity are not finite.
struct FixedNumber {
  std::int64_t millionths;
  bool rounded;  // there was more
  bool finite = true;

  static FixedNumber read(ConstBytes bytes) {
    if (FixedNumber result; read_short(bytes, result)) return result;
    const PackedDecimal number = PackedDecimal::read(bytes);
    if (number.state == PackedDecimal::State::special) return {0, false, false};
    constexpr auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
    if (number.state == PackedDecimal::State::large || number.units >= most)
      return {number.negative ? least : most, true};
    const bool rounded = number.remainder != 0 || number.more;
    const auto units = static_cast<std::int64_t>(number.units);
    return {number.negative ? -units - rounded : units, rounded};
  }

 private:
  // Most numbers: short form, at most three groups of digits before the point and none behind the sixth decimal's.
  static bool read_short(ConstBytes bytes, FixedNumber& result) {
    using namespace packed_decimal;
    const auto header = load<std::uint16_t>(bytes.data());
    const int weight = weight_of_short(header);
    if ((header & kind) != short_form || weight < -1 || weight > 2 || static_cast<int>(bytes.size()) > 2 * (weight + 4))
      return false;
    std::size_t at = 2;
    const auto digit = [&] {
      const int value = at < bytes.size() ? load<std::int16_t>(bytes.data() + at) : 0;
      at += 2;
      return value;
    };
    std::int64_t units = 0;
    for (int group = weight; group >= 0; --group) units = units * 10000 + digit();
    units = units * 10000 + digit();
    const int last = digit();
    units = units * 100 + last / 100;
    const bool rounded = last % 100 != 0;
    result = {header & short_negative ? -units - rounded : units, rounded};
    return true;
  }
};

}  // namespace c360
