// The text form of an MRR history: periods of constant MRR.
#include "core/revenue/history_text.hpp"

#include "mrr_histories.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

std::string rewritten(std::string_view text) { return text_of(MrrHistory(text).view()); }

std::string detail_of_text(std::string_view text) {
  EXPECT_EQ(error_of([&] { rewritten(text); }), ErrorKind::invalid_text) << text;
  return detail_of([&] { rewritten(text); });
}

TEST(MrrHistoryText, IsWrittenAsPeriodsOfConstantMrr) {
  EXPECT_EQ(rewritten("{}"), "{}");
  const std::string_view text = "{[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=120.50}";
  EXPECT_EQ(rewritten(text), text);
}

TEST(MrrHistoryText, TimesWithoutMrrAreGaps) {
  const std::string_view text = "{[2026-01-01,2026-02-01)=100.00,[2026-04-01,2026-05-01)=0.3333333333}";
  EXPECT_EQ(rewritten(text), text);
}

TEST(MrrHistoryText, AnyBoundsAndAmountsAreRead) {
  for (const std::string_view text :
       {"{[2026-01-01,2026-01-04)=5}", "{[2026-01-01,2026-01-03]=5.0}", "{(2025-12-31,2026-01-04)=05.00}",
        "{(2025-12-31,2026-01-03]=5.0000000000000000000000}", " {\t[ 2026-01-01 , \"2026-01-04\" )\n=\t5 } "})
    EXPECT_EQ(rewritten(text), "{[2026-01-01,2026-01-04)=5.00}") << text;
}

TEST(MrrHistoryText, PeriodsWithoutADayOrWithoutMrrAreNothing) {
  for (const std::string_view text :
       {"{}", " { } ", "{empty=5}", "{ empty = 5 , empty=-7 }", "{[2026-01-01,2026-01-01)=5}",
        "{(2026-01-01,2026-01-02)=-5}", "{[2026-01-01,)=0}", "{[2026-01-01,2026-02-01)=-0.000}",
        "{[2026-01-01,)=5,[2026-01-01,)=-5}"})
    EXPECT_EQ(rewritten(text), "{}") << text;
}

TEST(MrrHistoryText, OverlapsAddUp) {
  EXPECT_EQ(rewritten("{[2026-01-01,2026-03-01)=100,[2026-02-01,2026-04-01)=20.5}"),
            "{[2026-01-01,2026-02-01)=100.00,[2026-02-01,2026-03-01)=120.50,[2026-03-01,2026-04-01)=20.50}");
  EXPECT_EQ(rewritten("{[2026-01-01,)=100,[2026-02-01,2026-03-01)=-100}"),
            "{[2026-01-01,2026-02-01)=100.00,[2026-03-01,)=100.00}");
}

TEST(MrrHistoryText, NeighboursOfOneMrrAreOnePeriod) {
  EXPECT_EQ(rewritten("{[2026-02-01,)=5,[2026-01-01,2026-02-01)=5}"), "{[2026-01-01,)=5.00}");
}

TEST(MrrHistoryText, OrderIsIrrelevant) {
  Chance chance(110);
  for (int round = 0; round < 500; ++round) {
    Subscriptions rows = random_subscriptions(chance, chance.of(random_years));
    const MrrHistory first(text_of(rows));
    shuffle(rows, chance);
    ASSERT_EQ(MrrHistory(text_of(rows)).bytes(), first.bytes()) << text_of(rows);
  }
}

TEST(MrrHistoryText, IsReadBackAsItWas) {
  Chance chance(111);
  for (int round = 0; round < 1000; ++round) {
    std::vector<MrrStep> steps;
    std::int64_t at = chance.of(std::array<std::int64_t, 4>{9000, -730'500, first_day.value, last_day.value - 300});
    for (std::int64_t i = chance.number(0, 12); i > 0 && at <= last_day.value; --i) {
      const int bits = static_cast<int>(chance.number(0, 94));
      const auto units = static_cast<Money::Units>(static_cast<unsigned __int128>(chance.bits()) << 64 | chance.bits());
      steps.push_back(
          {day_of(at), chance.one_in(4) ? Money() : Money::from_units(units & ((Money::Units{1} << bits) - 1))});
      at += chance.one_in(3) ? 1 : chance.number(1, 40);
    }
    const MrrHistory history(steps);
    ASSERT_EQ(MrrHistory(text_of(history.view())).bytes(), history.bytes()) << text_of(history.view());
  }
}

TEST(MrrHistoryText, TheCalendarsEndsAreRead) {
  for (const std::string_view text :
       {"{[\"4714-11-24 BC\",\"4714-11-25 BC\")=5.00}", "{[\"4714-11-24 BC\",)=5.00}", "{[5874897-12-31,)=5.00}",
        "{[\"0044-03-15 BC\",0001-01-01)=5.00}", "{[2026-01-01,5874897-12-31)=5.00}"})
    EXPECT_EQ(rewritten(text), text);
}

// Nothing is left of the calendar in which the MRR could end.
TEST(MrrHistoryText, APeriodUntilTheLastDayIsOpen) {
  EXPECT_EQ(rewritten("{[2026-01-01,5874897-12-31]=5}"), "{[2026-01-01,)=5.00}");
  EXPECT_EQ(rewritten("{[5874897-12-31,5874897-12-31]=5}"), "{[5874897-12-31,)=5.00}");
  EXPECT_EQ(rewritten("{(5874897-12-31,)=5}"), "{}");
  EXPECT_EQ(rewritten("{(5874897-12-31,]=-5}"), "{}");
}

TEST(MrrHistoryText, AmountsRoundToTheNearestUnit) {
  EXPECT_EQ(rewritten("{[2026-01-01,)=0.333333333333}"), "{[2026-01-01,)=0.3333333333}");
  EXPECT_EQ(rewritten("{[2026-01-01,)=83.333333333333,[2026-02-01,)=-83.3333333333333333}"),
            "{[2026-01-01,2026-02-01)=83.3333333333}");
  EXPECT_EQ(rewritten("{[2026-01-01,)=0.00000000009}"), "{}");
  EXPECT_EQ(rewritten("{[2026-01-01,)=0.0000000001}"), "{[2026-01-01,)=0.0000000002}");
}

TEST(MrrHistoryText, ATotalBelowZeroNamesTheFirstSuchDay) {
  const auto read = [] { rewritten("{[2026-01-01,)=100,[2026-02-01,)=-60,[2026-03-01,)=-60,[2026-04-01,)=-60}"); };
  EXPECT_EQ(error_of(read), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of(read), "The subscriptions of one customer add up to -20.00 on 2026-03-01.");
  EXPECT_EQ(error_of([] { rewritten("{[2026-01-01,2026-02-01)=100,[2026-01-31,2026-02-02)=-100}"); }),
            ErrorKind::invalid_parameter);
}

TEST(MrrHistoryText, WhatDoesNotFitIsOutOfRange) {
  EXPECT_EQ(rewritten("{[2026-01-01,)=7859936757367493808.8833284062}"),
            "{[2026-01-01,)=7859936757367493808.8833284062}");
  EXPECT_EQ(error_of([] { rewritten("{[2026-01-01,)=7859936757367493808.8833284064}"); }), ErrorKind::out_of_range);
  EXPECT_EQ(error_of([] { rewritten("{[2026-01-01,)=33758171321521672962636369784.8976400254}"); }),
            ErrorKind::out_of_range);
  EXPECT_EQ(error_of([] { rewritten("{[2026-01-01,)=6000000000000000000,[2026-01-02,)=6000000000000000000}"); }),
            ErrorKind::out_of_range);
}

TEST(MrrHistoryText, TheErrorNamesThePosition) {
  const std::string_view start = "Expected a day such as 2026-01-31 (this end must not be open)",
                         end = "Expected a day such as 2026-01-31, or nothing for an open end",
                         amount = "Expected an amount such as 120.50";
  const std::pair<std::string_view, std::string> cases[] = {
      {"", "Expected an opening brace at position 1."},
      {"  ", "Expected an opening brace at position 3."},
      {"[2026-01-01,)=5", "Expected an opening brace at position 1."},
      {"{", "Expected an opening bracket or parenthesis at position 2."},
      {"{,}", "Expected an opening bracket or parenthesis at position 2."},
      {"{=5}", "Expected an opening bracket or parenthesis at position 2."},
      {"{2026-01-01=5}", "Expected an opening bracket or parenthesis at position 2."},
      {"{[2026-01-01=5}", concat(start, " at position 3.")},
      {"{[2026-01-01)=5}", "Expected a comma at position 13."},
      {"{[2026-02-29,)=5}", concat(start, " at position 3.")},
      {"{(,2026-01-01)=5}", concat(start, " at position 3.")},
      {"{[infinity,)=5}", concat(start, " at position 3.")},
      {"{[2026-01-01,infinity)=5}", concat(end, " at position 14.")},
      {"{[2026-01-01, 5874898-01-01)=5}", concat(end, " at position 15.")},
      {"{[2026-01-02,2026-01-01)=5}", "Expected a range whose lower bound is not after its upper bound at position 3."},
      {"{[2026-01-01,=5}", concat(end, " at position 14.")},
      {"{[2026-01-01,2026-02-01}", "Expected a closing bracket or parenthesis at position 24."},
      {"{[2026-01-01,)}", "Expected an equals sign at position 15."},
      {"{[2026-01-01,)5}", "Expected an equals sign at position 15."},
      {"{empty}", "Expected an equals sign at position 7."},
      {"{[2026-01-01,)=}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)=,empty=5}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)= x}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)=1e5}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)=NaN}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)=.5}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)=5.}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)=+5}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)=- 5}", concat(amount, " at position 16.")},
      {"{[2026-01-01,)=5 [2026-02-01,)=6}", concat(amount, " at position 16.")},
      {"{empty=x}", concat(amount, " at position 8.")},
      {"{[2026-01-01,)=5", "Expected a comma or a closing brace at position 17."},
      {"{[2026-01-01,)=5,}", "Expected an opening bracket or parenthesis at position 18."},
      {"{[2026-01-01,)=5,,empty=1}", "Expected an opening bracket or parenthesis at position 18."},
      {"{[2026-01-01,)=5}}", "Expected nothing more at position 18."},
      {"{} x", "Expected nothing more at position 4."},
      {"x{}", "Expected an opening brace at position 1."}};
  for (const auto& [text, detail] : cases) EXPECT_EQ(detail_of_text(text), detail) << text;
}

TEST(MrrHistoryText, EveryPieceOfATextIsMalformed) {
  const std::string_view whole = "{[2026-01-01,\"2026-04-01\")=100.00,(2026-04-01,]=120.50}";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(error_of([&] { rewritten(whole.substr(0, size)); }), ErrorKind::invalid_text) << whole.substr(0, size);
}

TEST(MrrHistoryText, TheErrorSaysHowToWriteIt) {
  try {
    rewritten("");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "malformed mrr_history literal");
    EXPECT_EQ(error.hint(),
              "Write periods of constant MRR such as {[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=120.50}.");
    EXPECT_EQ(rewritten("{[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=120.50}"),
              "{[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=120.50}");  // the hint is right
  }
}

}  // namespace
}  // namespace c360::revenue
