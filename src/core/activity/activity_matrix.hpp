// Which periods (or days) each entity of a whole population was active in: it does its own grouping.
// Memory: an entity takes its key (8 bytes, 16 of a uuid, 12 and the bytes of a text), 16 bytes for the latest 64
// periods in which it was active, and 5 to 11 bytes to be found by; each further block of 64 periods takes 16 bytes
// more, and 24 to 37 where an entity has more than 16 of them. It grows with distinct (entity, 64 periods), not with
// rows; rows that wait take at most 16 MB (24 of uuids).
// Must not know: what is counted in the end.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "core/base/day.hpp"
#include "core/base/entity_table.hpp"
#include "core/base/state_transfer.hpp"

namespace c360::activity {

// 64 periods of an entity: the latest ones in its record, others behind it, each leading to the one that was added
// before.
struct ActiveBlock {
  std::uint64_t bits = 0;
  std::int32_t block = 0;   // bit i is the period 64 · block + i
  std::uint32_t older = 0;  // its number, from 1; 0 is none

  static constexpr std::uint32_t is_indexed = 0x80000000;  // of a record: its blocks are in an index
  std::uint32_t next() const { return older & ~is_indexed; }
  void moved() { older &= ~is_indexed; }
};
static_assert(sizeof(ActiveBlock) == 16);

// How a block goes to another process. Its first byte: in the lower half how many of its periods are active, each of
// which follows as a byte, or `as_bits`, then all its bits do; in the upper half how many blocks it is before the one
// in front of it, or `far`, then its number follows.
struct WrittenBlock {
  static constexpr unsigned as_bits = 8, far = 15;
  static constexpr std::byte end{0};
  static constexpr std::ptrdiff_t most_bytes = 1 + sizeof(std::int32_t) + sizeof(std::uint64_t);

  static std::byte* put(std::byte* at, std::int32_t before, std::int32_t block, std::uint64_t bits) {
    std::byte& form = *at++;
    unsigned distance = far;
    if (block < before && std::int64_t{before} - block < far) {
      distance = static_cast<unsigned>(before - block);
    } else {
      store(at, block);
      at += sizeof block;
    }
    unsigned count = 0;
    std::byte* const periods = at;
    for (std::uint64_t left = bits; left != 0; left &= left - 1) {
      if (++count == as_bits) {
        store(at = periods, bits);
        at += sizeof bits;
        break;
      }
      *at++ = static_cast<std::byte>(std::countr_zero(left));
    }
    form = static_cast<std::byte>(distance << 4 | count);
    return at;
  }

  // Its bits, never 0, and `block`, before that the one in front of it; 0 at the end.
  static std::uint64_t take(StateReader& in, std::int32_t& block) {
    const auto form = in.take<std::uint8_t>();
    if (form == 0) return 0;
    const unsigned distance = form >> 4, count = form & 15;
    if (distance == far)
      block = in.take<std::int32_t>();
    else
      block = static_cast<std::int32_t>(std::int64_t{block} - distance);
    std::uint64_t bits = 0;
    if (count == as_bits) {
      bits = in.take<std::uint64_t>();
    } else {
      for (const std::byte period : in.take_bytes(count, 1))
        bits |= std::uint64_t{1} << (std::to_integer<int>(period) & 63);
    }
    if (bits == 0 || count > as_bits) corrupt("population state", "A block has no period.");
    return bits;
  }
};

template <class Key>
class ActivityMatrix {
 public:
  using Table = EntityTable<Key, ActiveBlock>;
  using Record = typename Table::Record;
  static constexpr std::int32_t no_period = INT32_MIN;  // the entity exists, and that is all

  ActivityMatrix(std::pmr::memory_resource& memory, const HashSeed& seed)
      : memory_(&memory), table_(memory, seed), pages_(memory), waiting_(memory), parts_(&memory), indexes_(&memory) {}

  void add(const Key& key, std::int32_t period) {
    if constexpr (waits_in_parts) {
      if (!parts_.empty()) {
        const std::size_t part = table_.part_of(table_.hash(key));
        WaitingPart& rows = parts_[part];
        if (rows.count == rows.room) [[unlikely]]
          make_room(part);
        rows.rows[rows.count++] = {key, period};
        prefetch_next_line(rows.rows + rows.count);
        return;
      }
    }
    if (!waiting_.fits(key)) [[unlikely]] {
      flush();
      if constexpr (waits_in_parts)
        if (!parts_.empty()) return add(key, period);
      waiting_.grow(key);
    }
    waiting_.add(key, period);
  }

  // To be done before anything is asked.
  void flush() {
    take(waiting_.rows());
    waiting_.clear();
    for (WaitingPart& rows : parts_) {
      take({rows.rows, rows.count});
      rows.count = 0;
    }
    if constexpr (waits_in_parts)
      if (parts_.empty() && table_.parts() > 1) parts_.resize(table_.parts());
  }

  std::size_t size() const { return table_.size(); }
  std::size_t parts() const { return table_.parts(); }
  std::uint32_t size_of_part(std::size_t part) const { return table_.size_of_part(part); }
  const Record& record(std::size_t part, std::uint32_t id) const { return table_.record(part, id); }

  // The entities [from, to) of a part; visit(record). Their older blocks stand anywhere, so that those of the entities
  // to come are fetched meanwhile, the first ones furthest ahead.
  template <class Visit>
  void for_each_entity(std::size_t part, std::uint32_t from, std::uint32_t to, Visit visit) const {
    constexpr std::uint32_t fetched = 3, distance = 4;
    for (std::uint32_t id = from; id < to; ++id) {
      for (std::uint32_t nth = 1; nth <= fetched; ++nth) {
        const std::uint32_t coming = id + (fetched + 1 - nth) * distance;
        if (coming >= to) continue;
        std::uint32_t number = record(part, coming).value.next();
        for (std::uint32_t passed = 1; passed < nth && number != 0; ++passed) number = older_[number - 1].older;
        if (number != 0) __builtin_prefetch(&older_[number - 1]);
      }
      visit(record(part, id));
    }
  }

  // An entity's blocks, each once and none empty, the latest first, else in no order. visit(block, bits).
  template <class Visit>
  void for_each_block(const Record& record, Visit visit) const {
    const ActiveBlock& latest = record.value;
    if (latest.bits == 0) return;
    visit(latest.block, latest.bits);
    for (std::uint32_t number = latest.next(); number != 0;) {
      const ActiveBlock& older = older_[number - 1];
      visit(older.block, older.bits);
      number = older.older;
    }
  }

  // ---- for parallel plans, in steps

  std::size_t steps() const { return table_.parts(); }
  void merge(const ActivityMatrix& other, std::size_t part) {
    table_.expect(other.size());
    Arriving arriving(*this);
    other.for_each_entity(part, 0, other.size_of_part(part), [&](const Record& record) {
      arriving.add(record.key());
      other.for_each_block(record, [&](std::int32_t block, std::uint64_t bits) { arriving.add(block, bits); });
    });
    arriving.finish();
  }

  // As bytes: how many of everything; then part by part its entities one by one, each a key and its blocks, as
  // WrittenBlock has them. A third of the memory that they take here, and read from front to back.
  std::size_t steps_to_write() const { return 1 + parts(); }
  void write(std::size_t step, StateWriter& out) const {
    if (step == 0) return write_sizes(out);
    const std::size_t part = step - 1;
    out.put(size_of_part(part));
    std::array<std::byte, 256> bytes;
    for_each_entity(part, 0, size_of_part(part), [&](const Record& record) {
      if constexpr (Table::of_text) {
        out.put(static_cast<std::uint32_t>(record.key().size()));
        out.put_text(record.key());
      } else {
        out.put(record.key());
      }
      std::byte* at = bytes.data();
      std::int32_t before = INT32_MIN;
      for_each_block(record, [&](std::int32_t block, std::uint64_t bits) {
        if (bytes.data() + bytes.size() - at < 2 * WrittenBlock::most_bytes) {
          out.put_bytes({bytes.data(), at});
          at = bytes.data();
        }
        at = WrittenBlock::put(at, before, block, bits);
        before = block;
      });
      *at++ = WrittenBlock::end;
      out.put_bytes({bytes.data(), at});
    });
  }

  // What write() wrote, read where it is: the bytes must stay.
  class Reader {
   public:
    explicit Reader(StateReader& in) : in_(in) {
      entities_ = in_.take<std::uint64_t>();
      parts_ = in_.take<std::uint64_t>();
    }

    std::size_t steps() const { return parts_; }
    // Steps follow each other, each once.
    void merge_into(ActivityMatrix& population, std::size_t part) {
      const auto entities = in_.take<std::uint32_t>();
      population.table_.expect(std::min<std::uint64_t>(entities_, Table::entities_of_one_part + 1));
      Arriving arriving(population);
      for (std::uint32_t i = 0; i < entities; ++i) {
        if constexpr (Table::of_text)
          arriving.add(in_.take_text(in_.take<std::uint32_t>()));
        else
          arriving.add(in_.take<Key>());
        std::int32_t block = INT32_MIN;
        while (const std::uint64_t bits = WrittenBlock::take(in_, block)) arriving.add(block, bits);
      }
      arriving.finish();
      if (part + 1 == parts_ && !in_.at_end()) corrupt("population state", "Bytes follow its end.");
    }

   private:
    StateReader in_;
    std::uint64_t entities_ = 0, parts_ = 0;
  };

 private:
  // Rows of a part wait until they are many for the part's size, so that it is fetched into the cache once for all.
  static constexpr bool waits_in_parts = !Table::of_text;
  static constexpr std::uint32_t most_waiting = 4096;
  static constexpr std::size_t batch = 128;
  static constexpr std::uint32_t most_unindexed = 16;

  using Waiting = WaitingRows<Key, std::int32_t>;
  using Row = typename Waiting::Row;
  struct WaitingPart {
    Row* rows = nullptr;
    std::uint32_t count = 0, room = 0;
  };
  // (entity, block) → the block's number, for entities with so many blocks that following them would take long. Of one
  // part of the table.
  class Index {
   public:
    template <class Blocks>
    std::uint32_t find(std::uint32_t entity, std::int32_t block, const HashSeed& seed, const Blocks& blocks) const {
      for (std::uint32_t at = place(entity, block, seed);; at = (at + 1) & mask_) {
        const Slot slot = slots_[at];
        if (slot.number == 0 || (slot.entity == entity && blocks[slot.number - 1].block == block)) return slot.number;
      }
    }
    template <class Blocks>
    void add(std::uint32_t entity, std::uint32_t number, const HashSeed& seed, const Blocks& blocks,
             std::pmr::memory_resource& memory) {
      if (!slots_ || (std::uint64_t{count_} + 1) * 4 > (std::uint64_t{mask_} + 1) * 3) {
        const std::uint64_t before = slots_ ? std::uint64_t{mask_} + 1 : 0;
        const std::uint64_t room = std::max<std::uint64_t>(before * 2, 64);
        const Slot* const old = slots_;
        slots_ = static_cast<Slot*>(memory.allocate(room * sizeof(Slot), alignof(Slot)));
        std::memset(static_cast<void*>(slots_), 0, room * sizeof(Slot));
        mask_ = static_cast<std::uint32_t>(room - 1);
        for (std::uint64_t i = 0; i < before; ++i)
          if (old[i].number != 0) put(old[i], seed, blocks);
        if (old) memory.deallocate(const_cast<Slot*>(old), before * sizeof(Slot), alignof(Slot));
      }
      put({entity, number}, seed, blocks);
      ++count_;
    }

   private:
    struct Slot {
      std::uint32_t entity, number;
    };
    std::uint32_t place(std::uint32_t entity, std::int32_t block, const HashSeed& seed) const {
      const std::uint64_t both = std::uint64_t{entity} << 32 | static_cast<std::uint32_t>(block);
      return static_cast<std::uint32_t>(hash_key(static_cast<std::int64_t>(both), seed)) & mask_;
    }
    template <class Blocks>
    void put(Slot slot, const HashSeed& seed, const Blocks& blocks) {
      std::uint32_t at = place(slot.entity, blocks[slot.number - 1].block, seed);
      while (slots_[at].number != 0) at = (at + 1) & mask_;
      slots_[at] = slot;
    }

    Slot* slots_ = nullptr;
    std::uint32_t mask_ = 0, count_ = 0;
  };

  // Entities of another population, looked up in batches as rows are.
  class Arriving {
   public:
    explicit Arriving(ActivityMatrix& population) : population_(population) {}
    void add(const Key& key) {
      if (count_ == entities_.size()) finish();
      entities_[count_++] = {key, blocks_count_, blocks_count_};
    }
    // Of the entity that was added last.
    void add(std::int32_t block, std::uint64_t bits) {
      if (blocks_count_ == blocks_.size()) {
        const Key key = entities_[count_ - 1].key;
        finish();
        add(key);
      }
      blocks_[blocks_count_++] = {bits, block};
      entities_[count_ - 1].end = blocks_count_;
    }
    void finish() {
      population_.table_.find_or_add(std::span(entities_.data(), count_),
                                     [&](const auto& found, std::uint64_t hash, const Entity& entity) {
                                       for (std::uint32_t i = entity.begin; i < entity.end; ++i)
                                         population_.mark(found, hash, blocks_[i].block, blocks_[i].bits);
                                     });
      count_ = blocks_count_ = 0;
    }

   private:
    struct Entity {
      Key key;
      std::uint32_t begin, end;
    };
    struct Block {
      std::uint64_t bits;
      std::int32_t block;
    };
    ActivityMatrix& population_;
    std::array<Entity, batch> entities_;
    std::array<Block, batch * 8> blocks_;
    std::uint32_t count_ = 0, blocks_count_ = 0;
  };

  void take(std::span<const Row> rows) {
    table_.find_or_add(rows, [&](const auto& found, std::uint64_t hash, const Row& row) {
      if (row.item != no_period) mark(found, hash, row.item >> 6, std::uint64_t{1} << (row.item & 63));
    });
  }

  void make_room(std::size_t part) {
    WaitingPart& rows = parts_[part];
    take({rows.rows, rows.count});
    rows.count = 0;
    const std::uint32_t wanted = std::clamp<std::uint32_t>(std::bit_ceil(size_of_part(part)), 64, most_waiting);
    if (rows.room >= wanted) return;
    auto* larger = static_cast<Row*>(memory_->allocate(wanted * sizeof(Row), alignof(Row)));
    if (rows.rows) memory_->deallocate(rows.rows, rows.room * sizeof(Row), alignof(Row));
    rows.rows = larger;
    rows.room = wanted;
  }

  void mark(const typename Table::Found& found, std::uint64_t hash, std::int32_t block, std::uint64_t bits) {
    ActiveBlock& latest = found.record.value;
    if (latest.block == block || latest.bits == 0) {
      latest.block = block;
      latest.bits |= bits;
    } else {
      mark_older(found, hash, block, bits);
    }
  }

  [[gnu::noinline]] void mark_older(const typename Table::Found& found, std::uint64_t hash, std::int32_t block,
                                    std::uint64_t bits) {
    ActiveBlock& latest = found.record.value;
    std::uint32_t passed = 0;
    const bool indexed = latest.older & ActiveBlock::is_indexed;
    if (block > latest.block) {
      // In the record is the latest of all: this one is new, as it mostly is, since rows come in the order of time.
    } else if (indexed) {
      if (const std::uint32_t number = index_of(hash).find(found.id, block, table_.seed(), older_)) {
        older_[number - 1].bits |= bits;
        return;
      }
    } else {
      for (std::uint32_t number = latest.older; number != 0; ++passed) {
        ActiveBlock& older = older_[number - 1];
        if (older.block == block) {
          older.bits |= bits;
          return;
        }
        number = older.older;
      }
    }
    if (older_.size() >= ActiveBlock::is_indexed - 2)
      throw Error(ErrorKind::program_limit, "too much activity",
                  "One aggregate can keep about two billion blocks of 64 periods.",
                  "Split the population, for example by account, and add up the results.");
    ActiveBlock moving{bits, block, latest.next()};
    if (block > latest.block) {
      std::swap(moving.bits, latest.bits);
      std::swap(moving.block, latest.block);
    }
    older_.push(moving, *memory_, pages_);
    latest.older = older_.size() | (latest.older & ActiveBlock::is_indexed);
    if (indexed) {
      index_of(hash).add(found.id, older_.size(), table_.seed(), older_, *memory_);
    } else if (passed >= most_unindexed) {
      for (std::uint32_t number = latest.next(); number != 0; number = older_[number - 1].older)
        index_of(hash).add(found.id, number, table_.seed(), older_, *memory_);
      latest.older |= ActiveBlock::is_indexed;
    }
  }

  // The table's parts may have become more since; then records have forgotten that they are in an index.
  Index& index_of(std::uint64_t hash) {
    if (indexes_.size() != table_.parts()) indexes_.assign(table_.parts(), Index());
    return indexes_[table_.part_of(hash)];
  }

  void write_sizes(StateWriter& out) const {
    std::size_t texts = 0;
    for (std::size_t part = 0; part < parts(); ++part) texts += table_.text_bytes_of_part(part);
    constexpr std::size_t most_an_entity =
        (Table::of_text ? sizeof(std::uint32_t) : sizeof(Key)) + WrittenBlock::most_bytes + sizeof WrittenBlock::end;
    out.expect(2 * sizeof(std::uint64_t) + parts() * sizeof(std::uint32_t) + size() * most_an_entity + texts +
               older_.size() * WrittenBlock::most_bytes);
    out.put(std::uint64_t{size()});
    out.put(std::uint64_t{parts()});
  }

  std::pmr::memory_resource* memory_;
  Table table_;
  Pages pages_;
  Chunks<ActiveBlock> older_;
  Waiting waiting_;
  std::pmr::vector<WaitingPart> parts_;
  std::pmr::vector<Index> indexes_;
};

}  // namespace c360::activity
