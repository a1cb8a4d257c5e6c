// One customer's rows added up: subscriptions, month snapshots, histories (METRICS B1, B2).
#include "core/revenue/timeline.hpp"

#include <ctime>

#include "aggregate.hpp"
#include "mrr_histories.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

constexpr Money::Units largest_packed = (Money::Units{1} << 95) - 1;

using OfSubscriptions = HistoryOfRows<Subscription>;
using OfSnapshots = HistoryOfRows<Snapshot>;
using OfHistories = HistoryOfRows<MrrHistoryView>;

MovementWindow window(std::string_view grain, std::string_view as_of) { return {Grain::parse(grain), day(as_of)}; }

std::string text_of(const StateBuffer& history) { return testing::text_of(MrrHistory(history).view()); }

template <class State, class Row>
std::string history_of(const std::vector<Row>& rows) {
  Aggregate<State> aggregate({});
  for (const Row& row : rows) aggregate.add(row);
  aggregate.expect_valid();
  return text_of(aggregate.result());
}

// The bytes that count: behind them is spare room.
Bytes items_of(Bytes state) {
  state.resize(sizeof(Timeline::Front) + Timeline::read(state).count * AmountItem::size);
  return state;
}

// ---- the three kinds of rows

TEST(Timeline, WithoutRowsThereIsNoMrr) {
  EXPECT_EQ(text_of(Aggregate<OfSubscriptions>({}).result()), "{}");
  EXPECT_EQ(text_of(Aggregate<OfSnapshots>({}).result()), "{}");
  EXPECT_EQ(text_of(Aggregate<OfHistories>({}).result()), "{}");
}

TEST(Timeline, SubscriptionsAddUp) {
  EXPECT_EQ(history_of<OfSubscriptions>(Subscriptions{subscription("2026-02-01", "", "20.50"),
                                                      subscription("2026-01-01", "2026-03-01", "100"),
                                                      subscription("2026-04-01", "2026-05-01", "-20.50")}),
            "{[2026-01-01,2026-02-01)=100.00,[2026-02-01,2026-03-01)=120.50,[2026-03-01,2026-04-01)=20.50,[2026-05-01,)"
            "=20.50}");
}

TEST(Timeline, LinesOfADayAddUpTheLastDayOfAMonthCountsAndAMissingMonthIsALoss) {
  EXPECT_EQ(history_of<OfSnapshots>(Snapshots{{day("2026-02-15"), money("80")},
                                              {day("2026-01-31"), money("60")},
                                              {day("2026-01-01"), money("70")},
                                              {day("2026-01-31"), money("40")},
                                              {day("2026-05-01"), money("7")}}),
            "{[2026-01-01,2026-02-01)=100.00,[2026-02-01,2026-03-31)=80.00,[2026-05-01,2026-06-30)=7.00}");
}

TEST(Timeline, HistoriesAddUp) {
  const MrrHistory a("{[2026-01-01,2026-03-01)=100,[2026-03-01,)=50}"), b("{[2026-02-01,2026-03-01)=1}"), none("{}");
  EXPECT_EQ(history_of<OfHistories>(std::vector<MrrHistoryView>{a.view(), b.view(), none.view(), a.view()}),
            "{[2026-01-01,2026-02-01)=200.00,[2026-02-01,2026-03-01)=201.00,[2026-03-01,)=100.00}");
}

TEST(Timeline, SubscriptionsWithoutADayAreNothing) {
  const Aggregate<OfSubscriptions> empty({});
  Aggregate<OfSubscriptions> aggregate({});
  aggregate.add(subscription("2026-01-01", "2026-01-01", "100"));
  aggregate.add(subscription("2026-01-02", "2026-01-01", "100"));
  aggregate.add(subscription("2026-01-02", "", "0"));
  EXPECT_EQ(aggregate.bytes(), empty.bytes());
}

TEST(Timeline, ATotalBelowZeroIsAnErrorThatNamesTheDay) {
  Aggregate<OfSubscriptions> aggregate({});
  aggregate.add(subscription("2026-02-01", "", "-20"));
  EXPECT_EQ(error_of([&] { aggregate.result(); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of([&] { aggregate.result(); }),
            "The subscriptions of one customer add up to -20.00 on 2026-02-01.");
  aggregate.add(subscription("2026-01-01", "", "100"));  // what it reduces came later
  EXPECT_EQ(text_of(aggregate.result()), "{[2026-01-01,2026-02-01)=100.00,[2026-02-01,)=80.00}");

  Aggregate<OfSnapshots> snapshots({});
  snapshots.add({day("2026-02-11"), money("-1")});
  EXPECT_EQ(detail_of([&] { snapshots.result(); }), "The subscriptions of one customer add up to -1.00 on 2026-02-01.");
}

TEST(Timeline, HoldsTheCalendarsEnds) {
  EXPECT_EQ(history_of<OfSubscriptions>(Subscriptions{{first_day, last_day, money("5")}, {last_day, {}, money("6")}}),
            "{[\"4714-11-24 BC\",5874897-12-31)=5.00,[5874897-12-31,)=6.00}");
  EXPECT_EQ(history_of<OfSnapshots>(Snapshots{{first_day, money("5")}, {last_day, money("6")}}),
            "{[\"4714-11-24 BC\",\"4714-12-31 BC\")=5.00,[5874897-12-01,)=6.00}");
}

TEST(Timeline, RandomRowsAreWhatIsPaidOnEveryDay) {
  Chance chance(130);
  const auto expect = [&]<class Row>(const std::vector<Row>& rows, const Years& years) {
    const DailyMrr model = daily(rows, years);
    Aggregate<HistoryOfRows<Row>> aggregate({});
    for (const Row& row : rows) aggregate.add(row);
    const MrrHistory history(aggregate.result());
    for (std::int64_t each = years.from - 35; each < years.to + model_days_after; ++each)
      ASSERT_EQ(history.view().at(day_of(each)), model.on(each))
          << testing::text_of(rows) << " on " << testing::text_of(day_of(each));
  };
  for (int round = 0; round < 300; ++round) {
    const Years& years = chance.of(random_years);
    expect(random_subscriptions(chance, years), years);
    expect(random_snapshots(chance, years), years);
    ASSERT_FALSE(HasFailure());
  }
}

// ---- the state

TEST(Timeline, WhatCancelsLeavesNoTrace) {
  const Aggregate<OfSubscriptions> empty({});
  Aggregate<OfSubscriptions> aggregate({}), plan({}), change({});
  aggregate.add(subscription("2026-01-01", "2026-02-01", "100"));
  aggregate.add(subscription("2026-01-01", "2026-02-01", "-100"));
  EXPECT_EQ(items_of(aggregate.bytes()), items_of(empty.bytes()));

  // A change of plan on one day, at the same price.
  plan.add(subscription("2026-01-01", "2026-02-01", "100"));
  plan.add(subscription("2026-02-01", "", "100"));
  change.add(subscription("2026-01-01", "", "100"));
  EXPECT_EQ(items_of(plan.bytes()), items_of(change.bytes()));

  // Also where two parts meet.
  Aggregate<OfSubscriptions> one({}), other({});
  one.add(subscription("2026-01-01", "2026-02-01", "100"));
  other.add(subscription("2026-02-01", "", "100"));
  one.merge(other);
  EXPECT_EQ(items_of(one.bytes()), items_of(change.bytes()));
}

TEST(Timeline, ASnapshotOfZeroIsKept) {
  Aggregate<OfSnapshots> cancelled({}), merged({}), other({}), plain_zero({});
  plain_zero.add({day("2026-01-01"), Money()});
  EXPECT_EQ(Timeline::read(plain_zero.bytes()).count, 1u);
  cancelled.add({day("2026-01-01"), money("5")});
  cancelled.add({day("2026-01-01"), money("-5")});
  EXPECT_EQ(cancelled.bytes(), plain_zero.bytes());
  merged.add({day("2026-01-01"), money("5")});
  other.add({day("2026-01-01"), money("-5")});
  merged.merge(other);
  EXPECT_EQ(merged.bytes(), plain_zero.bytes());
}

TEST(Timeline, PartsMergeToTheWhole) {
  Chance chance(131);
  const auto same = [](const StateBuffer& whole, const StateBuffer& merged) {
    EXPECT_EQ(text_of(whole), text_of(merged));
  };
  for (int round = 0; round < 300; ++round) {
    const Years& years = chance.of(random_years);
    expect_parts_merge_to_the_whole<OfSubscriptions>({}, random_subscriptions(chance, years), chance, same);
    expect_parts_merge_to_the_whole<OfSnapshots>({}, random_snapshots(chance, years), chance, same);
    std::vector<MrrHistory> histories;
    for (std::int64_t i = chance.number(0, 5); i > 0; --i)
      histories.emplace_back(testing::text_of(random_subscriptions(chance, years)));
    std::vector<MrrHistoryView> views;
    for (const MrrHistory& history : histories) views.push_back(history.view());
    expect_parts_merge_to_the_whole<OfHistories>({}, views, chance, same);

    const MovementWindow asked{chance.of(all_grains()), random_through(chance, years)};
    const auto same_movements = [](const MovementList& whole, const MovementList& merged) {
      EXPECT_EQ(plain(whole), plain(merged));
    };
    expect_parts_merge_to_the_whole<MovementsOfRows<Subscription>>(asked, random_subscriptions(chance, years), chance,
                                                                   same_movements);
    expect_parts_merge_to_the_whole<MovementsOfRows<Snapshot>>(asked, random_snapshots(chance, years), chance,
                                                               same_movements);
    ASSERT_FALSE(HasFailure());
  }
}

TEST(Timeline, EveryWayToTheSameRowsIsTheSameHistory) {
  Chance chance(132);
  for (int round = 0; round < 500; ++round) {
    const Years& years = chance.of(random_years);
    Subscriptions rows = random_subscriptions(chance, years);
    Aggregate<OfSubscriptions> whole({}), part({}), rest({});
    for (const Subscription& row : rows) whole.add(row);
    shuffle(rows, chance);
    for (const Subscription& row : rows) (chance.one_in(2) ? part : rest).add(row);
    part.merge(rest);
    ASSERT_EQ(Bytes(MrrHistory(part.result()).bytes()), Bytes(MrrHistory(whole.result()).bytes()))
        << testing::text_of(rows);
  }
}

// Beyond the room of a new state, with rows in order, against it, and in none.
TEST(Timeline, TakesRowsInAnyOrder) {
  Chance chance(133);
  std::vector<Snapshot> rows;
  for (std::int64_t month = 0; month < 500; ++month)
    rows.push_back({day_of(month * 31), Money::from_units(chance.number(1, 1000))});
  Aggregate<OfSnapshots> ascending({}), descending({}), shuffled({});
  for (const Snapshot& row : rows) ascending.add(row);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) descending.add(*row);
  shuffle(rows, chance);
  for (const Snapshot& row : rows) shuffled.add(row);
  EXPECT_EQ(text_of(descending.result()), text_of(ascending.result()));
  EXPECT_EQ(text_of(shuffled.result()), text_of(ascending.result()));
  shuffled.expect_valid();
}

TEST(Timeline, MergedWithItselfItIsTwice) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  OfSubscriptions::create(buffer, {});
  OfSubscriptions state(buffer);
  state.add(subscription("2026-01-01", "2026-02-01", "100"));
  state.merge(buffer.bytes());
  EXPECT_EQ(text_of(OfSubscriptions::result(buffer.bytes(), memory)), "{[2026-01-01,2026-02-01)=200.00}");
}

TEST(Timeline, StatesOfDifferentKindsOfRowsDoNotMix) {
  Aggregate<OfSubscriptions> changes({});
  Aggregate<OfSnapshots> snapshots({});
  EXPECT_EQ(error_of([&] { changes.merge(snapshots.bytes()); }), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of([&] { snapshots.merge(changes.bytes()); }), ErrorKind::invalid_binary);
  // Nor are rows of another kind added to them.
  ContextMemory memory;
  OddCopy own(snapshots.bytes());
  StateBuffer buffer(memory, own.data(), own.size());
  EXPECT_EQ(error_of([&] { Timeline(buffer).add(subscription("2026-01-01", "", "5")); }), ErrorKind::invalid_binary);
  const MrrHistory history("{[2026-01-01,)=5}");
  EXPECT_EQ(error_of([&] { Timeline(buffer).add(history.view()); }), ErrorKind::invalid_binary);
  OddCopy others(changes.bytes());
  StateBuffer other_block(memory, others.data(), others.size());
  EXPECT_EQ(error_of([&] {
              Timeline(other_block).add(Snapshot{day("2026-01-01"), money("5")});
            }),
            ErrorKind::invalid_binary);
}

// Subscriptions and histories say the same: changes of MRR on days.
TEST(Timeline, StatesOfSubscriptionsAndHistoriesMayMix) {
  Aggregate<OfSubscriptions> subscriptions({});
  Aggregate<OfHistories> histories({});
  const MrrHistory history("{[2026-02-01,)=5}");
  subscriptions.add(subscription("2026-01-01", "2026-02-01", "5"));
  histories.add(history.view());
  histories.merge(subscriptions.bytes());
  EXPECT_EQ(text_of(histories.result()), "{[2026-01-01,)=5.00}");
}

TEST(Timeline, ParametersAreConstantWithinAGroup) {
  const MovementWindow base = window("month", "2026-03-31");
  for (const MovementWindow& other : {window("week", "2026-03-31"), window("month", "2026-03-30")}) {
    Aggregate<MovementsOfRows<Subscription>> aggregate(base), from_others(other);
    EXPECT_EQ(error_of([&] { aggregate.add(other, nullptr); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { aggregate.merge(from_others); }), ErrorKind::invalid_parameter);
  }
  Aggregate<MovementsOfRows<Subscription>> movements(base);
  EXPECT_EQ(error_of([&] { movements.add(base, nullptr); }), std::nullopt);
  // The state of a history knows no parameters at all.
  Aggregate<OfSubscriptions> histories({});
  EXPECT_EQ(error_of([&] { movements.merge(histories.bytes()); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { histories.merge(movements.bytes()); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { MovementsOfRows<Subscription>::result(histories.bytes(), result_memory()); }),
            ErrorKind::invalid_binary);
}

TEST(Timeline, AmountsThatDoNotFitAreOutOfRange) {
  const Money largest = Money::from_units(largest_packed);
  Aggregate<OfSubscriptions> aggregate({}), other({});
  EXPECT_EQ(error_of([&] { aggregate.add({Day{0}, {}, largest + Money::from_units(1)}); }), ErrorKind::out_of_range);
  aggregate.add({Day{0}, {}, largest});
  EXPECT_EQ(error_of([&] { aggregate.add({Day{0}, {}, Money::from_units(1)}); }), ErrorKind::out_of_range);
  other.add({Day{0}, {}, largest});
  EXPECT_EQ(error_of([&] { aggregate.merge(other); }), ErrorKind::out_of_range);
  // Each on its own day they fit, but not their sum.
  aggregate.add({Day{1}, {}, largest});
  EXPECT_EQ(error_of([&] { aggregate.result(); }), ErrorKind::out_of_range);
  EXPECT_EQ(error_of([&] { aggregate.add({Day{1}, {}, Money::from_units(INT64_MIN)}); }), std::nullopt);
}

// ---- options

TEST(Timeline, OptionsAreConstantWithinAGroup) {
  const MovementQuestion base(window("month", "2026-03-31"));
  for (const StepOptions& options : {StepOptions{.snapshots = {Grain::Unit::day}}, StepOptions{.grace_days = 1},
                                     StepOptions{.negative_is_zero = true}}) {
    const MovementQuestion other(base.window, options);
    Aggregate<MovementsOfRows<Subscription>> aggregate(base), from_others(other);
    EXPECT_EQ(error_of([&] { aggregate.add(other, nullptr); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { aggregate.merge(from_others); }), ErrorKind::invalid_parameter);
    Aggregate<OfSubscriptions> history({});
    EXPECT_EQ(error_of([&] { history.add(options, nullptr); }), ErrorKind::invalid_parameter);
  }
}

TEST(Timeline, ATotalBelowZeroMayCountAsNothing) {
  Aggregate<OfSubscriptions> aggregate({.negative_is_zero = true});
  aggregate.add(subscription("2026-01-01", "2026-02-01", "100"));
  aggregate.add(subscription("2026-01-15", "", "-20"));
  aggregate.add(subscription("2026-03-01", "", "50"));
  EXPECT_EQ(text_of(aggregate.result()),
            "{[2026-01-01,2026-01-15)=100.00,[2026-01-15,2026-02-01)=80.00,[2026-03-01,)=30.00}");
}

// ---- many rows

// Bytes moved on the way, whatever the order of the rows: those of a history in reverse, of days that repeat, of
// neighbours that cancel.
TEST(Timeline, TwiceTheRowsAreTwiceTheWork) {
  const auto descending = [](std::int64_t i, std::int64_t n) { return n - i; };
  const auto repeated = [](std::int64_t i, std::int64_t n) { return (i * 7'919) % (n / 4); };
  const auto seconds_of = [](auto day_number, std::int64_t n) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    OfSubscriptions::create(buffer, {});
    OfSubscriptions state(buffer);
    const std::clock_t begin = std::clock();
    for (std::int64_t i = 0; i < n; ++i) {
      const std::int64_t at = day_number(i, n);
      state.add(Subscription{day_of(at), day_of(at + 1), Money::from_units(at % 5 + 1)});
    }
    OfSubscriptions::result(buffer.bytes(), result_memory());
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  };
  for (const auto& day_number : {+descending, +repeated}) {
    // The best of three, because clocks lie; four times the rows of a quadratic path would take sixteen times as long.
    double once = 1e9, fourfold = 1e9;
    for (int round = 0; round < 3; ++round) {
      once = std::min(once, seconds_of(day_number, 25'000));
      fourfold = std::min(fourfold, seconds_of(day_number, 100'000));
    }
    EXPECT_LT(fourfold, 10 * once + 0.01);
  }
}

TEST(Timeline, HoldsAMillionDaysAndNoMore) {
  for (const bool backwards : {false, true}) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    OfSnapshots::create(buffer, {.snapshots = {Grain::Unit::day}});
    OfSnapshots state(buffer);
    const auto add = [&](std::int64_t i) {
      state.add(Snapshot{day_of(backwards ? -i : i), Money::from_units(1 + i % 2)});
    };
    for (std::int64_t i = 0; i < Timeline::most_items; ++i) add(i);
    EXPECT_EQ(error_of([&] {
                for (std::int64_t i = Timeline::most_items; i < 3 * std::int64_t{Timeline::most_items}; ++i) add(i);
              }),
              ErrorKind::out_of_range);
  }
}

// ---- bytes from outside

Bytes state_with(Timeline::Content content, std::initializer_list<std::pair<std::int32_t, Money::Units>> items,
                 std::uint16_t grain = Timeline::no_grain, Day as_of = Day{0}, std::uint16_t unused = 0) {
  const auto count = static_cast<std::uint32_t>(items.size());
  Bytes bytes = bytes_of(Timeline::Front{
      {.type = Timeline::type}, count, count, as_of, 0, grain, Grain{Grain::Unit::month}.code(), content, 0, unused});
  for (const auto& [position, units] : items) {
    const Bytes item = bytes_of(AmountItem{position, PackedMoney(Money::from_units(units))});
    bytes.insert(bytes.end(), item.begin(), item.end());
  }
  return bytes;
}
std::string objection(const Bytes& bytes) {
  const OddCopy odd(bytes);
  const auto validate = [&] { Timeline::validate(odd.bytes()); };
  EXPECT_EQ(error_of(validate).value_or(ErrorKind::invalid_binary), ErrorKind::invalid_binary);
  return detail_of(validate);
}
constexpr Timeline::Content changes = Timeline::Content::changes, snapshots = Timeline::Content::snapshots;

TEST(TimelineBinary, WhatMayBeIsLetIn) {
  EXPECT_EQ(objection(state_with(changes, {})), "");
  EXPECT_EQ(objection(state_with(changes, {{first_day.value, 5}, {last_day.value, -5}})), "");
  EXPECT_EQ(objection(state_with(changes, {{0, -1}})), "");  // what is below zero alone may be part of a whole
  EXPECT_EQ(objection(state_with(snapshots, {{0, 0}, {1, -1}})), "");
  EXPECT_EQ(objection(state_with(snapshots, {{first_day.value, 1}, {last_day.value, 1}})), "");
  EXPECT_EQ(objection(state_with(changes, {{0, 0}})), "");  // what began and ended is left out when room is needed
  EXPECT_EQ(objection(state_with(changes, {{0, 1}}, Grain::parse("7 days").code(), last_day)), "");
}

TEST(TimelineBinary, WhatCannotBeIsNot) {
  EXPECT_EQ(objection(state_with(static_cast<Timeline::Content>(2), {})), "It belongs to no known kind of rows.");
  EXPECT_EQ(objection(state_with(changes, {}, 11)), "Its grain has the unknown code 11.");
  EXPECT_EQ(objection(state_with(changes, {}, 0xfffe)), "Its grain has the unknown code 65534.");
  EXPECT_EQ(objection(state_with(changes, {}, 8, Day{last_day.value + 1})), "Its as_of is outside the calendar.");
  EXPECT_EQ(objection(state_with(changes, {}, 8, Day{INT32_MIN})), "Its as_of is outside the calendar.");
  EXPECT_EQ(objection(state_with(changes, {}, 8, Day{0}, 1)), "Its front has unknown flags.");
  EXPECT_EQ(objection(state_with(changes, {{0, 1}, {0, 1}})), "Item 1 is out of order.");
  EXPECT_EQ(objection(state_with(changes, {{0, 1}, {-1, 1}})), "Item 1 is out of order.");
  EXPECT_EQ(objection(state_with(changes, {{last_day.value, 1}, {last_day.value + 1, 1}})),
            "Item 1 is outside the calendar.");
  EXPECT_NE(objection(state_with(changes, {{first_day.value - 1, 1}})), "");
  EXPECT_NE(objection(state_with(changes, {{INT32_MIN, 1}})), "");
  EXPECT_EQ(objection(state_with(snapshots, {{last_day.value + 1, 1}})), "Item 0 is outside the calendar.");
  EXPECT_NE(objection(state_with(snapshots, {{first_day.value - 1, 1}})), "");
}

TEST(TimelineBinary, AnUnknownGrainIsFoundEvenLate) {
  const Bytes bytes = state_with(changes, {}, 11);
  EXPECT_EQ(error_of([&] { MovementsOfRows<Subscription>::result(bytes, result_memory()); }),
            ErrorKind::invalid_binary);
}

TEST(TimelineBinary, ACountThatDoesNotFitIsInvalid) {
  for (const std::uint32_t count : {2u, (1u << 24) + 1, 0x10000001u, 0xffffffffu}) {
    Bytes bytes = state_with(changes, {{0, 1}});
    overwrite(bytes, 4, count);
    EXPECT_NE(objection(bytes), "") << count;
    EXPECT_EQ(error_of([&] { Aggregate<OfSubscriptions>({}).merge(bytes); }), ErrorKind::invalid_binary) << count;
  }
}

}  // namespace
}  // namespace c360::revenue
