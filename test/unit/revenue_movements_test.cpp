// MRR movements: what happened to a customer in each period (METRICS B2), and what must hold of any customer (METRICS
// B).
#include "core/revenue/movements.hpp"

#include "mrr_histories.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

MovementWindow window(std::string_view grain, std::string_view as_of) { return {Grain::parse(grain), day(as_of)}; }

using Lines = std::vector<std::string>;

Lines lines_of(const MovementModel& seen) {
  std::vector<std::pair<std::int64_t, std::string>> lines;
  for (const PlainMovement& each : seen.movements)
    lines.emplace_back(each.period,
                       concat(day_of(each.period), ' ', name_of(each.kind), ' ', each.amount, " to ", each.mrr));
  for (const std::int64_t period : seen.transient) lines.emplace_back(period, concat(day_of(period), " transient"));
  std::ranges::sort(lines);
  Lines sorted;
  for (const auto& [period, line] : lines) sorted.push_back(line);
  return sorted;
}

// Of a customer with these subscriptions.
Lines movements(std::string_view subscriptions, std::string_view grain, std::string_view as_of) {
  return lines_of(walked(MrrHistory(subscriptions).view(), window(grain, as_of)));
}

// Of a customer with these rows of months.
Lines snapshot_movements(std::initializer_list<std::pair<std::string_view, std::string_view>> rows,
                         std::string_view grain, std::string_view as_of) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  HistoryOfRows<Snapshot>::create(buffer, {});
  for (const auto& [when, mrr] : rows) Timeline(buffer).add(Snapshot{day(when), money(mrr)});
  return lines_of(
      walked(MrrHistory(HistoryOfRows<Snapshot>::result(buffer.bytes(), memory)).view(), window(grain, as_of)));
}

// ---- the rules of B2

TEST(Movements, FromNothingToSomethingIsNew) {
  EXPECT_EQ(movements("{[2026-01-10,)=100}", "month", "2026-03-31"), (Lines{"2026-01-01 new 100.00 to 100.00"}));
}

TEST(Movements, BothAboveNothingIsExpansionOrContraction) {
  EXPECT_EQ(movements("{[2026-01-10,2026-02-10)=100,[2026-02-10,2026-03-10)=150,[2026-03-10,)=149.999999}", "month",
                      "2026-03-31"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 expansion 50.00 to 150.00",
                   "2026-03-01 contraction -0.000001 to 149.999999"}));
}

TEST(Movements, FromSomethingToNothingIsChurn) {
  EXPECT_EQ(movements("{[2026-01-10,2026-03-10)=100}", "month", "2026-03-31"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-03-01 churn -100.00 to 0.00"}));
}

TEST(Movements, FromNothingToSomethingAgainIsReactivation) {
  EXPECT_EQ(movements("{[2026-01-10,2026-02-10)=100,[2026-05-01,)=60}", "month", "2026-06-30"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 churn -100.00 to 0.00",
                   "2026-05-01 reactivation 60.00 to 60.00"}));
}

TEST(Movements, EqualIsNoRow) {
  // Left and back within February, at the price of before.
  EXPECT_EQ(movements("{[2026-01-10,2026-02-10)=100,[2026-02-20,)=100}", "month", "2026-03-31"),
            (Lines{"2026-01-01 new 100.00 to 100.00"}));
}

TEST(Movements, OnlyTheEndsOfPeriodsCount) {
  EXPECT_EQ(
      movements("{[2026-01-10,2026-02-05)=100,[2026-02-05,2026-02-20)=900,[2026-02-20,)=120}", "month", "2026-03-31"),
      (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 expansion 20.00 to 120.00"}));
  // Away for three weeks, but not at an end of a month.
  EXPECT_EQ(movements("{[2026-01-10,2026-02-05)=100,[2026-02-28,)=120}", "month", "2026-03-31"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 expansion 20.00 to 120.00"}));
}

TEST(Movements, JoinedAndLeftWithinOnePeriodIsTransient) {
  EXPECT_EQ(movements("{[2026-01-10,2026-01-20)=100}", "month", "2026-03-31"), (Lines{"2026-01-01 transient"}));
  EXPECT_EQ(movements("{[2026-01-10,2026-01-20)=100}", "week", "2026-03-31"),
            (Lines{"2026-01-05 new 100.00 to 100.00", "2026-01-19 churn -100.00 to 0.00"}));
}

// Active ever before, though never at the end of a period.
TEST(Movements, WhoWasTransientComesBackAsReactivation) {
  EXPECT_EQ(
      movements("{[2026-01-10,2026-01-20)=100,[2026-02-10,2026-02-11)=100,[2026-03-10,)=50}", "month", "2026-03-31"),
      (Lines{"2026-01-01 transient", "2026-02-01 transient", "2026-03-01 reactivation 50.00 to 50.00"}));
}

TEST(Movements, WhoComesAndGoesWithinThePeriodOfTheFirstDayIsNew) {
  EXPECT_EQ(movements("{[2026-01-10,2026-01-12)=100,[2026-01-20,)=50}", "month", "2026-03-31"),
            (Lines{"2026-01-01 new 50.00 to 50.00"}));
}

TEST(Movements, ADayIsPaidUntilTheOneBeforeTheEnd) {
  // The last day of January is paid, the first of February is not.
  EXPECT_EQ(movements("{[2026-01-01,2026-02-01)=100}", "month", "2026-02-28"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 churn -100.00 to 0.00"}));
  EXPECT_EQ(movements("{[2026-01-01,2026-01-31)=100}", "month", "2026-02-28"), (Lines{"2026-01-01 transient"}));
  EXPECT_EQ(movements("{[2026-01-31,2026-02-01)=100}", "day", "2026-02-28"),
            (Lines{"2026-01-31 new 100.00 to 100.00", "2026-02-01 churn -100.00 to 0.00"}));
}

TEST(Movements, AnOpenOrFutureEndIsNoChurn) {
  EXPECT_EQ(movements("{[2026-01-10,2026-02-10)=100}", "month", "2026-02-09"),
            (Lines{"2026-01-01 new 100.00 to 100.00"}));
  EXPECT_EQ(movements("{[2026-01-10,2026-02-10)=100}", "month", "2026-02-10"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 churn -100.00 to 0.00"}));
}

TEST(Movements, NothingAfterThroughExists) {
  EXPECT_EQ(
      movements("{[2026-01-10,2026-02-10)=100,[2026-02-10,2026-02-20)=200,[2026-03-01,)=5}", "month", "2026-02-19"),
      (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 expansion 100.00 to 200.00"}));
  EXPECT_EQ(movements("{[2026-01-10,)=100}", "month", "2026-01-09"), (Lines{}));
  EXPECT_EQ(movements("{}", "month", "2026-01-09"), (Lines{}));
}

TEST(Movements, TheUnfinishedPeriodIsSeenAsOnThrough) {
  // Left on the 10th, back on the 20th: churn, as long as only the first half of the month is visible.
  const std::string_view customer = "{[2026-01-10,2026-02-10)=100,[2026-02-20,)=120}";
  EXPECT_EQ(movements(customer, "month", "2026-02-15").back(), "2026-02-01 churn -100.00 to 0.00");
  EXPECT_EQ(movements(customer, "month", "2026-02-20").back(), "2026-02-01 expansion 20.00 to 120.00");
}

TEST(Movements, PeriodsMayBeAnyGrain) {
  const std::string_view customer = "{[2025-11-10,2026-02-10)=100,[2026-02-10,)=120}";
  EXPECT_EQ(movements(customer, "quarter", "2026-03-31"),
            (Lines{"2025-10-01 new 100.00 to 100.00", "2026-01-01 expansion 20.00 to 120.00"}));
  EXPECT_EQ(movements(customer, "year", "2026-03-31"),
            (Lines{"2025-01-01 new 100.00 to 100.00", "2026-01-01 expansion 20.00 to 120.00"}));
  EXPECT_EQ(movements(customer, "week(sunday)", "2026-03-31"),
            (Lines{"2025-11-09 new 100.00 to 100.00", "2026-02-08 expansion 20.00 to 120.00"}));
  // Blocks end on `as_of`.
  EXPECT_EQ(movements(customer, "28 days", "2026-03-31"),
            (Lines{"2025-10-15 new 100.00 to 100.00", "2026-02-04 expansion 20.00 to 120.00"}));
}

TEST(Movements, WorkAtBothEndsOfTheCalendar) {
  EXPECT_EQ(movements("{[\"4714-11-24 BC\",\"4714-12-01 BC\")=5,[5874897-12-31,)=6}", "day", "5874897-12-31"),
            (Lines{"4714-11-24 BC new 5.00 to 5.00", "4714-12-01 BC churn -5.00 to 0.00",
                   "5874897-12-31 reactivation 6.00 to 6.00"}));
  EXPECT_EQ(movements("{[\"4714-11-24 BC\",)=5}", "day", "4714-11-24 BC"), (Lines{"4714-11-24 BC new 5.00 to 5.00"}));
}

// ---- month snapshots

TEST(SnapshotMovements, AMonthHasTheSumOfItsLastDaysLines) {
  EXPECT_EQ(snapshot_movements({{"2026-01-31", "60"}, {"2026-02-28", "150"}, {"2026-01-01", "7"}, {"2026-01-31", "40"}},
                               "month", "2026-02-28"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 expansion 50.00 to 150.00"}));
}

TEST(SnapshotMovements, TheRunningMonthWithoutARowIsNoChurn) {
  EXPECT_EQ(snapshot_movements({{"2026-01-01", "100"}}, "month", "2026-02-27"),
            (Lines{"2026-01-01 new 100.00 to 100.00"}));
}

TEST(SnapshotMovements, AFinishedMonthWithoutARowIsChurn) {
  EXPECT_EQ(snapshot_movements({{"2026-01-01", "100"}}, "month", "2026-02-28"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 churn -100.00 to 0.00"}));
  EXPECT_EQ(snapshot_movements({{"2024-01-01", "100"}}, "month", "2024-02-28"),
            (Lines{"2024-01-01 new 100.00 to 100.00"}));
  EXPECT_EQ(snapshot_movements({{"2024-01-01", "100"}}, "day", "2026-01-01"),
            (Lines{"2024-01-01 new 100.00 to 100.00", "2024-02-29 churn -100.00 to 0.00"}));
}

TEST(SnapshotMovements, AMonthThatIsMissingInBetweenIsChurnAndReactivation) {
  EXPECT_EQ(snapshot_movements({{"2026-01-01", "100"}, {"2026-03-01", "100"}}, "month", "2026-03-15"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 churn -100.00 to 0.00",
                   "2026-03-01 reactivation 100.00 to 100.00"}));
}

// Nothing at all was billed in a month that has a row of 0: that is known on its first day.
TEST(SnapshotMovements, AMonthOfNothingIsChurnFromItsFirstDay) {
  EXPECT_EQ(snapshot_movements({{"2026-01-01", "100"}, {"2026-02-01", "0"}}, "month", "2026-02-01"),
            (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 churn -100.00 to 0.00"}));
  EXPECT_EQ(
      snapshot_movements({{"2026-01-01", "100"}, {"2026-02-11", "5"}, {"2026-02-11", "-5"}}, "month", "2026-02-01"),
      (Lines{"2026-01-01 new 100.00 to 100.00", "2026-02-01 churn -100.00 to 0.00"}));
}

TEST(SnapshotMovements, RowsOfMonthsAfterThroughAreNotSeen) {
  EXPECT_EQ(snapshot_movements({{"2026-01-15", "100"}, {"2026-03-01", "200"}}, "month", "2026-02-15"),
            (Lines{"2026-01-01 new 100.00 to 100.00"}));
  // A row is of its whole month, whatever its day.
  EXPECT_EQ(snapshot_movements({{"2026-01-31", "100"}}, "month", "2026-01-01"),
            (Lines{"2026-01-01 new 100.00 to 100.00"}));
}

TEST(SnapshotMovements, WorkAtBothEndsOfTheCalendar) {
  EXPECT_EQ(snapshot_movements({{"4714-11-24 BC", "5"}, {"5874897-12-31", "6"}}, "day", "5874897-12-31"),
            (Lines{"4714-11-24 BC new 5.00 to 5.00", "4714-12-31 BC churn -5.00 to 0.00",
                   "5874897-12-01 reactivation 6.00 to 6.00"}));
  // The month in which the loss would be certain is the last, or the one after it.
  EXPECT_EQ(snapshot_movements({{"5874897-11-30", "6"}}, "day", "5874897-12-31"),
            (Lines{"5874897-11-01 new 6.00 to 6.00", "5874897-12-31 churn -6.00 to 0.00"}));
  EXPECT_EQ(snapshot_movements({{"5874897-12-01", "6"}}, "day", "5874897-12-31"),
            (Lines{"5874897-12-01 new 6.00 to 6.00"}));
}

// ---- the walker itself

TEST(MovementWalker, IsReadyForAnotherCustomerAfterEachOne) {
  Periods periods(Grain::parse("month"), day("2026-06-30"));
  MovementRecorder recorder{periods, {}};
  MovementWalker walker(periods, day("2026-06-30"), recorder);
  for (int customer = 0; customer < 2; ++customer) {
    walker.step(day("2026-01-10"), money("100"));
    walker.step(day("2026-01-20"), money("0"));
    walker.finish();
  }
  walker.finish();
  walker.step(day("2026-01-01"), money("7"));
  walker.finish();
  EXPECT_EQ(lines_of(recorder.seen),
            (Lines{"2026-01-01 new 7.00 to 7.00", "2026-01-01 transient", "2026-01-01 transient"}));
}

TEST(MovementWalker, ATotalBelowZeroIsAnErrorUnlessNobodySeesIt) {
  Periods periods(Grain::parse("month"), day("2026-06-30"));
  MovementRecorder recorder{periods, {}};
  MovementWalker walker(periods, day("2026-06-30"), recorder);
  walker.step(day("2026-01-10"), money("100"));
  EXPECT_EQ(error_of([&] { walker.step(day("2026-06-30"), money("-1")); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { walker.step(day("2026-07-01"), money("-1")); }), std::nullopt);
}

// ---- properties of random customers, and the model that walks day by day

constexpr Years some_years() { return random_years[0]; }

// The one-step aggregate's answer.
template <class Row>
PlainMovements aggregated(const std::vector<Row>& rows, const MovementQuestion& question) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  MovementsOfRows<Row>::create(buffer, question);
  MovementsOfRows<Row> state(buffer);
  for (const Row& row : rows) state.add(row);
  return plain(MovementsOfRows<Row>::result(buffer.bytes(), memory));
}

// The answer of a stored history, which has the transient periods, too.
template <class Row>
MovementModel from_history(const std::vector<Row>& rows, const MovementWindow& window) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  HistoryOfRows<Row>::create(buffer, {});
  HistoryOfRows<Row> state(buffer);
  for (const Row& row : seen_by(rows, window.as_of)) state.add(row);
  return walked(MrrHistory(HistoryOfRows<Row>::result(buffer.bytes(), memory)).view(), window);
}

std::string text_of(const MovementWindow& window) { return concat(window.grain, " as_of ", window.as_of); }

std::vector<Grain> calendar_grains() {
  std::vector<Grain> grains = all_grains();
  std::erase_if(grains, [](const Grain& grain) { return !grain.is_calendar(); });
  return grains;
}

template <class Row>
class MovementsOf : public ::testing::Test {};
using RowTypes = ::testing::Types<Subscription, Snapshot>;
TYPED_TEST_SUITE(MovementsOf, RowTypes);

TYPED_TEST(MovementsOf, RandomCustomersAgreeWithTheModel) {
  Chance chance(120);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 60; ++round) {
      const Years& years = chance.of(random_years);
      const auto rows = random_rows<TypeParam>(chance, years);
      const MovementWindow asked{grain, random_through(chance, years)};
      const MovementModel expected = movements_model(daily(seen_by(rows, asked.as_of), years), asked);
      ASSERT_EQ(from_history(rows, asked).movements, expected.movements) << testing::text_of(rows) << text_of(asked);
      ASSERT_EQ(from_history(rows, asked).transient, expected.transient) << testing::text_of(rows) << text_of(asked);
      ASSERT_EQ(aggregated(rows, asked), expected.movements) << testing::text_of(rows) << text_of(asked);
    }
}

TYPED_TEST(MovementsOf, RandomCustomersKeepTheInvariants) {
  Chance chance(121);
  for (const Grain& grain : calendar_grains())
    for (int round = 0; round < 60; ++round) {
      const Years& years = chance.of(random_years);
      const auto rows = random_rows<TypeParam>(chance, years);
      const MovementWindow asked{grain, random_through(chance, years)};
      const DailyMrr model = daily(seen_by(rows, asked.as_of), years);
      const MovementModel seen = from_history(rows, asked);
      SCOPED_TRACE(testing::text_of(rows) + " " + text_of(asked));

      int fresh = 0;
      bool customer = false;
      Money mrr;
      std::optional<std::int64_t> before;
      for (const PlainMovement& each : seen.movements) {
        // Exactly one class a period, in order of time.
        ASSERT_TRUE(!before || *before < each.period);
        ASSERT_FALSE(std::ranges::binary_search(seen.transient, each.period));
        before = each.period;
        // Σ movements = ending − starting: of each period, and so of all.
        ASSERT_EQ(mrr + each.amount, each.mrr);
        ASSERT_EQ(mrr, model.on(each.period - 1));
        ASSERT_EQ(each.mrr,
                  model.on(std::min<std::int64_t>(model_next_start(grain, {}, each.period) - 1, asked.as_of.value)));
        mrr = each.mrr;
        // Churn alternates with new and reactivation; in between only a customer's MRR changes.
        const bool joins = each.kind == MovementKind::new_business || each.kind == MovementKind::reactivation;
        ASSERT_EQ(customer, !joins);
        customer = each.kind != MovementKind::churn;
        ASSERT_EQ(customer, mrr > Money());
        const bool loses = each.kind == MovementKind::churn || each.kind == MovementKind::contraction;
        ASSERT_EQ(loses, each.amount < Money());
        ASSERT_NE(each.amount, Money());
        // New at most once, and then first of all: before it, there was not even a transient period.
        if (each.kind == MovementKind::new_business) {
          ++fresh;
          ASSERT_TRUE(seen.transient.empty() || seen.transient.front() > each.period);
        }
      }
      ASSERT_LE(fresh, 1);
      ASSERT_EQ(mrr, model.on(asked.as_of.value));
    }
}

TYPED_TEST(MovementsOf, PermutedRowsAreTheSame) {
  Chance chance(122);
  for (int round = 0; round < 600; ++round) {
    auto rows = random_rows<TypeParam>(chance, some_years());
    const MovementWindow asked{chance.of(all_grains()), random_through(chance, some_years())};
    const PlainMovements first = aggregated(rows, asked);
    shuffle(rows, chance);
    ASSERT_EQ(aggregated(rows, asked), first) << testing::text_of(rows) << text_of(asked);
  }
}

// At a day, and into two subscriptions side by side.
Subscriptions split(const Subscriptions& rows, Chance& chance) {
  Subscriptions pieces;
  for (const Subscription& row : rows) {
    const std::int64_t last = row.to ? row.to->value : row.from.value + 500;
    const Day middle = day_of(chance.number(row.from.value, std::max<std::int64_t>(last, row.from.value)));
    const Money part = Money::from_units(chance.number(-Money::scale, Money::scale));
    pieces.push_back({row.from, middle, row.mrr});
    pieces.push_back({middle, row.to, row.mrr - part});
    pieces.push_back({middle, row.to, part});
  }
  return pieces;
}
Snapshots split(const Snapshots& rows, Chance& chance) {
  Snapshots pieces;
  for (const Snapshot& row : rows) {
    const Money part = Money::from_units(chance.number(-Money::scale, Money::scale));
    pieces.push_back({row.day, row.mrr - part});
    pieces.push_back({row.day, part});
  }
  return pieces;
}

TYPED_TEST(MovementsOf, SplitRowsAreTheSame) {
  Chance chance(123);
  for (int round = 0; round < 600; ++round) {
    const auto rows = random_rows<TypeParam>(chance, some_years());
    const MovementWindow asked{chance.of(all_grains()), random_through(chance, some_years())};
    auto pieces = split(rows, chance);
    shuffle(pieces, chance);
    ASSERT_EQ(from_history(pieces, asked), from_history(rows, asked)) << testing::text_of(rows) << text_of(asked);
    ASSERT_EQ(aggregated(pieces, asked), aggregated(rows, asked)) << testing::text_of(rows) << text_of(asked);
  }
}

TYPED_TEST(MovementsOf, ScaledAmountsKeepTheirClasses) {
  Chance chance(124);
  for (int round = 0; round < 600; ++round) {
    auto rows = random_rows<TypeParam>(chance, some_years());
    const MovementWindow asked{chance.of(all_grains()), random_through(chance, some_years())};
    MovementModel expected = from_history(rows, asked);
    const std::int64_t k = chance.one_in(2) ? chance.number(2, 9) : 100'000'000;
    const auto scale = [&](Money& amount) { amount = Money::from_units(amount.units() * k); };
    for (auto& row : rows) scale(row.mrr);
    for (PlainMovement& each : expected.movements) {
      scale(each.amount);
      scale(each.mrr);
    }
    ASSERT_EQ(from_history(rows, asked), expected) << testing::text_of(rows) << text_of(asked);
  }
}

// Days make up weeks and months, months quarters, quarters years: their movements add up to the coarser ones.
TYPED_TEST(MovementsOf, AFinerGrainKeepsTheNet) {
  Chance chance(125);
  const auto net_by = [](const Grain& coarse, const PlainMovements& movements) {
    std::map<std::int64_t, Money> net;
    for (const PlainMovement& each : movements) net[model_start(coarse, {}, each.period)] += each.amount;
    std::erase_if(net, [](const auto& period) { return period.second == Money(); });
    return net;
  };
  const std::pair<Grain, Grain> nested[] = {
      {Grain::parse("day"), Grain::parse("week")},   {Grain::parse("day"), Grain::parse("week(sunday)")},
      {Grain::parse("day"), Grain::parse("month")},  {Grain::parse("month"), Grain::parse("quarter")},
      {Grain::parse("month"), Grain::parse("year")}, {Grain::parse("quarter"), Grain::parse("year")}};
  for (int round = 0; round < 300; ++round) {
    const auto rows = random_rows<TypeParam>(chance, some_years());
    const Day as_of = random_through(chance, some_years());
    for (const auto& [fine, coarse] : nested)
      ASSERT_EQ(net_by(coarse, aggregated(rows, MovementWindow{fine, as_of})),
                net_by(coarse, aggregated(rows, MovementWindow{coarse, as_of})))
          << testing::text_of(rows) << text_of(MovementWindow{coarse, as_of});
  }
}

TYPED_TEST(MovementsOf, ALaterThroughNeverChangesAFinishedPeriod) {
  Chance chance(126);
  for (const Grain& grain : calendar_grains())
    for (int round = 0; round < 60; ++round) {
      const Years& years = chance.of(random_years);
      auto rows = random_rows<TypeParam>(chance, years);
      const MovementWindow early{grain, random_through(chance, years)},
          late{grain, day_of(early.as_of.value + chance.number(0, chance.one_in(2) ? 10 : 500))};
      // What is only known later may change it: a month's snapshot changes the days before it.
      rows = seen_by(rows, early.as_of);
      const auto finished = [&](MovementModel seen) {
        const auto after = [&](std::int64_t period) {
          return model_next_start(grain, {}, period) - 1 > early.as_of.value;
        };
        std::erase_if(seen.movements, [&](const PlainMovement& each) { return after(each.period); });
        std::erase_if(seen.transient, after);
        return seen;
      };
      ASSERT_EQ(finished(from_history(rows, late)), finished(from_history(rows, early)))
          << testing::text_of(rows) << text_of(early) << " and " << text_of(late);
    }
}

// As the warehouse knew it (METRICS R4): rows of days after as_of change nothing.
TEST(SnapshotMovements, RowsOfLaterDaysDoNotExist) {
  Chance chance(127);
  for (int round = 0; round < 600; ++round) {
    const Years& years = chance.of(random_years);
    const Snapshots rows = random_snapshots(chance, years);
    const MovementWindow asked{chance.of(calendar_grains()), random_through(chance, years)};
    ASSERT_EQ(aggregated(seen_by(rows, asked.as_of), asked), aggregated(rows, asked))
        << testing::text_of(rows) << text_of(asked);
  }
}

// ---- options

TYPED_TEST(MovementsOf, OptionsAgreeWithTheModel) {
  Chance chance(128);
  int graced = 0, negative = 0;
  for (int round = 0; round < 3000; ++round) {
    const Years& years = chance.of(random_years);
    auto rows = random_rows<TypeParam>(chance, years);
    const MovementWindow asked{chance.of(all_grains()), random_through(chance, years)};
    StepOptions options{.grace_days = chance.one_in(3) ? 0 : chance.small(1, 40), .negative_is_zero = chance.one_in(2)};
    rows = seen_by(rows, asked.as_of);
    if (options.negative_is_zero)
      for (auto& row : rows)
        if (chance.one_in(3)) row.mrr = Money() - row.mrr;
    const DailyMrr plain_model = daily(rows, years), model = with_options(plain_model, options, asked.as_of);
    negative += std::ranges::any_of(plain_model.mrr, [](Money mrr) { return mrr < Money(); });
    graced += options.grace_days != 0 && !options.negative_is_zero && plain_model.mrr != model.mrr;
    ASSERT_EQ(aggregated(rows, {asked, options}), movements_model(model, asked).movements)
        << testing::text_of(rows) << text_of(asked) << " grace " << options.grace_days;
  }
  EXPECT_GT(graced, 50);
  EXPECT_GT(negative, 100);
}

TEST(Movements, AShortGapIsNoChurnUntilItIsLonger) {
  const auto asked = [](std::string_view as_of, std::int32_t grace_days) {
    return lines_of(walked(MrrHistory("{[2026-01-10,2026-02-25)=100,[2026-03-05,)=80}").view(),
                           {window("month", as_of), {.grace_days = grace_days}}));
  };
  const Lines joined = {"2026-01-01 new 100.00 to 100.00"};
  // Eight days, from the 25th of February to the 4th of March.
  EXPECT_EQ(asked("2026-03-04", 8), joined);
  EXPECT_EQ(asked("2026-03-31", 8), (Lines{joined[0], "2026-03-01 contraction -20.00 to 80.00"}));
  // Longer than seven days only on the eighth: then the churn is of its first day.
  EXPECT_EQ(asked("2026-03-03", 7), joined);
  EXPECT_EQ(asked("2026-03-04", 7), (Lines{joined[0], "2026-02-01 churn -100.00 to 0.00"}));
  EXPECT_EQ(asked("2026-03-31", 7),
            (Lines{joined[0], "2026-02-01 churn -100.00 to 0.00", "2026-03-01 reactivation 80.00 to 80.00"}));
}

// Thirty-one daily rows are one month of 100, not of 3,100.
TEST(SnapshotMovements, TheLastDayOfAPeriodCounts) {
  Snapshots rows;
  for (int each = 0; each < 59; ++each) rows.push_back({day_of(day("2026-01-01").value + each), money("100")});
  rows.push_back({day("2026-02-28"), money("20")});  // a second line of its day
  const Grain grains[] = {{Grain::Unit::day}, {Grain::Unit::week}, {Grain::Unit::month}};
  for (const Grain& grain : grains) {
    const PlainMovements seen = aggregated(rows, {window("month", "2026-02-28"), {.snapshots = grain}});
    ASSERT_EQ(seen.size(), 2u) << testing::text_of(grain);
    EXPECT_EQ(seen[0].mrr, money("100"));
    EXPECT_EQ(seen[1].mrr, money("120"));
  }
}

TEST(SnapshotMovements, OfEveryGrainAgreeWithTheModel) {
  Chance chance(129);
  for (const Grain& grain : calendar_grains())
    for (int round = 0; round < 60; ++round) {
      const Years& years = random_years[0];
      Snapshots rows;
      for (std::int64_t each = years.from + chance.number(0, 90); each < years.to; each += chance.number(1, 60))
        for (std::int64_t lines = chance.number(1, 2); lines > 0; --lines)
          rows.push_back({day_of(each), chance.one_in(6) ? Money() : random_price(chance)});
      const MovementWindow asked{chance.of(all_grains()), random_through(chance, years)};
      rows = seen_by(rows, asked.as_of);
      shuffle(rows, chance);
      const DailyMrr model = daily(rows, years.from - 400, years.to + 800, grain);
      ASSERT_EQ(aggregated(rows, {asked, {.snapshots = grain}}), movements_model(model, asked).movements)
          << testing::text_of(rows) << text_of(asked) << " snapshots by " << testing::text_of(grain);
    }
}

}  // namespace
}  // namespace c360::revenue
