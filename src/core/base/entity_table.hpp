// Finds the entities of a whole population: key → a record of its own, made when the key is first seen.
// Must not know: what is stored for an entity.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/error.hpp"

namespace c360 {

// Whoever knows how keys are hashed can choose keys that all meet in one place, and make a query of seconds one of
// hours. So the host draws a seed for every query. No answer depends on it.
struct HashSeed {
  HashSeed() : HashSeed(0, 0) {}
  // Any two numbers; what is multiplied with is far from small ones.
  HashSeed(std::uint64_t a, std::uint64_t b) : first(a ^ 0x9e3779b97f4a7c15), second(b ^ 0xe7037ed1a0b428db) {}
  std::uint64_t first, second;
};

struct Uuid {
  std::uint64_t low = 0, high = 0;
  friend bool operator==(const Uuid&, const Uuid&) = default;
};

// After wyhash (Wang Yi, public domain): both halves of a product of 64 bits by 64, folded.
inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product >> 64) ^ static_cast<std::uint64_t>(product);
}
inline std::uint64_t hash_key(std::int64_t key, const HashSeed& seed) {
  return fold(fold(static_cast<std::uint64_t>(key) ^ seed.first, seed.second), seed.first);
}
inline std::uint64_t hash_key(const Uuid& key, const HashSeed& seed) {
  return fold(fold(key.low ^ seed.first, key.high ^ seed.second), seed.first);
}
inline std::uint64_t hash_key(std::string_view key, const HashSeed& seed) {
  const auto word = [](const char* at) {
    std::uint64_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
  };
  const auto half = [](const char* at) {
    std::uint32_t value;
    std::memcpy(&value, at, sizeof value);
    return std::uint64_t{value};
  };
  const char* at = key.data();
  std::size_t left = key.size();
  std::uint64_t state = seed.first, a = 0, b = 0;
  if (left > 16) {
    for (; left > 16; left -= 16, at += 16) state = fold(word(at) ^ seed.second, word(at + 8) ^ state);
    a = word(at + left - 16);  // the last 16 bytes, some of them a second time
    b = word(at + left - 8);
  } else if (left >= 4) {
    const std::size_t middle = left / 8 * 4;
    a = half(at) << 32 | half(at + middle);
    b = half(at + left - 4) << 32 | half(at + left - 4 - middle);
  } else if (left > 0) {  // an empty text may stand nowhere
    const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(at[i])}; };
    a = byte(0) << 16 | byte(left / 2) << 8 | byte(left - 1);
  }
  return fold(seed.second ^ key.size(), fold(a ^ seed.second, b ^ state));
}

// Memory in pages, for what stays until the whole goes. Pages grow with the whole, so that a small one is small and
// a large one has no more than a sixteenth to spare.
class Pages {
 public:
  explicit Pages(std::pmr::memory_resource& memory) : memory_(&memory) {}

  void* take(std::size_t size, std::size_t alignment) {
    std::size_t skip = (alignment - reinterpret_cast<std::uintptr_t>(next_) % alignment) % alignment;
    if (next_ == nullptr || skip + size > left_) {
      left_ = std::max(std::clamp<std::size_t>(taken_ / 16, smallest, largest), size);
      next_ = static_cast<std::byte*>(memory_->allocate(left_, alignof(std::uint64_t)));
      taken_ += left_;
      skip = 0;
    }
    std::byte* const at = next_ + skip;
    next_ += skip + size;
    left_ -= skip + size;
    return at;
  }

 private:
  static constexpr std::size_t smallest = 1024, largest = 1 << 20;

  std::pmr::memory_resource* memory_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0, taken_ = 0;
};

// An array that grows without moving what is there, but for its first few elements.
template <class T>
class Chunks {
 public:
  static_assert(std::is_trivially_copyable_v<T>);
  static constexpr std::uint32_t chunk = 256;

  std::uint32_t size() const { return size_; }
  T& operator[](std::uint32_t i) { return chunks_[i / chunk][i % chunk]; }
  const T& operator[](std::uint32_t i) const { return chunks_[i / chunk][i % chunk]; }

  T& push(const T& value, std::pmr::memory_resource& memory, Pages& pages) {
    if (size_ == room_) [[unlikely]]
      grow(memory, pages);
    return (*this)[size_++] = value;
  }

 private:
  void grow(std::pmr::memory_resource& memory, Pages& pages) {
    if (room_ < chunk) {
      const std::uint32_t room = std::max<std::uint32_t>(room_ * 2, 8);
      auto* first = static_cast<T*>(memory.allocate(room * sizeof(T), alignof(T)));
      if (room_ != 0) {
        std::memcpy(static_cast<void*>(first), chunks_[0], room_ * sizeof(T));
        memory.deallocate(chunks_[0], room_ * sizeof(T), alignof(T));
      } else {
        chunks_ = static_cast<T**>(memory.allocate(sizeof(T*), alignof(T*)));
        chunks_room_ = 1;
      }
      chunks_[0] = first;
      room_ = room;
      return;
    }
    const std::uint32_t count = size_ / chunk;
    if (count == chunks_room_) {
      auto** larger = static_cast<T**>(memory.allocate(chunks_room_ * 2 * sizeof(T*), alignof(T*)));
      std::memcpy(larger, chunks_, count * sizeof(T*));
      memory.deallocate(chunks_, chunks_room_ * sizeof(T*), alignof(T*));
      chunks_ = larger;
      chunks_room_ *= 2;
    }
    chunks_[count] = static_cast<T*>(pages.take(chunk * sizeof(T), alignof(T)));
    room_ += chunk;
  }

  T** chunks_ = nullptr;
  std::uint32_t size_ = 0, room_ = 0, chunks_room_ = 0;
};

// Where many lists are written to in turn, a list's next line of the cache comes in before its turn; else the stores
// wait for it, and whatever runs meanwhile waits for the stores. Always inlined: GCC 12 takes a function that does
// nothing but prefetch for one without effect, and drops its calls.
[[gnu::always_inline]] inline void prefetch_next_line(const void* end_of_list) {
  __builtin_prefetch(static_cast<const std::byte*>(end_of_list) + 64, 1);
}

// What a table keeps of a key: fixed sizes by value, of a text where its copy stands, behind its length.
template <class Key, std::size_t inline_size = 0>
struct KeptKey {
  Key kept;
  Key key() const { return kept; }
};
template <>
struct KeptKey<std::string_view> {
  const std::byte* kept;
  std::string_view key() const {
    return {reinterpret_cast<const char*>(kept) + sizeof(std::uint32_t), load<std::uint32_t>(kept)};
  }
  const std::byte* elsewhere() const { return kept; }
};
// A text of fewer bytes stands in the record itself, which spares a miss of the cache.
template <std::size_t inline_size>
struct KeptKey<std::string_view, inline_size> {
  static_assert(inline_size >= sizeof(std::byte*) + 1 && inline_size <= 255);
  static constexpr std::uint8_t is_elsewhere = 255;
  std::array<std::byte, inline_size - 1> kept;  // the text, or where its copy stands
  std::uint8_t size;
  std::string_view key() const {
    if (size != is_elsewhere) [[likely]]
      return {reinterpret_cast<const char*>(kept.data()), size};
    return KeptKey<std::string_view>{elsewhere()}.key();
  }
  // Null where the text is here.
  const std::byte* elsewhere() const { return size == is_elsewhere ? load<const std::byte*>(kept.data()) : nullptr; }
};

// Records stand in parts by their key's hash: one part at first, then 256. A part of a large population fits the
// processor's cache, and it alone is rebuilt when it grows. Memory: the key, the value, and 5 to 11 bytes for the slots
// that lead to them; text is copied, one of fewer than `inline_size` bytes into its record.
template <class Key, class Value, std::size_t inline_size = 0>
class EntityTable {
 public:
  static constexpr bool of_text = std::is_same_v<Key, std::string_view>;
  struct Record {
    KeptKey<Key, inline_size> kept;
    Value value;
    Key key() const { return kept.key(); }
  };
  static constexpr std::size_t most_parts = 256;
  static constexpr std::size_t entities_of_one_part = 4096;

  EntityTable(std::pmr::memory_resource& memory, const HashSeed& seed)
      : memory_(&memory), seed_(seed), pages_(memory), parts_(1, &memory) {}

  const HashSeed& seed() const { return seed_; }
  std::uint64_t hash(const Key& key) const { return hash_key(key, seed_); }
  std::size_t size() const { return size_; }
  std::size_t parts() const { return parts_.size(); }
  std::uint32_t size_of_part(std::size_t part) const { return parts_[part].records.size(); }
  std::size_t text_bytes_of_part(std::size_t part) const { return parts_[part].text_bytes; }
  std::size_t part_of(std::uint64_t hash) const { return parts_.size() == 1 ? 0 : hash >> 56; }
  Record& record(std::size_t part, std::uint32_t id) { return parts_[part].records[id]; }
  const Record& record(std::size_t part, std::uint32_t id) const { return parts_[part].records[id]; }

  struct Found {
    Record& record;  // until the next key is added
    std::uint32_t id;
    bool is_new;
  };
  Found find_or_add(const Key& key, std::uint64_t hash) {
    Part& part = parts_[part_of(hash)];
    if (part.slots) [[likely]] {
      std::uint32_t at = first_slot(part, static_cast<std::uint32_t>(hash));
      while (const std::uint32_t number = next_number(part, at, hash)) {
        Record& record = part.records[number - 1];
        if (record.key() == key) return {record, number - 1, false};
      }
    }
    return add(key, hash);
  }

  // The same for the keys of many rows, in steps, so that the cache misses of a whole batch are under way at once.
  // use(found, hash, row)
  template <class Row, class Use>
  void find_or_add(std::span<Row> rows, Use use) {
    std::array<std::uint64_t, batch> hashes;
    std::array<std::uint32_t, batch> candidates;
    for (; !rows.empty(); rows = rows.subspan(std::min(rows.size(), batch))) {
      const std::size_t count = std::min(rows.size(), batch);
      for (std::size_t i = 0; i < count; ++i) {
        hashes[i] = hash(rows[i].key);
        const Part& part = parts_[part_of(hashes[i])];
        if (part.slots) __builtin_prefetch(&part.slots[first_slot(part, static_cast<std::uint32_t>(hashes[i]))]);
      }
      for (std::size_t i = 0; i < count; ++i) {
        const Part& part = parts_[part_of(hashes[i])];
        std::uint32_t at = first_slot(part, static_cast<std::uint32_t>(hashes[i]));
        candidates[i] = part.slots ? next_number(part, at, hashes[i]) : 0;
        if (candidates[i] != 0) {
          const Record& record = part.records[candidates[i] - 1];
          __builtin_prefetch(&record);
          if constexpr (inline_size != 0) __builtin_prefetch(&record.value);  // perhaps in the next line
        }
      }
      if constexpr (of_text)
        for (std::size_t i = 0; i < count; ++i)
          if (candidates[i] != 0) {
            const std::byte* text = parts_[part_of(hashes[i])].records[candidates[i] - 1].kept.elsewhere();
            if (text == nullptr) continue;  // it stands in the record
            __builtin_prefetch(text);
            __builtin_prefetch(text + 32);
          }
      for (std::size_t i = 0; i < count; ++i)
        use(find_or_add(rows[i].key, hashes[i], candidates[i]), hashes[i], rows[i]);
    }
  }

  // The keys to come are many: parts at once.
  void expect(std::size_t entities) {
    if (parts_.size() == 1 && entities > entities_of_one_part) split();
  }

 private:
  // A value with room for 32 bits of the hash: the tag, and those that lead to a slot. Then no text is read when a part
  // grows.
  static constexpr bool keeps_hash = requires(Value value) { value.place_in_table; };

  // A slot: eight bits of the hash, and the record's number, from 1; 0 is free.
  static constexpr std::uint32_t tag_mask = 0xff000000;
  static std::uint32_t place_of(std::uint64_t hash) {
    return tag_of(hash) | (static_cast<std::uint32_t>(hash) & ~tag_mask);
  }
  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 24) & tag_mask; }

  static constexpr std::size_t batch = 128;

  struct Part {
    std::uint32_t* slots = nullptr;
    std::uint32_t mask = 0;
    std::size_t text_bytes = 0;
    Chunks<Record> records;
  };

  // Of a hash, or of a place, which has fewer bits of it.
  static std::uint32_t first_slot(const Part& part, std::uint32_t place) { return place & ~tag_mask & part.mask; }

  // The number of the next record, from the slot `at` on, that may be the key's; 0 where there is none.
  static std::uint32_t next_number(const Part& part, std::uint32_t& at, std::uint64_t hash) {
    const std::uint32_t tag = tag_of(hash);
    for (;;) {
      const std::uint32_t slot = part.slots[at];
      if (slot == 0) return 0;
      at = (at + 1) & part.mask;
      if ((slot & tag_mask) == tag) return slot & ~tag_mask;
    }
  }

  // The candidate was found before the rows in front of this one were added, and may be another one by now.
  Found find_or_add(const Key& key, std::uint64_t hash, std::uint32_t candidate) {
    Part& part = parts_[part_of(hash)];
    if (candidate != 0 && candidate <= part.records.size()) [[likely]] {
      Record& record = part.records[candidate - 1];
      if (record.key() == key) return {record, candidate - 1, false};
    }
    return find_or_add(key, hash);
  }

  Found add(const Key& key, std::uint64_t hash) {
    if (parts_.size() == 1 && size_ >= entities_of_one_part) split();
    Part& part = parts_[part_of(hash)];
    const std::uint32_t id = part.records.size();
    if (id >= ~tag_mask - 1)
      throw Error(ErrorKind::program_limit, "too many entities",
                  "One aggregate can distinguish about four billion entities.",
                  "Split the population, for example by account, and add up the results.");
    if (!part.slots || (std::uint64_t{id} + 1) * 4 > (std::uint64_t{part.mask} + 1) * 3) rebuild(part);
    Record& record = part.records.push({keep(part, key), Value{}}, *memory_, pages_);
    if constexpr (keeps_hash) record.value.place_in_table = place_of(hash);
    place(part, id, place_of(hash));
    ++size_;
    return {record, id, true};
  }

  static void place(Part& part, std::uint32_t id, std::uint32_t place) {
    std::uint32_t at = first_slot(part, place);
    while (part.slots[at] != 0) at = (at + 1) & part.mask;
    part.slots[at] = (place & tag_mask) | (id + 1);
  }

  void rebuild(Part& part) {
    const std::size_t before = part.slots ? std::size_t{part.mask} + 1 : 0;
    const std::size_t count = std::max<std::size_t>(before * 2, 16);
    auto* larger =
        static_cast<std::uint32_t*>(memory_->allocate(count * sizeof(std::uint32_t), alignof(std::uint32_t)));
    std::memset(larger, 0, count * sizeof(std::uint32_t));
    if (part.slots) memory_->deallocate(part.slots, before * sizeof(std::uint32_t), alignof(std::uint32_t));
    part.slots = larger;
    part.mask = static_cast<std::uint32_t>(count - 1);
    constexpr std::uint32_t ahead = 16;  // texts, which lie anywhere, come in before they are hashed
    for (std::uint32_t id = 0; id < part.records.size(); ++id) {
      if constexpr (keeps_hash) {
        place(part, id, part.records[id].value.place_in_table);
      } else {
        if constexpr (of_text)
          if (id + ahead < part.records.size()) __builtin_prefetch(part.records[id + ahead].kept.elsewhere());
        place(part, id, place_of(hash(part.records[id].key())));
      }
    }
  }

  // Records move, texts stay where they are.
  void split() {
    Part whole = parts_[0];
    parts_[0] = {};
    parts_.resize(most_parts);
    for (std::uint32_t id = 0; id < whole.records.size(); ++id) {
      const Record& record = whole.records[id];
      const std::uint64_t hash = this->hash(record.key());
      Part& part = parts_[part_of(hash)];
      const std::uint32_t moved = part.records.size();
      if (!part.slots || (std::uint64_t{moved} + 1) * 4 > (std::uint64_t{part.mask} + 1) * 3) rebuild(part);
      if constexpr (of_text) part.text_bytes += record.key().size();
      part.records.push(record, *memory_, pages_);
      place(part, moved, place_of(hash));
    }
    if (whole.slots)
      memory_->deallocate(whole.slots, (std::size_t{whole.mask} + 1) * sizeof(std::uint32_t), alignof(std::uint32_t));
  }

  KeptKey<Key, inline_size> keep(Part& part, const Key& key) {
    if constexpr (of_text) {
      KeptKey<Key, inline_size> kept;
      if constexpr (inline_size != 0) {
        if (key.size() < inline_size) {
          kept.size = static_cast<std::uint8_t>(key.size());
          if (!key.empty()) std::memcpy(kept.kept.data(), key.data(), key.size());
          part.text_bytes += key.size();
          return kept;
        }
        kept.size = kept.is_elsewhere;
      }
      auto* copy = static_cast<std::byte*>(pages_.take(sizeof(std::uint32_t) + key.size(), 1));
      store(copy, static_cast<std::uint32_t>(key.size()));
      if (!key.empty()) std::memcpy(copy + sizeof(std::uint32_t), key.data(), key.size());
      part.text_bytes += key.size();
      if constexpr (inline_size != 0)
        store(kept.kept.data(), static_cast<const std::byte*>(copy));
      else
        kept.kept = copy;
      return kept;
    } else {
      return {key};
    }
  }

  std::pmr::memory_resource* memory_;
  HashSeed seed_;
  Pages pages_;
  std::pmr::vector<Part> parts_;
  std::size_t size_ = 0;
};

// Rows that wait until there are enough of them: the cost of a row is its cache misses, and those of a batch overlap.
// A text is copied, because it is gone after its row.
template <class Key, class Item>
class WaitingRows {
 public:
  struct Row {
    Key key;
    Item item;
  };
  static constexpr std::uint32_t most = 256;

  explicit WaitingRows(std::pmr::memory_resource& memory) : memory_(&memory) {}

  bool empty() const { return count_ == 0; }
  std::span<const Row> rows() const { return {rows_, count_}; }
  // Whether there is room for one more.
  bool fits(const Key& key) const {
    if constexpr (std::is_same_v<Key, std::string_view>)
      if (key.size() > text_room_ - text_size_) return false;
    return count_ < room_;
  }
  void add(const Key& key, const Item& item) {
    if constexpr (std::is_same_v<Key, std::string_view>) {
      char* copy = text_ + text_size_;
      if (!key.empty()) std::memcpy(copy, key.data(), key.size());
      text_size_ += key.size();
      rows_[count_++] = {{copy, key.size()}, item};
    } else {
      rows_[count_++] = {key, item};
    }
  }
  void clear() {
    count_ = 0;
    text_size_ = 0;
  }
  // Of no rows: room for more, and for this key.
  void grow(const Key& key) {
    if (room_ < most) {
      const std::uint32_t room = std::max<std::uint32_t>(room_ * 4, 16);
      Row* larger = static_cast<Row*>(memory_->allocate(room * sizeof(Row), alignof(Row)));
      if (rows_) memory_->deallocate(rows_, room_ * sizeof(Row), alignof(Row));
      rows_ = larger;
      room_ = room;
    }
    if constexpr (std::is_same_v<Key, std::string_view>) {
      const std::size_t wanted = std::max<std::size_t>(room_ * 32, key.size());
      if (wanted > text_room_) {
        char* larger = static_cast<char*>(memory_->allocate(wanted, 1));
        if (text_) memory_->deallocate(text_, text_room_, 1);
        text_ = larger;
        text_room_ = wanted;
      }
    }
  }

 private:
  std::pmr::memory_resource* memory_;
  Row* rows_ = nullptr;
  std::uint32_t count_ = 0, room_ = 0;
  char* text_ = nullptr;
  std::size_t text_size_ = 0, text_room_ = 0;
};

}  // namespace c360
