// Messages: pieces put together, and excerpts of a user's text.
#include "core/base/error.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

TEST(Concat, PutsTextsCharactersAndNumbersTogether) {
  EXPECT_EQ(concat("Use ", 1, " to ", std::size_t{48}, '.'), "Use 1 to 48.");
  EXPECT_EQ(concat(INT64_MIN, ' ', UINT64_MAX), "-9223372036854775808 18446744073709551615");
  EXPECT_EQ(concat(), "");
}

TEST(Excerpt, LeavesShortTextsWhole) {
  EXPECT_EQ(excerpt("week"), "week");
  EXPECT_EQ(excerpt(""), "");
  EXPECT_EQ(excerpt(std::string(64, 'x')), std::string(64, 'x'));
}

TEST(Excerpt, CutsBetweenCharacters) {
  EXPECT_EQ(excerpt("abcdef", 3), "abc");
  EXPECT_EQ(excerpt("aüü", 2), "a");  // the cut would halve the first ü
  EXPECT_EQ(excerpt("aüü", 3), "aü");
  EXPECT_EQ(excerpt("▁▂▃", 5), "▁");
  EXPECT_EQ(excerpt("\x80\x80\x80\x80", 2), "");  // no UTF-8 at all
}

TEST(Error, KeepsItsParts) {
  const Error error(ErrorKind::out_of_range, "message", "detail", "hint");
  EXPECT_EQ(error.kind(), ErrorKind::out_of_range);
  EXPECT_STREQ(error.what(), "message");
  EXPECT_EQ(error.detail(), "detail");
  EXPECT_EQ(error.hint(), "hint");
}

}  // namespace
}  // namespace c360
