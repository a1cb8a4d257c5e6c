// The population's bit matrix: which entity was active in which period.
#include "core/activity/population.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "testing.hpp"

namespace c360::activity {
namespace {

using namespace testing;

template <class Key>
std::set<std::int64_t> bits_of(const Population<Key>& population, EntityId id) {
  std::set<std::int64_t> bits;
  std::optional<std::int64_t> before;
  population.for_each_word(id, [&](std::int64_t index, std::uint64_t word) {
    EXPECT_NE(word, 0u);
    EXPECT_TRUE(!before || *before < index) << "not ascending";
    before = index;
    for (; word != 0; word &= word - 1) bits.insert(index * 64 + std::countr_zero(word));
  });
  return bits;
}

using Model = std::map<std::int64_t, std::set<std::int64_t>>;

Model model_of(const Population<std::int64_t>& population) {
  Model model;
  for (EntityId id = 0; id < population.size(); ++id) model[population.key(id)] = bits_of(population, id);
  return model;
}

// Neighbouring and far periods, before and after the epoch, as days or years number them.
std::int64_t random_bit(Chance& chance) {
  return chance.one_in(20) ? chance.number(-3'000'000'000, 3'000'000'000) : chance.number(-200, 200);
}

TEST(Population, RemembersWhoWasActiveWhen) {
  ContextMemory memory;
  Population<std::int64_t> population(memory);
  population.add(42, 3);
  population.add(7, -1);
  population.add(42, 64);
  population.add(42, 3);
  population.flush();
  ASSERT_EQ(population.size(), 2u);
  EXPECT_EQ(population.key(0), 42);
  EXPECT_EQ(bits_of(population, 0), (std::set<std::int64_t>{3, 64}));
  EXPECT_EQ(bits_of(population, 1), (std::set<std::int64_t>{-1}));
}

TEST(Population, FlushingNothingIsNothing) {
  ContextMemory memory;
  Population<std::int64_t> population(memory);
  population.flush();
  EXPECT_EQ(population.size(), 0u);
}

// Batches of 256 rows, chunks of 4,096 entities, a table that grows: all their borders are crossed.
TEST(Population, AgreesWithAMapOfSets) {
  Chance chance(70);
  for (const std::int64_t entities : {1, 10, 4096, 9000}) {
    ContextMemory memory;
    Population<std::int64_t> population(memory);
    Model expected;
    for (int row = 0; row < 40'000; ++row) {
      const std::int64_t key = chance.number(0, entities - 1) * 1'000'003, bit = random_bit(chance);
      population.add(key, bit);
      expected[key].insert(bit);
      if (chance.one_in(5000)) population.flush();
    }
    population.flush();
    ASSERT_EQ(model_of(population), expected) << entities;
  }
}

TEST(Population, MergesInStepsAndLeavesTheOtherAsItWas) {
  Chance chance(71);
  for (int round = 0; round < 30; ++round) {
    ContextMemory memory, other_memory;
    Population<std::int64_t> population(memory), other(other_memory);
    Model expected, others;
    for (std::int64_t row = chance.number(0, 3000); row > 0; --row) {
      const std::int64_t key = chance.number(-50, 800), bit = random_bit(chance);
      expected[key].insert(bit);
      if (chance.one_in(2)) {
        population.add(key, bit);
      } else {
        other.add(key, bit);
        others[key].insert(bit);
      }
    }
    population.flush();
    other.flush();
    for (EntityId from = 0; from < other.size(); from += 100)
      population.merge(other, from, std::min(static_cast<EntityId>(other.size()), from + 100));
    ASSERT_EQ(model_of(population), expected);
    ASSERT_EQ(model_of(other), others);
  }
}

TEST(Population, IsReadBackFromItsWords) {
  Chance chance(72);
  ContextMemory memory, copy_memory;
  Population<std::int64_t> population(memory), copy(copy_memory);
  for (int row = 0; row < 20'000; ++row) population.add(chance.number(0, 6000), random_bit(chance));
  population.flush();
  for (EntityId id = 0; id < population.size(); ++id) {
    const EntityId same = copy.add_entity(population.key(id));
    ASSERT_EQ(same, id);
    population.for_each_word(id, [&](std::int64_t index, std::uint64_t bits) { copy.set_word(same, index, bits); });
  }
  EXPECT_EQ(model_of(copy), model_of(population));
}

TEST(Population, TellsTextsAndUuidsApart) {
  ContextMemory memory;
  Population<std::string_view> texts(memory);
  std::string key = "a";
  texts.add(key, 1);
  key = "b";  // the row is gone
  texts.add(key, 2);
  texts.add("", 3);
  texts.add(std::string(100'000, 'l'), 4);
  texts.add("a", 5);
  texts.flush();
  ASSERT_EQ(texts.size(), 4u);
  EXPECT_EQ(texts.key(0), "a");
  EXPECT_EQ(bits_of(texts, 0), (std::set<std::int64_t>{1, 5}));
  EXPECT_EQ(texts.key(2), "");
  EXPECT_EQ(texts.key(3).size(), 100'000u);

  Population<Uuid> uuids(memory);
  uuids.add({1, 2}, 1);
  uuids.add({2, 1}, 2);
  uuids.add({1, 2}, 3);
  uuids.flush();
  ASSERT_EQ(uuids.size(), 2u);
  EXPECT_EQ(bits_of(uuids, 0), (std::set<std::int64_t>{1, 3}));
}

}  // namespace
}  // namespace c360::activity
