#include "core/base/word_distance.hpp"

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
