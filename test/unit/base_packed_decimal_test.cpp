// Decimals as PostgreSQL stores them: by hand, and at random against the same number as text.
#include "core/base/packed_decimal.hpp"

#include "core/base/money.hpp"
#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

// Digits in base 10000, the first of 10000^weight; `scale` is how many decimals would be shown.
struct Stored {
  bool negative = false;
  int weight = 0;
  std::vector<std::int16_t> digits;
  int scale = 0;

  bool fits_short() const { return weight >= -64 && weight <= 63 && scale <= 63; }
  Bytes bytes(bool in_short_form) const {
    Bytes bytes = in_short_form ? bytes_of(static_cast<std::uint16_t>(0x8000 | (negative ? 0x2000 : 0) | scale << 7 |
                                                                      (weight < 0 ? 0x40 : 0) | (weight & 0x3F)))
                                : bytes_of(static_cast<std::uint16_t>((negative ? 0x4000 : 0) | scale),
                                           static_cast<std::int16_t>(weight));
    for (const std::int16_t digit : digits) {
      const Bytes more = bytes_of(digit);
      bytes.insert(bytes.end(), more.begin(), more.end());
    }
    return bytes;
  }
  std::string text() const {
    std::string whole, fraction;
    const auto group = [&](int at) {
      const int index = weight - at;
      const int digit =
          index >= 0 && index < static_cast<int>(digits.size()) ? digits[static_cast<std::size_t>(index)] : 0;
      std::string four = concat(digit);
      return std::string(4 - four.size(), '0') + four;
    };
    for (int at = std::max(weight, 0); at >= 0; --at) whole += group(at);
    for (int at = -1; at > weight - static_cast<int>(digits.size()) || at == -1; --at) fraction += group(at);
    return concat(negative ? "-" : "", whole, ".", fraction);
  }
};

constexpr std::int64_t million = 1'000'000;
constexpr auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();

Millionths millionths(const Stored& stored, bool in_short_form = true) {
  const OddCopy bytes(stored.bytes(in_short_form));
  const PackedDecimal number = PackedDecimal::read(bytes.bytes());
  EXPECT_EQ(number.state, PackedDecimal::State::fits);
  return number.half_to_even();
}
FixedNumber fixed(const Stored& stored, bool in_short_form = true) {
  const OddCopy bytes(stored.bytes(in_short_form));
  return FixedNumber::read(bytes.bytes());
}

TEST(PackedDecimal, HasDigitsInBaseTenThousand) {
  EXPECT_EQ(millionths({}), Millionths());                       // 0 has no digit
  EXPECT_EQ(millionths({.digits = {1}}), testing::number("1"));  // 1
  EXPECT_EQ(millionths({.weight = 1, .digits = {1}}), testing::number("10000"));
  EXPECT_EQ(millionths({.weight = 1, .digits = {1, 2345, 6700}}), testing::number("12345.67"));
  EXPECT_EQ(millionths({.negative = true, .weight = -1, .digits = {5000}, .scale = 1}), testing::number("-0.5"));
  EXPECT_EQ(millionths({.weight = -2, .digits = {100}, .scale = 6}), testing::number("0.000001"));
}

TEST(PackedDecimal, BeyondTheSixthDecimalRoundsHalfToEven) {
  EXPECT_EQ(millionths({.weight = -2, .digits = {150}}), testing::number("0.000002"));
  EXPECT_EQ(millionths({.weight = -2, .digits = {250}}), testing::number("0.000002"));
  EXPECT_EQ(millionths({.weight = -2, .digits = {250, 1}}), testing::number("0.000003"));
  EXPECT_EQ(millionths({.negative = true, .weight = -2, .digits = {151}}), testing::number("-0.000002"));
  EXPECT_EQ(millionths({.weight = -30, .digits = {9999}}), Millionths());
}

TEST(PackedDecimal, OfAFixedNumberIsRoundedDown) {
  EXPECT_EQ(fixed({.digits = {7}}).millionths, 7 * million);
  EXPECT_FALSE(fixed({.digits = {7}}).rounded);
  const FixedNumber above = fixed({.weight = -2, .digits = {199}}),
                    below = fixed({.negative = true, .weight = -2, .digits = {199}});
  EXPECT_EQ(above.millionths, 1);
  EXPECT_TRUE(above.rounded);
  EXPECT_EQ(below.millionths, -2);
  EXPECT_TRUE(below.rounded);
  EXPECT_EQ(fixed({.negative = true, .weight = -9, .digits = {1}}).millionths, -1);
}

TEST(PackedDecimal, BeyondWhatFitsStandsAtTheEnd) {
  EXPECT_EQ(fixed({.weight = 5, .digits = {1}}).millionths, most);
  EXPECT_EQ(fixed({.negative = true, .weight = 60, .digits = {1}}).millionths, least);
  EXPECT_TRUE(fixed({.weight = 5, .digits = {1}}).rounded);
  // 9223372036854.775806, .775807 and .775808: the last two are the end and beyond it.
  EXPECT_EQ(fixed({.weight = 3, .digits = {9, 2233, 7203, 6854, 7758, 600}}).millionths, most - 1);
  EXPECT_FALSE(fixed({.weight = 3, .digits = {9, 2233, 7203, 6854, 7758, 600}}).rounded);
  EXPECT_EQ(fixed({.weight = 3, .digits = {9, 2233, 7203, 6854, 7758, 700}}).millionths, most);
  EXPECT_EQ(fixed({.weight = 3, .digits = {9, 2233, 7203, 6854, 7758, 800}}).millionths, most);
}

TEST(PackedDecimal, OfManyDigitsIsLarge) {
  const auto state = [](const Stored& stored) { return PackedDecimal::read(stored.bytes(false)).state; };
  EXPECT_EQ(state({.weight = 7, .digits = {9999}}), PackedDecimal::State::fits);
  EXPECT_EQ(state({.weight = 8, .digits = {1}}), PackedDecimal::State::large);
  EXPECT_EQ(state({.weight = 32767, .digits = {1}}), PackedDecimal::State::large);
  EXPECT_EQ(millionths({.weight = 7, .digits = std::vector<std::int16_t>(10, 9999)}),
            testing::number(concat(std::string(32, '9'), ".99999999")));
}

TEST(PackedDecimal, NotANumberAndInfinityAreSpecial) {
  for (const int header : {0xC000, 0xD000, 0xF000}) {
    const Bytes bytes = bytes_of(static_cast<std::uint16_t>(header));
    EXPECT_EQ(PackedDecimal::read(bytes).state, PackedDecimal::State::special);
    EXPECT_EQ(PackedAmount::read(bytes).state, PackedDecimal::State::special);
    EXPECT_FALSE(FixedNumber::read(bytes).finite);
  }
}

// Nothing where the number is too large.
std::optional<Millionths> parsed(const std::string& text) {
  try {
    return parse_exact<Millionths>(text);
  } catch (const Error&) {
    return {};
  }
}

std::optional<Money> amount(const std::string& text) {
  try {
    return parse_exact<Money>(text);
  } catch (const Error&) {
    return {};
  }
}

TEST(PackedDecimal, IsTheNumberThatItPrintsAs) {
  Chance chance(1998);
  int large = 0, at_the_end = 0, cut = 0;
  for (int round = 0; round < 30'000; ++round) {
    Stored stored{.negative = chance.one_in(2), .weight = chance.small(-4, 8), .digits = {}, .scale = 0};
    if (chance.one_in(3)) stored.weight = chance.small(-1, 3);
    for (std::int64_t i = chance.number(0, 12); i > 0; --i)
      stored.digits.push_back(static_cast<std::int16_t>(chance.one_in(4)   ? chance.small(0, 1) * 9999
                                                        : chance.one_in(4) ? chance.small(0, 99) * 100 + 50
                                                                           : chance.small(0, 9999)));
    // PostgreSQL stores neither leading zeros nor a weight of nothing.
    if (!stored.digits.empty() && stored.digits.front() == 0) stored.digits.front() = 1;
    if (stored.digits.empty()) stored.weight = 0;
    const std::string text = stored.text();
    const std::optional<Millionths> expected = parsed(text);
    // Rounded down: what is left of the text after six decimals, and one less where a negative one had more.
    const std::optional<Millionths> floor = parsed(text.substr(0, text.find('.') + 7));
    const bool more = text.find_first_not_of('0', std::min(text.find('.') + 7, text.size())) != std::string::npos;
    for (const bool in_short_form : {true, false}) {
      const OddCopy bytes(stored.bytes(in_short_form));
      const PackedDecimal number = PackedDecimal::read(bytes.bytes());
      // More than 32 digits before the point are large, whether or not they would fit.
      if (number.state == PackedDecimal::State::large) {
        ++large;
        ASSERT_EQ(stored.weight, 8) << text;
      } else {
        ASSERT_EQ(number.half_to_even(), *expected) << text;
      }
      const PackedAmount money = PackedAmount::read(bytes.bytes());
      if (money.state == PackedDecimal::State::large) {
        ASSERT_GE(stored.weight, 7) << text;
        ASSERT_FALSE(amount(text)) << text;
      } else {
        ASSERT_TRUE(money.amount == *amount(text)) << text;
      }
      const FixedNumber read = FixedNumber::read(bytes.bytes());
      ASSERT_TRUE(read.finite);
      if (!floor || floor->units() >= most || floor->units() <= -Millionths::Units{most}) {
        ++at_the_end;
        ASSERT_EQ(read.millionths, stored.negative ? least : most) << text;
      } else {
        cut += more;
        ASSERT_EQ(read.millionths, static_cast<std::int64_t>(floor->units()) - (stored.negative && more)) << text;
        ASSERT_EQ(read.rounded, more) << text;
      }
    }
  }
  EXPECT_GT(large, 1000);
  EXPECT_GT(at_the_end, 1000);
  EXPECT_GT(cut, 1000);
}

}  // namespace
}  // namespace c360
