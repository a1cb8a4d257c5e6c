// Grains: their texts, their codes, and the numbering of periods (METRICS R3).
#include "calendar_model.hpp"
#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

TEST(Grain, IsReadWithoutRegardToCase) {
  EXPECT_EQ(Grain::parse("day"), (Grain{Grain::Unit::day}));
  EXPECT_EQ(Grain::parse("week"), (Grain{Grain::Unit::week, 0}));
  EXPECT_EQ(Grain::parse("WEEK(Sunday)"), (Grain{Grain::Unit::week, 6}));
  EXPECT_EQ(Grain::parse("Month"), (Grain{Grain::Unit::month}));
  EXPECT_EQ(Grain::parse("quarter"), (Grain{Grain::Unit::quarter}));
  EXPECT_EQ(Grain::parse("year"), (Grain{Grain::Unit::year}));
  EXPECT_EQ(Grain::parse("28 days"), (Grain{Grain::Unit::block, 0, 28}));
  EXPECT_EQ(Grain::parse("1 day"), (Grain{Grain::Unit::block, 0, 1}));
}

TEST(Grain, AWeekOnMondayIsAWeek) { EXPECT_EQ(Grain::parse("week(monday)"), Grain::parse("week")); }

TEST(Grain, EveryGrainIsReadAsItIsWritten) {
  for (std::uint16_t code = 0; code < Grain::codes; ++code) {
    const auto grain = Grain::from_code(code);
    if (!grain) continue;
    EXPECT_EQ(Grain::parse(text_of(*grain)), *grain);
    EXPECT_EQ(grain->code(), code);
  }
}

TEST(Grain, UnknownOnesAreRefused) {
  for (const std::string_view text : {"",
                                      " ",
                                      "weeks",
                                      "week()",
                                      "week(funday)",
                                      "week(sunday",
                                      "week (sunday)",
                                      "hour",
                                      "days",
                                      "7",
                                      "7days",
                                      "7 weeks",
                                      "7  days",
                                      " 7 days",
                                      "7 days ",
                                      "fortnight",
                                      "99999999999 days",
                                      "1e2 days",
                                      "0x7 days",
                                      "semester",
                                      "week(sunday))",
                                      "a text that is longer than any grain could ever be"})
    EXPECT_EQ(error_of([&] { Grain::parse(text); }), ErrorKind::invalid_parameter) << text;
}

TEST(Grain, BlocksHave1To1000Days) {
  EXPECT_EQ(Grain::parse("1000 days").days, 1000);
  for (const std::string_view text : {"0 days", "-7 days", "1001 days", "2147483647 days"})
    EXPECT_EQ(error_of([&] { Grain::parse(text); }), ErrorKind::invalid_parameter) << text;
}

TEST(Grain, TheErrorShowsWhatWasGivenButNotAllOfALongText) {
  EXPECT_EQ(detail_of([] { Grain::parse("fortnight"); }), "The grain given is \"fortnight\".");
  EXPECT_LT(detail_of([] { Grain::parse(std::string(100'000, 'x')); }).size(), 200u);
}

// They stand in stored states. Never change a line; only add.
TEST(Grain, CodesAreForEver) {
  EXPECT_EQ(Grain::parse("day").code(), 0);
  EXPECT_EQ(Grain::parse("week").code(), 1);
  EXPECT_EQ(Grain::parse("week(tuesday)").code(), 2);
  EXPECT_EQ(Grain::parse("week(sunday)").code(), 7);
  EXPECT_EQ(Grain::parse("month").code(), 8);
  EXPECT_EQ(Grain::parse("quarter").code(), 9);
  EXPECT_EQ(Grain::parse("year").code(), 10);
  EXPECT_EQ(Grain::parse("1 day").code(), 12);
  EXPECT_EQ(Grain::parse("7 days").code(), 18);
  EXPECT_EQ(Grain::parse("1000 days").code(), 1011);
}

TEST(Grain, UnknownCodesAreNone) {
  for (const int code : {11, 1012, 1013, 65535})
    EXPECT_EQ(Grain::from_code(static_cast<std::uint16_t>(code)), std::nullopt) << code;
}

TEST(Periods, WeeksBeginOnMondayUnlessToldOtherwise) {
  const Day wednesday = day("2026-01-07");
  const auto week_start = [&](std::string_view grain) {
    const Periods periods(Grain::parse(grain), wednesday);
    return text_of(checked_day(periods.start(periods.index(wednesday))));
  };
  EXPECT_EQ(week_start("week"), "2026-01-05");
  EXPECT_EQ(week_start("week(sunday)"), "2026-01-04");
  EXPECT_EQ(week_start("week(wednesday)"), "2026-01-07");
  EXPECT_EQ(week_start("week(thursday)"), "2026-01-01");
}

TEST(Periods, BlocksEndOnAsOf) {
  const Periods periods(Grain::parse("28 days"), day("2026-01-31"));
  const std::int64_t current = periods.index(day("2026-01-31"));
  EXPECT_EQ(periods.last(current), day("2026-01-31").value);
  EXPECT_EQ(periods.start(current), day("2026-01-04").value);
  EXPECT_EQ(periods.index(day("2026-01-03")), current - 1);
  EXPECT_EQ(periods.index(day("2026-02-01")), current + 1);
}

TEST(Periods, APeriodIsFinishedOnItsLastDay) {
  for (const Grain& grain : all_grains())
    for (std::int64_t number = 9000; number < 9800; number += 7) {
      const Day as_of{static_cast<std::int32_t>(number)};
      const Periods periods(grain, as_of);
      const std::int64_t finished = periods.last_finished(as_of);
      ASSERT_LE(periods.last(finished), as_of.value) << text_of(grain);
      ASSERT_GT(periods.last(finished + 1), as_of.value) << text_of(grain);
    }
}

TEST(Periods, AgreeWithChronoForEveryGrain) {
  Chance chance(2);
  for (const Grain& grain : all_grains())
    for (int i = 0; i < 400; ++i) {
      const Day as_of{chance.small(-400'000, 400'000)};
      const Day some{as_of.value + chance.small(-20'000, 20'000)};
      const Periods periods(grain, as_of);
      const std::int64_t index = periods.index(some), start = model_start(grain, as_of, some.value);
      const std::int64_t next = model_next_start(grain, as_of, start);
      ASSERT_EQ(periods.start(index), start) << text_of(grain) << " of " << text_of(some);
      ASSERT_EQ(periods.last(index), next - 1) << text_of(grain) << " of " << text_of(some);
      ASSERT_EQ(periods.index(Day{static_cast<std::int32_t>(start)}), index) << text_of(grain);
      ASSERT_EQ(periods.index(Day{static_cast<std::int32_t>(next)}), index + 1) << text_of(grain);
      ASSERT_EQ(periods.index(Day{static_cast<std::int32_t>(start - 1)}), index - 1) << text_of(grain);
    }
}

TEST(Periods, HoldTheirDayUpToTheEdgesOfTheCalendar) {
  Chance chance(3);
  for (const Grain& grain : all_grains())
    for (const Day as_of : {first_day, last_day, Day{0}, day("0001-01-01"), day("0001-12-31 BC"), day("9999-12-31")})
      for (const Day some : {first_day, last_day, Day{0}, Day{-1}, day("0001-01-01"), day("0001-12-31 BC"),
                             day("9999-12-31"), Day{chance.small(first_day.value, last_day.value)}}) {
        const Periods periods(grain, as_of);
        const std::int64_t index = periods.index(some);
        ASSERT_LE(periods.start(index), some.value) << text_of(grain);
        ASSERT_GE(periods.last(index), some.value) << text_of(grain);
        ASSERT_EQ(periods.start(index + 1), periods.last(index) + 1) << text_of(grain);
      }
}

}  // namespace
}  // namespace c360
