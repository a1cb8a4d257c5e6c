// The document that limits a graph of identifiers (METRICS E1).
#include "core/identity/limits.hpp"

#include "core/base/error.hpp"
#include "testing.hpp"

namespace c360::identity {
namespace {

using namespace testing;

TEST(Limits, AreReadByKind) {
  const Limits limits = parse_limits(
      R"({"most_per_entity": {"User_ID ": 1, "device": 5}, "most_links": {"email": 20, "device": 1000000000}})");
  ASSERT_EQ(limits.count, 3u);
  EXPECT_EQ(limits.kinds[0], (Limits::OfKind{KindName("device"), {5, 1'000'000'000}}));
  EXPECT_EQ(limits.kinds[1], (Limits::OfKind{KindName("email"), {0, 20}}));
  EXPECT_EQ(limits.kinds[2], (Limits::OfKind{KindName("user_id"), {1, 0}}));
  EXPECT_FALSE(limits.plus_addresses_are_same);
}

TEST(Limits, NoneAreNone) {
  for (const std::string_view json :
       {"{}", R"({"most_links": {}})", R"({"most_links": null})", R"({"plus_addresses": "different"})"}) {
    EXPECT_EQ(parse_limits(json), Limits()) << json;
    EXPECT_EQ(to_json(parse_limits(json)), "");
  }
}

TEST(Limits, AreWrittenInOneForm) {
  for (const std::string_view json :
       {R"({"most_per_entity": {"user_id": 1}})", R"({"most_links": {"a\"\\": 2, "b\u0001": 3}})",
        R"({"most_per_entity": {"device": 5, "user_id": 1}, "most_links": {"device": 2}, "plus_addresses": "same"})",
        R"({"plus_addresses": "same"})"})
    EXPECT_EQ(to_json(parse_limits(json)), json);
}

struct Wrong {
  std::string_view json, told;
};

TEST(Limits, WrongOnesAreRefused) {
  for (const auto& [json, told] : {
           Wrong{R"({"most_per_entiti": {}})",
                 "At $.most_per_entiti: Unknown property. Did you mean \"most_per_entity\"?"},
           {R"({"per": 1})", "At $.per: Unknown property. Known ones are most_per_entity, most_links, plus_addresses."},
           {R"([])", "This is an array; it must be an object."},
           {R"({"most_links": 5})", "At $.most_links: This is a number; it must be an object such as {\"email\": 20}."},
           {R"({"most_links": {"email": "5"}})", "At $.most_links.email: This is a string; it must be a number."},
           {R"({"most_links": {"email": 0}})", "At $.most_links.email: The limit is 0."},
           {R"({"most_links": {"email": 1.5}})", "At $.most_links.email: The limit is 1.5."},
           {R"({"most_links": {"email": 1000000001}})", "At $.most_links.email: The limit is 1000000001."},
           {R"({"most_links": {"a:b": 1}})", "At $.most_links[\"a:b\"]: This is no kind of identifiers."},
           {R"({"most_links": {" ": 1}})", "At $.most_links[\" \"]: This is no kind of identifiers."},
           {R"({"most_links": {"email": 1, "Email": 2}})",
            "At $.most_links.Email: The kind occurs twice, in another case. Remove one of them."},
           {R"({"most_links": {"email": 1, "email": 2}})",
            "At $.most_links.email: The property occurs twice. Remove one of them."},
           {R"({"plus_addresses": "sam"})", "At $.plus_addresses: The word \"sam\" is unknown."},
       }) {
    const auto parse = [&] { parse_limits(json); };
    EXPECT_EQ(error_of(parse), ErrorKind::invalid_parameter) << json;
    EXPECT_EQ(detail_of(parse), told);
  }
  EXPECT_EQ(error_of([] { parse_limits("{"); }), ErrorKind::invalid_parameter);
}

TEST(Limits, AreOfSixteenKinds) {
  std::string json = R"({"most_links": {)";
  for (int i = 0; i < 16; ++i) append(json, concat(i == 0 ? "" : ", ", "\"k", i, "\": 1"));
  EXPECT_EQ(parse_limits(json + "}}").count, 16u);
  EXPECT_EQ(error_of([&] { parse_limits(json + ", \"more\": 1}}"); }), ErrorKind::invalid_parameter);
}

}  // namespace
}  // namespace c360::identity
