// Fixed-point numbers: exact where they can be, close where they cannot.
#include "core/base/fixed.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

constexpr std::int64_t unit = 10'000'000'000'000'000;  // of sixteen decimals

TEST(Fixed, FractionsAreRoundedToTheirNearestDecimals) {
  EXPECT_EQ((Fixed(1) / 3).rounded(16), 3'333'333'333'333'333);
  EXPECT_EQ((Fixed(2) / 3).rounded(16), 6'666'666'666'666'667);
  EXPECT_EQ((Fixed(7) / 2).rounded(1), 35);
  EXPECT_EQ(Fixed(1).rounded(16), unit);
  EXPECT_EQ(Fixed().rounded(16), 0);
}

TEST(Fixed, HalvesAreRoundedUpAlsoAfterAChain) {
  EXPECT_EQ((Fixed(1) / 8).rounded(2), 13);  // 0.125
  EXPECT_EQ((Fixed(3) / 8).rounded(2), 38);
  // 1/3 · 3/8 is 1/8, less what truncating lost.
  EXPECT_LT(Fixed(1) / 3 * Fixed(3), Fixed(1));
  EXPECT_EQ((Fixed(1) / 3 * (Fixed(3) / 8)).rounded(2), 13);
  EXPECT_EQ((Fixed(1249) / 10'000).rounded(2), 12);
}

TEST(Fixed, SumsAndDifferencesCarryAcrossWords) {
  const Fixed third = Fixed(1) / 3, almost = third + third + third;
  EXPECT_LT(almost, Fixed(1));
  EXPECT_EQ(Fixed(1) - almost + almost, Fixed(1));
  EXPECT_EQ((Fixed(5) - Fixed(1) / 4).rounded(2), 475);
  EXPECT_EQ(Fixed(1) / 2 + Fixed(1) / 2, Fixed(1));
}

TEST(Fixed, OrderIsThatOfNumbers) {
  EXPECT_LT(Fixed(1) / 3, Fixed(1) / 2);
  EXPECT_GT(Fixed(2), Fixed(3) / 2);
  EXPECT_LT(Fixed(1) / 1000 * std::uint64_t{999}, Fixed(1));
  EXPECT_EQ(Fixed(6) / 3, Fixed(2));
}

TEST(Fixed, SquareRoots) {
  EXPECT_EQ(Fixed(0).square_root(), Fixed());
  EXPECT_EQ(Fixed(1).square_root(), Fixed(1));
  EXPECT_EQ(Fixed(144).square_root(), Fixed(12));
  EXPECT_EQ((Fixed(1) / 4).square_root(), Fixed(1) / 2);
  EXPECT_EQ(Fixed(2).square_root().rounded(16), 14'142'135'623'730'950);
  EXPECT_EQ((Fixed(1) / 2).square_root().rounded(16), 7'071'067'811'865'475);
}

TEST(Fixed, AgreesWithLongDoublesOnRandomNumbers) {
  Chance chance(3);
  const auto as_double = [](const Fixed& fixed) { return static_cast<long double>(fixed.rounded(12)) / 1e12L; };
  for (int round = 0; round < 5000; ++round) {
    const auto a = static_cast<std::uint64_t>(chance.number(0, 1000)),
               b = static_cast<std::uint64_t>(chance.number(1, 1'000'000)),
               c = static_cast<std::uint64_t>(chance.number(1, 1000));
    const Fixed x = Fixed(a) / b, y = Fixed(c) / 7;
    const long double dx = static_cast<long double>(a) / static_cast<long double>(b),
                      dy = static_cast<long double>(c) / 7;
    EXPECT_NEAR(static_cast<double>(as_double(x + y)), static_cast<double>(dx + dy), 1e-9);
    EXPECT_NEAR(static_cast<double>(as_double(x * y)), static_cast<double>(dx * dy),
                1e-6 * (1 + static_cast<double>(dx * dy)));
    EXPECT_EQ(x < y, dx < dy);
    const Fixed root = x.square_root();
    EXPECT_LE(root * root, x);
    EXPECT_LT(x - root * root, Fixed(1) / 1'000'000'000'000'000);
    EXPECT_EQ(x - x, Fixed());
    EXPECT_LE(x / c * c, x);
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace c360
