// Amounts: what is read is the nearest unit, by long multiplication of all digits, and is written so that it reads the
// same. Longest input: 80
#include "core/base/money.hpp"

#include "core/base/decimal.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::fuzzing;

namespace {

// Digits, the least significant first.
using Digits = std::vector<unsigned>;

// text · scale · 2, without its point: in units of 10^-decimals of half a unit.
struct HalfUnits {
  Digits digits;
  std::size_t decimals;
};

Digits product(const Digits& digits, std::uint64_t factor) {
  Digits result;
  unsigned __int128 carry = 0;
  for (std::size_t i = 0; i < digits.size() || carry != 0; ++i) {
    if (i < digits.size()) carry += static_cast<unsigned __int128>(digits[i]) * factor;
    result.push_back(static_cast<unsigned>(carry % 10));
    carry /= 10;
  }
  return result;
}

HalfUnits half_units(std::string_view text) {
  HalfUnits number{{}, 0};
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  number.decimals = point == text.npos ? 0 : text.size() - point - 1;
  for (std::size_t i = text.size(); i-- > 0;)
    if (text[i] != '.') number.digits.push_back(static_cast<unsigned>(text[i] - '0'));
  number.digits = product(number.digits, 2 * Money::scale);
  return number;
}

// count half units, to be compared with the number: both have the same decimals.
std::strong_ordering compare(const HalfUnits& number, unsigned __int128 count) {
  Digits other(number.decimals, 0);
  for (; count != 0; count /= 10) other.push_back(static_cast<unsigned>(count % 10));
  for (std::size_t i = std::max(other.size(), number.digits.size()); i-- > 0;) {
    const unsigned a = i < number.digits.size() ? number.digits[i] : 0, b = i < other.size() ? other[i] : 0;
    if (a != b) return a <=> b;
  }
  return std::strong_ordering::equal;
}

constexpr unsigned __int128 largest = static_cast<unsigned __int128>(1) << 127;

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  const std::string_view text = input.text();
  std::optional<Money> amount;
  const bool fits = succeeds({ErrorKind::out_of_range}, [&] { amount = parse_exact<Money>(text); });
  const auto exact = Decimal::parse(text);
  if (fits && !amount) {
    // Decimals may begin or end with their point; amounts may not.
    REQUIRE(!exact || text.starts_with('.') || text.starts_with("-.") || text.ends_with('.'));
    return 0;
  }
  REQUIRE(exact.has_value());
  const bool negative = text.starts_with('-');
  const HalfUnits number = half_units(text);
  if (!fits) {
    // Half a unit less than 2^127 of them is the first that does not fit.
    REQUIRE(compare(number, ~static_cast<unsigned __int128>(0)) >= 0);
    return 0;
  }
  // The least amount has no positive counterpart.
  const auto bits = static_cast<unsigned __int128>(amount->units());
  const auto units = amount->units() < 0 ? -bits : bits;
  const bool even = (units & 1) == 0;
  if (units < largest / 2) {
    const auto above = compare(number, 2 * units + 1);
    REQUIRE(even ? above <= 0 : above < 0);
    if (units > 0) {
      const auto below = compare(number, 2 * units - 1);
      REQUIRE(even ? below >= 0 : below > 0);
    }
  }
  REQUIRE(units == 0 || (amount->units() < 0) == negative);

  const std::string written = concat(*amount);
  REQUIRE(parse_exact<Money>(written) == amount);
  const std::size_t decimals = written.size() - written.find('.') - 1;
  REQUIRE(decimals >= 2 && decimals <= money_decimals && (decimals == 2 || !written.ends_with('0')));
  return 0;
}
