// Days: numbers, dates, texts.
#include "calendar_model.hpp"
#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

TEST(Day, CountsFrom2000AsPostgresDoes) {
  EXPECT_EQ(day("2000-01-01").value, 0);
  EXPECT_EQ(day("1999-12-31").value, -1);
  EXPECT_EQ(day("1970-01-01").value, -10957);
  EXPECT_EQ(day("2026-01-31").value, 9527);
}

TEST(Day, IsWrittenAsIso) {
  EXPECT_EQ(text_of(Day{0}), "2000-01-01");
  EXPECT_EQ(text_of(day("0987-06-05")), "0987-06-05");
  EXPECT_EQ(text_of(day("12345-06-07")), "12345-06-07");
}

TEST(Day, YearOneBeforeChristPrecedesYearOne) {
  const Day first_of_era = day("0001-01-01");
  EXPECT_EQ(text_of(Day{first_of_era.value - 1}), "0001-12-31 BC");
  EXPECT_EQ(day("0001-12-31 BC").value, first_of_era.value - 1);
  EXPECT_EQ(text_of(day("0044-03-15 BC")), "0044-03-15 BC");
  // 1 BC is a leap year of the proleptic calendar.
  EXPECT_EQ(day("0001-03-01 BC").value - day("0001-02-28 BC").value, 2);
}

TEST(Day, TheCalendarEndsWherePostgresEndsIt) {
  EXPECT_EQ(text_of(first_day), "4714-11-24 BC");
  EXPECT_EQ(text_of(last_day), "5874897-12-31");
  EXPECT_EQ(parse_day("4714-11-24 BC"), first_day);
  EXPECT_EQ(parse_day("5874897-12-31"), last_day);
  EXPECT_EQ(parse_day("4714-11-23 BC"), std::nullopt);
  EXPECT_EQ(parse_day("5874898-01-01"), std::nullopt);
}

TEST(Day, ANumberOutsideTheCalendarIsRefused) {
  EXPECT_EQ(checked_day(first_day.value), first_day);
  EXPECT_EQ(checked_day(last_day.value), last_day);
  EXPECT_EQ(error_of([] { checked_day(std::int64_t{first_day.value} - 1); }), ErrorKind::day_out_of_range);
  EXPECT_EQ(error_of([] { checked_day(std::int64_t{last_day.value} + 1); }), ErrorKind::day_out_of_range);
  EXPECT_EQ(error_of([] { checked_day(INT64_MIN); }), ErrorKind::day_out_of_range);
  EXPECT_EQ(error_of([] { checked_day(INT64_MAX); }), ErrorKind::day_out_of_range);
}

TEST(Day, OnlyTheWrittenFormIsRead) {
  for (const std::string_view text : {"",
                                      "2026",
                                      "2026-01",
                                      "2026-1-01",
                                      "2026-01-1",
                                      "26-01-01",
                                      "2026/01/01",
                                      "20260101",
                                      " 2026-01-01",
                                      "2026-01-01 ",
                                      "2026-01-01 AD",
                                      "2026-01-01 bc",
                                      "2026-01-01BC",
                                      "2026-00-01",
                                      "2026-13-01",
                                      "2026-01-00",
                                      "2026-01-32",
                                      "2026-02-29",
                                      "2026-04-31",
                                      "0000-01-01",
                                      "0000-01-01 BC",
                                      "-2026-01-01",
                                      "+2026-01-01",
                                      "2026-01-01T00:00",
                                      "12345678-01-01",
                                      "99999999999999999999-01-01",
                                      "infinity",
                                      "-infinity",
                                      "today",
                                      "epoch",
                                      "2026-0x-01",
                                      "02026-01-01",
                                      "0002026-01-01",
                                      "00999-01-01"})
    EXPECT_EQ(parse_day(text), std::nullopt) << text;
}

TEST(Day, LeapDaysExistInLeapYearsOnly) {
  EXPECT_TRUE(parse_day("2024-02-29"));
  EXPECT_TRUE(parse_day("2000-02-29"));
  EXPECT_FALSE(parse_day("1900-02-29"));
  EXPECT_FALSE(parse_day("2023-02-29"));
}

TEST(Day, AgreesWithChronoOnEveryDayThatChronoKnows) {
  for (std::int32_t number = chrono_first; number <= chrono_last; ++number) {
    const std::chrono::year_month_day expected = chrono_date(number);
    const CivilDate date = civil_from_days(number);
    const int year = int(expected.year()), month = static_cast<int>(unsigned(expected.month())),
              day_of_month = static_cast<int>(unsigned(expected.day()));
    // One comparison a day: an assertion each would take minutes.
    if (date.year != year || date.month != month || date.day != day_of_month ||
        days_from_civil(year, month, day_of_month) != number)
      FAIL() << "day " << number;
  }
}

TEST(Day, TextAndNumberAreInverseOverTheWholeCalendar) {
  Chance chance(1);
  for (int i = 0; i < 100'000; ++i) {
    const Day some{chance.small(first_day.value, last_day.value)};
    ASSERT_EQ(parse_day(text_of(some)), some) << some.value;
  }
}

TEST(Day, DivisionRoundsTowardsThePast) {
  static_assert(floor_div(7, 7) == 1 && floor_div(6, 7) == 0 && floor_div(0, 7) == 0);
  static_assert(floor_div(-1, 7) == -1 && floor_div(-7, 7) == -1 && floor_div(-8, 7) == -2);
}

}  // namespace
}  // namespace c360
