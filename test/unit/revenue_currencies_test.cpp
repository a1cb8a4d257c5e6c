// The MRR bridge in many currencies, against one made of every customer's MRR on every day (METRICS B9).
#include "core/revenue/currencies.hpp"

#include "bridge_model.hpp"
#include "entity_keys.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

template <class Key, class Source>
Bridge::Result counted(BridgeOfCurrencies<Key, Source>& rows) {
  rows.population().flush();
  ContextMemory memory;
  StateBuffer buffer(memory);
  const MovementQuestion& question = rows.parameters().question;
  Bridge::create(buffer, question);
  const Rates rates = rows.population().rates();
  CurrencyTotals totals(rates, Periods(question.window.grain, question.window.as_of));
  for (std::size_t partition = 0; partition < rows.population().partitions(); ++partition) {
    Bridge bridge(buffer);
    rows.count(partition, bridge, totals);
  }
  Bridge::Result result = Bridge::result(buffer.bytes(), result_memory());
  totals.complete(result);
  return result;
}

// Every period of the random years, and some before and after, of every currency.
Rates random_rates(Chance& chance, const MovementWindow& asked, const Years& years) {
  const Periods periods(asked.grain, asked.as_of);
  Rates rates;
  for (const std::string_view name : {"EUR", "USD", "GBP"}) {
    Rates::Currency currency{std::string(name), {}};
    for (std::int64_t i = periods.index(day_of(years.from - 50)); i <= periods.index(asked.as_of); ++i)
      currency.quotes.push_back({day_of(periods.last(i)), Rate{chance.number(1, 20) * Rate::one / 8}});
    rates.add(currency);
  }
  return rates;
}

template <class Pair>
class CurrenciesOf : public ::testing::Test {};
using Pairs = ::testing::Types<std::pair<std::int64_t, Subscription>, std::pair<std::string_view, Subscription>,
                               std::pair<Uuid, Snapshot>>;
TYPED_TEST_SUITE(CurrenciesOf, Pairs);

TYPED_TEST(CurrenciesOf, RowsAgreeWithTheModel) {
  using Key = typename TypeParam::first_type;
  using Source = typename TypeParam::second_type;
  using State = BridgeOfCurrencies<Key, Source>;
  Chance chance(190);
  for (int round = 0; round < 150; ++round) {
    const Years& years = random_years[0];
    const MovementWindow asked{Grain::parse(chance.one_in(2) ? "month" : "week"), random_through(chance, years)};
    const Rates rates = random_rates(chance, asked, years);
    ContextMemory memory;
    const typename State::Parameters parameters{asked, rates.digest()};
    State whole(memory, parameters, {}), part(memory, parameters, {1, 2}), rest(memory, parameters, {3, 4});

    // One currency of a customer in a row of its own makes a customer of the model; its currencies meet in the sums.
    const Periods periods(asked.grain, asked.as_of);
    struct Sums {
      Money movements, ending, gained;
      std::int64_t customers = 0;
    };
    std::map<std::int64_t, Sums> expected;
    for (std::int64_t customer = chance.number(0, 12); customer > 0; --customer) {
      std::vector<DailyMrr> models;
      const auto only = static_cast<std::size_t>(chance.number(0, 2));
      for (std::size_t currency = 0; currency < rates.size(); ++currency) {
        // The last day of snapshots is that of all currencies together: a customer of theirs has one only.
        const bool has_rows = std::is_same_v<Source, Snapshot> ? currency == only : chance.one_in(2);
        const auto rows = has_rows ? random_rows<Source>(chance, years) : std::vector<Source>();
        models.push_back(daily(seen_by(rows, asked.as_of), years));
        std::string text;
        for (const Source& row : rows)
          for (State* state : {&whole, chance.one_in(2) ? &part : &rest})
            state->add({key_of<Key>(customer, text), row, currency, &rates});
      }
      for (std::size_t currency = 0; currency < models.size(); ++currency)
        for (const PeriodModel& period : periods_of(models[currency], asked)) {
          const std::int64_t index = periods.index(day_of(period.start));
          Sums& sums = expected[period.start];
          sums.movements += (period.after - period.before) * rates.of(currency, index, periods);
          sums.ending += period.after * rates.of(currency, index, periods);
        }
      for (const PeriodModel& period : periods_of(models[0], asked)) {
        const auto pays = [&](const DailyMrr& model) {
          return model.on(std::min<std::int64_t>(period.end - 1, asked.as_of.value)) != Money();
        };
        expected[period.start].customers += std::ranges::any_of(models, pays);
      }
    }
    ContextMemory transfer;
    StateWriter written(transfer);
    rest.population().flush();
    for (std::size_t step = 0; step < rest.population().steps_to_write(); ++step)
      rest.population().write(step, written);
    State copy(memory, parameters, {5, 6});
    StateReader in(ConstBytes(written.data(), written.size()).subspan(StateBuffer::prefix));
    typename RatedLedger<Key>::Reader reader(in);
    for (std::size_t step = 0; step < reader.steps(); ++step) reader.merge_into(copy.population(), step);
    part.population().flush();
    for (std::size_t step = 0; step < copy.population().steps(); ++step)
      part.population().merge(copy.population(), step);

    for (State* state : {&whole, &part}) {
      Money before;
      for (const BridgeRow& row : counted(*state)) {
        const Sums& sums = expected[row.period];
        Money movements;
        for (const Money amount : row.amounts) movements += amount;
        const auto close = [](Money a, Money b) { return (a - b).units() < 100 && (b - a).units() < 100; };
        ASSERT_EQ(row.starting, before);
        ASSERT_EQ(row.starting + movements + row.currency_effect, row.ending);
        ASSERT_EQ(movements, sums.movements);
        ASSERT_TRUE(close(row.ending, sums.ending)) << concat(row.ending, " for ", sums.ending);
        ASSERT_EQ(row.ending_customers, sums.customers);
        before = row.ending;
      }
    }
  }
}

TEST(BridgeOfCurrencies, ChangesOfRatesAreAnEffectOfTheirOwn) {
  Rates rates;
  rates.add({"EUR", {}});
  rates.add({"USD", {{day("2026-01-31"), Rate{Rate::one / 2}}, {day("2026-02-28"), Rate{Rate::one * 3 / 4}}}});
  using State = BridgeOfCurrencies<std::int64_t, Subscription>;
  const MovementWindow asked{Grain::parse("month"), day("2026-02-28")};
  ContextMemory memory;
  State state(memory, {asked, rates.digest()}, {});
  state.add({1, subscription("2026-01-01", "", "100"), 1, &rates});
  state.add({1, subscription("2026-02-01", "", "20"), 1, &rates});
  state.add({2, subscription("2026-01-01", "2026-02-10", "60"), 1, &rates});  // to another currency at the same price
  state.add({2, subscription("2026-02-10", "", "45"), 0, &rates});
  const Bridge::Result rows = counted(state);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].ending, money("80"));
  EXPECT_EQ(rows[0].currency_effect, Money());
  EXPECT_EQ(rows[1].starting, money("80"));
  EXPECT_EQ(rows[1].currency_effect, money("40"));  // 160 · 1/4
  EXPECT_EQ(rows[1].amounts[static_cast<std::size_t>(MovementKind::expansion)], money("15"));
  EXPECT_EQ(rows[1].customers[static_cast<std::size_t>(MovementKind::contraction)], 0);
  EXPECT_EQ(rows[1].ending, money("135"));
  EXPECT_EQ(rows[1].retained, money("120"));

  // A rate that is missing is named, also where nothing moved: what is there has a worth.
  State later(memory, {MovementWindow{Grain::parse("month"), day("2026-03-31")}, rates.digest()}, {});
  later.add({1, subscription("2026-01-01", "", "100"), 1, &rates});
  EXPECT_EQ(detail_of([&] { counted(later); }), "There is no rate of \"USD\" for the month that begins on 2026-03-01.");
}

TEST(BridgeOfCurrencies, EachCurrencyIsCheckedForItself) {
  Rates rates;
  rates.add({"EUR", {}});
  rates.add({"USD", {{day("2026-01-31"), Rate{}}}});
  using State = BridgeOfCurrencies<std::string_view, Subscription>;
  const MovementWindow asked{Grain::parse("month"), day("2026-01-31")};
  for (const bool zero : {false, true}) {
    ContextMemory memory;
    State state(memory, {{asked, {.negative_is_zero = zero}}, rates.digest()}, {});
    state.add({"Acme", subscription("2026-01-01", "", "100"), 0, &rates});
    state.add({"Acme", subscription("2026-01-01", "", "-10"), 1, &rates});
    if (zero)
      EXPECT_EQ(counted(state)[0].ending, money("100"));
    else
      EXPECT_EQ(detail_of([&] { counted(state); }),
                "The subscriptions of customer \"Acme\" add up to -10.00 on 2026-01-01.");
    EXPECT_EQ(error_of([&] { state.check({asked, rates.digest() + 1}); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] {
                state.add({"Acme", {Day{20'000'000}, {}, money("1")}, 1, &rates});
              }),
              std::nullopt);  // after as_of
  }
}

}  // namespace
}  // namespace c360::revenue
