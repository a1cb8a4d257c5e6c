// Net and gross revenue retention, and logo retention (METRICS B5).
#include "core/revenue/retention.hpp"

#include "aggregate.hpp"
#include "mrr_histories.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

constexpr Money::Units largest = ~(Money::Units{1} << 127);

void expect_sums(const RevenueRetention::Result& sums, std::string_view start, std::string_view end,
                 std::string_view retained, std::int64_t customers, std::int64_t kept) {
  EXPECT_EQ(sums.start, money(start));
  EXPECT_EQ(sums.end, money(end));
  EXPECT_EQ(sums.retained, money(retained));
  EXPECT_EQ(sums.customers, customers);
  EXPECT_EQ(sums.kept, kept);
}

TEST(RevenueRetention, CountsCustomerByCustomer) {
  Aggregate<RevenueRetention> aggregate({});
  aggregate.add({money("100"), money("150")});
  aggregate.add({money("100"), money("60")});
  aggregate.add({money("50"), money("0")});
  // What one gains does not make up for what another loses: 100 + 60 + 0.
  expect_sums(aggregate.result(), "250", "210", "160", 3, 2);
}

TEST(RevenueRetention, WhoWasNotThereAtTheStartDoesNotCount) {
  Aggregate<RevenueRetention> aggregate({});
  aggregate.add({money("0"), money("1000")});
  aggregate.add({money("0"), money("0")});
  expect_sums(aggregate.result(), "0", "0", "0", 0, 0);
  aggregate.expect_valid();
}

TEST(RevenueRetention, NobodyPaysLessThanNothing) {
  Aggregate<RevenueRetention> aggregate({});
  EXPECT_EQ(error_of([&] { aggregate.add({money("-1"), money("5")}); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { aggregate.add({money("5"), money("-1")}); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { aggregate.add({money("0"), money("-1")}); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of([&] {
              aggregate.add({money("5"), money("-1")});
            }),
            "A customer's MRR is 5.00 at the start and -1.00 at the end.");
  expect_sums(aggregate.result(), "0", "0", "0", 0, 0);
}

TEST(RevenueRetention, PartsMergeToTheWhole) {
  Chance chance(150);
  for (int round = 0; round < 300; ++round) {
    std::vector<RevenueRetention::Row> rows;
    RevenueRetention::Result expected;
    for (std::int64_t i = chance.number(0, 20); i > 0; --i) {
      const Money start = chance.one_in(4) ? Money() : random_price(chance),
                  end = chance.one_in(4) ? Money() : random_price(chance);
      rows.push_back({start, end});
      if (start == Money()) continue;
      expected.start += start;
      expected.end += end;
      expected.retained += start < end ? start : end;
      ++expected.customers;
      expected.kept += end != Money();
    }
    expect_parts_merge_to_the_whole<RevenueRetention>({}, rows, chance, [&](const auto& whole, const auto& merged) {
      for (const auto* sums : {&whole, &merged}) {
        expect_sums(*sums, concat(expected.start), concat(expected.end), concat(expected.retained), expected.customers,
                    expected.kept);
        // Gross retention is at most 1, and at most net retention.
        EXPECT_LE(sums->retained, sums->start);
        EXPECT_LE(sums->retained, sums->end);
      }
    });
    ASSERT_FALSE(HasFailure());
  }
}

TEST(RevenueRetention, SumsThatDoNotFitAreOutOfRangeAndChangeNothing) {
  Aggregate<RevenueRetention> aggregate({});
  aggregate.add({Money::from_units(largest), Money::from_units(largest)});
  const Bytes before = aggregate.bytes();
  EXPECT_EQ(error_of([&] { aggregate.add({Money::from_units(1), money("0")}); }), ErrorKind::out_of_range);
  EXPECT_EQ(error_of([&] { aggregate.add({Money::from_units(1), Money::from_units(1)}); }), ErrorKind::out_of_range);
  EXPECT_EQ(error_of([&] { aggregate.merge(before); }), ErrorKind::out_of_range);
  EXPECT_EQ(aggregate.bytes(), before);
}

}  // namespace
}  // namespace c360::revenue
