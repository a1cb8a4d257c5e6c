// Money: exact sums, and an error where they end (METRICS R7).
#include "core/support/money.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

constexpr Money::Units largest = ~(Money::Units{1} << 127);

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
              Money sum = Money::from_units(-largest - 1);
              sum += Money::from_units(-1);
            }),
            ErrorKind::out_of_range);
}

}  // namespace
}  // namespace c360
