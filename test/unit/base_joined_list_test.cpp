// A list of items that come in any order: what it holds, and that the work is that of sorting, whatever the order.
#include "core/base/joined_list.hpp"

#include <cmath>
#include <functional>
#include <numeric>
#include <set>

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

std::size_t looked_at = 0;

// A number of a block of ten numbers; blocks are the items.
struct [[gnu::packed]] Block {
  struct Rule {};
  std::int64_t block;
  std::uint16_t numbers;

  bool begins_before(const Block& other) const {
    ++looked_at;
    return block < other.block;
  }
  bool join(const Block& next, Rule) {
    ++looked_at;
    if (next.block != block) return false;
    numbers |= next.numbers;
    return true;
  }
};

// Neighbours in a row are one: an item may join many.
struct [[gnu::packed]] Stretch {
  struct Rule {};
  std::int64_t from, to;

  bool begins_before(const Stretch& other) const {
    ++looked_at;
    return from < other.from;
  }
  bool join(const Stretch& next, Rule) {
    ++looked_at;
    if (next.from > to) return false;
    if (next.to > to) to = next.to;
    return true;
  }
};

template <class Item>
class List {
 public:
  static constexpr std::size_t items_at = sizeof(ListFront);

  List() : buffer_(memory_) {
    buffer_.reserve(items_at);
    store(buffer_.data(), ListFront{{.type = StateType{1}}, {0, 0}});
  }
  JoinedList<Item> list() { return JoinedList<Item>(buffer_, items_at, {}); }
  ListView<Item> view() const { return ListView<Item>(buffer_.bytes(), items_at, "list"); }
  std::vector<Item> items() {
    std::vector<Item> items;
    auto settling = list().settling(memory_);
    finish(settling);
    items.assign(settling.settled().begin(), settling.settled().end());
    return items;
  }
  std::size_t size() const { return buffer_.size(); }

 private:
  ContextMemory memory_;
  StateBuffer buffer_;
};

Block block_of(std::int64_t number) {
  return {number / 10, static_cast<std::uint16_t>(1u << static_cast<unsigned>(number % 10))};
}

std::set<std::int64_t> numbers_of(const std::vector<Block>& blocks) {
  std::set<std::int64_t> numbers;
  for (const Block& block : blocks)
    for (int i = 0; i < 10; ++i)
      if (block.numbers >> i & 1) numbers.insert(block.block * 10 + i);
  return numbers;
}

TEST(JoinedList, HoldsWhatWasAddedInAnyOrderAndInParts) {
  Chance chance(900);
  for (int round = 0; round < 300; ++round) {
    const std::int64_t span = chance.of(std::array<std::int64_t, 3>{300, 5'000, 1'000'000});
    std::set<std::int64_t> expected;
    std::array<List<Block>, 3> parts;
    for (std::int64_t i = chance.number(0, 3'000); i > 0; --i) {
      const std::int64_t number = chance.one_in(2) ? chance.number(0, span) : i % (span + 1);
      expected.insert(number);
      parts[static_cast<std::size_t>(chance.number(0, 2))].list().add(block_of(number));
    }
    parts[0].list().add_all(parts[1].view());
    for (std::size_t from = 0; from < parts[2].view().counts().all();) {
      from = parts[0].list().add_some(parts[2].view(), from);
      ASSERT_FALSE(parts[0].list().must_settle());  // too small for it
    }
    ASSERT_EQ(numbers_of(parts[0].items()), expected);
    parts[0].view().validate({}, "list", [](const Block&) { return true; });
  }
}

TEST(JoinedList, AnItemMayJoinMany) {
  Chance chance(901);
  for (int round = 0; round < 300; ++round) {
    std::vector<bool> expected(10'000);
    List<Stretch> list;
    for (std::int64_t i = chance.number(0, 600); i > 0; --i) {
      const std::int64_t from = chance.number(0, 9'998),
                         to = std::min<std::int64_t>(9'999, from + chance.number(1, chance.one_in(50) ? 5'000 : 8));
      for (std::int64_t each = from; each < to; ++each) expected[static_cast<std::size_t>(each)] = true;
      list.list().add({from, to});
    }
    list.view().validate({}, "list", [](const Stretch&) { return true; });
    std::vector<bool> held(10'000);
    std::int64_t before = -1;
    for (const Stretch& run : list.items()) {
      ASSERT_GT(run.from, before);  // neighbours would be one
      before = run.to;
      for (std::int64_t each = run.from; each < run.to; ++each) held[static_cast<std::size_t>(each)] = true;
    }
    ASSERT_EQ(held, expected);
  }
}

// In steps, as a host does it.
TEST(JoinedList, SettlesInSteps) {
  Chance chance(902);
  List<Block> list, other;
  std::set<std::int64_t> expected;
  for (int i = 0; i < 500'000; ++i) {
    const std::int64_t number = chance.number(0, 1'000'000'000);
    expected.insert(number);
    if (i % 2 == 0) {
      other.list().add(block_of(number));
      continue;
    }
    if (list.list().must_settle()) {
      ContextMemory memory;
      auto settling = list.list().settling(memory);
      int steps = 1;
      while (settling.step()) ++steps;
      EXPECT_GT(steps, 2);
      list.list().settle(settling);
      EXPECT_EQ(list.view().counts().waiting, 0u);
    }
    list.list().add(block_of(number));
  }
  int settled = 0;
  for (std::size_t from = 0; from < other.view().counts().all();) {
    const std::size_t next = list.list().add_some(other.view(), from);
    EXPECT_LE(next, from + items_a_step);
    if (next == from) ASSERT_TRUE(list.list().must_settle());
    from = next;
    if (!list.list().must_settle()) continue;
    ContextMemory memory;
    auto settling = list.list().settling(memory);
    list.list().settle(finish(settling));
    ++settled;
  }
  EXPECT_GT(settled, 0);
  EXPECT_EQ(numbers_of(list.items()), expected);
}

// Twice as many items take little more than twice the work. The pairs of 40,000 items would be 800 million.
TEST(JoinedList, TheWorkIsThatOfSortingInAnyOrder) {
  using Order = std::function<std::int64_t(std::int64_t, std::int64_t)>;
  const std::vector<std::pair<std::string_view, Order>> orders = {
      {"ascending", [](std::int64_t i, std::int64_t) { return i; }},
      {"descending", [](std::int64_t i, std::int64_t n) { return n - i; }},
      {"shuffled", [](std::int64_t i, std::int64_t n) { return i * 7'919 % n; }},
      {"from both ends", [](std::int64_t i, std::int64_t n) { return i % 2 == 0 ? i : 2 * n - i; }},
      {"ascending with a look back", [](std::int64_t i, std::int64_t n) { return i % 100 == 0 ? i + 5 * n : i; }},
      {"two rows of a kind", [](std::int64_t i, std::int64_t n) { return n - i / 2; }},
      {"few", [](std::int64_t i, std::int64_t) { return i * 31 % 100; }},
  };
  for (const auto& [name, order] : orders) {
    const auto work = [&](std::int64_t n, std::size_t& bytes) {
      List<Block> list;
      looked_at = 0;
      for (std::int64_t i = 0; i < n; ++i) list.list().add(block_of(order(i, n) * 10));
      bytes = list.size();
      return static_cast<double>(looked_at);
    };
    std::size_t bytes = 0;
    for (const std::int64_t n : {20'001, 40'009}) {
      const double once = work(n, bytes), twice = work(2 * n, bytes);
      EXPECT_LT(twice, 2.6 * once) << name;
      EXPECT_LT(twice, 4.0 * static_cast<double>(2 * n) * std::log2(static_cast<double>(2 * n))) << name;
      EXPECT_LE(bytes, 8u * static_cast<std::size_t>(n) * sizeof(Block) + 64) << name;  // four times what is in it
    }
  }
}

// Each moves no more than a bounded part of the list, so that bytes need not be counted.
TEST(JoinedList, WhatComesFarTooLateWaits) {
  List<Block> list;
  for (std::int64_t i = 0; i < 1'000; ++i) list.list().add(block_of(i * 100));
  EXPECT_EQ(list.view().counts().waiting, 0u);
  list.list().add(block_of(99'850));  // one of the last
  EXPECT_EQ(list.view().counts().waiting, 0u);
  list.list().add(block_of(5'000));  // its block is there
  EXPECT_EQ(list.view().counts().waiting, 0u);
  list.list().add(block_of(5'050));
  EXPECT_EQ(list.view().counts().waiting, 1u);
  list.list().add(block_of(99'750));  // moves the waiting one to another place
  EXPECT_EQ(list.view().counts().waiting, 1u);
  EXPECT_EQ(list.items().size(), 1'003u);
}

TEST(JoinedList, CountsThatDoNotFitAreRefused) {
  const auto refused = [](std::uint32_t sorted, std::uint32_t waiting) {
    Bytes bytes = bytes_of(ListFront{{.type = StateType{1}}, {sorted, waiting}}, Block{1, 1}, Block{2, 1});
    return error_of([&] { ListView<Block>(bytes, sizeof(ListFront), "list"); }) == ErrorKind::invalid_binary;
  };
  EXPECT_FALSE(refused(2, 0));
  EXPECT_FALSE(refused(0, 2));
  EXPECT_TRUE(refused(2, 1));
  EXPECT_TRUE(refused(3, 0));
  EXPECT_TRUE(refused(0xffffffff, 1));
  EXPECT_TRUE(refused(0xffffffff, 0xffffffff));
}

}  // namespace
}  // namespace c360
