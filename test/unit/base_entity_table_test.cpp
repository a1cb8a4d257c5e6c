// The table of entities: one record for each key, of every type.
#include "core/base/entity_table.hpp"

#include <map>
#include <set>

#include "entity_keys.hpp"
#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

struct Number {
  std::uint32_t number = 0;
};
const HashSeed seed{3, 4};

// Numbers entities in order of appearance.
template <class Key, std::size_t inline_size = 0>
class Numbered {
 public:
  explicit Numbered(const HashSeed& with = seed) : table_(memory_, with) {}
  std::uint32_t operator()(const Key& key) {
    const auto found = table_.find_or_add(key, table_.hash(key));
    if (found.is_new) found.record.value.number = static_cast<std::uint32_t>(table_.size() - 1);
    EXPECT_EQ(found.record.key(), key);
    return found.record.value.number;
  }
  EntityTable<Key, Number, inline_size>& table() { return table_; }

 private:
  ContextMemory memory_;
  EntityTable<Key, Number, inline_size> table_;
};

template <class Key>
class EntityTableOf : public ::testing::Test {};
using Keys = ::testing::Types<std::int64_t, Uuid, std::string_view>;
TYPED_TEST_SUITE(EntityTableOf, Keys);

TEST(EntityTable, NumbersEntitiesInOrderOfAppearance) {
  Numbered<std::int64_t> number;
  EXPECT_EQ(number(42), 0u);
  EXPECT_EQ(number(7), 1u);
  EXPECT_EQ(number(42), 0u);
  EXPECT_EQ(number.table().size(), 2u);
}

TEST(EntityTable, TakesEveryInteger) {
  Numbered<std::int64_t> number;
  const std::int64_t keys[] = {0, -1, 1, INT64_MIN, INT64_MAX, INT32_MIN, INT32_MAX, std::int64_t{1} << 32};
  for (std::uint32_t i = 0; i < std::size(keys); ++i) EXPECT_EQ(number(keys[i]), i);
  for (std::uint32_t i = 0; i < std::size(keys); ++i) EXPECT_EQ(number(keys[i]), i);
}

// From one part to 256, and far beyond; with any seed.
TYPED_TEST(EntityTableOf, AgreesWithAMapWhileItGrows) {
  Chance chance(5);
  for (const HashSeed& with :
       {seed, HashSeed{}, HashSeed{chance.bits(), chance.bits()}, HashSeed{~std::uint64_t{0}, 1}}) {
    Numbered<TypeParam> number(with);
    std::map<std::int64_t, std::uint32_t> expected;
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
      const std::int64_t which = chance.number(0, chance.one_in(2) ? 3000 : 40'000);
      const auto found = expected.try_emplace(which, static_cast<std::uint32_t>(expected.size())).first;
      ASSERT_EQ(number(key_of<TypeParam>(which, text)), found->second);
      if (i == 100) number.table().expect(10'000);  // told before
    }
    std::size_t size = 0, texts = 0, expected_texts = 0;
    for (std::size_t part = 0; part < number.table().parts(); ++part) {
      size += number.table().size_of_part(part);
      texts += number.table().text_bytes_of_part(part);
    }
    EXPECT_EQ(size, expected.size());
    if constexpr (std::is_same_v<TypeParam, std::string_view>)
      for (const auto& [which, id] : expected) expected_texts += key_of<TypeParam>(which, text).size();
    EXPECT_EQ(texts, expected_texts);
  }
}

TEST(EntityTable, TellsUuidsApartByEitherHalf) {
  Numbered<Uuid> number;
  EXPECT_EQ(number({1, 2}), 0u);
  EXPECT_EQ(number({2, 1}), 1u);
  EXPECT_EQ(number({1, 1}), 2u);
  EXPECT_EQ(number({0, 0}), 3u);
  EXPECT_EQ(number({1, 2}), 0u);
}

TEST(EntityTable, KeepsACopyOfText) {
  Numbered<std::string_view> number;
  std::string text = "customer 1";
  EXPECT_EQ(number(text), 0u);
  text = "CUSTOMER 2";
  EXPECT_EQ(number(text), 1u);
  EXPECT_EQ(number("customer 1"), 0u);
}

TEST(EntityTable, TheEmptyTextIsAnEntity) {
  Numbered<std::string_view> number;
  EXPECT_EQ(number(std::string_view()), 0u);
  EXPECT_EQ(number(""), 0u);
  EXPECT_EQ(number(std::string_view("\0", 1)), 1u);
  EXPECT_EQ(number(std::string_view("\0\0", 2)), 2u);
  // It stays one when the table grows.
  for (int i = 0; i < 5000; ++i) number(std::to_string(i));
  EXPECT_EQ(number(std::string_view()), 0u);
  EXPECT_EQ(number.table().size(), 5003u);
}

TEST(EntityTable, TextsMayBeLongerThanAPage) {
  Numbered<std::string_view> number;
  const std::string page(1 << 16, 'p'), larger((1 << 16) + 1, 'p'), huge(1 << 22, 'p');
  const std::string_view texts[] = {"short", page, "short too", larger, huge, "last"};
  for (std::uint32_t i = 0; i < std::size(texts); ++i) EXPECT_EQ(number(texts[i]), i);
  for (std::uint32_t i = 0; i < std::size(texts); ++i) EXPECT_EQ(number(texts[i]), i);
}

template <std::size_t inline_size>
void agree_with_a_map_of_texts() {
  Numbered<std::string_view, inline_size> number;
  std::size_t text_bytes = 0;
  std::map<std::string, std::uint32_t> expected;
  Chance chance(7);
  for (int i = 0; i < 100'000; ++i) {
    // Of all lengths around those that the hash takes at once; few letters, so that they repeat.
    std::string key(static_cast<std::size_t>(chance.number(0, 40)), 'a');
    for (char& letter : key) letter = static_cast<char>('a' + chance.number(0, 12) / 12);
    const std::uint32_t id = number(key);
    const auto [known, is_new] = expected.try_emplace(key, static_cast<std::uint32_t>(expected.size()));
    ASSERT_EQ(id, known->second) << key;
    if (is_new) text_bytes += key.size();
  }
  for (std::size_t part = 0; part < number.table().parts(); ++part)
    text_bytes -= number.table().text_bytes_of_part(part);
  EXPECT_EQ(text_bytes, 0u);
}

TEST(EntityTable, AgreesWithAMapOfTexts) { agree_with_a_map_of_texts<0>(); }
// Shorter ones stand in their records; the longest does not, by a byte.
TEST(EntityTable, AgreesWithAMapOfTextsThatStandInRecords) {
  agree_with_a_map_of_texts<9>();
  agree_with_a_map_of_texts<20>();
  agree_with_a_map_of_texts<40>();
  agree_with_a_map_of_texts<255>();
}

// Every byte of a text, and its length, change the hash.
TEST(EntityTable, HashesDependOnEveryByte) {
  for (std::size_t length = 0; length <= 70; ++length) {
    const std::string text(length, 'x');
    const std::uint64_t hash = hash_key(std::string_view(text), seed);
    EXPECT_NE(hash, hash_key(std::string_view(text + '\0'), seed));
    for (std::size_t i = 0; i < length; ++i) {
      std::string other = text;
      other[i] = 'y';
      EXPECT_NE(hash, hash_key(std::string_view(other), seed)) << length << ' ' << i;
    }
  }
}

// Places in a table (low bits) and parts (high bits), whatever the keys have in common; another seed, other places.
TEST(EntityTable, HashesOfNeighboursDiffer) {
  for (const int shift : {0, 8, 20, 32, 44}) {
    std::set<std::uint64_t> low, high;
    for (std::int64_t key = 0; key < 1000; ++key) {
      const std::uint64_t hash = hash_key(key << shift, seed);
      low.insert(hash & 0xffff);
      high.insert(hash >> 48);
    }
    EXPECT_GT(low.size(), 950u) << shift;
    EXPECT_GT(high.size(), 950u) << shift;
  }
  EXPECT_NE(hash_key(std::int64_t{7}, seed), hash_key(std::int64_t{7}, HashSeed{}));
  EXPECT_NE(hash_key(std::string_view("ab"), seed), hash_key(std::string_view("ab"), HashSeed{}));
}

}  // namespace
}  // namespace c360
