// The reader of documents: paths, kinds, names nobody knows, duplicates, and how much it tells.
#include "core/base/document.hpp"

#include "documents.hpp"

namespace c360::document {
namespace {

using namespace testing;

constexpr Node text{.kind = Node::Kind::text}, name{.kind = Node::Kind::text, .fewest = 1},
    number{.kind = Node::Kind::number}, decimal{.kind = Node::Kind::decimal}, list{.kind = Node::Kind::list};
constexpr Property of_circle[] = {{"radius", number, Need::needed}};
constexpr Property of_line[] = {{"from", number}, {"to", number}};
constexpr Variant variants[] = {{"circle", of_circle}, {"line", of_line}};
constexpr Property properties[] = {{"name", name, Need::needed},
                                   {"type", name, Need::needed},
                                   {"note", text},
                                   {"size", decimal, Need::never_null},
                                   {"points", list}};
constexpr Node shape{.kind = Node::Kind::object, .name = "shape", .properties = properties, .variants = variants};

std::vector<std::string> read_shape(std::string_view json) {
  return told_by(
      [](const Json& document, Faults& faults) {
        const Path root;
        Object object(document, root, shape, faults);
        if (!object) return;
        object.text("name");
        const std::string type = object.text("type");
        object.choose(type);
        object.text("note");
        object.decimal("size");
        object.list("points");
        if (type == "circle") object.number("radius");
      },
      json);
}

TEST(Path, IsWrittenAsOneWouldWriteIt) {
  const Path root, metrics = root.member("metrics"), item = metrics.element(12), odd = item.member("a b"),
                   none = odd.member("");
  EXPECT_EQ(root.text(), "$");
  EXPECT_EQ(item.text(), "$.metrics[12]");
  EXPECT_EQ(none.text(), R"($.metrics[12]["a b"][""])");
  EXPECT_TRUE(root.is_document());
  EXPECT_FALSE(metrics.is_document());
}

TEST(Path, IsShortHoweverLongTheNamesAre) {
  const std::string huge(1'000'000, 'x');
  const Path root, at = root.member(huge);
  EXPECT_EQ(at.text(), concat("$[\"", std::string(64, 'x'), "\"]"));
}

TEST(Document, IsReadByItsGrammar) {
  EXPECT_EQ(read_shape(R"({"name": "a", "type": "circle", "radius": 1.5, "note": null, "size": 1.00000000001})"),
            std::vector<std::string>{});
  EXPECT_EQ(read_shape(R"({"name": "", "type": 7, "note": [], "size": null, "points": {}})"),
            (std::vector<std::string>{"empty_text $.name: The text is empty. Give a name.",
                                      "wrong_type $.type: This is a number; it must be a string.",
                                      "wrong_type $.note: This is an array; it must be a string.",
                                      "wrong_type $.size: This is null; it must be a number.",
                                      "wrong_type $.points: This is an object; it must be an array."}));
  EXPECT_EQ(read_shape("{}"), (std::vector<std::string>{"missing_property $: The property \"name\" is missing.",
                                                        "missing_property $: The property \"type\" is missing."}));
  EXPECT_EQ(read_shape("[]"), (std::vector<std::string>{"wrong_type $: This is an array; it must be an object."}));
}

TEST(Document, NamesWhatWasMeant) {
  EXPECT_EQ(read_shape(R"({"naem": 1, "name": "a", "type": "line", "nothing": 2})"),
            (std::vector<std::string>{"unknown_property $.naem: Unknown property. Did you mean \"name\"?",
                                      "unknown_property $.nothing: Unknown property. Known ones are name, type, note, "
                                      "size, points, radius, from, to."}));
}

TEST(Document, TellsAPropertyThatStandsTwiceOnceASecondTime) {
  EXPECT_EQ(read_shape(R"({"name": "a", "type": "line", "name": 3, "name": 4})"),
            (std::vector<std::string>{"duplicate_property $.name: The property occurs twice. Remove one of them.",
                                      "duplicate_property $.name: The property occurs twice. Remove one of them."}));
}

TEST(Document, HasOnlyThePropertiesOfItsType) {
  EXPECT_EQ(read_shape(R"({"name": "a", "type": "circle", "radius": 1, "to": null})"),
            (std::vector<std::string>{"unused_property $.to: A shape of the type circle has no \"to\". Remove it, or "
                                      "change the type."}));
  EXPECT_EQ(read_shape(R"({"name": "a", "type": "circle"})"),
            (std::vector<std::string>{"missing_property $: The property \"radius\" is missing."}));
}

TEST(Document, MembersOfTheUsersNamesAreVisitedOnce) {
  std::string seen;
  EXPECT_EQ(told_by(
                [&](const Json& json, Faults& faults) {
                  each_member(json, {}, faults, [&](const std::string& member, const Json& value, const Path& at) {
                    append(seen, concat(member, "=", value.text, " at ", at.text(), ";"));
                  });
                },
                R"({"a": 1, "b": 2, "a": 3})"),
            (std::vector<std::string>{"duplicate_property $.a: The property occurs twice. Remove one of them."}));
  EXPECT_EQ(seen, "a=1 at $.a;b=2 at $.b;");
}

TEST(Document, NumbersArePlainAndExact) {
  const auto read = [](std::string_view json) {
    Faults faults;
    const auto value = read_number(parse_json(json), {}, faults);
    EXPECT_EQ(value.has_value(), faults.none()) << json;
    return value;
  };
  EXPECT_EQ(read("0.4"), 400'000);
  EXPECT_EQ(read("-1.000001"), -1'000'001);
  EXPECT_EQ(read("2.50000000000000000"), 2'500'000);
  EXPECT_EQ(read("1000000000000"), largest_number);
  EXPECT_EQ(read("-1000000000000"), -largest_number);
  for (const std::string_view bad : {"1000000000000.000001", "0.0000001", "1e3", "123456789012345678901234567890",
                                     "1234567890123456789012345678901234567890", "\"1\"", "null", "true"})
    EXPECT_EQ(read(bad), std::nullopt) << bad;
}

// ---- how much is told

TEST(Faults, AreToldUpToAHundredAndThenCounted) {
  Faults faults;
  EXPECT_TRUE(faults.list().empty());
  for (std::size_t i = 0; i < 100; ++i) faults.tell("code", Path(), concat("Fault ", i, "."));
  EXPECT_TRUE(faults.are_many());
  EXPECT_EQ(faults.list().size(), 100u);
  faults.tell("code", Path(), "One more.");
  EXPECT_EQ(faults.list().size(), 101u);
  EXPECT_EQ(faults.list().back().message, "1 more fault is not told.");
  EXPECT_STREQ(faults.list().back().code, "more_faults");
  for (int i = 0; i < 1'000'000; ++i) faults.tell("code", Path(), "Another.");
  EXPECT_EQ(faults.count(), 1'000'101u);
  EXPECT_EQ(faults.list().size(), 101u);
  EXPECT_EQ(faults.list().back().message, "1000001 more faults are not told.");
}

TEST(Faults, AreLinesOfADetailThatHasRoomForThem) {
  Faults faults;
  const Path root, at = root.member("a");
  faults.tell("code", at, "The first.", "Do this.");
  EXPECT_EQ(faults.lines(), "At $.a: The first.");
  faults.tell("code", root, "The second.");
  EXPECT_EQ(faults.lines(), "At $.a: The first.\nThe second.");
  for (int i = 0; i < 1000; ++i) faults.tell("code", root, std::string(200, 'x') + ".");
  const std::string lines = faults.lines();
  EXPECT_LT(lines.size(), 8000u);
  EXPECT_TRUE(lines.ends_with("\nAnd 962 more faults.")) << lines.substr(lines.size() - 40);
}

TEST(Faults, RefuseADocumentWithTheAdviceOfTheFirst) {
  Faults none, advised, other;
  refuse(none, "invalid", "Write this.");
  advised.tell("code", Path(), "Wrong.", "Do that.");
  other.tell("code", Path(), "Wrong.");
  const auto hint = [](const Faults& faults) {
    try {
      refuse(faults, "invalid", "Write this.");
    } catch (const Error& error) {
      return error.hint();
    }
    return std::string();
  };
  EXPECT_EQ(hint(advised), "Do that.");
  EXPECT_EQ(hint(other), "Write this.");
}

// ---- names

TEST(NearestName, DiffersInFewerThanFourLetters) {
  const std::string_view known[] = {"weight", "key", "label", "description"};
  EXPECT_EQ(nearest_name("wieght", known), "weight");
  EXPECT_EQ(nearest_name("weigth", known), "weight");
  EXPECT_EQ(nearest_name("describtion", known), "description");
  EXPECT_EQ(nearest_name("ky", known), "key");
  EXPECT_EQ(nearest_name("xyz", known), "");  // three letters of three: another word
  EXPECT_EQ(nearest_name("something else", known), "");
  EXPECT_EQ(nearest_name("", known), "");
  EXPECT_EQ(nearest_name(std::string(1'000'000, 'w'), known), "");
}

// The work is bounded: names behind the first ones are not looked at.
TEST(NearestName, IsSoughtAmongTheFirstOnly) {
  std::vector<std::string_view> known(most_names_compared, "entirely different");
  known.push_back("weight");
  EXPECT_EQ(nearest_name("wieght", known), "");
  known[most_names_compared - 1] = "weight";
  EXPECT_EQ(nearest_name("wieght", known), "weight");
}

// Against the recurrence itself.
TEST(NearestName, AgreesWithThePlainDistance) {
  Chance chance(7);
  const auto plain = [](auto& self, std::string_view a, std::string_view b) -> std::size_t {
    if (a.empty() || b.empty()) return std::max(a.size(), b.size());
    return std::min({self(self, a.substr(1), b) + 1, self(self, a, b.substr(1)) + 1,
                     self(self, a.substr(1), b.substr(1)) + (a[0] != b[0])});
  };
  for (int round = 0; round < 2000; ++round) {
    const auto word = [&] {
      std::string letters;
      for (std::int64_t i = chance.number(0, 7); i > 0; --i) letters += static_cast<char>('a' + chance.number(0, 2));
      return letters;
    };
    const std::string a = word(), b = word();
    const std::string_view known[] = {b};
    const std::size_t expected = plain(plain, a, b);
    EXPECT_EQ(!nearest_name(a, known).empty(), expected < 4 && expected < b.size()) << a << " " << b;
  }
}

}  // namespace
}  // namespace c360::document
