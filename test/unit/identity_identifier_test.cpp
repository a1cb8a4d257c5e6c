// When two texts are one identifier (METRICS E1).
#include "core/identity/identifier.hpp"

#include "testing.hpp"

namespace c360::identity {
namespace {

std::string kept(std::string_view text, bool is_email = false, bool plus_addresses_are_same = false) {
  std::string to(text.size(), '?');
  to.resize(write_identifier(text, is_email, plus_addresses_are_same, to.data()));
  return to;
}

TEST(Identifier, BlanksAroundItDoNotCount) {
  EXPECT_EQ(kept(" \t\r\n17 \v\f"), "17");
  EXPECT_EQ(kept("a b"), "a b");
  EXPECT_EQ(kept(" \n"), "");
  EXPECT_EQ(kept(""), "");
}

TEST(Identifier, OfTheKindEmailIsOneInAnyCase) {
  EXPECT_EQ(kept(" Ann.Lee@ACME.com", true), "ann.lee@acme.com");
  EXPECT_EQ(kept("Ann", false), "Ann");
  EXPECT_EQ(kept("Z\xc3\x9cRICH@ACME.CH", true), "z\xc3\x9crich@acme.ch");  // of letters beyond A to Z nothing is known
}

TEST(Identifier, APlusIsLeftOutWhereThatIsAskedFor) {
  EXPECT_EQ(kept("Ann+Shop@acme.com", true, true), "ann@acme.com");
  EXPECT_EQ(kept("ann+a+b@acme.com", true, true), "ann@acme.com");
  EXPECT_EQ(kept("Ann+Shop@acme.com", true, false), "ann+shop@acme.com");
  EXPECT_EQ(kept("ann+shop@acme.com", false, true), "ann+shop@acme.com");
  EXPECT_EQ(kept("+41791234567@sms.ch", true, true), "+41791234567@sms.ch");  // nothing would be left
  EXPECT_EQ(kept("ann@a+b.com", true, true), "ann@a+b.com");
  EXPECT_EQ(kept("ann+shop", true, true), "ann+shop");
}

// What is written is kept as it is, and what is not as it is kept is told.
TEST(Identifier, WrittenTwiceIsWrittenOnce) {
  testing::Chance chance(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto i = chance.number(0, 8); i > 0; --i) text += chance.of(std::string_view("aB+@. \n\xc3"));
    const bool is_email = chance.one_in(2), same = chance.one_in(2);
    const std::string once = kept(text, is_email, same);
    EXPECT_EQ(kept(once, is_email, same), once) << text;
    EXPECT_EQ(is_identifier(text, is_email, same), !text.empty() && once == text) << text;
  }
}

TEST(Kind, HasANameOfItsOwnForm) {
  for (const std::string_view name : {"email", "user id", "z\xc3\xbcrich", "1"}) EXPECT_TRUE(is_kind(name)) << name;
  EXPECT_TRUE(is_kind(std::string(63, 'a')));
  for (const std::string_view name : {"", "Email", " email", "email\n", "a:b"}) EXPECT_FALSE(is_kind(name)) << name;
  EXPECT_FALSE(is_kind(std::string(64, 'a')));
}

}  // namespace
}  // namespace c360::identity
