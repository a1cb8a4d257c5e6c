// JSON documents: trees whose numbers stay as they were written.
#include "core/base/json.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

TEST(Json, KeepsMembersInOrderAndFindsThemByName) {
  const Json document = parse_json(R"({"label": "red", "lt": 40, "deep": {"list": [true, false, null]}})");
  ASSERT_EQ(document.kind, Json::Kind::object);
  ASSERT_EQ(document.members.size(), 3u);
  EXPECT_EQ(document.find("label")->text, "red");
  EXPECT_EQ(document.find("lt")->kind, Json::Kind::number);
  EXPECT_EQ(document.find("absent"), nullptr);
  const Json& list = *document.find("deep")->find("list");
  ASSERT_EQ(list.items.size(), 3u);
  EXPECT_TRUE(list.items[0].boolean);
  EXPECT_FALSE(list.items[1].boolean);
  EXPECT_EQ(list.items[2].kind, Json::Kind::null);
}

TEST(Json, KeepsTheDigitsOfNumbers) {
  for (const std::string_view number :
       {"0", "-1", "40", "0.4", "0.40", "1e5", "9007199254740993", "18446744073709551615",
        "123456789012345678901234567890", "0.1000000000000000000000000000000000000001"}) {
    const Json parsed = parse_json(number);
    EXPECT_EQ(parsed.kind, Json::Kind::number);
    EXPECT_EQ(parsed.text, number);
  }
}

TEST(Json, DecodesEscapes) { EXPECT_EQ(parse_json(R"("a\n\"\u00fc\ud83d\ude00")").text, "a\n\"ü😀"); }

TEST(Json, MalformedDocumentsAreInvalidText) {
  for (const std::string_view text :
       {"",       " ",       "{",        "[1,", "[1,]",       "{\"a\" 1}",  "{\"a\": 1,}", "{a: 1}",
        "'a'",    "01",      "+1",       ".5",  "1.",         "nul",        "truee",       "[1] 2",
        "\"open", "\"\\x\"", "\"\xff\"", "NaN", "// comment", "\"\\ud800\""})
    EXPECT_EQ(error_of([&] { parse_json(text); }), ErrorKind::invalid_text) << text;
}

TEST(Json, TheErrorNamesTheByte) {
  EXPECT_EQ(detail_of([] { parse_json("[1, x]"); }), "The text is not JSON at byte 5.");
}

TEST(Json, NestsUpTo64Levels) {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_EQ(parse_json(nested(64)).kind, Json::Kind::array);
  EXPECT_EQ(error_of([&] { parse_json(nested(65)); }), ErrorKind::invalid_text);
  EXPECT_EQ(error_of([&] { parse_json(std::string(1'000'000, '[')); }), ErrorKind::invalid_text);
  EXPECT_EQ(error_of([&] {
              std::string text;
              for (int i = 0; i < 100'000; ++i) text += R"({"a":)";
              parse_json(text);
            }),
            ErrorKind::invalid_text);
}

TEST(Json, KindsHaveNamesForMessages) {
  EXPECT_EQ(kind_name(parse_json("null").kind), "null");
  EXPECT_EQ(kind_name(parse_json("true").kind), "a boolean");
  EXPECT_EQ(kind_name(parse_json("1").kind), "a number");
  EXPECT_EQ(kind_name(parse_json("\"\"").kind), "a string");
  EXPECT_EQ(kind_name(parse_json("[]").kind), "an array");
  EXPECT_EQ(kind_name(parse_json("{}").kind), "an object");
}

}  // namespace
}  // namespace c360
