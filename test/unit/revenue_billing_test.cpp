// Billing units: what a month's share of a price is (METRICS B8).
#include "core/revenue/billing.hpp"

#include "testing.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

std::pair<int, int> unit(std::string_view text) {
  const BillingUnit parsed = BillingUnit::parse(text);
  return {parsed.multiplier, parsed.divisor};
}

TEST(BillingUnit, IsAFractionOfAMonth) {
  EXPECT_EQ(unit("month"), (std::pair{1, 1}));
  EXPECT_EQ(unit("quarter"), (std::pair{1, 3}));
  EXPECT_EQ(unit("year"), (std::pair{1, 12}));
  EXPECT_EQ(unit("week"), (std::pair{52, 12}));
  EXPECT_EQ(unit("day"), (std::pair{365, 12}));
}

TEST(BillingUnit, IsReadInAnyCase) {
  EXPECT_EQ(unit("Month"), (std::pair{1, 1}));
  EXPECT_EQ(unit("YEAR"), (std::pair{1, 12}));
}

TEST(BillingUnit, NothingElseIsOne) {
  for (const std::string_view text :
       {"", "months", "mont", " month", "month ", "annual", "decade", "m\xC3\xB6nth", "7 days", "@ONTH", "[ear"})
    EXPECT_EQ(error_of([&] { BillingUnit::parse(text); }), ErrorKind::invalid_parameter) << text;
  EXPECT_EQ(error_of([&] { BillingUnit::parse(std::string_view("day\0", 4)); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of([] { BillingUnit::parse("fortnight"); }), "The unit given is \"fortnight\".");
  EXPECT_EQ(detail_of([] { BillingUnit::parse(std::string(1000, 'x')); }),
            concat("The unit given is \"", std::string(64, 'x'), "\"."));
}

TEST(Annual, IsTwelveMonths) {
  EXPECT_TRUE(annual(*parse_exact<Money>("83.333333333333")) == *parse_exact<Money>("1000"));
  EXPECT_TRUE(annual(Money::from_units(-1)) == Money::from_units(-12));
  EXPECT_EQ(error_of([] { annual(Money::from_units(Money::Units{1} << 124)); }), ErrorKind::out_of_range);
}

}  // namespace
}  // namespace c360::revenue
