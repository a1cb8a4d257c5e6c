// Working hours (METRICS D14).
#include "core/support/schedule.hpp"

#include <algorithm>
#include <set>

#include "core/base/day.hpp"
#include "testing.hpp"

namespace c360::support {
namespace {

using namespace testing;

constexpr std::int64_t minute = 60'000'000, hour = 60 * minute, day_length = 24 * hour;

std::int64_t at(std::string_view day_text, std::int64_t hours, std::int64_t minutes = 0) {
  return day(day_text).value * day_length + hours * hour + minutes * minute;
}

Schedule schedule(std::string_view json) { return Schedule::parse(parse_json(json)); }

constexpr std::string_view office = R"({"zone": "Europe/Berlin", "hours": {"monday": ["13:30-17:00", "09:00-12:30"],
  "tuesday": ["9:00-17:00"], "friday": ["22:00-24:00"], "saturday": ["00:00-06:00"]}, "holidays": ["2026-01-06"]})";

TEST(Schedule, CountsTheHoursOfADay) {
  const Schedule s = schedule(office);
  EXPECT_EQ(s.zone(), "Europe/Berlin");
  EXPECT_EQ(s.working_time(at("2026-01-05", 0), at("2026-01-05", 24)), 7 * hour);
  EXPECT_EQ(s.working_time(at("2026-01-05", 10), at("2026-01-05", 14)), 3 * hour);
  EXPECT_EQ(s.working_time(at("2026-01-05", 12, 30), at("2026-01-05", 13, 30)), 0);
  EXPECT_EQ(s.working_time(at("2026-01-05", 9), at("2026-01-05", 9)), 0);
  EXPECT_EQ(s.working_time(at("2026-01-09", 23), at("2026-01-10", 1)), 2 * hour);  // over midnight
}

TEST(Schedule, NobodyWorksOnHolidays) {
  const Schedule s = schedule(office);
  EXPECT_EQ(s.working_time(at("2026-01-06", 0), at("2026-01-06", 24)), 0);
  EXPECT_EQ(s.working_time(at("2026-01-06", 10), at("2026-01-06", 11)), 0);
  EXPECT_EQ(s.working_time(at("2026-01-13", 10), at("2026-01-13", 11)), hour);
  EXPECT_EQ(s.working_time(at("2026-01-05", 0), at("2026-01-12", 0)), 15 * hour);
  EXPECT_EQ(s.working_time(at("2026-01-12", 0), at("2026-01-19", 0)), 23 * hour);
}

TEST(Schedule, TheWholeCalendarFits) {
  const Schedule all = schedule(R"({"zone": "UTC", "hours": {"monday": ["00:00-24:00"], "tuesday": ["00:00-24:00"],
    "wednesday": ["00:00-24:00"], "thursday": ["00:00-24:00"], "friday": ["00:00-24:00"], "saturday": ["00:00-24:00"],
    "sunday": ["00:00-24:00"]}})");
  const std::int64_t first = -211'813'488'000'000'000, last = 9'223'371'331'199'999'999;
  EXPECT_EQ(all.working_time(first, 0), -first);
  EXPECT_EQ(all.working_time(0, last), last);
}

TEST(Schedule, FaultsAreToldWithTheirPath) {
  const auto first_fault = [](std::string_view json) {
    document::Faults faults;
    Schedule::read(parse_json(json), faults);
    return faults.none() ? std::string() : concat(faults.first().code, " ", faults.first().path);
  };
  EXPECT_EQ(first_fault(office), "");
  EXPECT_EQ(first_fault("[]").substr(0, 10), "wrong_type");
  EXPECT_NE(first_fault(R"({"hours": {"monday": ["09:00-17:00"]}})"), "");
  EXPECT_NE(first_fault(R"({"zone": "UTC"})"), "");
  const auto of_monday = [&](std::string_view list) {
    return first_fault(concat(R"({"zone": "UTC", "hours": {"monday": )", list, "}}"));
  };
  for (const std::string_view text : {"9-17", "09:00", "09:00-17:60", "09:00-24:01", "9:0-17:00", "x", "-", "09:00-",
                                      "-17:00", "09:00-17:00-18:00", "009:00-17:00"})
    EXPECT_EQ(of_monday(concat(R"([")", text, R"("])")), "invalid_hours $.hours.monday[0]") << text;
  EXPECT_EQ(of_monday(R"(["09:00-17:00", "17:00-17:00"])"), "invalid_hours $.hours.monday[1]");
  EXPECT_EQ(of_monday(R"(["22:00-06:00"])"), "invalid_hours $.hours.monday[0]");
  EXPECT_EQ(of_monday(R"(["09:00-13:00", "12:00-17:00"])"), "hours_overlap $.hours.monday");
  EXPECT_EQ(of_monday("[]"), "no_hours $.hours");
  EXPECT_NE(of_monday("[9]"), "");
  EXPECT_NE(of_monday(R"("09:00-17:00")"), "");
  EXPECT_EQ(first_fault(R"({"zone": "UTC", "hours": {"mondy": ["09:00-17:00"]}})").substr(0, 16), "unknown_property");
  EXPECT_EQ(first_fault(R"({"zone": "UTC", "hours": {"monday": ["09:00-17:00"]}, "holidays": ["2026-02-30"]})"),
            "invalid_day $.holidays[0]");
  EXPECT_EQ(error_of([] { schedule("{}"); }), ErrorKind::invalid_parameter);
}

// Minute by minute.
TEST(Schedule, AgreesWithCountingMinutes) {
  Chance chance(14);
  const std::array<std::string_view, 7> names = {"monday", "tuesday",  "wednesday", "thursday",
                                                 "friday", "saturday", "sunday"};
  for (int round = 0; round < 60; ++round) {
    bool works[7][1440] = {};
    std::string days;
    for (std::size_t d = 0; d < 7; ++d) {
      std::string list;
      std::int64_t from = chance.number(0, 900);
      for (std::int64_t i = chance.number(d == 0 ? 1 : 0, 3); i > 0 && from < 1440; --i) {
        const std::int64_t to = chance.number(from + 1, 1440);
        const auto two = [](std::int64_t n) { return concat(n < 10 ? "0" : "", n); };
        append(list, concat(list.empty() ? "" : ", ", '"', two(from / 60), ":", two(from % 60), "-", two(to / 60), ":",
                            two(to % 60), '"'));
        std::fill(works[d] + from, works[d] + to, true);
        from = to;
      }
      append(days, concat(d == 0 ? "" : ", ", '"', names[d], R"(": [)", list, "]"));
    }
    const Day first = day("2025-12-20");
    std::set<std::int32_t> off;
    std::string holidays;
    for (std::int64_t i = chance.number(0, 12); i > 0; --i) {
      const Day one{first.value + chance.small(0, 30)};
      off.insert(one.value);
      append(holidays, concat(holidays.empty() ? "" : ", ", '"', one, '"'));
    }
    const Schedule s = schedule(concat(R"({"zone": "UTC", "hours": {)", days, R"(}, "holidays": [)", holidays, "]}"));
    for (int ask = 0; ask < 20; ++ask) {
      const std::int64_t from = first.value * std::int64_t{1440} + chance.number(0, 20 * 1440),
                         to = from + chance.number(0, 12 * 1440);
      std::int64_t expected = 0;
      for (std::int64_t m = from; m < to; ++m) {
        const auto d = static_cast<std::int32_t>(floor_div(m, 1440));
        const auto weekday = static_cast<std::size_t>((d - 2) % 7);  // 2000-01-03 was a Monday
        expected += works[weekday][m - std::int64_t{d} * 1440] && !off.contains(d);
      }
      ASSERT_EQ(s.working_time(from * minute, to * minute), expected * minute);
    }
  }
}

}  // namespace
}  // namespace c360::support
