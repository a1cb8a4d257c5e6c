// Daily, weekly and monthly active users: for every day of a range, entities active in a trailing window (METRICS A6).
#include "core/activity/active_users.hpp"

#include <algorithm>
#include <map>

#include "aggregate.hpp"
#include "histories.hpp"

namespace c360::activity {
namespace {

using namespace testing;

using Parameters = ActiveUsersParameters;

Parameters over(std::int32_t from, std::int32_t to, std::vector<std::int32_t> windows) {
  Parameters parameters{from, to, static_cast<std::int32_t>(windows.size()), {}};
  std::ranges::copy(windows, parameters.windows.begin());
  return parameters;
}
Parameters over(std::string_view from, std::string_view to, std::vector<std::int32_t> windows) {
  return over(day(from).value, day(to).value, std::move(windows));
}

// counts[window][day], by looking into every set for every day.
std::vector<std::int64_t> model(const Parameters& parameters, const std::vector<DaySet>& entities) {
  std::vector<std::int64_t> counts;
  for (int window = 0; window < parameters.window_count; ++window)
    for (std::int64_t each = parameters.from; each < parameters.to; ++each)
      counts.push_back(std::ranges::count_if(entities, [&](const DaySet& days) {
        const auto found = days.lower_bound(each - parameters.windows[static_cast<std::size_t>(window)] + 1);
        return found != days.end() && *found <= each;
      }));
  return counts;
}

std::vector<std::int64_t> plain(const ActiveUsers::Result& result) {
  return {result.counts.begin(), result.counts.end()};
}

// The same counts from raw events, as the population-level aggregate makes them.
template <class Key>
std::vector<std::int64_t> counted(ActiveUsersPopulation<Key>& population) {
  population.population().flush();
  ContextMemory memory;
  StateBuffer buffer(memory);
  ActiveUsers::create(buffer, population.parameters());
  // In steps, as the host does.
  for (std::size_t part = 0; part < population.population().parts(); ++part) {
    const std::uint32_t size = population.population().size_of_part(part);
    for (std::uint32_t from = 0; from < size; from += 100) {
      ActiveUsers counters(buffer);
      population.count(part, from, std::min(size, from + 100), counters);
    }
  }
  return plain(ActiveUsers::result(buffer.bytes(), memory));
}

Parameters random_parameters(Chance& chance) {
  const std::int32_t from = chance.of(std::array{9000, -500, -730'600, 0}) + chance.small(0, 200);
  std::vector<std::int32_t> windows;
  for (std::int64_t i = chance.number(1, chance.one_in(3) ? 8 : 2); i > 0; --i)
    windows.push_back(chance.one_in(2) ? chance.of(std::array{1, 7, 28, 30})
                                       : chance.small(1, chance.one_in(4) ? 1000 : 130));
  return over(from, from + chance.small(0, chance.one_in(4) ? 400 : 70), windows);
}
std::vector<DaySet> random_entities(Chance& chance, const Parameters& parameters, std::int64_t most) {
  std::vector<DaySet> entities;
  for (std::int64_t i = chance.number(0, most); i > 0; --i)
    entities.push_back(random_days(chance, parameters.first_needed_day() - 100, parameters.to + 100));
  return entities;
}

TEST(ActiveUsers, CountsEveryDayOfTheRange) {
  Aggregate<ActiveUsers> daily(over("2026-01-01", "2026-01-06", {1})), weekly(over("2026-01-01", "2026-01-06", {7}));
  for (const std::string_view text :
       {"{[2026-01-01,2026-01-03)}", "{[2026-01-02,2026-01-03)}", "{[2025-12-28,2025-12-29)}", "{}"}) {
    const History history(text);
    daily.add({history.view()});
    weekly.add({history.view()});
  }
  EXPECT_EQ(plain(daily.result()), (std::vector<std::int64_t>{1, 2, 0, 0, 0}));
  EXPECT_EQ(plain(weekly.result()), (std::vector<std::int64_t>{2, 3, 3, 2, 2}));
}

TEST(ActiveUsers, SeveralWindowsComeFromOnePass) {
  Aggregate<ActiveUsers> aggregate(over("2026-01-01", "2026-01-04", {1, 2, 3}));
  const History history("{[2026-01-01,2026-01-02)}");
  aggregate.add({history.view()});
  EXPECT_EQ(aggregate.result().windows, 3);
  EXPECT_EQ(plain(aggregate.result()), (std::vector<std::int64_t>{1, 0, 0, 1, 1, 0, 1, 1, 1}));
}

TEST(ActiveUsers, AnEmptyRangeHasNoDays) {
  Aggregate<ActiveUsers> aggregate(over("2026-01-01", "2026-01-01", {28}));
  const History history("{[2025-12-01,2026-02-01)}");
  aggregate.add({history.view()});
  EXPECT_EQ(plain(aggregate.result()), std::vector<std::int64_t>{});
  ContextMemory memory;
  ActiveUsersPopulation<std::int64_t> population(memory, over("2026-01-01", "2026-01-01", {28}), {});
  population.add({1, day("2025-12-31")});
  EXPECT_EQ(counted(population), std::vector<std::int64_t>{});
}

TEST(ActiveUsers, ParametersOutOfBoundsAreRefused) {
  const auto error = [](const Parameters& parameters) { return error_of([&] { parameters.check(); }); };
  EXPECT_EQ(error(over(0, 40'000, {1, 1000, 1, 1, 1, 1, 1, 1})), std::nullopt);
  EXPECT_EQ(error(over(0, 40'001, {1})), ErrorKind::invalid_parameter);
  EXPECT_EQ(error(over(first_day.value, last_day.value, {1})), ErrorKind::invalid_parameter);
  EXPECT_EQ(error(over(1, 0, {1})), ErrorKind::invalid_parameter);
  for (const std::int32_t window : {INT32_MIN, -1, 0, 1001, INT32_MAX}) {
    EXPECT_EQ(error(over(0, 10, {window})), ErrorKind::invalid_parameter) << window;
    EXPECT_EQ(error(over(0, 10, {7, window})), ErrorKind::invalid_parameter) << window;
  }
}

TEST(ActiveUsers, ParametersAreConstantWithinAGroup) {
  const Parameters base = over(0, 10, {7});
  for (const Parameters& other : {over(1, 10, {7}), over(0, 11, {7}), over(0, 10, {28}), over(0, 10, {7, 28})}) {
    Aggregate<ActiveUsers> aggregate(base), from_others(other);
    EXPECT_EQ(error_of([&] { aggregate.add(other, nullptr); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { aggregate.merge(from_others); }), ErrorKind::invalid_parameter);
    ContextMemory memory;
    ActiveUsersPopulation<std::int64_t> population(memory, base, {});
    EXPECT_EQ(error_of([&] { population.check(other); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { population.check(base); }), std::nullopt);
  }
}

TEST(ActiveUsers, AgreesWithTheModelInPartsAndWhole) {
  Chance chance(60);
  for (int round = 0; round < 300; ++round) {
    const Parameters parameters = random_parameters(chance);
    const std::vector<DaySet> entities = random_entities(chance, parameters, 40);
    const std::vector<std::int64_t> expected = model(parameters, entities);
    const std::vector<History> histories(entities.begin(), entities.end());
    std::vector<ActiveUsers::Row> rows;
    for (const History& history : histories) rows.push_back({history.view()});
    expect_parts_merge_to_the_whole<ActiveUsers>(parameters, rows, chance, [&](const auto& whole, const auto& merged) {
      EXPECT_EQ(plain(whole), expected);
      EXPECT_EQ(plain(merged), expected);
    });
    ASSERT_FALSE(HasFailure());
  }
}

// The counters carry into the next store at 4,088 entities; eight entities are added at a time.
TEST(ActiveUsers, CountsThousandsOfEntities) {
  Chance chance(61);
  const Parameters parameters = over("2026-01-01", "2026-03-15", {1, 7, 28});
  std::vector<DaySet> kinds;
  for (int i = 0; i < 30; ++i)
    kinds.push_back(random_days(chance, parameters.first_needed_day() - 5, parameters.to + 5));
  const std::vector<History> histories(kinds.begin(), kinds.end());
  for (const std::size_t count : {7u, 8u, 9u, 4087u, 4088u, 4089u, 4095u, 4096u, 8176u, 13'000u}) {
    Aggregate<ActiveUsers> aggregate(parameters), half(parameters), other_half(parameters);
    std::vector<std::size_t> times(kinds.size());
    for (std::size_t i = 0; i < count; ++i) {
      const auto kind = static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(kinds.size()) - 1));
      ++times[kind];
      aggregate.add({histories[kind].view()});
      (chance.one_in(2) ? half : other_half).add({histories[kind].view()});
    }
    std::vector<std::int64_t> expected(parameters.days() * 3);
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      const std::vector<std::int64_t> one = model(parameters, {kinds[kind]});
      for (std::size_t i = 0; i < one.size(); ++i) expected[i] += one[i] * static_cast<std::int64_t>(times[kind]);
    }
    ASSERT_EQ(plain(aggregate.result()), expected) << count;
    aggregate.expect_valid();
    half.merge(other_half);
    ASSERT_EQ(plain(half.result()), expected) << count;
    // A state goes on after it was merged.
    half.add({histories[0].view()});
    aggregate.add({histories[0].view()});
    ASSERT_EQ(plain(half.result()), plain(aggregate.result())) << count;
  }
}

TEST(ActiveUsers, EveryoneActiveEveryDayFillsEveryCounter) {
  const Parameters parameters = over(9000, 9128, {1});
  const History always("{[2020-01-01,2030-01-01)}");
  Aggregate<ActiveUsers> aggregate(parameters);
  for (std::int64_t users = 1; users <= 10'000; ++users) {
    aggregate.add({always.view()});
    if (users % 1000 > 8) continue;
    ASSERT_EQ(plain(aggregate.result()), std::vector<std::int64_t>(parameters.days(), users));
  }
}

TEST(ActiveUsers, TheLongestRangeAndWindowsFit) {
  const Parameters parameters = over(0, 40'000, {1000, 1, 2, 3, 5, 8, 13, 1000});
  const History history(DaySet{-999, -998, 0, 12'345, 39'999, 40'000});
  Aggregate<ActiveUsers> aggregate(parameters);
  aggregate.add({history.view()});
  EXPECT_EQ(plain(aggregate.result()), model(parameters, {DaySet{-999, -998, 0, 12'345, 39'999, 40'000}}));
}

TEST(ActiveUsers, WorksAtBothEndsOfTheCalendar) {
  for (const std::int32_t from : {first_day.value, last_day.value - 100}) {
    const Parameters parameters = over(from, from + 100, {1, 28, 1000});
    const DaySet days{first_day.value, first_day.value + 50, last_day.value - 60, last_day.value};
    const History history(days);
    Aggregate<ActiveUsers> aggregate(parameters);
    aggregate.add({history.view()});
    EXPECT_EQ(plain(aggregate.result()), model(parameters, {days})) << from;
    ContextMemory memory;
    ActiveUsersPopulation<std::int64_t> population(memory, parameters, {});
    for (const std::int64_t each : days) population.add({1, Day{static_cast<std::int32_t>(each)}});
    EXPECT_EQ(counted(population), model(parameters, {days})) << from;
  }
}

template <class Key>
Key key_of(std::int64_t number, std::string& text) {
  if constexpr (std::is_same_v<Key, Uuid>) {
    return {static_cast<std::uint64_t>(number), static_cast<std::uint64_t>(number % 3)};
  } else if constexpr (std::is_same_v<Key, std::string_view>) {
    text = number == 0 ? "" : std::string(static_cast<std::size_t>(number % 40), 'x') + std::to_string(number);
    return text;
  } else {
    return number % 2 == 0 ? number : INT64_MIN + number;
  }
}

template <class Key>
class ActiveUsersOfEvents : public ::testing::Test {};
using Keys = ::testing::Types<std::int64_t, Uuid, std::string_view>;
TYPED_TEST_SUITE(ActiveUsersOfEvents, Keys);

TYPED_TEST(ActiveUsersOfEvents, AgreeWithTheModelInPartsAndWhole) {
  Chance chance(62);
  for (int round = 0; round < 60; ++round) {
    const Parameters parameters = random_parameters(chance);
    const std::vector<DaySet> entities = random_entities(chance, parameters, chance.one_in(5) ? 700 : 40);
    std::vector<std::pair<std::int64_t, std::int64_t>> events;  // entity, day
    for (std::size_t entity = 0; entity < entities.size(); ++entity)
      for (const std::int64_t each : entities[entity])
        for (std::int64_t times = chance.number(1, 2); times > 0; --times) events.emplace_back(entity, each);
    for (std::size_t i = events.size(); i > 1; --i)
      std::swap(events[i - 1], events[static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(i) - 1))]);

    ContextMemory memory, other_memory;
    ActiveUsersPopulation<TypeParam> whole(memory, parameters, {}), part(other_memory, parameters, {}),
        rest(other_memory, parameters, {});
    std::string text;
    for (const auto& [entity, each] : events) {
      whole.add({key_of<TypeParam>(entity, text), Day{static_cast<std::int32_t>(each)}});
      (chance.one_in(2) ? part : rest).add({key_of<TypeParam>(entity, text), Day{static_cast<std::int32_t>(each)}});
    }
    const std::vector<std::int64_t> expected = model(parameters, entities);
    ASSERT_EQ(counted(whole), expected);
    part.population().flush();
    rest.population().flush();
    for (std::size_t step = 0; step < rest.population().steps(); ++step)
      part.population().merge(rest.population(), step);
    ASSERT_EQ(counted(part), expected);
  }
}

}  // namespace
}  // namespace c360::activity
