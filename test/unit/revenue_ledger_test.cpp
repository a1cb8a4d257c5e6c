// The ledger: rows of a whole population, read customer by customer.
#include "core/revenue/ledger.hpp"

#include <map>

#include "counting_memory.hpp"
#include "entity_keys.hpp"
#include "testing.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

// What is known of a customer: a sum by position. Sums of zero count, too.
using Sums = std::map<std::int32_t, Money::Units>;
using Model = std::map<std::int64_t, Sums>;

// The customers' sums, in an order of their own: a ledger does not tell their keys.
std::vector<Sums> sorted(const Model& model) {
  std::vector<Sums> customers;
  for (const auto& [customer, sums] : model) customers.push_back(sums);
  std::ranges::sort(customers);
  return customers;
}

template <class Key>
std::vector<Sums> customers_of(Ledger<Key>& ledger) {
  ledger.flush();
  std::vector<Sums> customers;
  for (std::size_t partition = 0; partition < ledger.partitions(); ++partition)
    ledger.for_each_customer(partition, [&](auto rows) {
      Sums& sums = customers.emplace_back();
      std::int32_t before = INT32_MIN;
      for (const auto& row : rows) {
        EXPECT_EQ(row.customer, rows[0].customer);
        EXPECT_LE(before, row.position);
        before = row.position;
        sums[row.position] += row.amount.money().units();
      }
    });
  std::ranges::sort(customers);
  return customers;
}

template <class Key>
void add(Ledger<Key>& ledger, std::int64_t customer, std::int32_t position, std::int64_t units) {
  std::string text;
  ledger.add(key_of<Key>(customer, text), position, PackedMoney(Money::from_units(units)));
}

// As the host merges.
template <class Key>
void merge(Ledger<Key>& ledger, Ledger<Key>& other) {
  ledger.flush();
  other.flush();
  for (std::size_t step = 0; step < other.steps(); ++step) ledger.merge(other, step);
}

// As the host hands a worker's state to the leader; its length word stands in front.
template <class Key>
Bytes written(Ledger<Key>& ledger) {
  ContextMemory memory;
  StateWriter transfer(memory);
  ledger.flush();
  for (std::size_t step = 0; step < ledger.steps_to_write(); ++step) ledger.write(step, transfer);
  return copy_of(ConstBytes(transfer.data(), transfer.size()).subspan(StateBuffer::prefix));
}
template <class Key>
void read(Ledger<Key>& ledger, ConstBytes bytes) {
  StateReader in(bytes);
  typename Ledger<Key>::Reader reader(in);
  for (std::size_t step = 0; step < reader.steps(); ++step) reader.merge_into(ledger, step);
}

template <class Key>
class LedgerOf : public ::testing::Test {};
using Keys = ::testing::Types<std::int64_t, Uuid, std::string_view>;
TYPED_TEST_SUITE(LedgerOf, Keys);

TYPED_TEST(LedgerOf, NobodyHasNoRows) {
  ContextMemory memory;
  Ledger<TypeParam> ledger(memory, {}), copy(memory, {});
  EXPECT_EQ(customers_of(ledger), std::vector<Sums>{});
  EXPECT_EQ(ledger.partitions(), 1u);
  read(copy, written(ledger));
  EXPECT_EQ(customers_of(copy), std::vector<Sums>{});
  merge(copy, ledger);
  EXPECT_EQ(customers_of(copy), std::vector<Sums>{});
}

TYPED_TEST(LedgerOf, CustomersHaveTheirRowsInOrder) {
  ContextMemory memory;
  Ledger<TypeParam> ledger(memory, {});
  add(ledger, 1, 7, 100);
  add(ledger, 0, -3, 5);
  add(ledger, 1, -8, 1);
  add(ledger, 1, 7, -100);
  EXPECT_EQ(customers_of(ledger), (std::vector<Sums>{{{-8, 1}, {7, 0}}, {{-3, 5}}}));
}

// One partition; the rows at which it becomes 512; more; and rows enough to compact partitions.
TYPED_TEST(LedgerOf, AgreesWithAMapInPartsAndWhole) {
  Chance chance(160);
  struct Size {
    std::int64_t rows, customers, positions;
  };
  for (const Size& size :
       {Size{10, 3, 4}, Size{3000, 2000, 5}, Size{8329, 100, 50}, Size{8330, 5000, 50}, Size{8331, 100, 50},
        Size{30'000, 12'000, 20}, Size{40'000, 1, 30}, Size{40'000, 2, 50'000}, Size{60'000, 3, 10}}) {
    ContextMemory memory, other_memory;
    Ledger<TypeParam> whole(memory, {}), part(memory, {}), rest(other_memory, {}), copy(memory, {}), late(memory, {});
    Model expected, others;
    for (std::int64_t row = 0; row < size.rows; ++row) {
      const std::int64_t customer = chance.number(0, size.customers - 1), units = chance.number(-3, 3);
      const std::int32_t position = chance.one_in(50) ? chance.of(std::array{INT32_MIN + 1, INT32_MAX})
                                                      : chance.small(0, static_cast<std::int32_t>(size.positions));
      expected[customer][position] += units;
      add(whole, customer, position, units);
      const bool mine = chance.one_in(2);
      add(mine ? part : rest, customer, position, units);
      if (!mine) others[customer][position] += units;
      if (row % 25'000 == 24'999) {  // asked in between, it goes on
        ASSERT_EQ(customers_of(whole), sorted(expected));
      }
    }
    SCOPED_TRACE(size.rows);
    const std::vector<Sums> all = sorted(expected);
    ASSERT_EQ(customers_of(whole), all);
    ASSERT_EQ(customers_of(whole), all);
    read(copy, written(whole));
    ASSERT_EQ(customers_of(copy), all);
    ASSERT_EQ(customers_of(whole), all);  // writing makes it smaller, and changes nothing

    merge(part, rest);
    ASSERT_EQ(customers_of(part), all);
    ASSERT_EQ(customers_of(rest), sorted(others));
    // A worker's state goes on after it was read, and is merged into an empty one.
    merge(late, copy);
    add(late, 0, 1, 1);
    add(copy, 0, 1, 1);
    expected[0][1] += 1;
    ASSERT_EQ(customers_of(late), sorted(expected));
    ASSERT_EQ(customers_of(copy), sorted(expected));
  }
}

TYPED_TEST(LedgerOf, BytesThatEndTooEarlyAreInvalid) {
  ContextMemory memory;
  Ledger<TypeParam> ledger(memory, {});
  add(ledger, 0, 1, 2);
  add(ledger, 1, 1, 2);
  const Bytes whole = written(ledger);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const OddCopy piece(ConstBytes(whole).first(size));
    Ledger<TypeParam> copy(memory, {});
    EXPECT_EQ(error_of([&] { read(copy, piece.bytes()); }), ErrorKind::invalid_binary) << size;
  }
}

TEST(Ledger, IsSplitIntoPartitionsWhenItGrows) {
  ContextMemory memory;
  Ledger<std::int64_t> ledger(memory, {});
  for (std::int64_t customer = 0; customer < 8000; ++customer) ledger.add(customer, 1, {});
  EXPECT_EQ(ledger.partitions(), 1u);
  for (std::int64_t customer = 0; customer < 1000; ++customer) ledger.add(customer, 1, {});
  EXPECT_EQ(ledger.partitions(), 512u);
}

// A month of 31 days and a thousand customers, again and again: the same pairs.
TEST(Ledger, MemoryGrowsWithPairsNotWithRows) {
  CountingMemory memory;
  Ledger<std::int64_t> ledger(memory, {});
  for (std::int64_t row = 0; row < 1'000'000; ++row) ledger.add(7, static_cast<std::int32_t>(row % 31), {});
  EXPECT_LT(memory.most(), 2u << 20);  // 24 MB of rows
  EXPECT_EQ(customers_of(ledger).size(), 1u);
}

TEST(Ledger, DistinctPairsAreKept) {
  ContextMemory memory;
  Ledger<std::int64_t> ledger(memory, {});
  for (std::int32_t position = 0; position < 100'000; ++position)
    ledger.add(7, position, PackedMoney(Money::from_units(position)));
  const std::vector<Sums> customers = customers_of(ledger);
  ASSERT_EQ(customers.size(), 1u);
  ASSERT_EQ(customers[0].size(), 100'000u);
  for (const auto& [position, units] : customers[0]) ASSERT_TRUE(units == position);
}

// Rows that wait are not summed yet; those that are added up in between must fit.
TEST(Ledger, ASumThatDoesNotFitIsOutOfRange) {
  ContextMemory memory;
  Ledger<std::int64_t> ledger(memory, {});
  const PackedMoney half(Money::from_units(Money::Units{1} << 94));
  EXPECT_EQ(error_of([&] {
              for (int i = 0; i < 20'000; ++i) ledger.add(1, 1, half);
            }),
            ErrorKind::out_of_range);
}

TEST(Ledger, ACountThatBytesDoNotHoldIsInvalid) {
  ContextMemory memory;
  Ledger<std::int64_t> ledger(memory, {});
  ledger.add(1, 1, {});
  for (const std::uint64_t count :
       {std::uint64_t{2}, UINT64_MAX, UINT64_MAX / sizeof(Ledger<std::int64_t>::Row) + 1, std::uint64_t{1} << 61}) {
    Bytes bytes = written(ledger);
    overwrite(bytes, 0, count);
    const OddCopy odd(bytes);
    Ledger<std::int64_t> copy(memory, {});
    EXPECT_EQ(error_of([&] { read(copy, odd.bytes()); }), ErrorKind::invalid_binary) << count;
  }
}

}  // namespace
}  // namespace c360::revenue
