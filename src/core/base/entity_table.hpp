// Numbers the distinct entities of a whole population: key → dense id, with no gap, in order of first appearance.
// Must not know: what is stored for an entity.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/error.hpp"

namespace c360 {

using EntityId = std::uint32_t;

// Long loops over entities go in steps of about a millisecond, so that a host can look at interrupts between them: as
// many entities as touch so many words together.
inline constexpr std::size_t words_a_step = 1 << 16;
inline constexpr std::size_t entities_a_step(std::size_t words_an_entity) {
  return std::clamp<std::size_t>(words_a_step / std::max<std::size_t>(words_an_entity, 1), 1, 4096);
}

// Mixes 64 bits so that neighbouring keys spread over the table (the finalizer of MurmurHash3, public domain).
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ x >> 33;
}

struct Uuid {
  std::uint64_t low = 0, high = 0;
  friend bool operator==(const Uuid&, const Uuid&) = default;
};

inline std::uint64_t hash_key(std::int64_t key) { return mix(static_cast<std::uint64_t>(key)); }
inline std::uint64_t hash_key(const Uuid& key) { return mix(key.low ^ mix(key.high)); }
inline std::uint64_t hash_key(std::string_view key) {
  std::uint64_t hash = key.size() * 0x9e3779b97f4a7c15ULL;
  std::size_t at = 0;
  for (; at + 8 <= key.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, key.data() + at, 8);
    hash = mix(hash ^ word);
  }
  std::uint64_t rest = 0;
  if (at < key.size()) std::memcpy(&rest, key.data() + at, key.size() - at);  // an empty text may stand nowhere
  return mix(hash ^ rest);
}

// Keys by value for fixed sizes; text is copied into pages that never move, so that a view stays valid.
template <class Key>
class EntityTable {
 public:
  explicit EntityTable(std::pmr::memory_resource& memory) : memory_(&memory), slots_(&memory), keys_(&memory) {
    slots_.resize(1024);
  }

  std::size_t size() const { return keys_.size(); }
  const Key& key(EntityId id) const { return keys_[id]; }

  // Two steps, so that a batch of rows can have all its cache misses under way at once.
  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }
  EntityId find_or_add(const Key& key, std::uint64_t hash) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      Slot& slot = slots_[at];
      if (slot.id_plus_one == 0) return add(slot, key, hash);
      if (slot.check == check_of(hash) && slot_key(slot) == key) return slot.id_plus_one - 1;
    }
  }

 private:
  // Integer keys stand in the slot itself: one cache miss a look-up instead of two.
  static constexpr bool key_in_slot = std::is_same_v<Key, std::int64_t>;
  struct SlotWithKey {
    std::int64_t key;
    std::uint32_t id_plus_one;
    std::uint32_t check;
  };
  struct SlotWithout {
    std::uint32_t id_plus_one;
    std::uint32_t check;
  };
  using Slot = std::conditional_t<key_in_slot, SlotWithKey, SlotWithout>;

  static std::uint32_t check_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  const Key& slot_key(const Slot& slot) const {
    if constexpr (key_in_slot)
      return slot.key;
    else
      return keys_[slot.id_plus_one - 1];
  }

  EntityId add(Slot& slot, const Key& key, std::uint64_t hash) {
    if (keys_.size() >= 0xfffffffeu)
      throw Error(ErrorKind::out_of_range, "too many entities",
                  "One aggregate can distinguish at most 4,294,967,294 entities.",
                  "Split the population, for example by account, and add up the results.");
    keys_.push_back(keep(key));
    const auto id = static_cast<EntityId>(keys_.size() - 1);
    slot.id_plus_one = id + 1;
    slot.check = check_of(hash);
    if constexpr (key_in_slot) slot.key = key;
    if (keys_.size() * 2 > slots_.size()) rebuild();
    return id;
  }

  void rebuild() {
    std::pmr::vector<Slot> larger(slots_.size() * 2, memory_);
    const std::size_t mask = larger.size() - 1;
    for (EntityId id = 0; id < keys_.size(); ++id) {
      const std::uint64_t hash = hash_key(keys_[id]);
      std::size_t at = hash & mask;
      while (larger[at].id_plus_one != 0) at = (at + 1) & mask;
      larger[at].id_plus_one = id + 1;
      larger[at].check = check_of(hash);
      if constexpr (key_in_slot) larger[at].key = keys_[id];
    }
    slots_.swap(larger);
  }

  const Key& keep(const Key& key) requires(!std::is_same_v<Key, std::string_view>) { return key; }
  std::string_view keep(std::string_view key) requires std::is_same_v<Key, std::string_view> {
    static constexpr std::size_t page_size = 1 << 16;
    if (key.size() > page_left_) {
      page_left_ = std::max(page_size, key.size());
      page_ = static_cast<char*>(memory_->allocate(page_left_, 1));
    }
    char* copy = page_;
    if (!key.empty()) std::memcpy(copy, key.data(), key.size());
    page_ += key.size();
    page_left_ -= key.size();
    return {copy, key.size()};
  }

  std::pmr::memory_resource* memory_;
  std::pmr::vector<Slot> slots_;
  std::pmr::vector<Key> keys_;
  char* page_ = nullptr;
  std::size_t page_left_ = 0;
};

}  // namespace c360
