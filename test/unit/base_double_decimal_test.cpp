// Doubles as the decimals that they were written as.
#include "core/base/double_decimal.hpp"

#include <limits>

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

TEST(DoubleDecimal, IsTheDecimalThatWasWritten) {
  EXPECT_EQ(decimal_of(0.1), testing::number("0.1"));
  EXPECT_EQ(decimal_of(-1234567.000001), testing::number("-1234567.000001"));
  EXPECT_EQ(decimal_of(0), Millionths());
  EXPECT_EQ(decimal_of(999999999.999999), testing::number("999999999.999999"));
  for (const double other : {0.1 + 0.2, 1.0 / 3, 1e-7, 1e10, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::max()})
    EXPECT_EQ(decimal_of(other), std::nullopt) << other;
}

TEST(DoubleDecimal, IsRoundedDownWhereItHasMore) {
  const auto read = [](double value) {
    const auto fixed = fixed_of(value);
    return !fixed           ? std::string("print it")
           : !fixed->finite ? std::string("not finite")
                            : concat(fixed->millionths, fixed->rounded ? " and more" : "");
  };
  EXPECT_EQ(read(2.5), "2500000");
  EXPECT_EQ(read(-0.0), "0");
  EXPECT_EQ(read(1.0 / 3), "333333 and more");
  EXPECT_EQ(read(-1.0 / 3), "-333334 and more");
  EXPECT_EQ(read(0.1 + 0.2), "print it");  // 0.3, and a little
  EXPECT_EQ(read(1e300), "print it");
  EXPECT_EQ(read(std::numeric_limits<double>::infinity()), "not finite");
  EXPECT_EQ(read(std::numeric_limits<double>::quiet_NaN()), "not finite");
}

// Whatever is told agrees with the decimal of 15 digits, which is what a host prints.
TEST(DoubleDecimal, AgreesWithFifteenDigits) {
  Chance chance(15);
  int told = 0;
  for (int round = 0; round < 100'000; ++round) {
    const double value = static_cast<double>(chance.number(-1'000'000'000'000, 1'000'000'000'000)) /
                         std::pow(10, static_cast<double>(chance.number(0, 14)));
    std::array<char, 64> digits;
    std::snprintf(digits.data(), digits.size(), "%.15g", value);
    if (std::string_view(digits.data()).find('e') != std::string_view::npos) continue;
    const Millionths printed = testing::number(digits.data());
    const auto exact = decimal_of(value);
    if (exact) {
      ASSERT_EQ(*exact, printed) << digits.data();
    }
    const auto fixed = fixed_of(value);
    if (!fixed) continue;
    ++told;
    const std::int64_t above = static_cast<std::int64_t>(printed.units()) - fixed->millionths;
    ASSERT_TRUE(fixed->rounded ? above == 0 || above == 1 : above == 0) << digits.data();
  }
  EXPECT_GT(told, 50'000);
}

}  // namespace
}  // namespace c360
