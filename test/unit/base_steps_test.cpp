// Sorting in steps: what std::sort gives, whatever comes, and no step does more than its share.
#include "core/base/steps.hpp"

#include <numeric>

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

struct Sorted {
  std::size_t steps = 0, comparisons = 0, most_a_step = 0;
};

Sorted sort_in_steps(std::vector<int> items, std::size_t weight = 1) {
  std::vector<int> expected = items;
  std::ranges::sort(expected);
  Sorted seen;
  std::size_t comparisons = 0;
  const auto less = [&](int a, int b) {
    ++comparisons;
    return a < b;
  };
  SteppedSort<int, decltype(less)> sort(items, less, weight);
  for (bool more = true; more;) {
    comparisons = 0;
    more = sort.step();
    ++seen.steps;
    seen.comparisons += comparisons;
    seen.most_a_step = std::max(seen.most_a_step, comparisons);
  }
  EXPECT_EQ(items, expected);
  EXPECT_FALSE(sort.step());
  return seen;
}

std::vector<int> numbers(std::size_t size, int bound, Chance& chance) {
  std::vector<int> items(size);
  for (int& item : items) item = chance.small(0, bound - 1);
  return items;
}

TEST(Steps, SortAsTheLibrarySorts) {
  Chance chance(41);
  for (int round = 0; round < 3000; ++round) {
    const auto size = static_cast<std::size_t>(chance.one_in(20) ? chance.number(0, 30'000) : chance.number(0, 300));
    const int bound = chance.of(std::array{1, 2, 10, 1000, 1'000'000});
    sort_in_steps(numbers(size, bound, chance), static_cast<std::size_t>(chance.of(std::array{1, 100, 1'000'000})));
    ASSERT_FALSE(HasFailure());
  }
}

// A comparison that costs much makes steps of few of them.
TEST(Steps, AreBounded) {
  Chance chance(42);
  std::vector<int> ascending(200'000);
  std::iota(ascending.begin(), ascending.end(), 0);
  std::vector<int> descending(ascending.rbegin(), ascending.rend()), hills = ascending;
  for (std::size_t i = 0; i < hills.size(); ++i) hills[i] = static_cast<int>(std::min(i, hills.size() - i));
  for (const auto& items : {numbers(200'000, 1'000'000'000, chance), numbers(200'000, 3, chance), descending, hills,
                            ascending, std::vector<int>(200'000, 7)})
    for (const std::size_t weight : {std::size_t{1}, std::size_t{64}, std::size_t{1} << 20}) {
      const std::size_t share = std::max<std::size_t>(items_a_step / weight, 64);
      const Sorted seen = sort_in_steps(items, weight);
      EXPECT_LE(seen.most_a_step, 5 * share) << weight;
      EXPECT_LE(seen.comparisons, 2 * 200'000 * 18u) << weight;
    }
}

TEST(Steps, WhatIsInOrderIsOnlyLookedAt) {
  std::vector<int> ascending(1'000'000);
  std::iota(ascending.begin(), ascending.end(), 0);
  EXPECT_EQ(sort_in_steps(ascending).comparisons, ascending.size() - 1);
}

// An adversary's order, made while it is sorted (McIlroy 1999): whatever is compared turns out to be as bad as it may.
TEST(Steps, NoOrderIsQuadratic) {
  const auto comparisons_of = [](std::size_t size) {
    std::vector<std::size_t> items(size), values(size, size);
    std::iota(items.begin(), items.end(), 0);
    // The last one is the least, or all would be found in order.
    values.back() = 0;
    std::size_t solid = 1, candidate = 0, comparisons = 0;
    const auto less = [&](std::size_t a, std::size_t b) {
      ++comparisons;
      if (values[a] == size && values[b] == size) values[a == candidate ? a : b] = solid++;
      if (values[a] == size)
        candidate = a;
      else if (values[b] == size)
        candidate = b;
      return values[a] < values[b];
    };
    // A short piece would be std::sort's.
    SteppedSort<std::size_t, decltype(less)> sort(items, less, 1 << 20);
    finish(sort);
    for (std::size_t i = 1; i < size; ++i) EXPECT_LE(values[items[i - 1]], values[items[i]]);
    return comparisons;
  };
  const std::size_t once = comparisons_of(50'000), twice = comparisons_of(100'000);
  EXPECT_LT(once, 50'000u * 16 * 5);
  EXPECT_LT(static_cast<double>(twice), 2.4 * static_cast<double>(once));
}

TEST(Steps, ItemsAreTakenInPortions) {
  std::vector<std::int64_t> packed(3 * items_a_step + 5);
  std::iota(packed.begin(), packed.end(), 1);
  std::pmr::vector<std::int64_t> items;
  items.reserve(packed.size());
  const auto* from = reinterpret_cast<const std::byte*>(packed.data());
  int steps = 1;
  while (take_items(items, from, packed.size())) ++steps;
  EXPECT_EQ(steps, 4);
  EXPECT_TRUE(std::ranges::equal(items, packed));
  EXPECT_FALSE(take_items(items, from, packed.size()));
}

}  // namespace
}  // namespace c360
