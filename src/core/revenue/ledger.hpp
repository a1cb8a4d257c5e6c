// Rows of a whole population, kept until the end, then read customer by customer: amounts at positions (days). Memory
// grows with distinct (customer, position) pairs, 24 bytes each, beyond the first eight million rows.
// Must not know: what positions and amounts mean.
#pragma once

#include <algorithm>
#include <memory>
#include <span>

#include "core/base/entity_table.hpp"
#include "core/base/money.hpp"
#include "core/base/state_transfer.hpp"

namespace c360::revenue {

// Rows go to one of 512 partitions by their customer; a partition fits the processor's cache, so that sorting one costs
// no miss. A small ledger has one partition only.
template <class Key>
class Ledger {
 public:
  // `customer` is the key times an odd constant: the same distinct numbers, spread over all bits.
  struct Row {
    std::uint64_t customer;
    std::int32_t position;
    PackedMoney amount;
  };
  static_assert(sizeof(Row) == 24);

  explicit Ledger(std::pmr::memory_resource& memory)
      : memory_(&memory), keys_(memory), partitions_(1, &memory), sorted_(&memory), starts_(&memory) {}

  void add(const Key& key, std::int32_t position, PackedMoney amount) {
    if constexpr (waits) {
      waiting_[waiting_count_++] = {key, position, amount};
      if (waiting_count_ == waiting_.size()) flush();
    } else {
      add_row({number(key), position, amount});
    }
  }

  void flush() {
    if constexpr (waits) {
      std::array<std::uint64_t, batch> hashes;
      for (std::size_t i = 0; i < waiting_count_; ++i) {
        hashes[i] = hash_key(waiting_[i].key);
        keys_.table.prefetch(hashes[i]);
      }
      for (std::size_t i = 0; i < waiting_count_; ++i) {
        const Waiting& row = waiting_[i];
        add_row({spread * keys_.table.find_or_add(row.key, hashes[i]), row.position, row.amount});
      }
      waiting_count_ = 0;
    }
  }

  std::size_t partitions() const { return partitions_.size(); }

  // visit(std::span<const Row>), once a customer: ascending by position, which may repeat.
  template <class Visit>
  void for_each_customer(std::size_t partition, Visit visit) {
    const std::span<const Row> rows = sort(partitions_[partition]);
    for (std::size_t from = 0, to; from < rows.size(); from = to) {
      for (to = from + 1; to < rows.size() && rows[to].customer == rows[from].customer;) ++to;
      visit(rows.subspan(from, to - from));
    }
  }

  // Whose row it is, for messages.
  Key key_of(const Row& row) const {
    if constexpr (interned)
      return keys_.table.key(static_cast<EntityId>(row.customer * unspread));
    else
      return static_cast<std::int64_t>(row.customer * unspread);
  }

  // ---- for parallel plans, in steps

  std::size_t steps() const { return partitions_.size(); }

  void merge(const Ledger& other, std::size_t step) {
    for_each_row(other.partitions_[step], [&](const Row& row) {
      if constexpr (interned)
        add_row(
            {number(other.keys_.table.key(static_cast<EntityId>(row.customer * unspread))), row.position, row.amount});
      else
        add_row(row);
    });
  }

  // The keys come before the rows of the first step: the reader gives them the same numbers.
  void write(std::size_t step, StateWriter& out) {
    if constexpr (interned) {
      if (step == 0) {
        out.put(keys_.table.size());
        for (EntityId id = 0; id < keys_.table.size(); ++id) out.put_key(keys_.table.key(id));
      }
    }
    Partition& partition = partitions_[step];
    if (partition.rows >= least_compacted) compact(partition);
    out.put(partition.rows);
    for_each_run(partition, [&](std::span<const Row> rows) { out.put_bytes(std::as_bytes(rows)); });
  }
  void read(StateReader& in) {
    if constexpr (interned) {
      if (keys_.table.size() == 0) {
        for (auto count = in.take<std::size_t>(); count > 0; --count) number(in.take_key<Key>());
      }
    }
    const auto count = in.take<std::size_t>();
    const ConstBytes rows = in.take_bytes(count, sizeof(Row));
    for (std::size_t i = 0; i < count; ++i) add_row(load<Row>(rows.data() + i * sizeof(Row)));
  }

 private:
  static constexpr bool interned = !std::is_same_v<Key, std::int64_t>;
  static constexpr bool waits = std::is_same_v<Key, Uuid>;  // a text is gone after its row
  static constexpr std::size_t batch = 256;

  static constexpr int partition_bits = 9;
  static constexpr std::size_t rows_of_one_partition = 8192;
  static constexpr std::size_t least_compacted = 16384;
  static constexpr std::size_t chunk_rows = 170;  // 4 kB with the link

  static constexpr std::uint64_t spread = 0x9e3779b97f4a7c15;
  static constexpr std::uint64_t inverse(std::uint64_t odd) {
    std::uint64_t x = odd;  // right in its lowest three bits; every round doubles them
    for (int round = 0; round < 5; ++round) x *= 2 - odd * x;
    return x;
  }
  static constexpr std::uint64_t unspread = inverse(spread);
  static_assert(spread * unspread == 1);

  std::uint64_t number(const Key& key) {
    if constexpr (interned)
      return spread * keys_.table.find_or_add(key, hash_key(key));
    else
      return spread * static_cast<std::uint64_t>(key);
  }

  struct Chunk {
    Chunk* next;
    Row rows[chunk_rows];
  };
  struct Partition {
    Row* next = nullptr;
    Row* end = nullptr;
    Chunk* first = nullptr;
    Chunk* last = nullptr;
    std::size_t rows = 0;
    std::size_t most_rows = least_compacted;
  };

  void add_row(const Row& row) {
    Partition& partition =
        partitions_.size() == 1 ? partitions_[0] : partitions_[row.customer >> (64 - partition_bits)];
    if (partition.next == partition.end) [[unlikely]] {
      make_room(partition, row);
      return;
    }
    *partition.next++ = row;
    ++partition.rows;
  }

  void make_room(Partition& partition, const Row& row) {
    if (partitions_.size() == 1 && partition.rows >= rows_of_one_partition) {
      split();
      add_row(row);
      return;
    }
    if (partition.rows >= partition.most_rows) {
      compact(partition);
      partition.most_rows = std::max(least_compacted, partition.rows * 2);
    }
    if (partition.next == partition.end) append_chunk(partition);
    *partition.next++ = row;
    ++partition.rows;
  }

  void append_chunk(Partition& partition) {
    Chunk* chunk = free_;
    if (chunk)
      free_ = chunk->next;
    else
      chunk = static_cast<Chunk*>(memory_->allocate(sizeof(Chunk), alignof(Chunk)));
    chunk->next = nullptr;
    (partition.last ? partition.last->next : partition.first) = chunk;
    partition.last = chunk;
    partition.next = chunk->rows;
    partition.end = chunk->rows + chunk_rows;
  }

  void split() {
    Partition whole = partitions_[0];
    partitions_[0] = {};
    partitions_.resize(std::size_t{1} << partition_bits);
    for_each_row(whole, [&](const Row& row) { add_row(row); });
    give_back(whole.first);
  }

  void give_back(Chunk* chunk) {
    while (chunk) {
      Chunk* const next = chunk->next;
      chunk->next = free_;
      free_ = chunk;
      chunk = next;
    }
  }

  template <class Visit>
  static void for_each_run(const Partition& partition, Visit visit) {
    for (const Chunk* chunk = partition.first; chunk; chunk = chunk->next)
      visit(std::span<const Row>(chunk->rows, chunk == partition.last ? partition.next : chunk->rows + chunk_rows));
  }
  template <class Visit>
  static void for_each_row(const Partition& partition, Visit visit) {
    for_each_run(partition, [&](std::span<const Row> rows) {
      for (const Row& row : rows) visit(row);
    });
  }

  // By customer and position, into the one place for sorted rows. First to buckets by the customer's next bits, about
  // one bucket a customer; then each bucket by itself.
  std::span<const Row> sort(const Partition& partition) {
    const std::size_t count = partition.rows;
    if (sorted_.size() < count) sorted_.resize(std::bit_ceil(count));
    const int skip = partitions_.size() == 1 ? 0 : partition_bits;
    const int bits = static_cast<int>(std::bit_width(count / 8));
    const auto bucket_of = [&](const Row& row) { return bits == 0 ? 0 : row.customer << skip >> (64 - bits); };
    starts_.assign((std::size_t{1} << bits) + 1, 0);
    for_each_row(partition, [&](const Row& row) { ++starts_[bucket_of(row) + 1]; });
    for (std::size_t bucket = 1; bucket < starts_.size(); ++bucket) starts_[bucket] += starts_[bucket - 1];
    for_each_row(partition, [&](const Row& row) { sorted_[starts_[bucket_of(row)]++] = row; });
    std::uint32_t from = 0;  // each start has moved to its bucket's end
    for (std::size_t bucket = 0; bucket + 1 < starts_.size(); from = starts_[bucket++])
      sort_few(sorted_.data() + from, sorted_.data() + starts_[bucket]);
    return {sorted_.data(), count};
  }

  static bool before(const Row& a, const Row& b) {
    return a.customer != b.customer ? a.customer < b.customer : a.position < b.position;
  }
  static void sort_few(Row* from, Row* to) {
    if (to - from < 2) return;  // of no rows there is no second, nor a place for it
    if (to - from > 64) return std::sort(from, to, before);
    for (Row* row = from + 1; row < to; ++row) {
      if (!before(*row, row[-1])) continue;
      const Row moving = *row;
      Row* at = row;
      do {
        *at = at[-1];
        --at;
      } while (at > from && before(moving, at[-1]));
      *at = moving;
    }
  }

  // One row per customer and position. A sum of 0 stays: whether it means nothing is not known here.
  void compact(Partition& partition) {
    const std::span<const Row> rows = sort(partition);
    give_back(partition.first);
    const std::size_t most_rows = partition.most_rows;
    partition = {};
    partition.most_rows = most_rows;
    for (std::size_t from = 0, to; from < rows.size(); from = to) {
      Money sum = rows[from].amount.money();
      for (to = from + 1;
           to < rows.size() && rows[to].customer == rows[from].customer && rows[to].position == rows[from].position;
           ++to)
        sum += rows[to].amount.money();
      if (partition.next == partition.end) append_chunk(partition);
      *partition.next++ = {rows[from].customer, rows[from].position, PackedMoney(sum)};
      ++partition.rows;
    }
  }

  struct Waiting {
    Key key;
    std::int32_t position;
    PackedMoney amount;
  };
  struct Nothing {
    explicit Nothing(std::pmr::memory_resource&) {}
  };
  struct Keys {
    explicit Keys(std::pmr::memory_resource& memory) : table(memory) {}
    std::conditional_t<interned, EntityTable<Key>, Nothing> table;
  };

  std::pmr::memory_resource* memory_;
  Keys keys_;
  std::pmr::vector<Partition> partitions_;
  std::pmr::vector<Row> sorted_;
  std::pmr::vector<std::uint32_t> starts_;
  Chunk* free_ = nullptr;
  std::array<Waiting, waits ? batch : 0> waiting_;
  std::size_t waiting_count_ = 0;
};

}  // namespace c360::revenue
