// The MRR bridge from raw rows: as if every customer's history had been built first (METRICS B3).
#include "core/revenue/population.hpp"

#include "aggregate.hpp"
#include "bridge_model.hpp"
#include "entity_keys.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

// As the host does: partition by partition, with a look at the bridge anew each time.
template <class Key, class Source>
PlainBridge counted(BridgeOfRows<Key, Source>& rows) {
  rows.population().flush();
  ContextMemory memory;
  StateBuffer buffer(memory);
  Bridge::create(buffer, rows.parameters());
  for (std::size_t partition = 0; partition < rows.population().partitions(); ++partition) {
    Bridge bridge(buffer);
    rows.count(partition, bridge);
  }
  Bridge::validate(buffer.bytes());
  return plain(Bridge::result(buffer.bytes(), memory));
}

template <class Source>
using Customers = std::map<std::int64_t, std::vector<Source>>;

// The same question to every customer's history.
template <class Source>
PlainBridge bridge_of_histories(const Customers<Source>& customers, const MovementQuestion& asked) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  Bridge::create(buffer, asked);
  Bridge bridge(buffer);
  for (const auto& [customer, rows] : customers) {
    ContextMemory own;
    StateBuffer state(own);
    HistoryOfRows<Source>::create(state, {});
    HistoryOfRows<Source> history(state);
    for (const Source& row : seen_by(rows, asked.window.as_of)) history.add(row);
    const StateBuffer result = HistoryOfRows<Source>::result(state.bytes(), own);
    bridge.add(MrrHistoryView(result.bytes()));
  }
  return plain(Bridge::result(buffer.bytes(), memory));
}

template <class Source>
using Rows = std::vector<std::pair<std::int64_t, Source>>;  // customer, row

template <class Source>
Rows<Source> shuffled(const Customers<Source>& customers, Chance& chance) {
  Rows<Source> all;
  for (const auto& [customer, rows] : customers)
    for (const Source& row : rows) all.emplace_back(customer, row);
  shuffle(all, chance);
  return all;
}

template <class Pair>
class BridgeOf : public ::testing::Test {
 public:
  using Key = typename Pair::first_type;
  using Source = typename Pair::second_type;
  using State = BridgeOfRows<Key, Source>;

  static void add(State& state, std::int64_t customer, const Source& row) {
    std::string text;
    state.add({key_of<Key>(customer, text), row});
  }
  static void merge(State& state, State& other) {
    state.population().flush();
    other.population().flush();
    for (std::size_t step = 0; step < other.population().steps(); ++step)
      state.population().merge(other.population(), step);
  }
  static void copy_by_transfer(State& state, State& copy) {
    ContextMemory memory;
    StateWriter written(memory);
    state.population().flush();
    for (std::size_t step = 0; step < state.population().steps_to_write(); ++step)
      state.population().write(step, written);
    StateReader in(ConstBytes(written.data(), written.size()).subspan(StateBuffer::prefix));
    typename std::remove_reference_t<decltype(copy.population())>::Reader reader(in);
    for (std::size_t step = 0; step < reader.steps(); ++step) reader.merge_into(copy.population(), step);
  }

  // In one, in two parts that are merged, and in a part that travelled.
  static void expect_everywhere(const Rows<Source>& rows, const MovementQuestion& asked, const PlainBridge& expected,
                                Chance& chance) {
    ContextMemory memory, other_memory;
    State whole(memory, asked, {}), part(memory, asked, {1, 2}), rest(other_memory, asked, {3, 4}),
        copy(memory, asked, {});
    for (const auto& [customer, row] : rows) {
      add(whole, customer, row);
      add(chance.one_in(2) ? part : rest, customer, row);
    }
    ASSERT_EQ(counted(whole), expected) << rows.size() << " rows, " << text_of(asked.window.grain) << " as_of "
                                        << testing::text_of(asked.window.as_of);
    copy_by_transfer(rest, copy);
    merge(copy, part);
    ASSERT_EQ(counted(copy), expected);
    merge(part, rest);
    ASSERT_EQ(counted(part), expected);
    ASSERT_EQ(counted(part), expected);  // asking changes nothing
  }
};
using Pairs = ::testing::Types<std::pair<std::int64_t, Subscription>, std::pair<Uuid, Subscription>,
                               std::pair<std::string_view, Subscription>, std::pair<std::int64_t, Snapshot>,
                               std::pair<Uuid, Snapshot>, std::pair<std::string_view, Snapshot>>;
TYPED_TEST_SUITE(BridgeOf, Pairs);

TYPED_TEST(BridgeOf, NobodyHasNoPeriods) {
  ContextMemory memory;
  typename TestFixture::State state(memory, MovementWindow{Grain::parse("month"), Day{100}}, {});
  EXPECT_EQ(counted(state), PlainBridge{});
}

TYPED_TEST(BridgeOf, FewRowsAgreeWithTheModel) {
  Chance chance(170);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 4; ++round) {
      const Years& years = chance.of(random_years);
      const MovementWindow asked{grain, random_through(chance, years)};
      Customers<typename TestFixture::Source> customers;
      std::vector<DailyMrr> models;
      for (std::int64_t i = chance.number(0, chance.one_in(5) ? 200 : 10); i > 0; --i) {
        auto& rows = customers[i - 1] = random_rows<typename TestFixture::Source>(chance, years);
        models.push_back(daily(seen_by(rows, asked.as_of), years));
      }
      const PlainBridge expected = bridge_model(models, asked);
      ASSERT_EQ(bridge_of_histories(customers, asked), expected);
      TestFixture::expect_everywhere(shuffled(customers, chance), asked, expected, chance);
      ASSERT_FALSE(this->HasFailure());
    }
}

// More than 8,192 rows: 512 partitions.
TYPED_TEST(BridgeOf, ManyCustomersAgreeWithTheirHistories) {
  Chance chance(171);
  for (const std::string_view grain : {"day", "month"}) {
    const Years& years = chance.of(random_years);
    const MovementWindow asked{Grain::parse(grain), random_through(chance, years)};
    Customers<typename TestFixture::Source> customers;
    for (std::int64_t i = 0; i < 9000; ++i) customers[i] = random_rows<typename TestFixture::Source>(chance, years);
    const Rows<typename TestFixture::Source> rows = shuffled(customers, chance);
    ASSERT_GT(rows.size(), 20'000u);
    TestFixture::expect_everywhere(rows, asked, bridge_of_histories(customers, asked), chance);
    ASSERT_FALSE(this->HasFailure());
  }
}

// More than 16,384 rows in a partition, on few days: the ledger adds them up in between.
TYPED_TEST(BridgeOf, ManyRowsOfFewCustomersAgreeWithTheirHistories) {
  Chance chance(172);
  const Years& years = random_years[0];
  const MovementWindow asked{Grain::parse("month"), day_of(years.to)};
  Customers<typename TestFixture::Source> customers;
  for (const std::int64_t customer : {0, 1, 2}) {
    auto some = random_rows<typename TestFixture::Source>(chance, years);
    while (some.empty()) some = random_rows<typename TestFixture::Source>(chance, years);
    for (std::int64_t i = customer == 0 ? 200'000 : 100; i > 0;)
      for (const auto& row : some) customers[customer].push_back((--i, row));
  }
  TestFixture::expect_everywhere(shuffled(customers, chance), asked, bridge_of_histories(customers, asked), chance);
}

TYPED_TEST(BridgeOf, ParametersAreConstant) {
  ContextMemory memory;
  const MovementWindow base{Grain::parse("month"), Day{100}};
  typename TestFixture::State state(memory, base, {});
  EXPECT_EQ(error_of([&] { state.check(base); }), std::nullopt);
  EXPECT_EQ(error_of([&] {
              state.check(MovementWindow{Grain::parse("week"), Day{100}});
            }),
            ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] {
              state.check(MovementWindow{Grain::parse("month"), Day{101}});
            }),
            ErrorKind::invalid_parameter);
  EXPECT_EQ(state.parameters().window, base);
  EXPECT_EQ(error_of([&] { state.check({base, {.grace_days = 1}}); }), ErrorKind::invalid_parameter);
}

// ---- by example

using OfSubscriptions = BridgeOfRows<std::int64_t, Subscription>;
using OfSnapshots = BridgeOfRows<std::int64_t, Snapshot>;

TEST(BridgeOfRows, RowsWithoutADayOrWithoutMrrAreNothing) {
  ContextMemory memory;
  OfSubscriptions state(memory, MovementWindow{Grain::parse("month"), day("2026-03-31")}, {});
  state.add({1, subscription("2026-01-01", "2026-01-01", "5")});
  state.add({1, subscription("2026-01-02", "2026-01-01", "5")});
  state.add({1, subscription("2026-01-01", "", "0")});
  state.add({1, subscription("2026-04-01", "", "5")});  // after `as_of`
  EXPECT_EQ(counted(state), PlainBridge{});
}

TEST(BridgeOfRows, AnEndAfterThroughIsNone) {
  ContextMemory memory;
  OfSubscriptions state(memory, MovementWindow{Grain::parse("month"), day("2026-03-31")}, {});
  state.add({1, subscription("2026-01-01", "2026-04-01", "5")});
  state.add({2, subscription("2026-01-01", "2026-03-31", "5")});
  const PlainBridge rows = counted(state);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[2].churned_customers, 1);
  EXPECT_EQ(rows[2].ending_mrr, money("5"));
}

TEST(BridgeOfRows, TheRunningMonthWithoutARowIsNoChurn) {
  for (const auto& [as_of, churned] : {std::pair("2026-02-27", 0), std::pair("2026-02-28", 1)}) {
    ContextMemory memory;
    OfSnapshots state(memory, MovementWindow{Grain::parse("month"), day(as_of)}, {});
    state.add({1, {day("2026-01-15"), money("5")}});
    state.add({1, {day("2026-03-01"), money("5")}});  // not seen yet
    const PlainBridge rows = counted(state);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1].churned_customers, churned) << as_of;
  }
}

TEST(BridgeOfRows, AMonthOfNothingIsChurnFromItsFirstDay) {
  ContextMemory memory;
  OfSnapshots state(memory, MovementWindow{Grain::parse("month"), day("2026-02-01")}, {});
  state.add({1, {day("2026-01-15"), money("5")}});
  state.add({1, {day("2026-02-01"), money("0")}});
  const PlainBridge rows = counted(state);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].churned_customers, 1);
}

TEST(BridgeOfRows, ATotalBelowZeroIsAnErrorThatNamesTheDay) {
  ContextMemory memory;
  OfSubscriptions state(memory, MovementWindow{Grain::parse("month"), day("2026-03-31")}, {});
  state.add({1, subscription("2026-01-01", "2026-02-01", "100")});
  state.add({1, subscription("2026-01-15", "", "-20")});
  EXPECT_EQ(error_of([&] { counted(state); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of([&] { counted(state); }), "The subscriptions of customer 1 add up to -20.00 on 2026-02-01.");
  OfSnapshots snapshots(memory, MovementWindow{Grain::parse("month"), day("2026-03-31")}, {});
  snapshots.add({1, {day("2026-01-15"), money("-5")}});
  EXPECT_EQ(detail_of([&] { counted(snapshots); }), "The subscriptions of customer 1 add up to -5.00 on 2026-01-01.");
}

TEST(BridgeOfRows, AmountsThatDoNotFitAreOutOfRange) {
  ContextMemory memory;
  const Money largest = Money::from_units((Money::Units{1} << 95) - 1);
  OfSubscriptions state(memory, MovementWindow{Grain::parse("month"), day("2026-03-31")}, {});
  EXPECT_EQ(error_of([&] { state.add({1, {Day{0}, {}, largest + Money::from_units(1)}}); }), ErrorKind::out_of_range);
  EXPECT_EQ(error_of([&] { state.add({1, {Day{0}, {}, largest}}); }), std::nullopt);
  OfSnapshots snapshots(memory, MovementWindow{Grain::parse("month"), day("2026-03-31")}, {});
  EXPECT_EQ(error_of([&] { snapshots.add({1, {Day{0}, largest + Money::from_units(1)}}); }), ErrorKind::out_of_range);
}

TEST(BridgeOfRows, WorksAtBothEndsOfTheCalendar) {
  for (const Day as_of : {first_day, last_day}) {
    ContextMemory memory;
    OfSubscriptions subscriptions(memory, MovementWindow{Grain::parse("month"), as_of}, {});
    subscriptions.add({1, {as_of, {}, money("5")}});
    EXPECT_EQ(counted(subscriptions).size(), 1u);
    OfSnapshots snapshots(memory, MovementWindow{Grain::parse("month"), as_of}, {});
    snapshots.add({1, {as_of, money("5")}});
    EXPECT_EQ(counted(snapshots).size(), 1u);
    EXPECT_EQ(counted(snapshots)[0].new_customers, 1);
  }
}

// ---- what is remembered is what is computed

TEST(RememberedPeriods, AreThosePeriodsHas) {
  Chance chance(173);
  for (const Grain& grain : all_grains()) {
    const Periods periods(grain, Day{9500});
    RememberedPeriods remembered(periods);
    for (int i = 0; i < 3000; ++i) {
      const Day each =
          day_of(chance.one_in(4) ? chance.number(first_day.value, last_day.value) : chance.number(-800, 800));
      ASSERT_EQ(remembered.index(each), periods.index(each)) << testing::text_of(each);
    }
  }
}

TEST(RememberedSnapshotPeriods, AreThoseOfTheCalendar) {
  Chance chance(174);
  for (const Grain& grain : all_grains()) {
    if (!grain.is_calendar()) continue;
    RememberedSnapshotPeriods remembered(grain);
    const SnapshotPeriods plain(grain);
    const std::int64_t least = plain.index(first_day), most = plain.index(last_day);
    for (int i = 0; i < 3000; ++i) {
      const std::int64_t period =
          chance.one_in(3) ? chance.of(std::array{least, most, most + 1, least + 1}) : chance.number(least, most);
      ASSERT_EQ(remembered.first(period), plain.first(period)) << period;
      ASSERT_EQ(remembered.last(period), plain.last(period)) << period;
    }
    EXPECT_EQ(remembered.first(least), first_day);
    EXPECT_EQ(remembered.last(most + 1), std::nullopt);
  }
  RememberedSnapshotPeriods months({Grain::Unit::month});
  EXPECT_EQ(months.first(24'001), day("2000-02-01"));
  EXPECT_EQ(months.last(24'001), day("2000-02-29"));
}

// ---- options

TYPED_TEST(BridgeOf, OptionsAgreeWithTheModel) {
  Chance chance(175);
  for (int round = 0; round < 60; ++round) {
    const Years& years = chance.of(random_years);
    const StepOptions options{.grace_days = chance.one_in(3) ? 0 : chance.small(1, 40),
                              .negative_is_zero = chance.one_in(2)};
    const MovementQuestion asked({chance.of(all_grains()), random_through(chance, years)}, options);
    Customers<typename TestFixture::Source> customers;
    std::vector<DailyMrr> models;
    for (std::int64_t i = chance.number(0, 10); i > 0; --i) {
      auto& rows = customers[i - 1] = random_rows<typename TestFixture::Source>(chance, years);
      if (options.negative_is_zero)
        for (auto& row : rows)
          if (chance.one_in(3)) row.mrr = Money() - row.mrr;
      const Day as_of = asked.window.as_of;
      models.push_back(with_options(daily(seen_by(rows, as_of), years), options, as_of));
    }
    TestFixture::expect_everywhere(shuffled(customers, chance), asked, bridge_model(models, asked.window), chance);
    ASSERT_FALSE(this->HasFailure());
  }
}

TYPED_TEST(BridgeOf, AnErrorNamesTheCustomer) {
  using Source = typename TestFixture::Source;
  ContextMemory memory;
  typename TestFixture::State state(memory, MovementWindow{Grain::parse("month"), day("2026-03-31")}, {});
  for (std::int64_t customer = 0; customer < 20'000; ++customer) {
    Source row{};
    if constexpr (std::is_same_v<Source, Snapshot>)
      row.day = day("2026-01-01");
    else
      row.from = day("2026-01-01");
    row.mrr = money(customer == 12'345 ? "-1" : "1");
    TestFixture::add(state, customer, row);
  }
  std::string text;
  const std::string name = name_of_key(key_of<typename TestFixture::Key>(12'345, text));
  EXPECT_EQ(detail_of([&] { counted(state); }),
            concat("The subscriptions of customer ", name, " add up to -1.00 on 2026-01-01."));
}

TEST(NameOfKey, IsThatOfTheHost) {
  Uuid key;
  const unsigned char bytes[16] = {0xa0, 0xee, 0xbc, 0x99, 0x9c, 0x0b, 0x4e, 0xf8,
                                   0xbb, 0x6d, 0x6b, 0xb9, 0xbd, 0x38, 0x0a, 0x11};
  std::memcpy(&key, bytes, sizeof key);
  EXPECT_EQ(name_of_key(key), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  EXPECT_EQ(name_of_key(std::int64_t{-7}), "-7");
  EXPECT_EQ(name_of_key(std::string_view("Acme")), "\"Acme\"");
}

}  // namespace
}  // namespace c360::revenue
