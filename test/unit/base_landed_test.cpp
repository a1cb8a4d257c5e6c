// What connectors land, shape by shape; and what is not read because it could be two things.
#include "core/base/landed.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace c360 {
namespace {

using Kind = LandedMoment::Kind;

std::string amount(std::string_view text) { return plain_number(text, true).value_or("nothing"); }

TEST(Landed, NumbersOfEveryShape) {
  EXPECT_EQ(amount("$1,200.00"), "1200.00");
  EXPECT_EQ(amount(" 1200 "), "1200");
  EXPECT_EQ(amount("-$1,200.50"), "-1200.50");
  EXPECT_EQ(amount("$-1,200.50"), "-1200.50");
  EXPECT_EQ(amount("(1,200.50)"), "-1200.50");
  EXPECT_EQ(amount("($1,200.50)"), "-1200.50");
  EXPECT_EQ(amount("1,200.50-"), "-1200.50");
  EXPECT_EQ(amount("\u2212"
                   "7"),
            "-7");
  EXPECT_EQ(amount("+7"), "7");
  EXPECT_EQ(amount("EUR 1\u00a0"
                   "234\u202f"
                   "567.8"),
            "1234567.8");
  EXPECT_EQ(amount("1200 \u20ac"), "1200");
  EXPECT_EQ(amount("1 200 EUR"), "1200");
  EXPECT_EQ(amount("US$5"), "5");
  EXPECT_EQ(amount("1'234'567"), "1234567");
  EXPECT_EQ(amount(".5"), "0.5");
  EXPECT_EQ(amount("5."), "5");
  EXPECT_EQ(amount("1e3"), "1000");
  EXPECT_EQ(amount("1.25E-3"), "0.00125");
  EXPECT_EQ(amount("7.E-398"), "0." + std::string(397, '0') + "7");
  EXPECT_EQ(amount("007"), "7");
  EXPECT_EQ(amount("0.00"), "0");
  EXPECT_EQ(amount("999999999999999999.999"), "999999999999999999.999");
}

TEST(Landed, WhatIsNoNumberOrCouldBeTwo) {
  for (const std::string_view text :
       {"",       " ",        "-",    "$",    "abc", "NaN",  "Infinity",  "12,50", "1.200,00", "1,2",
        "1,2000", "12,345,6", "1 2",  "--1",  "-1-", "(-1)", "(1",        "1)",    "5%",       "1.2.3",
        "1e",     "1e401",    "1e19", "0x10", "USD", "$$5",  "5 USD EUR", "AB 5",  "ABCD 5",   "1000000000000000000"})
    EXPECT_EQ(amount(text), "nothing") << text;
  EXPECT_FALSE(plain_number("$5", false));
  EXPECT_FALSE(plain_number(std::string(401, '1'), true));
  EXPECT_FALSE(plain_number("7.E-400", true));
  EXPECT_FALSE(plain_number("-7.E-398", true));
}

TEST(Landed, WholeNumbers) {
  EXPECT_EQ(whole_number("1,200"), 1200);
  EXPECT_EQ(whole_number("42.0"), 42);
  EXPECT_EQ(whole_number("1e3"), 1000);
  EXPECT_EQ(whole_number("-0"), 0);
  EXPECT_EQ(whole_number("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(whole_number("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  for (const std::string_view text :
       {"9223372036854775808", "-9223372036854775809", "0.5", "1e-1", "1e400", "$5", "", "x"})
    EXPECT_FALSE(whole_number(text)) << text;
}

LandedMoment moment(std::string_view text) {
  const auto found = landed_moment(text);
  EXPECT_TRUE(found) << text;
  return found.value_or(LandedMoment{});
}
constexpr std::int64_t day_length = 86'400'000'000;
constexpr std::int32_t some_day = days_from_civil(2026, 1, 31);
constexpr std::int64_t some_time = some_day * day_length + (23 * 3600 + 59 * 60 + 58) * std::int64_t{1'000'000};

TEST(Landed, DaysAndLocalTimes) {
  const LandedMoment midnight{Kind::local, some_day * day_length, Day{some_day}, true};
  for (const std::string_view text : {"2026-01-31", "2026-1-31", "2026/01/31", "20260131", " 2026-01-31\n",
                                      "2026-01-31T00:00:00", "2026-01-31 00:00", "2026-01-30T24:00:00"})
    EXPECT_EQ(moment(text), midnight) << text;
  const LandedMoment local{Kind::local, some_time, Day{some_day}, false};
  for (const std::string_view text : {"2026-01-31T23:59:58", "2026-01-31 23:59:58.000", "20260131T235958",
                                      "2026-01-31  23:59:58", "20260131235958", "2026-01-31t23:59:58,0"})
    EXPECT_EQ(moment(text), local) << text;
  EXPECT_EQ(moment("2026-01-31T23:59:58.1234567").microseconds, some_time + 123456);
  EXPECT_EQ(moment("2024-02-29").day.value, days_from_civil(2024, 2, 29));
  EXPECT_EQ(moment("0001-01-01").day.value, days_from_civil(1, 1, 1));
  EXPECT_EQ(moment("9999-12-31").day.value, days_from_civil(9999, 12, 31));
}

TEST(Landed, Instants) {
  const LandedMoment instant{Kind::instant, some_time, Day{some_day}, false};
  for (const std::string_view text :
       {"2026-01-31T23:59:58Z", "2026-01-31 23:59:58 UTC", "2026-01-31 23:59:58+00", "2026-01-31 23:59:58.000 +0000",
        "2026-01-31T23:59:58-00:00", "1769903998", "1769903998.0", "1769903998000", "1769903998000000",
        "1769903998000000000", "1.769903998E9"})
    EXPECT_EQ(moment(text), instant) << text;
  EXPECT_EQ(moment("2026-01-31T23:59:58+05:30").microseconds, some_time - 19800 * std::int64_t{1'000'000});
  EXPECT_EQ(moment("2026-01-31T23:59:58+05:30").day.value, some_day);  // as it was written
  EXPECT_EQ(moment("2026-01-31T00:00:00Z"), (LandedMoment{Kind::instant, some_day * day_length, Day{some_day}, true}));
  EXPECT_EQ(moment("1769817600"), moment("2026-01-31T00:00:00Z"));
  EXPECT_EQ(moment("1769903998.25").microseconds, some_time + 250'000);
  EXPECT_EQ(moment("1769903998123.9").microseconds, some_time + 123'900);
}

TEST(Landed, WhatIsNoMomentOrCouldBeTwo) {
  for (const std::string_view text : {"",
                                      " ",
                                      "01/02/2026",
                                      "31.01.2026",
                                      "2026-01",
                                      "2026",
                                      "2026-02-29",
                                      "2026-13-01",
                                      "2026-00-10",
                                      "2026-01-00",
                                      "0000-01-01",
                                      "12026-01-01",
                                      "2026-01-31X",
                                      "2026-01-31T",
                                      "2026-01-31T25:00",
                                      "2026-01-31T24:00:01",
                                      "2026-01-31T10:61",
                                      "2026-01-31 10:00 +",
                                      "2026-01-31 10:00 Europe/Berlin",
                                      "2026-01-31T10:00+1",
                                      "2026-01-31T10:00+16:00",
                                      "2026-01/31",
                                      "infinity",
                                      "now",
                                      "today",
                                      "-1769817600",
                                      "0",
                                      "12345678",
                                      "176990399812",
                                      "17699039981234567",
                                      "9999999999999999999",
                                      "20261331000000",
                                      "20260131240000",
                                      "1e400"})
    EXPECT_FALSE(landed_moment(text)) << text;
}

}  // namespace
}  // namespace c360
