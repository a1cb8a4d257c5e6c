// The MRR bridge: all customers' movements by period (METRICS B3), and what must hold of it (METRICS B).
#include "core/revenue/bridge.hpp"

#include "aggregate.hpp"
#include "bridge_model.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

MovementWindow window(std::string_view grain, std::string_view as_of) { return {Grain::parse(grain), day(as_of)}; }

PlainBridge bridge(std::initializer_list<std::string_view> customers, const MovementWindow& asked) {
  Aggregate<Bridge> aggregate(asked);
  for (const std::string_view customer : customers) {
    const MrrHistory history(customer);
    aggregate.add(history.view());
  }
  aggregate.expect_valid();
  return plain(aggregate.result());
}

TEST(Bridge, AddsUpWhatHappenedToEveryCustomer) {
  const PlainBridge rows = bridge({"{[2026-01-10,)=100}", "{[2026-01-10,2026-02-10)=100,[2026-02-10,)=150}",
                                   "{[2026-01-20,2026-02-20)=50,[2026-03-05,)=40}",
                                   "{[2026-01-01,2026-02-11)=100,[2026-02-11,)=99}", "{[2026-02-03,2026-02-04)=1000}"},
                                  window("month", "2026-03-31"));
  PlainBridgeRow january, february, march;
  january.period = day("2026-01-01").value;
  february.period = day("2026-02-01").value;
  march.period = day("2026-03-01").value;
  january.new_mrr = january.ending_mrr = money("350");
  january.new_customers = january.ending_customers = 4;
  february.starting_mrr = money("350");
  february.starting_customers = 4;
  february.expansion_mrr = money("50");
  february.expanded_customers = 1;
  february.contraction_mrr = money("-1");
  february.contracted_customers = 1;
  february.churned_mrr = money("-50");
  february.churned_customers = 1;
  february.transient_customers = 1;
  february.retained_mrr = money("299");  // 100 + 100 + 0 + 99
  february.ending_mrr = money("349");
  february.ending_customers = 3;
  march.starting_mrr = march.retained_mrr = money("349");
  march.starting_customers = 3;
  march.reactivation_mrr = money("40");
  march.reactivated_customers = 1;
  march.ending_mrr = money("389");
  march.ending_customers = 4;
  EXPECT_EQ(rows, (PlainBridge{january, february, march}));
}

TEST(Bridge, EveryPeriodIsPresentUntilTheOneOfThrough) {
  const PlainBridge rows = bridge({"{[2026-01-10,2026-05-20)=100}", "{}"}, window("month", "2026-07-15"));
  ASSERT_EQ(rows.size(), 7u);
  EXPECT_EQ(rows[1].period, day("2026-02-01").value);
  EXPECT_EQ(rows[1].retained_mrr, money("100"));
  EXPECT_EQ(rows[6].period, day("2026-07-01").value);
  EXPECT_EQ(rows[6].ending_customers, 0);
}

TEST(Bridge, WithoutMovementsThereAreNoRows) {
  EXPECT_EQ(bridge({}, window("month", "2026-07-15")), PlainBridge{});
  EXPECT_EQ(bridge({"{}", "{[2026-08-01,)=5}"}, window("month", "2026-07-15")), PlainBridge{});
}

TEST(Bridge, ATransientCustomerIsARowToo) {
  const PlainBridge rows = bridge({"{[2026-01-10,2026-01-11)=100}"}, window("month", "2026-02-15"));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].transient_customers, 1);
  EXPECT_EQ(rows[1].transient_customers, 0);
}

TEST(Bridge, CustomersMayComeInAnyOrderOfTime) {
  const MovementWindow asked = window("month", "2026-12-31");
  const std::string_view early = "{[2020-01-10,)=1}", late = "{[2026-11-10,)=2}",
                         middle = "{[2023-06-10,2024-01-01)=4}";
  const PlainBridge rows = bridge({early, middle, late}, asked);
  EXPECT_EQ(rows.size(), 84u);
  EXPECT_EQ(bridge({late, middle, early}, asked), rows);
  EXPECT_EQ(bridge({middle, late, early}, asked), rows);
}

// ---- against the model

struct Customers {
  std::vector<MrrHistory> histories;
  std::vector<DailyMrr> models;
  std::vector<MrrHistoryView> views() const {
    std::vector<MrrHistoryView> views;
    for (const MrrHistory& history : histories) views.push_back(history.view());
    return views;
  }
};

Customers random_customers(Chance& chance, const Years& years) {
  Customers customers;
  for (std::int64_t i = chance.number(0, chance.one_in(10) ? 60 : 8); i > 0; --i) {
    const Subscriptions rows = random_subscriptions(chance, years);
    customers.histories.emplace_back(testing::text_of(rows));
    customers.models.push_back(daily(rows, years));
  }
  return customers;
}

TEST(Bridge, AgreesWithTheModelInPartsAndWhole) {
  Chance chance(140);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 12; ++round) {
      const Years& years = chance.of(random_years);
      const Customers customers = random_customers(chance, years);
      const MovementWindow asked{grain, random_through(chance, years)};
      const PlainBridge expected = bridge_model(customers.models, asked);
      expect_parts_merge_to_the_whole<Bridge>(
          asked, customers.views(), chance, [&](const auto& whole, const auto& merged) {
            EXPECT_EQ(plain(whole), expected) << testing::text_of(grain) << " as_of " << testing::text_of(asked.as_of);
            EXPECT_EQ(plain(merged), expected) << testing::text_of(grain) << " as_of " << testing::text_of(asked.as_of);
          });
      ASSERT_FALSE(HasFailure());
    }
}

TEST(Bridge, Reconciles) {
  Chance chance(141);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 20; ++round) {
      const Years& years = chance.of(random_years);
      const MovementWindow asked{grain, random_through(chance, years)};
      Aggregate<Bridge> aggregate(asked);
      for (const MrrHistory& history : random_customers(chance, years).histories) aggregate.add(history.view());
      const PlainBridge rows = plain(aggregate.result());
      Money mrr;
      std::int64_t customers = 0;
      std::optional<std::int64_t> next;
      for (const PlainBridgeRow& row : rows) {
        SCOPED_TRACE(::testing::PrintToString(row));
        ASSERT_EQ(row.starting_mrr, mrr);
        ASSERT_EQ(row.starting_customers, customers);
        mrr = mrr + row.new_mrr + row.reactivation_mrr + row.expansion_mrr + row.contraction_mrr + row.churned_mrr;
        ASSERT_EQ(row.ending_mrr, mrr);
        customers += row.new_customers + row.reactivated_customers - row.churned_customers;
        ASSERT_EQ(row.ending_customers, customers);
        // Gross retention counts no gain: at most everything, and at most net retention.
        const Money net = row.retained_mrr + row.expansion_mrr;
        ASSERT_LE(row.retained_mrr, row.starting_mrr);
        ASSERT_LE(row.retained_mrr, net);
        ASSERT_GE(row.retained_mrr, Money());
        ASSERT_EQ(net + row.new_mrr + row.reactivation_mrr, row.ending_mrr);
        // Whoever was there left, changed, or stayed.
        ASSERT_LE(row.churned_customers + row.expanded_customers + row.contracted_customers, row.starting_customers);
        ASSERT_EQ(row.period, next.value_or(row.period));
        next = model_next_start(grain, asked.as_of, row.period);
      }
      // Every period is present, to the one of `as_of`.
      ASSERT_TRUE(rows.empty() || rows.back().period == model_start(grain, asked.as_of, asked.as_of.value));
    }
}

TEST(Bridge, AreTheMovementsOfItsCustomers) {
  Chance chance(142);
  for (int round = 0; round < 100; ++round) {
    const Years& years = chance.of(random_years);
    const MovementWindow asked{chance.of(all_grains()), random_through(chance, years)};
    Aggregate<Bridge> aggregate(asked);
    std::map<std::pair<std::int64_t, MovementKind>, std::pair<Money, std::int64_t>> expected;
    for (const MrrHistory& history : random_customers(chance, years).histories) {
      aggregate.add(history.view());
      for (const PlainMovement& each : walked(history.view(), asked).movements) {
        auto& [amount, customers] = expected[{each.period, each.kind}];
        amount += each.amount;
        ++customers;
      }
    }
    for (const BridgeRow& row : aggregate.result())
      for (std::size_t kind = 0; kind < movement_kinds; ++kind) {
        const auto& [amount, customers] = expected[{row.period, static_cast<MovementKind>(kind)}];
        ASSERT_EQ(row.amounts[kind], amount);
        ASSERT_EQ(row.customers[kind], customers);
      }
  }
}

TEST(Bridge, ALaterThroughNeverChangesAFinishedPeriod) {
  Chance chance(143);
  for (int round = 0; round < 200; ++round) {
    const Years& years = chance.of(random_years);
    Grain grain = chance.of(all_grains());
    while (!grain.is_calendar()) grain = chance.of(all_grains());
    const MovementWindow early{grain, random_through(chance, years)},
        late{grain, day_of(early.as_of.value + chance.number(0, 300))};
    Aggregate<Bridge> first(early), second(late);
    for (const MrrHistory& history : random_customers(chance, years).histories) {
      first.add(history.view());
      second.add(history.view());
    }
    const auto finished = [&](const Bridge::Result& result) {
      PlainBridge rows = plain(result);
      std::erase_if(rows, [&](const PlainBridgeRow& row) {
        return model_next_start(grain, {}, row.period) - 1 > early.as_of.value;
      });
      return rows;
    };
    ASSERT_EQ(finished(second.result()), finished(first.result()));
  }
}

// ---- limits

TEST(Bridge, HasFortyThousandPeriodsAndNoMore) {
  const Day as_of = day("2026-03-31");
  const MovementWindow asked{Grain::parse("day"), as_of};
  const MrrHistory longest({{Day{as_of.value - 39'999}, money("5")}}),
      too_long({{Day{as_of.value - 40'000}, money("5")}}), late({{Day{as_of.value - 5}, money("5")}});
  Aggregate<Bridge> aggregate(asked);
  aggregate.add(late.view());
  EXPECT_EQ(error_of([&] { aggregate.add(too_long.view()); }), ErrorKind::invalid_parameter);
  aggregate.add(longest.view());
  EXPECT_EQ(aggregate.result().size(), 40'000u);
  aggregate.expect_valid();
  const auto add = [&] { Aggregate<Bridge>(asked).add(too_long.view()); };
  EXPECT_EQ(error_of(add), ErrorKind::invalid_parameter);
  EXPECT_EQ(
      detail_of(add),
      concat("There are 40001 periods of the grain day from the first movement to 2026-03-31; the limit is 40000."));

  // What is far away is no matter with a coarser grain.
  Aggregate<Bridge> yearly(MovementWindow{Grain::parse("year"), last_day});
  EXPECT_EQ(error_of([&] { yearly.add(late.view()); }), ErrorKind::invalid_parameter);
  Aggregate<Bridge> of_antiquity(MovementWindow{Grain::parse("year"), as_of});
  const MrrHistory ancient({{first_day, money("5")}});
  of_antiquity.add(ancient.view());
  EXPECT_EQ(of_antiquity.result().size(), 4714u + 2026);
}

TEST(Bridge, SumsThatDoNotFitAreOutOfRange) {
  const Money::Units half = Money::Units{1} << 94;
  const MrrHistory large({{Day{0}, Money::from_units(half)}});
  Aggregate<Bridge> aggregate(MovementWindow{Grain::parse("month"), Day{50}});
  aggregate.add(large.view());
  aggregate.add(large.view());
  aggregate.add(large.view());  // together more than one customer may have
  EXPECT_EQ(plain(aggregate.result())[0].ending_mrr, Money::from_units(3 * half));
  // Doubled until it ends: 3 · 2^94 · 2^31 still fits.
  for (int doublings = 0; doublings < 31; ++doublings) aggregate.merge(aggregate.bytes());
  EXPECT_EQ(plain(aggregate.result())[0].new_customers, std::int64_t{3} << 31);
  EXPECT_EQ(error_of([&] { aggregate.merge(aggregate.bytes()); }), ErrorKind::out_of_range);
}

TEST(Bridge, ParametersAreConstantWithinAGroup) {
  const MovementWindow base = window("month", "2026-03-31");
  for (const MovementWindow& other :
       {window("week", "2026-03-31"), window("31 days", "2026-03-31"), window("month", "2026-03-30")}) {
    Aggregate<Bridge> aggregate(base), from_others(other);
    EXPECT_EQ(error_of([&] { aggregate.add(other, nullptr); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { aggregate.merge(from_others); }), ErrorKind::invalid_parameter);
  }
}

TEST(Bridge, MergedWithItselfItIsTwice) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  Bridge::create(buffer, window("month", "2026-03-31"));
  Bridge state(buffer);
  const MrrHistory history("{[2026-01-10,)=100}");
  state.add(history.view());
  state.merge(buffer.bytes());
  const PlainBridge rows = plain(Bridge::result(buffer.bytes(), memory));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[2].ending_mrr, money("200"));
  EXPECT_EQ(rows[2].ending_customers, 2);
}

}  // namespace
}  // namespace c360::revenue
