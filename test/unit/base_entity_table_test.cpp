// The table of entities: dense numbers in order of first appearance, for every type of key.
#include "core/base/entity_table.hpp"

#include <map>
#include <set>

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

template <class Key>
EntityId find_or_add(EntityTable<Key>& table, const Key& key) {
  return table.find_or_add(key, hash_key(key));
}

TEST(EntityTable, NumbersEntitiesInOrderOfAppearance) {
  ContextMemory memory;
  EntityTable<std::int64_t> table(memory);
  EXPECT_EQ(find_or_add(table, std::int64_t{42}), 0u);
  EXPECT_EQ(find_or_add(table, std::int64_t{7}), 1u);
  EXPECT_EQ(find_or_add(table, std::int64_t{42}), 0u);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.key(0), 42);
  EXPECT_EQ(table.key(1), 7);
}

TEST(EntityTable, TakesEveryInteger) {
  ContextMemory memory;
  EntityTable<std::int64_t> table(memory);
  const std::int64_t keys[] = {0, -1, 1, INT64_MIN, INT64_MAX, INT32_MIN, INT32_MAX, std::int64_t{1} << 32};
  for (EntityId id = 0; id < std::size(keys); ++id) EXPECT_EQ(find_or_add(table, keys[id]), id);
  for (EntityId id = 0; id < std::size(keys); ++id) EXPECT_EQ(find_or_add(table, keys[id]), id);
}

TEST(EntityTable, AgreesWithAMapWhileItGrows) {
  ContextMemory memory;
  EntityTable<std::int64_t> table(memory);
  std::map<std::int64_t, EntityId> expected;
  Chance chance(5);
  for (int i = 0; i < 300'000; ++i) {
    // Dense, strided and wild keys together.
    const std::int64_t key = chance.one_in(3)   ? chance.number(0, 60'000)
                             : chance.one_in(2) ? chance.number(0, 20'000) << 32
                                                : static_cast<std::int64_t>(chance.bits() >> chance.number(0, 50));
    const EntityId id = find_or_add(table, key);
    ASSERT_EQ(id, expected.try_emplace(key, static_cast<EntityId>(expected.size())).first->second);
    ASSERT_EQ(table.key(id), key);
  }
  EXPECT_EQ(table.size(), expected.size());
}

TEST(EntityTable, TellsUuidsApartByEitherHalf) {
  ContextMemory memory;
  EntityTable<Uuid> table(memory);
  EXPECT_EQ(find_or_add(table, Uuid{1, 2}), 0u);
  EXPECT_EQ(find_or_add(table, Uuid{2, 1}), 1u);
  EXPECT_EQ(find_or_add(table, Uuid{1, 1}), 2u);
  EXPECT_EQ(find_or_add(table, Uuid{0, 0}), 3u);
  EXPECT_EQ(find_or_add(table, Uuid{1, 2}), 0u);
}

TEST(EntityTable, CountsRandomUuids) {
  ContextMemory memory;
  EntityTable<Uuid> table(memory);
  std::set<std::pair<std::uint64_t, std::uint64_t>> expected;
  Chance chance(6);
  for (int i = 0; i < 50'000; ++i) {
    const Uuid key{static_cast<std::uint64_t>(chance.number(0, 150)),
                   static_cast<std::uint64_t>(chance.number(0, 150))};
    find_or_add(table, key);
    expected.emplace(key.low, key.high);
  }
  EXPECT_EQ(table.size(), expected.size());
}

TEST(EntityTable, KeepsACopyOfText) {
  ContextMemory memory;
  EntityTable<std::string_view> table(memory);
  std::string text = "customer 1";
  EXPECT_EQ(find_or_add(table, std::string_view(text)), 0u);
  text = "CUSTOMER 2";
  EXPECT_EQ(table.key(0), "customer 1");
  EXPECT_EQ(find_or_add(table, std::string_view(text)), 1u);
  EXPECT_EQ(find_or_add(table, std::string_view("customer 1")), 0u);
}

TEST(EntityTable, TheEmptyTextIsAnEntity) {
  ContextMemory memory;
  EntityTable<std::string_view> table(memory);
  EXPECT_EQ(find_or_add(table, std::string_view()), 0u);
  EXPECT_EQ(find_or_add(table, std::string_view("")), 0u);
  EXPECT_EQ(find_or_add(table, std::string_view("\0", 1)), 1u);
  EXPECT_EQ(find_or_add(table, std::string_view("\0\0", 2)), 2u);
  // It stays one when the table grows.
  for (int i = 0; i < 5000; ++i) find_or_add(table, std::string_view(std::to_string(i)));
  EXPECT_EQ(find_or_add(table, std::string_view()), 0u);
  EXPECT_EQ(table.size(), 5003u);
}

TEST(EntityTable, TextsMayBeLongerThanAPage) {
  ContextMemory memory;
  EntityTable<std::string_view> table(memory);
  const std::string page(1 << 16, 'p'), larger((1 << 16) + 1, 'p'), huge(1 << 20, 'p');
  const std::string_view texts[] = {"short", page, "short too", larger, huge, "last"};
  for (EntityId id = 0; id < std::size(texts); ++id) EXPECT_EQ(find_or_add(table, texts[id]), id);
  for (EntityId id = 0; id < std::size(texts); ++id) EXPECT_EQ(table.key(id), texts[id]);
}

TEST(EntityTable, AgreesWithAMapOfTexts) {
  ContextMemory memory;
  EntityTable<std::string_view> table(memory);
  std::map<std::string, EntityId> expected;
  Chance chance(7);
  for (int i = 0; i < 100'000; ++i) {
    // Of all lengths around the eight bytes that the hash takes at once; few letters, so that they repeat.
    std::string key(static_cast<std::size_t>(chance.number(0, 20)), 'a');
    for (char& letter : key) letter = static_cast<char>('a' + chance.number(0, 1));
    const EntityId id = find_or_add(table, std::string_view(key));
    ASSERT_EQ(id, expected.try_emplace(key, static_cast<EntityId>(expected.size())).first->second) << key;
    ASSERT_EQ(table.key(id), key);
  }
}

TEST(EntityTable, HashesOfNeighboursDiffer) {
  std::set<std::uint64_t> low_bits;
  for (std::int64_t key = 0; key < 1000; ++key) low_bits.insert(hash_key(key) & 0xffff);
  EXPECT_GT(low_bits.size(), 950u);
  EXPECT_NE(hash_key(std::string_view("ab")), hash_key(std::string_view("ba")));
  EXPECT_NE(hash_key(std::string_view("a\0", 2)), hash_key(std::string_view("a")));
}

}  // namespace
}  // namespace c360
