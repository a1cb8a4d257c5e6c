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

  Ledger(std::pmr::memory_resource& memory, const HashSeed& seed)
      : memory_(&memory), keys_(memory, seed), partitions_(1, &memory), sorted_(&memory), starts_(&memory) {}

  void add(const Key& key, std::int32_t position, PackedMoney amount) {
    if constexpr (interned) {
      if (!keys_.waiting.fits(key)) [[unlikely]] {
        flush();
        keys_.waiting.grow(key);
      }
      keys_.waiting.add(key, {position, amount});
    } else {
      add_row({spread * static_cast<std::uint64_t>(key), position, amount});
    }
  }

  void flush() {
    if constexpr (interned) {
      look_up(keys_.waiting.rows(), [&](std::uint32_t number, const auto& row) {
        add_row({spread * number, row.item.position, row.item.amount});
      });
      keys_.waiting.clear();
    }
  }

  std::size_t partitions() const { return partitions_.size(); }
  // In rows.
  std::size_t size() const {
    std::size_t rows = 0;
    for (const Partition& partition : partitions_) rows += partition.rows;
    return rows;
  }

  // visit(std::span<const Row>), once a customer: ascending by position, which may repeat.
  template <class Visit>
  void for_each_customer(std::size_t partition, Visit visit) {
    const std::span<const Row> rows = sort(partitions_[partition]);
    for (std::size_t from = 0, to; from < rows.size(); from = to) {
      for (to = from + 1; to < rows.size() && rows[to].customer == rows[from].customer;) ++to;
      visit(rows.subspan(from, to - from));
    }
  }

  // Whose row it is, for messages: it looks through all of them.
  Key key_of(const Row& row) const {
    if constexpr (interned) {
      const std::uint64_t number = row.customer * unspread;
      for (std::size_t part = 0; part < keys_.table.parts(); ++part)
        for (std::uint32_t id = 0; id < keys_.table.size_of_part(part); ++id)
          if (keys_.table.record(part, id).value.number == number) return keys_.table.record(part, id).key();
      return {};
    } else {
      return static_cast<Key>(row.customer * unspread);
    }
  }

  // ---- for parallel plans, in steps: first the customers' keys, which get numbers here, then their rows

  std::size_t steps() const { return key_parts() + partitions_.size(); }
  void merge(const Ledger& other, std::size_t step) {
    if constexpr (interned) {
      if (step < other.key_parts()) {
        Arriving arriving(*this, other.keys_.table.size());
        for (std::uint32_t id = 0; id < other.keys_.table.size_of_part(step); ++id) {
          const auto& record = other.keys_.table.record(step, id);
          arriving.add(record.key(), record.value.number);
        }
        arriving.finish();
        return;
      }
    }
    for_each_row(other.partitions_[step - other.key_parts()], [&](const Row& row) { add_arrived(row); });
  }

  // As bytes: how many of everything; part by part the keys with their numbers, and behind those the texts; the rows,
  // partition by partition, which are compacted first.
  std::size_t steps_to_write() const { return partitions_.size() + 1 + steps(); }
  void write(std::size_t step, StateWriter& out) {
    if (step < partitions_.size()) {
      if (partitions_[step].rows >= least_compacted) compact(partitions_[step]);
      return;
    }
    step -= partitions_.size();
    if (step == 0) return write_sizes(out);
    --step;
    if constexpr (interned) {
      if (step < key_parts()) {
        const auto& table = keys_.table;
        for (std::uint32_t id = 0; id < table.size_of_part(step); ++id) {
          const auto& record = table.record(step, id);
          if constexpr (Table::of_text)
            out.put(WrittenKey{static_cast<std::uint32_t>(record.key().size()), record.value.number});
          else
            out.put(WrittenKey{record.key(), record.value.number});
        }
        if constexpr (Table::of_text)
          for (std::uint32_t id = 0; id < table.size_of_part(step); ++id) out.put_text(table.record(step, id).key());
        return;
      }
    }
    for_each_run(partitions_[step - key_parts()],
                 [&](std::span<const Row> rows) { out.put_bytes(std::as_bytes(rows)); });
  }

  // What write() wrote, read where it is: the bytes must stay.
  class Reader {
   public:
    explicit Reader(StateReader& in) : in_(in) {
      customers_ = in_.take<std::uint64_t>();
      key_parts_ = in_.take<std::uint64_t>();
      partitions_ = in_.take<std::uint64_t>();
      key_sizes_ = in_.take_bytes(key_parts_, sizeof(std::uint64_t));
      row_counts_ = in_.take_bytes(partitions_, sizeof(std::uint64_t));
      if (customers_ > UINT32_MAX || (key_parts_ != 0) != interned)
        corrupt("population state", "Its keys are of another type.");
    }

    std::size_t steps() const { return key_parts_ + partitions_; }
    // Steps follow each other, each once.
    void merge_into(Ledger& ledger, std::size_t step) {
      if constexpr (interned) {
        if (step < key_parts_) return merge_keys(ledger, count_at(key_sizes_, step));
      }
      const ConstBytes rows = in_.take_bytes(count_at(row_counts_, step - key_parts_), sizeof(Row));
      for (std::size_t at = 0; at < rows.size(); at += sizeof(Row)) ledger.add_arrived(load<Row>(rows.data() + at));
      if (step + 1 == steps() && !in_.at_end()) corrupt("population state", "Bytes follow its end.");
    }

   private:
    static std::uint64_t count_at(ConstBytes counts, std::size_t i) {
      return load<std::uint64_t>(counts.data() + i * sizeof(std::uint64_t));
    }
    void merge_keys(Ledger& ledger, std::uint64_t count) {
      const ConstBytes keys = in_.take_bytes(count, sizeof(WrittenKey));
      Arriving arriving(ledger, customers_);
      for (std::size_t at = 0; at < keys.size(); at += sizeof(WrittenKey)) {
        const auto written = load<WrittenKey>(keys.data() + at);
        if (written.number >= customers_) corrupt("population state", "A customer's number is beyond their count.");
        if constexpr (std::is_same_v<Key, std::string_view>)
          arriving.add(in_.take_text(written.key), written.number);
        else
          arriving.add(written.key, written.number);
      }
      arriving.finish();
    }

    StateReader in_;
    std::uint64_t customers_ = 0, key_parts_ = 0, partitions_ = 0;
    ConstBytes key_sizes_, row_counts_;
  };

 private:
  static constexpr bool interned = !std::is_same_v<Key, std::int64_t>;
  static constexpr std::size_t batch = 128;

  struct Customer {
    std::uint32_t number = 0;  // in order of appearance
  };
  struct Item {
    std::int32_t position;
    PackedMoney amount;
  };
  using Table = EntityTable<Key, Customer>;
  using Waiting = WaitingRows<Key, Item>;
  // How a key is written.
  struct WrittenKey {
    std::conditional_t<std::is_same_v<Key, std::string_view>, std::uint32_t, Key> key;
    std::uint32_t number;
  };

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

  std::size_t key_parts() const {
    if constexpr (interned) return keys_.table.parts();
    return 0;
  }

  // use(number, row)
  template <class Keyed, class Use>
  void look_up(std::span<Keyed> rows, Use use) {
    Table& table = keys_.table;
    table.find_or_add(rows, [&](const auto& found, std::uint64_t, Keyed& row) {
      if (found.is_new) found.record.value.number = static_cast<std::uint32_t>(table.size() - 1);
      use(found.record.value.number, row);
    });
  }

  // Customers of another ledger: their numbers there become numbers here.
  class Arriving {
   public:
    Arriving(Ledger& ledger, std::size_t customers) : ledger_(ledger) {
      ledger.keys_.table.expect(std::min(customers, Table::entities_of_one_part + 1));
      ledger.keys_.arrived.resize(customers);
    }
    void add(const Key& key, std::uint32_t number) {
      waiting_[count_++] = {key, number};
      if (count_ == waiting_.size()) finish();
    }
    void finish() {
      ledger_.look_up(std::span(waiting_.data(), count_), [&](std::uint32_t number, const auto& customer) {
        ledger_.keys_.arrived[customer.number] = number;
      });
      count_ = 0;
    }

   private:
    struct Named {
      Key key;
      std::uint32_t number;
    };
    Ledger& ledger_;
    std::array<Named, batch> waiting_;
    std::size_t count_ = 0;
  };

  void add_arrived(const Row& row) {
    if constexpr (interned) {
      const std::uint64_t number = row.customer * unspread;
      if (number >= keys_.arrived.size()) corrupt("population state", "A row is nobody's.");
      add_row({spread * keys_.arrived[number], row.position, row.amount});
    } else {
      add_row(row);
    }
  }

  void write_sizes(StateWriter& out) const {
    std::size_t keys = 0;
    std::uint64_t customers = 0;
    if constexpr (interned) {
      customers = keys_.table.size();
      keys = customers * sizeof(WrittenKey);
      for (std::size_t part = 0; part < key_parts(); ++part) keys += keys_.table.text_bytes_of_part(part);
    }
    out.expect((3 + key_parts() + partitions_.size()) * sizeof(std::uint64_t) + keys + size() * sizeof(Row));
    out.put(customers);
    out.put(std::uint64_t{key_parts()});
    out.put(std::uint64_t{partitions_.size()});
    if constexpr (interned)
      for (std::size_t part = 0; part < key_parts(); ++part) out.put(std::uint64_t{keys_.table.size_of_part(part)});
    for (const Partition& partition : partitions_) out.put(std::uint64_t{partition.rows});
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
    prefetch_next_line(partition.next);
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

  struct NumberedKeys {
    NumberedKeys(std::pmr::memory_resource& memory, const HashSeed& seed)
        : table(memory, seed), waiting(memory), arrived(&memory) {}
    Table table;
    Waiting waiting;
    std::pmr::vector<std::uint32_t> arrived;  // another ledger's numbers → ours, while it is merged
  };
  struct NoKeys {
    NoKeys(std::pmr::memory_resource&, const HashSeed&) {}
  };
  using Keys = std::conditional_t<interned, NumberedKeys, NoKeys>;

  std::pmr::memory_resource* memory_;
  Keys keys_;
  std::pmr::vector<Partition> partitions_;
  std::pmr::vector<Row> sorted_;
  std::pmr::vector<std::uint32_t> starts_;
  Chunk* free_ = nullptr;
};

}  // namespace c360::revenue
