// Stickiness: mean daily users of a window ÷ distinct users active in it (METRICS A7).
#include "core/activity/stickiness.hpp"

#include <algorithm>

#include "aggregate.hpp"
#include "histories.hpp"

namespace c360::activity {
namespace {

using namespace testing;

Stickiness::Result stickiness(std::initializer_list<std::string_view> histories,
                              const Stickiness::Parameters& parameters) {
  Aggregate<Stickiness> aggregate(parameters);
  for (const std::string_view text : histories) {
    const History history(text);
    aggregate.add({history.view()});
  }
  return aggregate.result();
}

TEST(Stickiness, IsActiveDaysAmongPossibleOnes) {
  // Of 28 days, one user was active on 14 and another on 7: 21 of 56.
  const auto result = stickiness({"{[2026-02-15,2026-03-01)}", "{[2026-02-01,2026-02-08)}"}, {day("2026-02-28")});
  EXPECT_EQ(result.active_days, 21);
  EXPECT_EQ(result.possible_days, 56);
}

TEST(Stickiness, UsersWithoutActivityInTheWindowAreNoUsers) {
  const auto result =
      stickiness({"{[2026-02-28,2026-03-01)}", "{[2026-01-01,2026-02-01)}", "{[2026-03-01,2026-04-01)}", "{}"},
                 {day("2026-02-28")});
  EXPECT_EQ(result.active_days, 1);
  EXPECT_EQ(result.possible_days, 28);
}

TEST(Stickiness, WithoutUsersBothAreZero) {
  const auto result = stickiness({"{}"}, {day("2026-02-28")});
  EXPECT_EQ(result.active_days, 0);
  EXPECT_EQ(result.possible_days, 0);
}

TEST(Stickiness, WindowsHave1To1000Days) {
  for (const std::int32_t days : {1, 28, 1000})
    EXPECT_EQ(error_of([&] { Stickiness::check_window(days); }), std::nullopt);
  for (const std::int32_t days : {INT32_MIN, -1, 0, 1001, INT32_MAX})
    EXPECT_EQ(error_of([&] { Stickiness::check_window(days); }), ErrorKind::invalid_parameter) << days;
}

TEST(Stickiness, ParametersAreConstantWithinAGroup) {
  Aggregate<Stickiness> aggregate({Day{9500}, 28}), other_day({Day{9501}, 28}), other_window({Day{9500}, 30});
  EXPECT_EQ(error_of([&] { aggregate.add({Day{9501}, 28}, nullptr); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { aggregate.add({Day{9500}, 30}, nullptr); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { aggregate.merge(other_day); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { aggregate.merge(other_window); }), ErrorKind::invalid_parameter);
}

TEST(Stickiness, AgreesWithSetsOfDaysInPartsAndWhole) {
  Chance chance(50);
  for (int round = 0; round < 300; ++round) {
    const Day as_of =
        chance.one_in(10) ? chance.of(std::array{first_day, last_day}) : Day{chance.small(-800'000, 12'000)};
    const Stickiness::Parameters parameters{as_of, chance.small(1, 100)};
    const std::int64_t from = std::max<std::int64_t>(first_day.value, as_of.value - 120),
                       to = std::min<std::int64_t>(std::int64_t{last_day.value} + 1, as_of.value + std::int64_t{20});
    std::vector<History> histories;
    std::vector<Stickiness::Row> rows;
    std::int64_t active_days = 0, users = 0;
    for (std::int64_t i = chance.number(0, 20); i > 0; --i) {
      const DaySet days = random_days(chance, from, to);
      const auto within = std::distance(days.lower_bound(std::int64_t{as_of.value} - parameters.window_days + 1),
                                        days.upper_bound(as_of.value));
      active_days += within;
      users += within > 0;
      histories.emplace_back(days);
    }
    for (const History& history : histories) rows.push_back({history.view()});
    expect_parts_merge_to_the_whole<Stickiness>(parameters, rows, chance, [&](const auto& whole, const auto& merged) {
      EXPECT_EQ(whole.active_days, active_days);
      EXPECT_EQ(whole.possible_days, users * parameters.window_days);
      EXPECT_EQ(merged.active_days, whole.active_days);
      EXPECT_EQ(merged.possible_days, whole.possible_days);
    });
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace c360::activity
