// The population's bit matrix: which entity was active in which period.
#include "core/activity/activity_matrix.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "testing.hpp"

namespace c360::activity {
namespace {

using namespace testing;

template <class Key>
std::set<std::int64_t> bits_of(const ActivityMatrix<Key>& population, EntityId id) {
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

Model model_of(const ActivityMatrix<std::int64_t>& population) {
  Model model;
  for (EntityId id = 0; id < population.size(); ++id) model[population.key(id)] = bits_of(population, id);
  return model;
}

// Neighbouring and far periods, before and after the epoch, as days or years number them.
std::int64_t random_bit(Chance& chance) {
  return chance.one_in(20) ? chance.number(-3'000'000'000, 3'000'000'000) : chance.number(-200, 200);
}

TEST(ActivityMatrix, RemembersWhoWasActiveWhen) {
  ContextMemory memory;
  ActivityMatrix<std::int64_t> population(memory);
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

TEST(ActivityMatrix, FlushingNothingIsNothing) {
  ContextMemory memory;
  ActivityMatrix<std::int64_t> population(memory);
  population.flush();
  EXPECT_EQ(population.size(), 0u);
}

// Batches of 256 rows, chunks of 4,096 entities, a table that grows: all their borders are crossed.
TEST(ActivityMatrix, AgreesWithAMapOfSets) {
  Chance chance(70);
  for (const std::int64_t entities : {1, 10, 4096, 9000}) {
    ContextMemory memory;
    ActivityMatrix<std::int64_t> population(memory);
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

// A step is 4,096 entities, or fewer when they have many words; only together the steps are all.
template <class Key>
void merge_all(ActivityMatrix<Key>& population, const ActivityMatrix<Key>& other) {
  for (std::size_t step = 0; step < other.steps(); ++step) population.merge(other, step);
}

template <class Key>
void copy_by_transfer(const ActivityMatrix<Key>& population, ActivityMatrix<Key>& copy) {
  ContextMemory memory;
  StateWriter written(memory);
  for (std::size_t step = 0; step < population.steps(); ++step) population.write(step, written);
  // The host's length word stands in front.
  StateReader reader(ConstBytes(written.data(), written.size()).subspan(StateBuffer::prefix));
  while (!reader.at_end()) copy.read(reader);
}

TEST(ActivityMatrix, AnEmptyOneHasNoSteps) {
  ContextMemory memory;
  ActivityMatrix<std::int64_t> population(memory), copy(memory);
  EXPECT_EQ(population.steps(), 0u);
  copy_by_transfer(population, copy);
  EXPECT_EQ(copy.size(), 0u);
}

TEST(ActivityMatrix, MergesInStepsAndLeavesTheOtherAsItWas) {
  Chance chance(71);
  for (int round = 0; round < 30; ++round) {
    ContextMemory memory, other_memory;
    ActivityMatrix<std::int64_t> population(memory), other(other_memory);
    Model expected, others;
    const std::int64_t most = chance.one_in(10) ? 20'000 : 800;
    for (std::int64_t row = chance.number(0, 2 * most); row > 0; --row) {
      const std::int64_t key = chance.number(-50, most), bit = random_bit(chance);
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
    merge_all(population, other);
    ASSERT_EQ(model_of(population), expected);
    ASSERT_EQ(model_of(other), others);
  }
}

TEST(ActivityMatrix, IsReadBackAsItWasWritten) {
  Chance chance(72);
  for (const std::int64_t entities : {1, 100, 6000}) {
    ContextMemory memory;
    ActivityMatrix<std::int64_t> population(memory), copy(memory);
    for (int row = 0; row < 20'000; ++row) population.add(chance.number(0, entities - 1), random_bit(chance));
    population.add(INT64_MIN, INT64_MIN / 2);
    population.add(INT64_MAX, INT64_MAX / 2);
    population.flush();
    copy_by_transfer(population, copy);
    ASSERT_EQ(copy.size(), population.size());
    for (EntityId id = 0; id < population.size(); ++id) ASSERT_EQ(copy.key(id), population.key(id));
    ASSERT_EQ(model_of(copy), model_of(population)) << entities;
  }
}

// Several workers' bytes are read one after the other, into what is there already.
TEST(ActivityMatrix, ReadingAddsToWhatIsThere) {
  ContextMemory memory;
  ActivityMatrix<std::int64_t> population(memory), other(memory);
  population.add(1, 1);
  other.add(1, 2);
  other.add(2, 3);
  population.flush();
  other.flush();
  StateWriter written(memory);
  other.write(0, written);
  StateReader reader(ConstBytes(written.data(), written.size()).subspan(StateBuffer::prefix));
  population.read(reader);
  EXPECT_EQ(model_of(population), (Model{{1, {1, 2}}, {2, {3}}}));
}

TEST(ActivityMatrix, BytesThatEndTooEarlyAreInvalid) {
  ContextMemory memory;
  ActivityMatrix<std::string_view> population(memory);
  population.add("customer", 1);
  population.add("", 100);
  StateWriter written(memory);
  population.write(0, written);
  const Bytes whole = copy_of(ConstBytes(written.data(), written.size()).subspan(StateBuffer::prefix));
  const std::size_t one = 8 + 8 + 4 + 16;  // length, key, count of words, a word with its index: what stands by itself
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const OddCopy piece(ConstBytes(whole).first(size));
    StateReader reader(piece.bytes());
    ActivityMatrix<std::string_view> copy(memory);
    EXPECT_EQ(error_of([&] {
                while (!reader.at_end()) copy.read(reader);
              }),
              size == one ? std::nullopt : std::optional(ErrorKind::invalid_binary))
        << size;
  }
}

TEST(ActivityMatrix, TellsTextsAndUuidsApart) {
  ContextMemory memory;
  ActivityMatrix<std::string_view> texts(memory);
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
  ActivityMatrix<std::string_view> copy(memory);
  copy_by_transfer(texts, copy);
  ASSERT_EQ(copy.size(), 4u);
  for (EntityId id = 0; id < 4; ++id) {
    EXPECT_EQ(copy.key(id), texts.key(id));
    EXPECT_EQ(bits_of(copy, id), bits_of(texts, id));
  }
  merge_all(copy, texts);
  EXPECT_EQ(copy.size(), 4u);

  ActivityMatrix<Uuid> uuids(memory), uuids_again(memory);
  uuids.add({1, 2}, 1);
  uuids.add({2, 1}, 2);
  uuids.add({1, 2}, 3);
  uuids.flush();
  ASSERT_EQ(uuids.size(), 2u);
  EXPECT_EQ(bits_of(uuids, 0), (std::set<std::int64_t>{1, 3}));
  copy_by_transfer(uuids, uuids_again);
  ASSERT_EQ(uuids_again.size(), 2u);
  EXPECT_EQ(uuids_again.key(1), (Uuid{2, 1}));
  EXPECT_EQ(bits_of(uuids_again, 0), (std::set<std::int64_t>{1, 3}));
}

}  // namespace
}  // namespace c360::activity
