// The text form of a history: that of datemultirange.
#include "histories.hpp"

namespace c360::activity {
namespace {

using namespace testing;

std::string rewritten(std::string_view text) { return text_of(History(text).view()); }

TEST(HistoryText, IsWrittenAsHalfOpenRanges) {
  EXPECT_EQ(text_of(History().view()), "{}");
  EXPECT_EQ(text_of(History(DaySet{day("2026-01-01").value}).view()), "{[2026-01-01,2026-01-02)}");
  EXPECT_EQ(text_of(History(DaySet{9497, 9498, 9500}).view()), "{[2026-01-01,2026-01-03),[2026-01-04,2026-01-05)}");
}

TEST(HistoryText, RunsCrossTheBordersOfStoredWords) {
  EXPECT_EQ(rewritten("{[1999-12-01,2000-06-01)}"), "{[1999-12-01,2000-06-01)}");
}

TEST(HistoryText, AnyBoundsAreRead) {
  for (const std::string_view text : {"{[2026-01-01,2026-01-04)}", "{[2026-01-01,2026-01-03]}",
                                      "{(2025-12-31,2026-01-04)}", "{(2025-12-31,2026-01-03]}"})
    EXPECT_EQ(rewritten(text), "{[2026-01-01,2026-01-04)}") << text;
}

TEST(HistoryText, AnyOrderAndOverlapIsRead) {
  EXPECT_EQ(rewritten("{[2026-02-01,2026-02-02),[2026-01-01,2026-01-04),[2026-01-02,2026-01-06)}"),
            "{[2026-01-01,2026-01-06),[2026-02-01,2026-02-02)}");
  EXPECT_EQ(rewritten("{[2026-01-01,2026-01-02),[2026-01-02,2026-01-03)}"), "{[2026-01-01,2026-01-03)}");
}

TEST(HistoryText, EmptyRangesHaveNoDays) {
  for (const std::string_view text :
       {"{}", " { } ", "{empty}", "{ empty , empty }", "{[2026-01-01,2026-01-01)}", "{(2026-01-01,2026-01-01]}",
        "{(2026-01-01,2026-01-01)}", "{(2026-01-01,2026-01-02)}"})
    EXPECT_EQ(rewritten(text), "{}") << text;
  EXPECT_EQ(rewritten("{empty,[2026-01-01,2026-01-02)}"), "{[2026-01-01,2026-01-02)}");
}

TEST(HistoryText, SpacesAndQuotesAreRead) {
  EXPECT_EQ(rewritten(" {\t[ 2026-01-01 , \"2026-01-04\" ) ,\n[\"2026-02-01\",2026-02-02) } "),
            "{[2026-01-01,2026-01-04),[2026-02-01,2026-02-02)}");
}

TEST(HistoryText, YearsBeforeChristAreQuoted) {
  const std::string_view text = "{[\"0044-03-15 BC\",\"0044-03-16 BC\"),[\"0001-12-31 BC\",0001-01-02)}";
  EXPECT_EQ(rewritten(text), text);
  EXPECT_EQ(rewritten("{[0044-03-15 BC,0044-03-15 BC]}"), "{[\"0044-03-15 BC\",\"0044-03-16 BC\")}");
}

TEST(HistoryText, TheLastDayOfTheCalendarHasNoNext) {
  EXPECT_EQ(rewritten("{[5874897-12-31,5874897-12-31]}"), "{[5874897-12-31,5874897-12-31]}");
  EXPECT_EQ(rewritten("{[5874897-12-01,5874897-12-31]}"), "{[5874897-12-01,5874897-12-31]}");
  EXPECT_EQ(rewritten("{[\"4714-11-24 BC\",\"4714-11-25 BC\")}"), "{[\"4714-11-24 BC\",\"4714-11-25 BC\")}");
}

TEST(HistoryText, IsReadBackAsItWas) {
  Chance chance(20);
  for (int round = 0; round < 1000; ++round) {
    const std::int64_t from =
        chance.of(std::array<std::int64_t, 4>{9000, -730'500, first_day.value, last_day.value - 999});
    const History history(random_days(chance, from, from + 1000));
    ASSERT_EQ(History(text_of(history.view())).bytes(), history.bytes()) << text_of(history.view());
  }
}

TEST(HistoryText, MalformedTextIsInvalidText) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "}",
                                      "[2026-01-01,2026-01-02)",
                                      "{[2026-01-01,2026-01-02)",
                                      "{[2026-01-01,2026-01-02)}}",
                                      "{[2026-01-01]}",
                                      "{[2026-01-01,2026-01-02}",
                                      "{2026-01-01}",
                                      "{[2026-01-01,2026-01-02),}",
                                      "{,}",
                                      "{[2026-01-01;2026-01-02)}",
                                      "{[2026-01-32,2026-02-01)}",
                                      "{[2026-02-29,2026-03-01)}",
                                      "{[yesterday,today)}",
                                      "{[\"2026-01-01,2026-01-02)}",
                                      "{[\"2026-01-01,2026-01-02)\"}",
                                      "{[2026-01-01,2026-01-02,2026-01-03)}",
                                      "{[2026-01-02,2026-01-01)}",
                                      "{[4714-11-23 BC,2000-01-01)}",
                                      "{[5874897-12-31,5874898-01-01)}",
                                      "{emptyempty}",
                                      "{[empty,empty)}",
                                      "x{}",
                                      "{}x"})
    EXPECT_EQ(error_of([&] { rewritten(text); }), ErrorKind::invalid_text) << text;
}

TEST(HistoryText, OpenAndInfiniteEndsAreNoHistory) {
  for (const std::string_view text : {"{(,2026-01-01)}", "{[2026-01-01,)}", "{(,)}", "{[-infinity,2026-01-01)}",
                                      "{[2026-01-01,infinity)}", "{[2026-01-01,infinity]}"})
    EXPECT_EQ(error_of([&] { rewritten(text); }), ErrorKind::invalid_text) << text;
}

TEST(HistoryText, TheErrorNamesThePosition) {
  EXPECT_EQ(detail_of([] { rewritten("{[2026-01-01,2026-01-02)"); }),
            "Expected a comma or a closing brace at position 25.");
  EXPECT_EQ(detail_of([] { rewritten("{[2026-01-01,2026-01-02)} x"); }), "Expected nothing more at position 27.");
  EXPECT_EQ(detail_of([] { rewritten("{[2026-02-30,2026-03-01)}"); }),
            "Expected a day such as 2026-01-31 (this end must not be open) at position 3.");
  EXPECT_EQ(detail_of([] { rewritten("{[2026-01-02,2026-01-01)}"); }),
            "Expected a range whose lower bound is not after its upper bound at position 3.");
}

TEST(HistoryText, TooManyDaysAreOutOfRange) {
  EXPECT_EQ(error_of([] { rewritten("{[4714-11-24 BC,5874897-12-31]}"); }), ErrorKind::out_of_range);
}

}  // namespace
}  // namespace c360::activity
