#include "core/base/word.hpp"

#include <gtest/gtest.h>

#include <string>

namespace c360 {
namespace {

TEST(WordDistance, CountsInsertionsDeletionsReplacementsAndSwaps) {
  EXPECT_EQ(word_distance("", ""), 0u);
  EXPECT_EQ(word_distance("subscription", "subscriptions"), 1u);
  EXPECT_EQ(word_distance("utilization", "utilisation"), 1u);
  EXPECT_EQ(word_distance("acocunts", "accounts"), 1u);
  EXPECT_EQ(word_distance("signed_at", "signed_on"), 2u);
  EXPECT_EQ(word_distance("", "mrr"), 3u);
  EXPECT_EQ(word_distance("ca", "abc"), 3u);
}

std::optional<std::string> compared(std::string_view word) {
  std::string out(word.size(), '?');
  const auto size = compared_word(word, out.data());
  if (!size) return {};
  return out.substr(0, *size);
}

TEST(ComparedWord, IsWithoutCaseAndBlanksAround) {
  EXPECT_EQ(compared("Signed_In "), "signed in");
  EXPECT_EQ(compared("  e-mail"), "e mail");
  EXPECT_EQ(compared(""), "");
  EXPECT_EQ(compared("   "), "");
  EXPECT_EQ(compared("a\tB@Z[`{"), "a\tb@z[`{");
  EXPECT_EQ(compared("Größe"), std::nullopt);
}

TEST(WordDistance, IsSymmetricAndBounded) {
  const std::string words[] = {"", "a", "open", "opened", "solved", "reopened", "dunning", "Größe"};
  for (const auto& a : words)
    for (const auto& b : words) {
      EXPECT_EQ(word_distance(a, b), word_distance(b, a)) << a << " " << b;
      EXPECT_LE(word_distance(a, b), std::max(a.size(), b.size()));
      EXPECT_GE(word_distance(a, b), std::max(a.size(), b.size()) - std::min(a.size(), b.size()));
      EXPECT_EQ(word_distance(a, b) == 0, a == b);
    }
}

TEST(WordDistance, DoesNotCompareLongWords) {
  const std::string longest(longest_compared_word, 'a'), longer(longest_compared_word + 1, 'a');
  EXPECT_EQ(word_distance(longest, longest.substr(1)), 1u);
  EXPECT_EQ(word_distance(longer, longest), longer.size());
  EXPECT_EQ(word_distance(longer, longer), 0u);
}

}  // namespace
}  // namespace c360
