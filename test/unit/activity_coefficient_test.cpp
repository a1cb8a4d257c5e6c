// The activity coefficient, from events and from histories (METRICS A1, A3).
#include "core/activity/coefficient.hpp"

#include "calendar_model.hpp"
#include "histories.hpp"

namespace c360::activity {
namespace {

using namespace testing;

// Distinct active periods among the last, day by day.
int model(const DaySet& days, const CoefficientParameters& parameters) {
  const auto start_of = [&](std::int64_t each) { return model_start(parameters.grain, parameters.as_of, each); };
  int active = 0;
  std::int64_t end = parameters.as_of.value;  // what happened later is invisible
  for (std::int64_t start = start_of(end), period = 0; period < parameters.periods; ++period) {
    const auto found = days.lower_bound(start);
    active += found != days.end() && *found <= end;
    end = start - 1;
    start = start_of(end);
  }
  return active;
}

std::uint64_t state_of(const DaySet& days, const CoefficientParameters& parameters) {
  const CoefficientWindow window(parameters);
  Coefficient coefficient(0);
  for (const std::int64_t each : days) {
    coefficient.check(window);
    coefficient.add(window, Day{static_cast<std::int32_t>(each)});
  }
  return coefficient.state();
}

int coefficient_of(const DaySet& days, const CoefficientParameters& parameters) {
  return Coefficient(state_of(days, parameters)).result();
}

DaySet days(std::initializer_list<std::string_view> texts) {
  DaySet set;
  for (const std::string_view text : texts) set.insert(day(text).value);
  return set;
}

const CoefficientParameters seven_weeks{day("2026-03-01"), 7, Grain::parse("week")};  // a Sunday

TEST(Coefficient, CountsWeeksWithActivityAmongTheLastSeven) {
  EXPECT_EQ(coefficient_of({}, seven_weeks), 0);
  EXPECT_EQ(coefficient_of(days({"2026-03-01"}), seven_weeks), 1);
  EXPECT_EQ(coefficient_of(days({"2026-02-23", "2026-02-24", "2026-03-01"}), seven_weeks), 1);
  EXPECT_EQ(coefficient_of(days({"2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16",
                                 "2026-02-23"}),
                           seven_weeks),
            7);
}

TEST(Coefficient, TheSeventhWeekCountsAndTheEighthDoesNot) {
  EXPECT_EQ(coefficient_of(days({"2026-01-12"}), seven_weeks), 1);
  EXPECT_EQ(coefficient_of(days({"2026-01-11"}), seven_weeks), 0);
}

TEST(Coefficient, WhatHappensAfterAsOfIsInvisible) {
  EXPECT_EQ(coefficient_of(days({"2026-03-02", "2026-03-09", "2030-01-01"}), seven_weeks), 0);
  // Also later in the week that holds as_of.
  EXPECT_EQ(coefficient_of(days({"2026-02-28"}), {day("2026-02-27"), 7, Grain::parse("week")}), 0);
}

TEST(Coefficient, BlocksOfSevenDaysAreTrailingWeeks) {
  const CoefficientParameters trailing{day("2026-02-25"), 2, Grain::parse("7 days")};
  EXPECT_EQ(coefficient_of(days({"2026-02-19", "2026-02-25"}), trailing), 1);
  EXPECT_EQ(coefficient_of(days({"2026-02-18", "2026-02-19"}), trailing), 2);
  EXPECT_EQ(coefficient_of(days({"2026-02-11"}), trailing), 0);
}

TEST(Coefficient, PeriodsAre1To48) {
  for (const std::int32_t periods : {1, 48})
    EXPECT_EQ(error_of([&] { CoefficientWindow({Day{0}, periods, {}}); }), std::nullopt) << periods;
  for (const std::int32_t periods : {INT32_MIN, -1, 0, 49, INT32_MAX})
    EXPECT_EQ(error_of([&] { CoefficientWindow({Day{0}, periods, {}}); }), ErrorKind::invalid_parameter) << periods;
}

TEST(Coefficient, AgreesWithTheModelForEveryGrain) {
  Chance chance(30);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 120; ++round) {
      const Day as_of{chance.small(-800'000, 400'000)};
      const CoefficientParameters parameters{as_of, chance.small(1, 48), grain};
      const DaySet set = chance.one_in(2) ? random_days(chance, as_of.value - 400, as_of.value + 30)
                                          : random_days(chance, as_of.value - 55'000, as_of.value + 100);
      const int expected = model(set, parameters);
      ASSERT_EQ(coefficient_of(set, parameters), expected) << text_of(grain) << " as of " << text_of(as_of);
      ASSERT_EQ(coefficient(History(set).view(), CoefficientWindow(parameters)), expected)
          << text_of(grain) << " as of " << text_of(as_of);
    }
}

TEST(Coefficient, EveryDayOfTheWindowFallsIntoItsPeriod) {
  for (const Grain& grain : all_grains()) {
    const CoefficientParameters parameters{day("2026-02-25"), 48, grain};
    const CoefficientWindow window(parameters);
    const Periods periods(grain, parameters.as_of);
    for (std::int32_t back = 0; back <= 48'100; ++back) {
      const Day some{parameters.as_of.value - back};
      const std::int64_t offset = periods.index(parameters.as_of) - periods.index(some);
      ASSERT_EQ(window.offset(some), offset < 48 ? offset : -1) << text_of(grain) << " " << back;
    }
    ASSERT_LT(window.offset(Day{parameters.as_of.value + 1}), 0);
  }
}

TEST(Coefficient, WorksAtBothEndsOfTheCalendar) {
  for (const Grain& grain : all_grains())
    for (const Day as_of : {first_day, last_day}) {
      const CoefficientParameters parameters{as_of, 48, grain};
      const DaySet ends{first_day.value, last_day.value};
      EXPECT_EQ(coefficient_of(ends, parameters), 1) << text_of(grain);
      EXPECT_EQ(coefficient(History(ends).view(), CoefficientWindow(parameters)), 1) << text_of(grain);
    }
}

TEST(Coefficient, PartsMergeToTheWhole) {
  Chance chance(31);
  for (int round = 0; round < 1000; ++round) {
    const CoefficientParameters parameters{Day{9500}, chance.small(1, 48), chance.of(all_grains())};
    const DaySet all = random_days(chance, 9500 - 400, 9510);
    std::array<DaySet, 3> parts;
    for (const std::int64_t each : all) parts[static_cast<std::size_t>(chance.number(0, 2))].insert(each);
    Coefficient merged(0);
    for (const DaySet& part : parts) merged.merge(Coefficient(state_of(part, parameters)));  // an empty part is 0
    ASSERT_EQ(merged.state(), state_of(all, parameters));
  }
}

TEST(Coefficient, AChangeOfOneParameterIsNoticedInRowsAndInMerges) {
  const auto differ = [](const CoefficientParameters& a, const CoefficientParameters& b) {
    const CoefficientWindow first(a), second(b);
    Coefficient rows(0), other(0);
    rows.check(first);
    other.check(second);
    EXPECT_EQ(error_of([&] { rows.check(second); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { rows.merge(other); }), ErrorKind::invalid_parameter);
  };
  const CoefficientParameters base = seven_weeks;
  for (const std::int32_t days : {-65'520, -365, -1, 1, 7, 365, 65'520})
    differ(base, {Day{base.as_of.value + days}, base.periods, base.grain});
  for (std::int32_t periods = 1; periods <= 48; ++periods)
    if (periods != base.periods) differ(base, {base.as_of, periods, base.grain});
  for (std::uint16_t code = 0; code < Grain::codes; ++code)
    if (const auto grain = Grain::from_code(code); grain && *grain != base.grain)
      differ(base, {base.as_of, base.periods, *grain});
}

TEST(Coefficient, AGroupWithoutEventsStillHasItsParameters) {
  const CoefficientWindow window(seven_weeks);
  Coefficient nothing(0);
  nothing.check(window);
  EXPECT_NE(nothing.state(), 0u);
  EXPECT_EQ(nothing.result(), 0);
}

// Days of all ages against windows of every length of period, however it counts: at once, in words, day by day.
TEST(CoefficientOfAHistory, IsThatOfItsDays) {
  Chance chance(730);
  for (int round = 0; round < 20'000; ++round) {
    const Day as_of{chance.small(8'000, 9'000)};
    Grain grain{chance.of(std::array{Grain::Unit::day, Grain::Unit::week, Grain::Unit::block, Grain::Unit::month})};
    if (grain.unit == Grain::Unit::week) grain.weekday = static_cast<std::uint8_t>(chance.number(0, 6));
    if (grain.unit == Grain::Unit::block) grain.days = static_cast<std::uint16_t>(chance.number(1, 70));
    const CoefficientWindow window({as_of, chance.small(1, 48), grain});
    const History history(random_days(chance, as_of.value - chance.of(std::array{100, 400, 3'500}), as_of.value + 80));
    Coefficient expected(0);
    for (const std::int64_t each : days_of(history.view())) expected.add(window, Day{static_cast<std::int32_t>(each)});
    ASSERT_EQ(coefficient(history.view(), window), expected.result())
        << static_cast<int>(grain.unit) << ' ' << grain.days << " × " << window.parameters().periods;
  }
}

}  // namespace
}  // namespace c360::activity
