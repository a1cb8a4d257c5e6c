// The coefficients of everybody at once: as if each entity had been asked by itself (METRICS A21, A7).
#include "core/activity/coefficient_population.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "calendar_model.hpp"
#include "core/activity/stickiness.hpp"
#include "entity_keys.hpp"
#include "testing.hpp"

namespace c360::activity {
namespace {

using namespace testing;

template <class Key>
class PopulationOf : public ::testing::Test {};
using Keys = ::testing::Types<std::int64_t, Uuid, std::string_view>;
TYPED_TEST_SUITE(PopulationOf, Keys);

template <class State>
void merge(State& state, State& other) {
  state.population().flush();
  other.population().flush();
  for (std::size_t step = 0; step < other.population().steps(); ++step)
    state.population().merge(other.population(), step);
}
template <class State, class Visit>
void for_each_piece(State& state, Visit visit) {
  state.population().flush();
  for (std::size_t part = 0; part < state.population().parts(); ++part)
    for (std::uint32_t from = 0, size = state.population().size_of_part(part); from < size; from += 50)
      visit(part, from, std::min(size, from + 50));
}

TYPED_TEST(PopulationOf, CoefficientsAreThoseOfEachEntity) {
  Chance chance(90);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 4; ++round) {
      const CoefficientParameters parameters{Day{chance.small(-700'000, 12'000)}, chance.small(1, 48), grain};
      const CoefficientWindow window(parameters);
      ContextMemory memory;
      CoefficientPopulation<TypeParam> part(memory, parameters, {1, 2}), rest(memory, parameters, {3, 4});
      std::map<std::int64_t, Coefficient> expected;
      const std::int64_t most = chance.one_in(20) ? 6000 : 100;
      std::string text;
      for (std::int64_t row = 0; row < most * 3; ++row) {
        const std::int64_t entity = chance.number(0, most);
        std::optional<Day> day;
        if (!chance.one_in(9)) day = Day{parameters.as_of.value + chance.small(-1500, 20)};
        auto& coefficient = expected.try_emplace(entity, std::uint64_t{0}).first->second;
        coefficient.check(window);
        if (day) coefficient.add(window, *day);
        (chance.one_in(2) ? part : rest).add({key_of<TypeParam>(entity, text), day});
      }
      merge(part, rest);
      using Result = typename CoefficientPopulation<TypeParam>::Result;
      std::pmr::vector<Result> results;
      for_each_piece(part,
                     [&](std::size_t of, std::uint32_t from, std::uint32_t to) { part.list(of, from, to, results); });
      std::ranges::sort(results, std::less<Result>());
      ASSERT_EQ(results.size(), expected.size());
      for (const auto& [entity, coefficient] : expected) {
        const Result wanted{key_of<TypeParam>(entity, text), 0};
        const auto found = std::lower_bound(results.begin(), results.end(), wanted);
        ASSERT_TRUE(found != results.end() && found->key == wanted.key);
        ASSERT_EQ(found->coefficient, coefficient.result()) << text_of(grain);
      }
    }
}

TYPED_TEST(PopulationOf, StickinessIsDaysByEntities) {
  Chance chance(91);
  for (int round = 0; round < 60; ++round) {
    const Stickiness::Parameters parameters{Day{chance.small(-700'000, 12'000)}, chance.small(1, 1000)};
    ContextMemory memory;
    StickinessPopulation<TypeParam> part(memory, parameters, {}), rest(memory, parameters, {5, 6});
    std::map<std::int64_t, std::set<std::int32_t>> days;
    std::string text;
    for (int row = 0; row < 500; ++row) {
      const std::int64_t entity = chance.number(0, 60);
      const Day day{parameters.as_of.value + chance.small(-1100, 20)};
      if (day <= parameters.as_of && day.value > parameters.as_of.value - parameters.window_days)
        days[entity].insert(day.value);
      (chance.one_in(2) ? part : rest).add({key_of<TypeParam>(entity, text), day});
    }
    merge(part, rest);
    Stickiness::Result sums{0, 0};
    for_each_piece(part, [&](std::size_t of, std::uint32_t from, std::uint32_t to) { part.count(of, from, to, sums); });
    std::int64_t active = 0;
    for (const auto& [entity, all] : days) active += static_cast<std::int64_t>(all.size());
    EXPECT_EQ(sums.active_days, active);
    EXPECT_EQ(sums.possible_days, static_cast<std::int64_t>(days.size()) * parameters.window_days);
  }
}

TEST(CoefficientPopulation, ParametersOutOfBoundsOrDifferentAreRefused) {
  ContextMemory memory;
  for (const std::int32_t periods : {INT32_MIN, 0, 49}) {
    const CoefficientParameters parameters{Day{9000}, periods, {}};
    EXPECT_EQ(error_of([&] { CoefficientPopulation<std::int64_t>(memory, parameters, {}); }),
              ErrorKind::invalid_parameter);
  }
  CoefficientPopulation<std::int64_t> population(memory, {Day{9000}, 7, {}}, {});
  EXPECT_EQ(error_of([&] { population.check({Day{9000}, 7, {}}); }), std::nullopt);
  EXPECT_EQ(error_of([&] { population.check({Day{9001}, 7, {}}); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { population.check({Day{9000}, 8, {}}); }), ErrorKind::invalid_parameter);
  StickinessPopulation<std::int64_t> stickiness(memory, {Day{9000}, 28}, {});
  EXPECT_EQ(error_of([&] { stickiness.check({Day{9000}, 7}); }), ErrorKind::invalid_parameter);
  for (const std::int32_t window : {0, 1001}) {
    const Stickiness::Parameters parameters{Day{9000}, window};
    EXPECT_EQ(error_of([&] { StickinessPopulation<std::int64_t>(memory, parameters, {}); }),
              ErrorKind::invalid_parameter);
  }
}

}  // namespace
}  // namespace c360::activity
