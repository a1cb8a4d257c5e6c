// Ranges of days as text: what every type that consists of them reads and writes.
#include "core/base/range_text.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

RangeReader reader_of(std::string_view text) { return {text, "calendar", "a day, as in this example"}; }

// What a range means, in the one form it is written in.
std::string rewritten(std::string_view text, bool may_be_open = true) {
  RangeReader reader = reader_of(text);
  const auto bounds = reader.range(may_be_open);
  reader.expect_end();
  return bounds ? concat(*bounds) : "empty";
}

std::string detail_of_range(std::string_view text, bool may_be_open = true) {
  EXPECT_EQ(error_of([&] { rewritten(text, may_be_open); }), ErrorKind::invalid_text) << text;
  return detail_of([&] { rewritten(text, may_be_open); });
}

TEST(RangeText, IsWrittenHalfOpen) {
  EXPECT_EQ(concat(DayBounds{day("2026-01-01").value, day("2026-01-04").value}), "[2026-01-01,2026-01-04)");
  EXPECT_EQ(concat(DayBounds{day("2026-01-01").value, {}}), "[2026-01-01,)");
}

TEST(RangeText, YearsBeforeChristAreQuoted) {
  const std::string_view text = "[\"0044-03-15 BC\",\"0001-12-31 BC\")";
  EXPECT_EQ(concat(DayBounds{day("0044-03-15 BC").value, day("0001-12-31 BC").value}), text);
  EXPECT_EQ(rewritten(text), text);
  EXPECT_EQ(rewritten("[0044-03-15 BC,0001-01-01)"), "[\"0044-03-15 BC\",0001-01-01)");
}

TEST(RangeText, TheCalendarsLastDayHasNoSuccessor) {
  const std::string_view text = "[5874897-12-31,5874897-12-31]";
  EXPECT_EQ(concat(DayBounds{last_day.value, std::int64_t{last_day.value} + 1}), text);
  EXPECT_EQ(rewritten(text), text);
  EXPECT_EQ(rewritten("(5874897-12-30,5874897-12-31]"), text);
  EXPECT_EQ(rewritten("[5874897-12-31,)"), "[5874897-12-31,)");
  EXPECT_EQ(rewritten("[\"4714-11-24 BC\",\"4714-11-25 BC\")"), "[\"4714-11-24 BC\",\"4714-11-25 BC\")");
}

TEST(RangeText, AnyBoundsAreRead) {
  for (const std::string_view text :
       {"[2026-01-01,2026-01-04)", "[2026-01-01,2026-01-03]", "(2025-12-31,2026-01-04)", "(2025-12-31,2026-01-03]"})
    EXPECT_EQ(rewritten(text), "[2026-01-01,2026-01-04)") << text;
  for (const std::string_view text : {"[2026-01-01,)", "[2026-01-01,]", "(2025-12-31,)", " ( 2025-12-31 , ] "})
    EXPECT_EQ(rewritten(text), "[2026-01-01,)") << text;
}

TEST(RangeText, SpacesAndQuotesAreRead) {
  EXPECT_EQ(rewritten("\t[ 2026-01-01 ,\n\"2026-01-04\" ) "), "[2026-01-01,2026-01-04)");
}

TEST(RangeText, RangesWithoutADayAreEmpty) {
  for (const std::string_view text :
       {"empty", " empty ", "[2026-01-01,2026-01-01)", "(2026-01-01,2026-01-01]", "(2026-01-01,2026-01-01)",
        "(2026-01-01,2026-01-02)", "(5874897-12-31,5874897-12-31]"})
    EXPECT_EQ(rewritten(text), "empty") << text;
}

TEST(RangeText, TheErrorNamesWhatWasExpectedAndWhere) {
  EXPECT_EQ(detail_of_range(""), "Expected an opening bracket or parenthesis at position 1.");
  EXPECT_EQ(detail_of_range("  x"), "Expected an opening bracket or parenthesis at position 3.");
  EXPECT_EQ(detail_of_range("Empty"), "Expected an opening bracket or parenthesis at position 1.");
  EXPECT_EQ(detail_of_range("[2026-01-01)"), "Expected a comma at position 12.");
  EXPECT_EQ(detail_of_range("[2026-01-01,2026-01-02"), "Expected a closing bracket or parenthesis at position 23.");
  EXPECT_EQ(detail_of_range("[2026-01-01,2026-01-02}"), "Expected a closing bracket or parenthesis at position 23.");
  EXPECT_EQ(detail_of_range("[2026-01-01,"), "Expected a closing bracket or parenthesis at position 13.");
  EXPECT_EQ(detail_of_range("[\"2026-01-01,2026-01-02)"),
            "Expected a day such as 2026-01-31 (this end must not be open) at position 3.");
  EXPECT_EQ(detail_of_range("[2026-01-01,\"2026-01-02)"),
            "Expected a day such as 2026-01-31, or nothing for an open end at position 14.");
  EXPECT_EQ(detail_of_range("[2026-01-02,2026-01-01]"),
            "Expected a range whose lower bound is not after its upper bound at position 2.");
  EXPECT_EQ(detail_of_range("[2026-01-01,2026-01-02) x"), "Expected nothing more at position 25.");
  EXPECT_EQ(detail_of_range("emptyempty"), "Expected nothing more at position 6.");
}

// A closing quote may be missing at the very end only: what is in between is read as the day.
TEST(RangeText, AQuoteIsClosed) {
  EXPECT_EQ(detail_of_range("[2026-01-01,\"2026-01-02"), "Expected a closing quote at position 24.");
}

TEST(RangeText, ADayIsADayOfTheCalendar) {
  for (const std::string_view bad : {"2026-02-29", "2026-02-30", "2026-13-01", "yesterday", "infinity", "-infinity",
                                     "1.5", "2026-1-1", "5874898-01-01", "4714-11-23 BC"}) {
    EXPECT_EQ(detail_of_range(concat('[', bad, ",2026-06-01)")),
              "Expected a day such as 2026-01-31 (this end must not be open) at position 2.")
        << bad;
    EXPECT_EQ(detail_of_range(concat("[2026-01-01,  ", bad, ')')),
              "Expected a day such as 2026-01-31, or nothing for an open end at position 15.")
        << bad;
  }
  // Within quotes it is the day that is wrong, not they.
  EXPECT_EQ(detail_of_range("[\"\",2026-06-01)"),
            "Expected a day such as 2026-01-31 (this end must not be open) at position 3.");
  EXPECT_EQ(detail_of_range("[2026-01-01,\"\")"),
            "Expected a day such as 2026-01-31, or nothing for an open end at position 14.");
}

TEST(RangeText, OpenEndsAreReadWhereTheyMayBe) {
  EXPECT_EQ(detail_of_range("(,2026-01-01)"),
            "Expected a day such as 2026-01-31 (this end must not be open) at position 2.");
  EXPECT_EQ(detail_of_range("(,)"), "Expected a day such as 2026-01-31 (this end must not be open) at position 2.");
  EXPECT_EQ(detail_of_range("[2026-01-01,)", false),
            "Expected a day such as 2026-01-31 (this end must not be open) at position 13.");
  EXPECT_EQ(rewritten("[2026-01-01,2026-01-02]", false), "[2026-01-01,2026-01-03)");
}

TEST(RangeText, TheErrorNamesTheTypeAndGivesTheExample) {
  try {
    rewritten("x");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "malformed calendar literal");
    EXPECT_EQ(error.hint(), "Write a day, as in this example.");
  }
}

TEST(RangeText, WordsEndWhereTheyAreToldTo) {
  RangeReader reader = reader_of("  12.50 , rest");
  EXPECT_EQ(reader.word(",}"), "12.50");
  EXPECT_TRUE(reader.take(','));
  const std::size_t at = reader.position();
  EXPECT_EQ(reader.word(",}"), "rest");
  reader.expect_end();
  EXPECT_EQ(reader.word(",}"), "");
  reader.back_to(at);
  EXPECT_EQ(detail_of([&] { reader.fail("another word"); }), "Expected another word at position 10.");
}

// Blanks are those that stand between the other parts, too.
TEST(RangeText, WordsHaveNoBlanksAround) {
  for (const std::string_view blank : {" ", "\t", "\n", "\r", "\v", "\f", " \t "}) {
    const std::string text = concat(blank, "word", blank, ',');
    RangeReader reader = reader_of(text);
    EXPECT_EQ(reader.word(","), "word") << static_cast<int>(blank[0]);
    EXPECT_TRUE(reader.take(','));
    EXPECT_EQ(rewritten(concat('[', blank, "2026-01-01", blank, ',', blank, "2026-01-02", blank, ')')),
              "[2026-01-01,2026-01-02)");
  }
}

TEST(RangeText, IsReadBackAsItWas) {
  Chance chance(92);
  for (int round = 0; round < 5000; ++round) {
    const std::int64_t from =
        chance.one_in(2) ? chance.number(first_day.value, last_day.value) : chance.number(-731'000, 10'000);
    DayBounds bounds{from, {}};
    if (!chance.one_in(4)) bounds.to = std::min(from + chance.number(1, 1000), std::int64_t{last_day.value} + 1);
    const std::string text = concat(bounds);
    RangeReader reader = reader_of(text);
    ASSERT_EQ(reader.range(true), bounds) << text;
  }
}

}  // namespace
}  // namespace c360
