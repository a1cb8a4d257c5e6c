// The population's activity: which entity was active in which period.
#include "core/activity/activity_matrix.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "counting_memory.hpp"
#include "entity_keys.hpp"
#include "testing.hpp"

namespace c360::activity {
namespace {

using namespace testing;

const HashSeed seed{1, 2};

template <class Key>
std::set<std::int64_t> bits_of(const ActivityMatrix<Key>& population,
                               const typename ActivityMatrix<Key>::Record& record) {
  std::set<std::int64_t> bits;
  std::optional<std::int64_t> latest;
  population.for_each_block(record, [&](std::int64_t block, std::uint64_t word) {
    EXPECT_NE(word, 0u);
    EXPECT_TRUE(!latest || block < *latest) << "the latest is first";
    latest = latest.value_or(block);
    for (; word != 0; word &= word - 1)
      EXPECT_TRUE(bits.insert(block * 64 + std::countr_zero(word)).second) << "a block twice";
  });
  return bits;
}

template <class Key>
using OwnKey = std::conditional_t<std::is_same_v<Key, std::string_view>, std::string, Key>;
struct Less {
  bool operator()(const Uuid& a, const Uuid& b) const { return std::pair(a.low, a.high) < std::pair(b.low, b.high); }
  template <class Key>
  bool operator()(const Key& a, const Key& b) const {
    return a < b;
  }
};
template <class Key>
using Model = std::map<OwnKey<Key>, std::set<std::int64_t>, Less>;

template <class Key>
Model<Key> model_of(const ActivityMatrix<Key>& population) {
  Model<Key> model;
  std::size_t size = 0;
  for (std::size_t part = 0; part < population.parts(); ++part)
    for (std::uint32_t id = 0; id < population.size_of_part(part); ++id, ++size) {
      const auto& record = population.record(part, id);
      model[OwnKey<Key>(record.key())] = bits_of(population, record);
    }
  EXPECT_EQ(size, population.size());
  EXPECT_EQ(size, model.size()) << "an entity twice";
  return model;
}

// Neighbouring and far periods, before and after the epoch, as days or years number them.
std::int32_t random_period(Chance& chance) {
  return chance.one_in(20) ? chance.small(INT32_MIN + 1, INT32_MAX) : chance.small(-200, 200);
}

template <class Key>
void merge_all(ActivityMatrix<Key>& population, const ActivityMatrix<Key>& other) {
  for (std::size_t step = 0; step < other.steps(); ++step) population.merge(other, step);
}

// As the host hands a worker's state to the leader; its length word stands in front.
template <class Key>
Bytes written(const ActivityMatrix<Key>& population) {
  ContextMemory memory;
  StateWriter transfer(memory);
  for (std::size_t step = 0; step < population.steps_to_write(); ++step) population.write(step, transfer);
  return copy_of(ConstBytes(transfer.data(), transfer.size()).subspan(StateBuffer::prefix));
}
template <class Key>
void read(ActivityMatrix<Key>& population, ConstBytes bytes) {
  StateReader in(bytes);
  typename ActivityMatrix<Key>::Reader reader(in);
  for (std::size_t step = 0; step < reader.steps(); ++step) reader.merge_into(population, step);
}

template <class Key>
class ActivityMatrixOf : public ::testing::Test {};
using Keys = ::testing::Types<std::int64_t, Uuid, std::string_view>;
TYPED_TEST_SUITE(ActivityMatrixOf, Keys);

TEST(ActivityMatrix, RemembersWhoWasActiveWhen) {
  ContextMemory memory;
  ActivityMatrix<std::int64_t> population(memory, seed);
  population.add(42, 3);
  population.add(7, -1);
  population.add(42, 64);
  population.add(42, 3);
  population.add(8, population.no_period);
  population.add(7, population.no_period);
  population.flush();
  EXPECT_EQ(population.size(), 3u);
  EXPECT_EQ(model_of(population), (Model<std::int64_t>{{42, {3, 64}}, {7, {-1}}, {8, {}}}));
}

// Few periods are written one by one, many as a word; a block near the one before it by its distance.
TEST(WrittenBlock, ComesBackAsItWas) {
  Chance chance(1);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::pair<std::int32_t, std::uint64_t>> blocks;
    ContextMemory memory;
    StateWriter transfer(memory);
    std::int32_t before = INT32_MIN;
    for (int i = chance.small(0, 8); i > 0; --i) {
      const auto block = static_cast<std::int32_t>(
          chance.one_in(5) ? std::int64_t{chance.small(INT32_MIN, INT32_MAX)}
                           : std::max<std::int64_t>(std::int64_t{before} - chance.small(0, 20), INT32_MIN));
      std::uint64_t bits = chance.one_in(10) ? ~std::uint64_t{0} : 0;
      for (int n = chance.small(1, 12); n > 0; --n) bits |= std::uint64_t{1} << chance.small(0, 63);
      std::array<std::byte, WrittenBlock::most_bytes> bytes;
      transfer.put_bytes({bytes.data(), WrittenBlock::put(bytes.data(), before, block, bits)});
      blocks.emplace_back(before = block, bits);
    }
    transfer.put(WrittenBlock::end);
    StateReader reader(ConstBytes(transfer.data(), transfer.size()).subspan(StateBuffer::prefix));
    std::int32_t block = INT32_MIN;
    for (const auto& [expected_block, expected_bits] : blocks) {
      ASSERT_EQ(WrittenBlock::take(reader, block), expected_bits);
      ASSERT_EQ(block, expected_block);
    }
    ASSERT_EQ(WrittenBlock::take(reader, block), 0u);
    ASSERT_TRUE(reader.at_end());
  }
}

TEST(ActivityMatrix, FlushingNothingIsNothing) {
  ContextMemory memory;
  ActivityMatrix<std::int64_t> population(memory, seed);
  population.flush();
  EXPECT_EQ(population.size(), 0u);
}

// Rows that wait, a table that grows and is split into parts, entities with so many blocks that they are indexed: all
// borders are crossed, in one, in two that are merged, and in one that travelled. Whatever the seed.
TYPED_TEST(ActivityMatrixOf, AgreesWithAMapOfSetsInPartsAndWhole) {
  Chance chance(70);
  for (const std::int64_t entities : {1, 10, 300, 4095, 4096, 4097, 30'000}) {
    ContextMemory memory, other_memory;
    const HashSeed other_seed{chance.bits(), chance.bits()};
    ActivityMatrix<TypeParam> whole(memory, seed), part(memory, seed), rest(other_memory, other_seed),
        copy(memory, other_seed);
    Model<TypeParam> expected, others;
    std::string text;
    for (int row = 0; row < 60'000; ++row) {
      const std::int64_t number = chance.number(0, entities - 1);
      const TypeParam key = key_of<TypeParam>(number, text);
      // Every tenth entity has many blocks, in whatever order.
      const std::int32_t period = number % 10 == 0 ? chance.small(-9000, 9000) : random_period(chance);
      const bool nothing = chance.one_in(50), mine = chance.one_in(2);
      whole.add(key, nothing ? whole.no_period : period);
      (mine ? part : rest).add(key, nothing ? whole.no_period : period);
      auto& bits = expected[OwnKey<TypeParam>(key)];
      if (!nothing) bits.insert(period);
      if (!mine) {
        auto& theirs = others[OwnKey<TypeParam>(key)];
        if (!nothing) theirs.insert(period);
      }
      if (chance.one_in(5000)) whole.flush();
    }
    for (ActivityMatrix<TypeParam>* each : {&whole, &part, &rest}) each->flush();
    SCOPED_TRACE(entities);
    ASSERT_EQ(model_of(whole), expected);
    read(copy, OddCopy(written(rest)).bytes());
    ASSERT_EQ(model_of(copy), others);
    merge_all(copy, part);
    ASSERT_EQ(model_of(copy), expected);
    merge_all(part, rest);
    ASSERT_EQ(model_of(part), expected);
    ASSERT_EQ(model_of(rest), others);
    // What was merged goes on.
    part.add(key_of<TypeParam>(0, text), 12'345);
    part.flush();
    expected[OwnKey<TypeParam>(key_of<TypeParam>(0, text))].insert(12'345);
    ASSERT_EQ(model_of(part), expected);
  }
}

TYPED_TEST(ActivityMatrixOf, NobodyIsHandedOver) {
  ContextMemory memory;
  ActivityMatrix<TypeParam> population(memory, seed), copy(memory, seed);
  read(copy, written(population));
  merge_all(copy, population);
  EXPECT_EQ(copy.size(), 0u);
}

// Several workers' bytes are read one after the other, into what is there already.
TEST(ActivityMatrix, ReadingAddsToWhatIsThere) {
  ContextMemory memory;
  ActivityMatrix<std::int64_t> population(memory, seed), other(memory, seed);
  population.add(1, 1);
  other.add(1, 2);
  other.add(2, 3);
  population.flush();
  other.flush();
  read(population, written(other));
  EXPECT_EQ(model_of(population), (Model<std::int64_t>{{1, {1, 2}}, {2, {3}}}));
}

TYPED_TEST(ActivityMatrixOf, BytesThatAreNotWhatWasWrittenAreInvalid) {
  ContextMemory memory;
  ActivityMatrix<TypeParam> population(memory, seed);
  std::string text;
  for (int entity = 0; entity < 3; ++entity)
    for (int period = 0; period < 300; period += 100) population.add(key_of<TypeParam>(entity, text), period);
  population.flush();
  const Bytes whole = written(population);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const OddCopy piece(ConstBytes(whole).first(size));
    ActivityMatrix<TypeParam> copy(memory, seed);
    EXPECT_EQ(error_of([&] { read(copy, piece.bytes()); }), ErrorKind::invalid_binary) << size;
  }
  Bytes longer = whole;
  longer.resize(longer.size() + 1);
  ActivityMatrix<TypeParam> copy(memory, seed);
  EXPECT_EQ(error_of([&] { read(copy, longer); }), ErrorKind::invalid_binary);
  // Whatever a byte is changed to, it is read without harm.
  Chance chance(73);
  for (int round = 0; round < 2000; ++round) {
    Bytes changed = whole;
    changed[static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(changed.size()) - 1))] =
        static_cast<std::byte>(chance.number(0, 255));
    const OddCopy odd(changed);
    ActivityMatrix<TypeParam> other(memory, seed);
    error_of([&] { read(other, odd.bytes()); });
    model_of(other);
  }
}

// ---- memory

// A million rows of one entity in 31 periods.
TEST(ActivityMatrix, MemoryGrowsWithPairsNotWithRows) {
  CountingMemory memory;
  ActivityMatrix<std::int64_t> population(memory, seed);
  for (int row = 0; row < 1'000'000; ++row) population.add(7, row % 31);
  population.flush();
  EXPECT_LT(memory.most(), 20'000u);
}

// One event an entity, anywhere in five years; the same entities in 20 blocks of 64 periods each.
TEST(ActivityMatrix, MemoryIsWhatIsSaidOfIt) {
  for (const int blocks : {1, 5, 20}) {
    CountingMemory memory;
    ActivityMatrix<std::int64_t> population(memory, seed);
    constexpr std::int64_t entities = 100'000;
    Chance chance(74);
    for (int block = 0; block < blocks; ++block)
      for (std::int64_t entity = 0; entity < entities; ++entity)
        population.add(entity * 31, blocks == 1 ? chance.small(0, 1826) : block * 64 + 5);
    population.flush();
    const std::size_t an_entity = 24 + 11 + (static_cast<std::size_t>(blocks) - 1) * (blocks > 17 ? 37 : 16);
    const std::size_t waiting = 256 * 4096 * 16;
    EXPECT_LT(memory.most(), entities * an_entity * 21 / 20 + waiting) << blocks;
  }
}

// Rebuilding what leads to the entities does not hold the whole twice.
TEST(ActivityMatrix, GrowsWithoutAPeak) {
  CountingMemory memory;
  ActivityMatrix<std::string_view> population(memory, seed);
  for (int entity = 0; entity < 400'000; ++entity) {
    population.add("customer " + std::to_string(entity), entity % 1000);
    if (entity > 50'000) ASSERT_LT(memory.most(), memory.used() + memory.used() / 5) << entity;
  }
}

// What a worker hands over is in its memory, in the row that is sent, and in the leader's, beside both states.
TEST(ActivityMatrix, IsWrittenInLessThanHalfOfItsMemory) {
  CountingMemory memory;
  ActivityMatrix<std::int64_t> population(memory, seed);
  Chance chance(2);
  for (int row = 0; row < 400'000; ++row) population.add(chance.small(0, 19'999), chance.small(0, 399));
  population.flush();
  EXPECT_LT(written(population).size(), memory.used() / 2);
}

// Small populations, of which there are many under GROUP BY, are small.
TEST(ActivityMatrix, AFewEntitiesTakeLittle) {
  CountingMemory memory;
  ActivityMatrix<std::int64_t> population(memory, seed);
  for (int entity = 0; entity < 5; ++entity) population.add(entity, entity);
  population.flush();
  EXPECT_LT(memory.most(), 1500u);
}

// Blocks in descending order, each a new one: found by an index, not by looking through all.
TEST(ActivityMatrix, ManyBlocksOfOneEntityAreNotQuadratic) {
  ContextMemory memory;
  ActivityMatrix<std::int64_t> population(memory, seed);
  for (std::int32_t block = 500'000; block > 0; --block) population.add(1, block * 64);
  for (std::int32_t block = 500'000; block > 0; --block) population.add(1, block * 64 + 1);
  population.flush();
  EXPECT_EQ(bits_of(population, population.record(0, 0)).size(), 1'000'000u);
}

}  // namespace
}  // namespace c360::activity
