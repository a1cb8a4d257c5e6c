// Decimals: exact order of numbers of any size.
#include "core/base/decimal.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

Decimal decimal(std::string_view text) {
  const auto parsed = Decimal::parse(text);
  if (!parsed) throw std::invalid_argument(std::string(text));
  return *parsed;
}
std::string text_of(const Decimal& number) {
  std::string text;
  append(text, number);
  return text;
}

TEST(Decimal, ComparesByValueNotByText) {
  EXPECT_LT(decimal("9"), decimal("10"));
  EXPECT_LT(decimal("0.5"), decimal("0.51"));
  EXPECT_LT(decimal("0.05"), decimal("0.5"));
  EXPECT_LT(decimal("-10"), decimal("-9"));
  EXPECT_LT(decimal("-0.51"), decimal("-0.5"));
  EXPECT_LT(decimal("-1"), decimal("0"));
  EXPECT_GT(decimal("1"), decimal("-2"));
}

TEST(Decimal, ZerosAtTheEndsDoNotCount) {
  EXPECT_EQ(decimal("1.50"), decimal("1.5"));
  EXPECT_EQ(decimal("001.5"), decimal("1.5"));
  EXPECT_EQ(decimal("-0"), decimal("0"));
  EXPECT_EQ(decimal("-0.000"), decimal("0"));
  EXPECT_EQ(decimal(".5"), decimal("0.5"));
  EXPECT_EQ(decimal("5."), decimal("5"));
}

TEST(Decimal, TellsApartWhatNoDoubleCan) {
  EXPECT_LT(decimal("9007199254740992"), decimal("9007199254740993"));
  EXPECT_LT(decimal("0.1"), decimal("0.1000000000000000000000000000000000000001"));
  EXPECT_LT(decimal(std::string(1000, '8')), decimal(std::string(1000, '9')));
}

TEST(Decimal, IsWrittenInItsNormalForm) {
  EXPECT_EQ(text_of(decimal("007.500")), "7.5");
  EXPECT_EQ(text_of(decimal("-.5")), "-0.5");
  EXPECT_EQ(text_of(decimal("-0")), "0");
  EXPECT_EQ(text_of(decimal("100")), "100");
}

TEST(Decimal, OtherTextsAreNoDecimals) {
  for (const std::string_view text : {"", "-", ".", "-.", "+1", "1e5", "1E5", "NaN", "Infinity", "1.2.3", "--1", "1-",
                                      " 1", "1 ", "1,5", "0x10", "1_000"})
    EXPECT_EQ(Decimal::parse(text), std::nullopt) << text;
}

TEST(Decimal, OrdersRandomNumbersAsIntegersDo) {
  Chance chance(4);
  for (int i = 0; i < 20'000; ++i) {
    // Thousandths, written with up to three decimals.
    const std::int64_t a = chance.number(-5000, 5000), b = chance.number(-5000, 5000);
    const auto written = [](std::int64_t thousandths) {
      const std::int64_t size = std::abs(thousandths);
      const std::string fraction = std::to_string(1000 + size % 1000).substr(1);
      return (thousandths < 0 ? "-" : "") + std::to_string(size / 1000) + "." + fraction;
    };
    ASSERT_EQ(decimal(written(a)) <=> decimal(written(b)), a <=> b) << written(a) << " and " << written(b);
    ASSERT_EQ(decimal(text_of(decimal(written(a)))), decimal(written(a)));
  }
}

}  // namespace
}  // namespace c360
