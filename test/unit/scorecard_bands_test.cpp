// Bands: names for the ranges of a number (METRICS A12, C6).
#include "core/scorecard/bands.hpp"

#include <algorithm>

#include "documents.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

Bands bands(std::string_view json) { return Bands::parse(parse_json(json)); }

std::string label(const Bands& of, std::string_view value) {
  const Band* band = of.find(*Decimal::parse(value));
  return band ? band->label : "none";
}

constexpr std::string_view traffic_light =
    R"([{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}])";

TEST(Bands, NameTheRangeThatHoldsAValue) {
  const Bands light = bands(traffic_light);
  EXPECT_EQ(label(light, "0"), "red");
  EXPECT_EQ(label(light, "50"), "yellow");
  EXPECT_EQ(label(light, "100"), "green");
}

TEST(Bands, BeginWithTheirLowerBorderAndEndBeforeTheUpper) {
  const Bands light = bands(traffic_light);
  EXPECT_EQ(label(light, "39.999999999999999999999999"), "red");
  EXPECT_EQ(label(light, "40"), "yellow");
  EXPECT_EQ(label(light, "40.000"), "yellow");
  EXPECT_EQ(label(light, "69.999999999999999999999999"), "yellow");
  EXPECT_EQ(label(light, "70"), "green");
}

TEST(Bands, WithoutOuterBordersTheyHoldEveryNumber) {
  const Bands light = bands(traffic_light);
  EXPECT_EQ(label(light, "-" + std::string(500, '9')), "red");
  EXPECT_EQ(label(light, std::string(500, '9')), "green");
}

TEST(Bands, WithOuterBordersTheyHoldNothingBeyond) {
  const Bands inner = bands(R"([{"label": "low", "ge": 0, "lt": 0.5}, {"label": "high", "ge": 0.5, "lt": 1}])");
  EXPECT_EQ(label(inner, "-0.1"), "none");
  EXPECT_EQ(label(inner, "0"), "low");
  EXPECT_EQ(label(inner, "0.5"), "high");
  EXPECT_EQ(label(inner, "1"), "none");
}

TEST(Bands, OneBandMayHoldEverything) { EXPECT_EQ(label(bands(R"([{"label": "any"}])"), "-7"), "any"); }

TEST(Bands, BordersThatAreWrittenDifferentlyAreTheSame) {
  EXPECT_EQ(label(bands(R"([{"label": "a", "lt": 0.50}, {"label": "b", "ge": 0.5}])"), "0.5"), "b");
}

TEST(Bands, ABandMaySayWhereARisingValueLeavesTheOneBelow) {
  const Bands light = bands(
      R"([{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70, "leave": 45}, {"label": "green", "ge": 70, "leave": 70}])");
  EXPECT_EQ(label(light, "42"), "yellow");
}

TEST(Bands, WrongDocumentsAreRefusedAndNamed) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"(null)", "The document is null, not an array of bands."},
      {R"({"label": "red"})", "The document is an object, not an array of bands."},
      {R"("red")", "The document is a string, not an array of bands."},
      {R"([])", "The document is an empty array, not an array of bands."},
      {R"([7])", "At $[0]: This is a number; it must be an object."},
      {R"([{"label": "red", "lt": 1}, null])", "At $[1]: This is null; it must be an object."},
      {R"([{}])", R"(At $[0]: The property "label" is missing.)"},
      {R"([{"label": ""}])", "At $[0].label: The text is empty. Give a name."},
      {R"([{"label": 7}])", "At $[0].label: This is a number; it must be a string."},
      {R"([{"label": "red", "le": 4}])", R"(At $[0].le: Unknown property. Did you mean "ge"?)"},
      {R"([{"label": "red", "lt": "4"}])", R"(At $[0].lt: This is a string; it must be a number.)"},
      {R"([{"label": "red", "lt": null}])", R"(At $[0].lt: This is null; it must be a number.)"},
      {R"([{"label": "red", "lt": 1e5}])",
       R"(At $[0].lt: The number 1e5 is not a plain decimal. Write it without exponent.)"},
      {R"([{"label": "red", "ge": true}])", R"(At $[0].ge: This is a boolean; it must be a number.)"},
      {R"([{"label": "red", "ge": 4, "lt": 4}])", R"(At $[0]: Band "red" is empty: it reaches from 4 to less than 4.)"},
      {R"([{"label": "red", "ge": 5, "lt": 4}])", R"(At $[0]: Band "red" is empty: it reaches from 5 to less than 4.)"},
      {R"([{"label": "a", "lt": 1}, {"label": "a", "ge": 1}])", R"(At $[1]: The label "a" occurs twice.)"},
      {R"([{"label": "a"}, {"label": "b", "ge": 1}])",
       R"(At $[1]: Band "a" and band "b" have no boundary between them.)"},
      {R"([{"label": "a", "lt": 1}, {"label": "b"}])",
       R"(At $[1]: Band "a" and band "b" have no boundary between them.)"},
      {R"([{"label": "a", "lt": 2}, {"label": "b", "ge": 1}])",
       R"(At $[1]: Band "a" reaches up to 2 and band "b" begins at 1.)"},
      {R"([{"label": "b", "ge": 1}, {"label": "a", "lt": 1}])",
       R"(At $[1]: Band "b" and band "a" have no boundary between them.)"},
      {R"([{"label": "a", "lt": 1}, {"label": "b", "ge": 2}])",
       "At $[1]: No band covers the values from 1 to less than 2."},
      {R"([{"label": "a", "lt": 1, "leave": 0}])", R"(At $[0]: "leave" of band "a" is 0, outside the band.)"},
      {R"([{"label": "a", "lt": 1}, {"label": "b", "ge": 1, "leave": 0.9}])",
       R"(At $[1]: "leave" of band "b" is 0.9, outside the band.)"},
      {R"([{"label": "a", "lt": 1}, {"label": "b", "ge": 1, "lt": 2, "leave": 2}])",
       R"(At $[1]: "leave" of band "b" is 2, outside the band.)"},
  };
  for (const auto& [json, detail] : cases) {
    EXPECT_EQ(error_of([&] { bands(json); }), ErrorKind::invalid_parameter) << json;
    EXPECT_EQ(detail_of([&] { bands(json); }), detail) << json;
  }
}

TEST(Bands, AllFaultsAreToldAtOnce) {
  EXPECT_EQ(
      told_by(
          [](const Json& json, document::Faults& faults) { Bands::read(json, {}, faults); },
          R"([{"label": "a", "lt": 1}, {"label": "a", "ge": 2, "lt": 3, "leave": 9}, 7, {"lable": "b"}, {"label": "c", "ge": 3}])"),
      (std::vector<std::string>{
          "invalid_bands $[1]: The label \"a\" occurs twice. Give every band its own label.",
          "bands_hole $[1]: No band covers the values from 1 to less than 2. Let band \"a\" begin at 1.",
          "invalid_bands $[1]: \"leave\" of band \"a\" is 9, outside the band. \"leave\" is where a rising value "
          "leaves the band below: a number from \"ge\" to less than \"lt\" of its band.",
          "wrong_type $[2]: This is a number; it must be an object.",
          "unknown_property $[3].lable: Unknown property. Did you mean \"label\"?",
          "missing_property $[3]: The property \"label\" is missing."}));
  EXPECT_EQ(
      detail_of([] { bands(R"([7, {"label": "a", "lt": 1}, {"label": "b", "ge": 2}])"); }),
      "At $[0]: This is a number; it must be an object.\nAt $[2]: No band covers the values from 1 to less than 2.");
}

TEST(Bands, AgreeWithWholeNumbersAtRandom) {
  Chance chance(110);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::int64_t> borders;
    for (std::int64_t at = chance.number(-50, 0), i = chance.number(1, 10); i > 0; --i)
      borders.push_back(at += chance.number(1, 9));
    std::string json = "[";
    for (std::size_t i = 0; i <= borders.size(); ++i) {
      json += concat(i == 0 ? "" : ",", R"({"label": "band )", i, '"');
      if (i > 0) json += concat(R"(, "ge": )", borders[i - 1]);
      if (i < borders.size()) json += concat(R"(, "lt": )", borders[i]);
      json += "}";
    }
    const Bands parsed = bands(json + "]");
    for (std::int64_t value = -60; value <= 100; ++value) {
      const auto below = std::ranges::count_if(borders, [&](std::int64_t border) { return border <= value; });
      ASSERT_EQ(label(parsed, std::to_string(value)), concat("band ", below));
    }
  }
}

}  // namespace
}  // namespace c360::scorecard
