// Money: exact sums, an error where they end, and their text (METRICS R7).
#include "core/base/money.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

constexpr Money::Units largest = ~(Money::Units{1} << 127);
constexpr Money::Units smallest = -largest - 1;

std::string text_of(Money money) { return concat(money); }
std::string text_of_units(Money::Units units) { return text_of(Money::from_units(units)); }

// Units of what a text means; nothing where it is no amount.
std::optional<Money::Units> units_of(std::string_view text) {
  const auto money = parse_exact<Money>(text);
  return money ? std::optional(money->units()) : std::nullopt;
}
// For comparisons that GoogleTest prints.
std::string reread(std::string_view text) {
  const auto money = parse_exact<Money>(text);
  return money ? text_of(*money) : "nothing";
}

// Of any size, small ones as often as large ones.
Money::Units random_units(Chance& chance, int most_bits) {
  const auto bits = static_cast<unsigned __int128>(chance.bits()) << 64 | chance.bits();
  const auto units = static_cast<Money::Units>(bits >> (128 - chance.number(1, most_bits)));
  return chance.one_in(2) ? units : -units;
}

TEST(Money, SumsAreExact) {
  Money sum;
  for (int i = 0; i < 10; ++i) sum += Money::from_units(Money::scale / 10);
  EXPECT_TRUE(sum == Money::from_units(Money::scale));
}

TEST(Money, ReadsAsANumber) {
  EXPECT_EQ(Money::from_units(Money::scale / 4 * 5).to_double(), 1.25);
  EXPECT_EQ(Money::from_units(-Money::scale / 2).to_double(), -0.5);
  EXPECT_EQ(Money{}.to_double(), 0);
}

TEST(Money, IsOrdered) {
  EXPECT_TRUE(Money::from_units(-1) < Money{});
  EXPECT_TRUE(Money::from_units(largest) > Money::from_units(largest - 1));
}

TEST(Money, TheLastUnitStillFits) {
  Money sum = Money::from_units(largest - 1);
  sum += Money::from_units(1);
  EXPECT_TRUE(sum == Money::from_units(largest));
}

TEST(Money, OverflowIsOutOfRangeInBothDirections) {
  EXPECT_EQ(error_of([] {
              Money sum = Money::from_units(largest);
              sum += Money::from_units(1);
            }),
            ErrorKind::out_of_range);
  EXPECT_EQ(error_of([] {
              Money sum = Money::from_units(smallest);
              sum += Money::from_units(-1);
            }),
            ErrorKind::out_of_range);
  EXPECT_EQ(error_of([] { Money::from_units(smallest) - Money::from_units(1); }), ErrorKind::out_of_range);
  EXPECT_EQ(error_of([] { Money() - Money::from_units(smallest); }), ErrorKind::out_of_range);
}

TEST(Money, DifferencesAreExact) {
  EXPECT_TRUE(Money::from_units(1) - Money::from_units(3) == Money::from_units(-2));
  EXPECT_TRUE(Money::from_units(-1) - Money::from_units(largest) == Money::from_units(smallest));
}

// ---- text

constexpr Money::Units cent = Money::scale / 100, millionth = 5040;

TEST(MoneyText, HasAtLeastTwoDecimals) {
  EXPECT_EQ(text_of(Money()), "0.00");
  EXPECT_EQ(text_of_units(120 * Money::scale), "120.00");
  EXPECT_EQ(text_of_units(12'050 * cent), "120.50");
  EXPECT_EQ(text_of_units(12'055 * cent), "120.55");
  EXPECT_EQ(text_of_units(cent), "0.01");
  EXPECT_EQ(text_of_units(-cent), "-0.01");
}

TEST(MoneyText, HasAsManyMoreDecimalsAsTheAmountUpToTen) {
  EXPECT_EQ(text_of_units(millionth), "0.000001");
  EXPECT_EQ(text_of_units(-millionth), "-0.000001");
  EXPECT_EQ(text_of_units(1), "0.0000000002");
  EXPECT_EQ(text_of_units(-1), "-0.0000000002");
  EXPECT_EQ(text_of_units(Money::scale / 3), "0.3333333333");
  EXPECT_EQ(text_of_units(-Money::scale / 7), "-0.1428571429");
  EXPECT_EQ(text_of_units(1'234'500 * millionth), "1.2345");
  EXPECT_EQ(text_of_units(1'000'001 * millionth), "1.000001");
  EXPECT_EQ(text_of_units(Money::scale - 1), "0.9999999998");
}

TEST(MoneyText, TheExtremesAreWrittenWhole) {
  EXPECT_EQ(text_of_units(largest), "33758171321521672962636369784.8976400252");
  EXPECT_EQ(text_of_units(smallest), "-33758171321521672962636369784.8976400254");
  EXPECT_EQ(reread("33758171321521672962636369784.8976400252"), "33758171321521672962636369784.8976400252");
  EXPECT_EQ(reread("-33758171321521672962636369784.8976400254"), "-33758171321521672962636369784.8976400254");
}

TEST(MoneyText, IsReadBackAsItWas) {
  Chance chance(90);
  for (int round = 0; round < 20'000; ++round) {
    const Money::Units units = random_units(chance, 127);
    const std::string text = text_of_units(units);
    ASSERT_TRUE(units_of(text) == units) << text;
    const std::size_t decimals = text.size() - text.find('.') - 1;
    ASSERT_LE(decimals, 10u) << text;
    ASSERT_GE(decimals, 2u) << text;
    ASSERT_FALSE(decimals > 2 && text.ends_with('0')) << text;
  }
  // Every rest, in steps that meet all residues of 63 and of 2.
  for (Money::Units units = 0; units < 2 * Money::scale; units += 65'537)
    ASSERT_TRUE(units_of(text_of_units(units)) == units) << text_of_units(units);
}

TEST(MoneyText, AnyNumberOfDigitsIsRead) {
  EXPECT_EQ(reread("5"), "5.00");
  EXPECT_EQ(reread("-5"), "-5.00");
  EXPECT_EQ(reread("5.1"), "5.10");
  EXPECT_EQ(reread("000120.500000"), "120.50");
  EXPECT_EQ(reread("-0"), "0.00");
  EXPECT_EQ(reread("-0.000000"), "0.00");
  EXPECT_EQ(reread(concat(std::string(100, '0'), "1.", std::string(100, '0'), '1')), "1.00");
}

TEST(MoneyText, RoundsToTheNearestUnit) {
  // A unit is 0.000000000198412698…
  EXPECT_TRUE(units_of("0.00000000009920634920634920634920") == 0);
  EXPECT_TRUE(units_of("0.00000000009920634920634920634921") == 1);  // the middle goes on with …920634…
  EXPECT_TRUE(units_of("-0.00000000009920634920634920634921") == -1);
  EXPECT_TRUE(units_of("0.000000000198412698") == 1);
  EXPECT_TRUE(units_of("0.00000000029761904761904761904761904761904761904761904") == 1);
  EXPECT_TRUE(units_of("0.00000000029761904761904761904761904761904761904761905") == 2);
  EXPECT_TRUE(units_of("0.99999999995") == Money::scale);
}

TEST(MoneyText, TheMiddleBetweenTwoUnitsRoundsToTheEvenOne) {
  // 63 · (2k + 1) half units are k + 1/2 times 0.0000000125: the only middles that are decimals.
  EXPECT_TRUE(units_of("0.00000000625") == 32);  // 31.5
  EXPECT_TRUE(units_of("-0.00000000625") == -32);
  EXPECT_TRUE(units_of("0.00000001875") == 94);  // 94.5
  EXPECT_TRUE(units_of("0.0000000187500000000000000000000000000000") == 94);
  EXPECT_TRUE(units_of("0.0000000187500000000000000000000000000001") == 95);
  EXPECT_TRUE(units_of("0.00000001874999999999999999999999999999999") == 94);
  EXPECT_TRUE(units_of("0.000000018749999999999999") == 94);
}

// The unit from all digits, as whole numbers: text · 5.04e9, of at most 38 digits.
TEST(MoneyText, RoundsAsLongDivisionDoes) {
  Chance chance(92);
  for (int round = 0; round < 50'000; ++round) {
    // Near the middle between two units, or anywhere.
    unsigned __int128 power = 1;
    const int digits = chance.small(1, 28);
    for (int i = 0; i < digits; ++i) power *= 10;
    const auto any = static_cast<unsigned __int128>(chance.bits()) << 64 | chance.bits();
    const std::int64_t unit = chance.number(0, Money::scale - 1);
    unsigned __int128 fraction = any % power;
    if (chance.one_in(2)) {
      // (unit + 1/2) ÷ scale · power, down to a whole number, and a little around it: digit by digit, for 128 bits.
      fraction = 0;
      unsigned __int128 rest = 2 * static_cast<unsigned __int128>(unit) + 1;
      for (int i = 0; i < digits; ++i) {
        rest *= 10;
        fraction = fraction * 10 + rest / (2 * Money::scale);
        rest %= 2 * Money::scale;
      }
      fraction += static_cast<unsigned>(chance.number(0, 1));
      if (fraction >= power) continue;
    }
    std::string text;
    auto left = fraction;
    for (int i = 0; i < digits; ++i, left /= 10)
      text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(left % 10)));
    text = "0." + text;
    const unsigned __int128 product = fraction * Money::scale, whole = product / power, twice = product % power * 2;
    const bool up = twice > power || (twice == power && (whole & 1) != 0);
    ASSERT_TRUE(units_of(text) == static_cast<Money::Units>(whole + up)) << text;
  }
}

// What a price is divided by, and a price with cents or six decimals, is exact (METRICS R7): so it cancels and adds up.
TEST(Money, SharesOfPricesAreWholeNumbersOfUnits) {
  const auto share = [](std::int64_t millionths, std::int64_t multiplier, std::int64_t divisor) {
    // With twelve decimals, as prices are divided.
    const __int128 quotient = (static_cast<__int128>(millionths) * multiplier * 2'000'000 / divisor + 1) / 2;
    std::string text;
    append_decimal(text, quotient, 12);
    return *parse_exact<Money>(text);
  };
  Chance chance(93);
  for (int round = 0; round < 5'000; ++round) {
    const std::int64_t price =
        chance.one_in(2) ? chance.number(1, 100'000'000) * 10'000 : chance.number(1, 1'000'000'000'000);
    for (const std::int64_t divisor :
         {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 20, 24, 30, 36, 40, 42, 48, 60, 63, 72, 84})
      ASSERT_TRUE(share(price, 1, divisor).units() * divisor == price * millionth) << price << '/' << divisor;
    ASSERT_TRUE(share(price, 52, 12).units() * 12 == price * 52 * millionth);
    ASSERT_TRUE(share(price, 365, 12).units() * 12 == price * 365 * millionth);
  }
}

TEST(MoneyText, WhatIsTooLargeIsOutOfRange) {
  EXPECT_EQ(reread("33758171321521672962636369784.89764002529"), "33758171321521672962636369784.8976400252");
  for (const std::string_view text : {"33758171321521672962636369784.8976400254",
                                      "-33758171321521672962636369784.8976400256", "33758171321521672962636369785",
                                      "337581713215216729626363697840000000000000", "-100000000000000000000000000000"})
    EXPECT_EQ(error_of([&] { parse_exact<Money>(text); }), ErrorKind::out_of_range) << text;
}

TEST(MoneyText, OtherTextsAreNoAmounts) {
  for (const std::string_view text :
       {"",    "-",        ".",     "-.",   ".5",  "5.",    "-5.",  "+5", "--5",  "5-", " 5",     "5 ",   "1e5",  "1E5",
        "NaN", "Infinity", "1.2.3", "1..2", "1,5", "1_000", "0x10", "$5", "5.0x", "x",  "\u0665", "5.-1", "1 000"})
    EXPECT_EQ(reread(text), "nothing") << text;
  EXPECT_EQ(reread(std::string_view("5\0", 2)), "nothing");
}

// ---- packed

constexpr Money::Units largest_packed = (Money::Units{1} << 95) - 1;

TEST(PackedMoney, IsNothingAtFirst) { EXPECT_TRUE(PackedMoney().money() == Money()); }

TEST(PackedMoney, KeepsEveryAmountWithinItsLimits) {
  for (const Money::Units units :
       {Money::Units{1}, Money::Units{-1}, Money::Units{INT64_MAX}, Money::Units{INT64_MIN}, Money::Units{1} << 64,
        -(Money::Units{1} << 64), (Money::Units{1} << 64) - 1, Money::Units{0xffffffff}, Money::Units{1} << 32,
        largest_packed, -largest_packed - 1})
    EXPECT_TRUE(PackedMoney(Money::from_units(units)).money() == Money::from_units(units)) << text_of_units(units);
  EXPECT_EQ(text_of(Money::from_units(largest_packed)), "7859936757367493808.8833284062");

  Chance chance(91);
  for (int round = 0; round < 20'000; ++round) {
    const Money::Units units = random_units(chance, 95);
    ASSERT_TRUE(PackedMoney(Money::from_units(units)).money() == Money::from_units(units)) << text_of_units(units);
  }
}

TEST(PackedMoney, BeyondThemIsOutOfRange) {
  for (const Money::Units units :
       {largest_packed + 1, -largest_packed - 2, Money::Units{1} << 96, Money::Units{1} << 126, largest, smallest})
    EXPECT_EQ(error_of([&] { PackedMoney packed(Money::from_units(units)); }), ErrorKind::out_of_range)
        << text_of_units(units);
  EXPECT_EQ(detail_of([] { PackedMoney packed(Money::from_units(largest)); }),
            "An amount of one customer exceeds 7859936757367493808.8833284062.");
}

}  // namespace
}  // namespace c360
