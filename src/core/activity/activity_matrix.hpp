// Which periods (or days) each entity of a whole population was active in: a bit matrix that does its own grouping.
// Memory: about 24 bytes an entity for its key, and 8 bytes an entity for every 64 periods in which entities of its
// neighbourhood (4,096 by order of appearance) are active; it grows with distinct (entity, 64 periods), not with rows.
// Must not know: what is counted in the end.
#pragma once

#include <map>
#include <memory>

#include "core/base/day.hpp"
#include "core/base/entity_table.hpp"
#include "core/base/state.hpp"
#include "core/base/state_transfer.hpp"

namespace c360::activity {

template <class Key>
class ActivityMatrix {
 public:
  explicit ActivityMatrix(std::pmr::memory_resource& memory) : memory_(&memory), entities_(memory), columns_(&memory) {}

  // Rows wait in a batch, because the cost of a row is its cache misses, and those of a batch overlap.
  void add(const Key& key, std::int64_t bit) {
    if constexpr (std::is_same_v<Key, std::string_view>) {
      *word(entities_.find_or_add(key, hash_key(key)), word_of(bit)) |=
          bit_of(bit);  // the text is gone after this row: no waiting
    } else {
      waiting_[waiting_count_++] = {key, bit};
      if (waiting_count_ == batch) flush();
    }
  }

  void flush() {
    if constexpr (!std::is_same_v<Key, std::string_view>) {
      std::array<std::uint64_t, batch> hashes;
      std::array<std::uint64_t*, batch> words;
      for (std::size_t i = 0; i < waiting_count_; ++i) {
        hashes[i] = hash_key(waiting_[i].key);
        entities_.prefetch(hashes[i]);
      }
      for (std::size_t i = 0; i < waiting_count_; ++i) {
        words[i] = word(entities_.find_or_add(waiting_[i].key, hashes[i]), word_of(waiting_[i].bit));
        __builtin_prefetch(words[i], 1);
      }
      for (std::size_t i = 0; i < waiting_count_; ++i) *words[i] |= bit_of(waiting_[i].bit);
      waiting_count_ = 0;
    }
  }

  std::size_t size() const { return entities_.size(); }
  // How many words an entity has at most.
  std::size_t columns() const { return columns_.size(); }
  const Key& key(EntityId id) const { return entities_.key(id); }

  // An entity's words in ascending order of index; words that are zero may be left out. visit(index, bits).
  template <class Visit>
  void for_each_word(EntityId id, Visit visit) const {
    for (const auto& [index, column] : columns_)
      if (const std::uint64_t bits = column.read(id)) visit(index, bits);
  }

  // ---- for parallel plans, in steps of as many entities as touch so many words together

  std::size_t steps() const { return (size() + entities_a_step() - 1) / entities_a_step(); }

  void merge(const ActivityMatrix& other, std::size_t step) {
    other.for_each_entity(step, [&](EntityId theirs) {
      const EntityId mine = entities_.find_or_add(other.key(theirs), hash_key(other.key(theirs)));
      other.for_each_word(theirs, [&](std::int64_t index, std::uint64_t bits) { *word(mine, index) |= bits; });
    });
  }

  // Per entity its key, the number of its words, the words.
  void write(std::size_t step, StateWriter& out) const {
    for_each_entity(step, [&](EntityId id) {
      out.put_key(key(id));
      std::uint32_t words = 0;
      for_each_word(id, [&](std::int64_t, std::uint64_t) { ++words; });
      out.put(words);
      for_each_word(id, [&](std::int64_t index, std::uint64_t bits) {
        out.put(index);
        out.put(bits);
      });
    });
  }
  void read(StateReader& in) {
    for (std::size_t done = 0; done < words_a_step && !in.at_end(); ++done) {
      const Key key = in.take_key<Key>();
      const EntityId id = entities_.find_or_add(key, hash_key(key));
      for (auto words = in.take<std::uint32_t>(); words > 0; --words, ++done) {
        const auto index = in.take<std::int64_t>();
        *word(id, index) |= in.take<std::uint64_t>();
      }
    }
  }

  static constexpr std::int64_t word_of(std::int64_t bit) { return bit >> 6; }

 private:
  static constexpr std::size_t batch = 256;
  static constexpr std::size_t chunk_entities = 4096;
  std::size_t entities_a_step() const { return c360::entities_a_step(columns()); }
  template <class Visit>
  void for_each_entity(std::size_t step, Visit visit) const {
    const std::size_t from = step * entities_a_step(), to = std::min(size(), from + entities_a_step());
    for (std::size_t id = from; id < to; ++id) visit(static_cast<EntityId>(id));
  }

  // One word per entity, for one run of 64 periods; chunks appear when first written.
  struct Column {
    using allocator_type = std::pmr::polymorphic_allocator<>;
    explicit Column(allocator_type allocator) : chunks(allocator) {}

    std::uint64_t read(EntityId id) const {
      const std::size_t chunk = id / chunk_entities;
      return chunk < chunks.size() && chunks[chunk] ? chunks[chunk][id % chunk_entities] : 0;
    }
    std::pmr::vector<std::uint64_t*> chunks;
  };

  static constexpr std::uint64_t bit_of(std::int64_t bit) { return std::uint64_t{1} << (bit & 63); }

  // Words never move: the pointer stays good.
  std::uint64_t* word(EntityId id, std::int64_t index) {
    Column& column = this->column(index);
    const std::size_t chunk = id / chunk_entities;
    if (chunk >= column.chunks.size()) column.chunks.resize(chunk + 1);
    if (!column.chunks[chunk]) {
      void* fresh = memory_->allocate(chunk_entities * sizeof(std::uint64_t), alignof(std::uint64_t));
      std::memset(fresh, 0, chunk_entities * sizeof(std::uint64_t));
      column.chunks[chunk] = static_cast<std::uint64_t*>(fresh);
    }
    return &column.chunks[chunk][id % chunk_entities];
  }

  // Few columns are in use at a time: remember where they are, by the low bits of their index.
  Column& column(std::int64_t index) {
    Recent& recent = recent_[static_cast<std::size_t>(index) % recent_.size()];
    if (!recent.column || recent.index != index) recent = {index, &columns_.try_emplace(index).first->second};
    return *recent.column;
  }

  struct Waiting {
    Key key;
    std::int64_t bit;
  };
  struct Recent {
    std::int64_t index = 0;
    Column* column = nullptr;
  };

  std::pmr::memory_resource* memory_;
  EntityTable<Key> entities_;
  std::pmr::map<std::int64_t, Column> columns_;
  std::array<Recent, 64> recent_{};
  std::array<Waiting, batch> waiting_;
  std::size_t waiting_count_ = 0;
};

}  // namespace c360::activity
