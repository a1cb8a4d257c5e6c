// Sentences with places for metrics (METRICS C7).
#include "core/scorecard/wording.hpp"

#include <map>

#include "documents.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

Wording wording(std::string_view text) {
  document::Faults faults;
  const document::Path root;
  Wording read = Wording::read(text, root, faults);
  EXPECT_TRUE(faults.none()) << text;
  return read;
}

std::string said(std::string_view text, const std::map<std::string, std::string, std::less<>>& metrics) {
  const Wording of = wording(text);
  std::vector<std::optional<std::string_view>> values;
  for (const std::string_view name : of.names()) {
    const auto found = metrics.find(name);
    values.push_back(found == metrics.end() ? std::nullopt : std::optional<std::string_view>(found->second));
  }
  return of.with(values);
}

TEST(Wording, SaysTheValuesOfMetrics) {
  EXPECT_EQ(said("nobody active for {days} days", {{"days", "31"}}), "nobody active for 31 days");
  EXPECT_EQ(said("usage {change%}, renewal on {ends}", {{"change", "-0.3512"}, {"ends", "2026-08-01"}}),
            "usage -35 %, renewal on 2026-08-01");
  EXPECT_EQ(said("{a}{b}", {{"a", "1"}, {"b", "x"}}), "1x");
  EXPECT_EQ(said("{data region}", {{"data region", "eu"}}), "eu");
  EXPECT_EQ(said("plain", {}), "plain");
  EXPECT_TRUE(wording("").empty());
}

TEST(Wording, SaysWhatIsNotKnown) { EXPECT_EQ(said("{a} and {b%}", {}), "not known and not known"); }

TEST(Wording, HasBraces) { EXPECT_EQ(said("{{a} {{{a}", {{"a", "1"}}), "{a} {1"); }

TEST(Wording, TellsPlacesThatDoNotEndOrHaveNoName) {
  for (const std::string_view text : {"{", "a {", "{}", "{%}", "{a", "{a{b}", "{{{"}) {
    document::Faults faults;
    const document::Path root;
    Wording::read(text, root, faults);
    EXPECT_EQ(told(faults),
              std::vector<std::string>{"malformed_place $: A place for a metric does not end, or has no name. Write "
                                       "{days_inactive}, {usage_change_4w%}, or {{ for a brace."})
        << text;
  }
}

TEST(Wording, RoundsNumbersToTwoDecimalsHalfAwayFromZero) {
  for (const auto& [value, shown] :
       std::map<std::string_view, std::string_view>{{"0", "0"},
                                                    {"12", "12"},
                                                    {"12.30", "12.3"},
                                                    {"0.005", "0.01"},
                                                    {"-0.005", "-0.01"},
                                                    {"-0.004", "0"},
                                                    {"99.995", "100"},
                                                    {"9.999", "10"},
                                                    {"007.5", "7.5"},
                                                    {"1e5", "1e5"},
                                                    {"2026-01-02", "2026-01-02"},
                                                    {"12.", "12."},
                                                    {".5", ".5"},
                                                    {"-", "-"},
                                                    {"", ""},
                                                    {"123456789012345678901234.5678", "123456789012345678901234.57"}})
    EXPECT_EQ(shown_value(value), shown) << value;
}

TEST(Wording, MakesPercentagesWhole) {
  for (const auto& [value, shown] : std::map<std::string_view, std::string_view>{
           {"0.9", "90 %"}, {"1", "100 %"}, {"-0.255", "-26 %"}, {"0.0049", "0 %"}, {"12.345", "1235 %"}, {"x", "x"}})
    EXPECT_EQ(shown_percentage(value), shown) << value;
}

}  // namespace
}  // namespace c360::scorecard
