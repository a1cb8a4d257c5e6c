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
  for (int i = 0; i < 10; ++i) sum += Money::from_units(100'000);  // ten times 0.1
  EXPECT_TRUE(sum == Money::from_units(Money::scale));
}

TEST(Money, ReadsAsANumber) {
  EXPECT_EQ(Money::from_units(1'250'000).to_double(), 1.25);
  EXPECT_EQ(Money::from_units(-500'000).to_double(), -0.5);
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

TEST(MoneyText, HasAtLeastTwoDecimals) {
  EXPECT_EQ(text_of(Money()), "0.00");
  EXPECT_EQ(text_of_units(120'000'000), "120.00");
  EXPECT_EQ(text_of_units(120'500'000), "120.50");
  EXPECT_EQ(text_of_units(120'550'000), "120.55");
  EXPECT_EQ(text_of_units(10'000), "0.01");
  EXPECT_EQ(text_of_units(-10'000), "-0.01");
}

TEST(MoneyText, HasAsManyMoreDecimalsAsTheAmount) {
  EXPECT_EQ(text_of_units(1), "0.000001");
  EXPECT_EQ(text_of_units(-1), "-0.000001");
  EXPECT_EQ(text_of_units(333'333), "0.333333");
  EXPECT_EQ(text_of_units(1'234'000), "1.234");
  EXPECT_EQ(text_of_units(-1'234'500), "-1.2345");
  EXPECT_EQ(text_of_units(1'234'560), "1.23456");
  EXPECT_EQ(text_of_units(1'000'001), "1.000001");
}

TEST(MoneyText, TheExtremesAreWrittenWhole) {
  EXPECT_EQ(text_of_units(largest), "170141183460469231731687303715884.105727");
  EXPECT_EQ(text_of_units(smallest), "-170141183460469231731687303715884.105728");
  EXPECT_EQ(reread("170141183460469231731687303715884.105727"), "170141183460469231731687303715884.105727");
  EXPECT_EQ(reread("-170141183460469231731687303715884.105728"), "-170141183460469231731687303715884.105728");
}

TEST(MoneyText, IsReadBackAsItWas) {
  Chance chance(90);
  for (int round = 0; round < 20'000; ++round) {
    const Money::Units units = random_units(chance, 128);
    const std::string text = text_of_units(units);
    ASSERT_TRUE(units_of(text) == units) << text;
    ASSERT_LE(text.size() - text.find('.') - 1, 6u) << text;
    ASSERT_GE(text.size() - text.find('.') - 1, 2u) << text;
    ASSERT_FALSE(text.size() - text.find('.') - 1 > 2 && text.ends_with('0')) << text;
  }
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

TEST(MoneyText, BeyondTheSixthDecimalItRoundsHalfToEven) {
  EXPECT_TRUE(units_of("0.0000004") == 0);
  EXPECT_TRUE(units_of("0.0000005") == 0);
  EXPECT_TRUE(units_of("0.00000050") == 0);
  EXPECT_TRUE(units_of("0.00000050000000000000000000000000000000001") == 1);
  EXPECT_TRUE(units_of("0.0000006") == 1);
  EXPECT_TRUE(units_of("0.0000015") == 2);
  EXPECT_TRUE(units_of("0.0000025") == 2);
  EXPECT_TRUE(units_of("0.0000024999999") == 2);
  EXPECT_TRUE(units_of("0.0000035") == 4);
  EXPECT_TRUE(units_of("-0.0000005") == 0);
  EXPECT_TRUE(units_of("-0.0000015") == -2);
  EXPECT_TRUE(units_of("-0.0000025") == -2);
  EXPECT_TRUE(units_of("-0.0000026") == -3);
  EXPECT_EQ(reread("0.9999995"), "1.00");
  EXPECT_EQ(reread("0.9999985"), "0.999998");
}

TEST(MoneyText, WhatIsTooLargeIsOutOfRange) {
  EXPECT_EQ(reread("170141183460469231731687303715884.1057274"), "170141183460469231731687303715884.105727");
  EXPECT_EQ(reread("-170141183460469231731687303715884.1057285"), "-170141183460469231731687303715884.105728");
  for (const std::string_view text :
       {"170141183460469231731687303715884.105728", "170141183460469231731687303715884.1057275",
        "-170141183460469231731687303715884.105729", "-170141183460469231731687303715884.1057286",
        "170141183460469231731687303715885", "1701411834604692317316873037158841057280",
        "-1000000000000000000000000000000000"})
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
  EXPECT_EQ(text_of(Money::from_units(largest_packed)), "39614081257132168796771.975167");

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
            "An amount of one customer exceeds 39614081257132168796771.975167.");
}

}  // namespace
}  // namespace c360
