// Amounts: what is read is the nearest millionth, by the exact order of decimals, and is written so that it reads the
// same. Longest input: 80
#include "core/base/money.hpp"

#include "core/base/decimal.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::fuzzing;

namespace {

Decimal decimal(std::string_view text) {
  const auto parsed = Decimal::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

// Half a millionth further from zero than the amount.
Decimal half_beyond(Money amount, bool negative) {
  std::string text = concat(amount);
  while (text.size() - text.find('.') - 1 < Money::decimals) text += '0';
  return decimal(concat(amount == Money() && negative ? "-" : "", text, '5'));
}

void check(std::string_view text, const Decimal& exact, Money amount) {
  const std::string written = concat(amount);
  REQUIRE(parse_exact<Money>(written) == amount);
  const std::size_t decimals = written.size() - written.find('.') - 1;
  REQUIRE(decimals >= 2 && decimals <= Money::decimals && (decimals == 2 || !written.ends_with('0')));

  // Within half a millionth on both sides; on the border, even.
  const bool negative = text.starts_with('-'), even = (amount.units() & 1) == 0;
  const Decimal beyond = half_beyond(amount, negative);
  REQUIRE(negative ? (even ? exact >= beyond : exact > beyond) : (even ? exact <= beyond : exact < beyond));
  if (amount == Money()) return;
  const Decimal within = half_beyond(amount - Money::from_units(negative ? -1 : 1), negative);
  REQUIRE(negative ? (even ? exact <= within : exact < within) : (even ? exact >= within : exact > within));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  const std::string_view text = input.text();
  std::optional<Money> amount;
  const bool fits = succeeds({ErrorKind::out_of_range}, [&] { amount = parse_exact<Money>(text); });
  const auto exact = Decimal::parse(text);
  static const Decimal most = decimal("170141183460469231731687303715884.1057275"),
                       least = decimal("-170141183460469231731687303715884.1057285");
  if (!fits) {
    REQUIRE(exact && (*exact >= most || *exact < least));
    return 0;
  }
  if (!amount) {
    // Decimals may begin or end with their point; amounts may not.
    REQUIRE(!exact || text.starts_with('.') || text.starts_with("-.") || text.ends_with('.'));
    return 0;
  }
  REQUIRE(exact.has_value() && *exact < most && *exact >= least);
  check(text, *exact, *amount);
  return 0;
}
