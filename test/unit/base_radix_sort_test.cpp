// Sorting by bytes: what std::sort gives, whatever comes, and in steps.
#include "core/base/radix_sort.hpp"

#include <string>

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

struct ByteOfText {
  std::uint8_t operator()(const std::string& text, std::uint32_t i) const {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
  }
};

std::size_t sort_by_bytes(std::vector<std::string> items) {
  std::vector<std::string> expected = items;
  std::ranges::sort(expected);
  SteppedRadixSort<std::string, ByteOfText, std::less<>> sort(items, 4, ByteOfText(), {},
                                                              *std::pmr::get_default_resource());
  std::size_t steps = 1;
  while (sort.step()) ++steps;
  EXPECT_EQ(items, expected);
  EXPECT_FALSE(sort.step());
  return steps;
}

std::vector<std::string> texts(std::size_t count, const std::string& front, std::int64_t bound, Chance& chance) {
  std::vector<std::string> items(count);
  for (std::string& item : items) item = front + std::to_string(chance.number(0, bound));
  return items;
}

TEST(RadixSort, SortsAsStdSortDoes) {
  Chance chance(1);
  for (const std::size_t count : {0u, 1u, 2u, 48u, 49u, 1000u, 100'000u})
    for (const std::int64_t bound : {std::int64_t{1}, std::int64_t{50}, std::int64_t{1'000'000'000'000}}) {
      sort_by_bytes(texts(count, "", bound, chance));
      // What decides stands behind the bytes that are looked at, or just in front of their end.
      sort_by_bytes(texts(count, "same", bound, chance));
      sort_by_bytes(texts(count, "sam", bound, chance));
    }
}

TEST(RadixSort, BytesAreUnsignedAndAShortTextIsLess) {
  std::vector<std::string> items;
  for (int i = 0; i < 1000; ++i)
    for (const char* item : {"\xff", "\x7f", "\x80", "", "a", "ab"}) items.emplace_back(item);
  sort_by_bytes(items);
}

TEST(RadixSort, ManyItemsTakeManySteps) {
  Chance chance(2);
  EXPECT_GT(sort_by_bytes(texts(300'000, "", 1'000'000'000'000, chance)), 300'000 / items_a_step);
  EXPECT_GT(sort_by_bytes(std::vector<std::string>(300'000, "one")), 300'000 / items_a_step);
}

}  // namespace
}  // namespace c360
