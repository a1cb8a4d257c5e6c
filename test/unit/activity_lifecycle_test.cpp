// Streaks, lifecycle and active periods of one history (METRICS A4, A5).
#include "calendar_model.hpp"
#include "histories.hpp"

namespace c360::activity {
namespace {

using namespace testing;

// Whether the model's period that begins at `start` has an active day that as_of can see.
bool active(const DaySet& days, const Grain& grain, Day as_of, std::int64_t start) {
  const std::int64_t next = model_next_start(grain, as_of, start);
  const auto found = days.lower_bound(start);
  return found != days.end() && *found < next && *found <= as_of.value;
}
std::int64_t start_before(const Grain& grain, Day as_of, std::int64_t start) {
  return model_start(grain, as_of, start - 1);
}

std::int64_t streak_of(std::string_view history, std::string_view as_of, std::string_view grain) {
  return streak(History(history).view(), Periods(Grain::parse(grain), day(as_of)), day(as_of));
}
Lifecycle lifecycle_of(std::string_view history, std::string_view as_of, std::string_view grain) {
  return lifecycle(History(history).view(), Periods(Grain::parse(grain), day(as_of)), day(as_of));
}
std::vector<std::string> active_periods(std::string_view history, std::string_view grain) {
  std::vector<std::string> starts;
  for_each_active_period(History(history).view(), Periods(Grain::parse(grain), Day{}),
                         [&](std::int64_t start) { starts.push_back(text_of(checked_day(start))); });
  return starts;
}

TEST(Streak, CountsPeriodsBackFromAsOfWithoutAGap) {
  const std::string_view history = "{[2026-01-01,2026-01-04),[2026-01-05,2026-01-07)}";
  EXPECT_EQ(streak_of(history, "2026-01-06", "day"), 2);
  EXPECT_EQ(streak_of(history, "2026-01-03", "day"), 3);
  EXPECT_EQ(streak_of(history, "2026-01-04", "day"), 0);
  EXPECT_EQ(streak_of(history, "2026-01-07", "day"), 0);  // no activity yet today
  EXPECT_EQ(streak_of(history, "2026-01-07", "week"), 2);
  EXPECT_EQ(streak_of(history, "2026-01-07", "month"), 1);
  EXPECT_EQ(streak_of("{}", "2026-01-07", "month"), 0);
}

TEST(Streak, GoesThroughYearsOfDays) {
  EXPECT_EQ(streak_of("{[1999-01-01,2027-01-01)}", "2026-12-31", "day"), 10'227);
  EXPECT_EQ(streak_of("{[1999-01-01,2027-01-01)}", "2026-12-31", "year"), 28);
}

TEST(Lifecycle, NamesThePeriodThatHoldsAsOf) {
  EXPECT_EQ(lifecycle_of("{[2026-03-05,2026-03-06)}", "2026-03-20", "month"), Lifecycle::first_time);
  EXPECT_EQ(lifecycle_of("{[2026-02-05,2026-02-06),[2026-03-05,2026-03-06)}", "2026-03-20", "month"),
            Lifecycle::returning);
  EXPECT_EQ(lifecycle_of("{[2026-01-05,2026-01-06),[2026-03-05,2026-03-06)}", "2026-03-20", "month"),
            Lifecycle::resurrecting);
  EXPECT_EQ(lifecycle_of("{[2026-02-05,2026-02-06)}", "2026-03-20", "month"), Lifecycle::dormant);
  EXPECT_EQ(lifecycle_of("{[2026-01-05,2026-01-06)}", "2026-03-20", "month"), Lifecycle::never_or_long_gone);
  EXPECT_EQ(lifecycle_of("{}", "2026-03-20", "month"), Lifecycle::never_or_long_gone);
}

TEST(Lifecycle, LooksNoFurtherThanAsOf) {
  EXPECT_EQ(lifecycle_of("{[2026-02-05,2026-02-06),[2026-03-21,2026-03-22)}", "2026-03-20", "month"),
            Lifecycle::dormant);
  EXPECT_EQ(lifecycle_of("{[2026-03-21,2026-03-22)}", "2026-03-20", "month"), Lifecycle::never_or_long_gone);
}

TEST(ActivePeriods, AreTheirFirstDays) {
  EXPECT_EQ(active_periods("{[2026-01-30,2026-02-02),[2026-04-10,2026-04-11)}", "month"),
            (std::vector<std::string>{"2026-01-01", "2026-02-01", "2026-04-01"}));
  EXPECT_EQ(active_periods("{[2026-01-01,2026-01-02),[2026-01-04,2026-01-06)}", "week"),
            (std::vector<std::string>{"2025-12-29", "2026-01-05"}));
  EXPECT_EQ(active_periods("{}", "day"), std::vector<std::string>{});
}

TEST(Lifecycle, StreakAndActivePeriodsAgreeWithTheModel) {
  Chance chance(40);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 100; ++round) {
      const Day as_of{chance.small(-731'000, 12'000)};
      const DaySet days = chance.one_in(2) ? random_days(chance, as_of.value - 60, as_of.value + 10)
                                           : random_days(chance, as_of.value - 3000, as_of.value + 100);
      const History history(days);
      const Periods periods(grain, as_of);
      const std::int64_t current = model_start(grain, as_of, as_of.value);

      std::int64_t length = 0;
      for (std::int64_t start = current; active(days, grain, as_of, start); start = start_before(grain, as_of, start))
        ++length;
      ASSERT_EQ(streak(history.view(), periods, as_of), length) << text_of(grain);

      const std::int64_t before = start_before(grain, as_of, current);
      const bool now = active(days, grain, as_of, current), previously = active(days, grain, as_of, before),
                 earlier = !days.empty() && *days.begin() < before;
      const Lifecycle expected = now && previously ? Lifecycle::returning
                                 : now && earlier  ? Lifecycle::resurrecting
                                 : now             ? Lifecycle::first_time
                                 : previously      ? Lifecycle::dormant
                                                   : Lifecycle::never_or_long_gone;
      ASSERT_EQ(lifecycle(history.view(), periods, as_of), expected)
          << text_of(grain) << " " << text_of(history.view());

      std::vector<std::int64_t> starts, expected_starts;
      for_each_active_period(history.view(), periods, [&](std::int64_t start) { starts.push_back(start); });
      for (const std::int64_t each : days) {
        const std::int64_t start = model_start(grain, as_of, each);
        if (expected_starts.empty() || expected_starts.back() != start) expected_starts.push_back(start);
      }
      ASSERT_EQ(starts, expected_starts) << text_of(grain) << " " << text_of(history.view());
    }
}

TEST(Lifecycle, WorksAtBothEndsOfTheCalendar) {
  const History ends(DaySet{first_day.value, last_day.value});
  for (const Grain& grain : all_grains()) {
    EXPECT_EQ(streak(ends.view(), Periods(grain, last_day), last_day), 1) << text_of(grain);
    EXPECT_EQ(streak(ends.view(), Periods(grain, first_day), first_day), 1) << text_of(grain);
    EXPECT_EQ(lifecycle(ends.view(), Periods(grain, last_day), last_day), Lifecycle::resurrecting) << text_of(grain);
    EXPECT_EQ(lifecycle(ends.view(), Periods(grain, first_day), first_day), Lifecycle::first_time) << text_of(grain);
    std::int64_t count = 0;
    for_each_active_period(ends.view(), Periods(grain, last_day), [&](std::int64_t) { ++count; });
    EXPECT_EQ(count, 2) << text_of(grain);
  }
}

}  // namespace
}  // namespace c360::activity
