// The graph of identifiers seen together (METRICS E1), as it is stored: each identifier, each pair, and when it was
// first seen. Which of them are one entity is found when asked for (entities.hpp), so that an older pair may come
// later. Must not know: rows, text forms, entities.
#pragma once

#include <compare>
#include <string_view>

#include "core/base/instant.hpp"
#include "core/base/state.hpp"
#include "core/identity/limits.hpp"

namespace c360::identity {

// Two identifiers by their numbers, the lower one first.
struct Pair {
  std::uint32_t a, b;
  Instant first_seen;
};
static_assert(sizeof(Pair) == 16);

// Format, version 1: StateHeader · uint32 kinds, identifiers, pairs, bytes of the kinds' names, bytes of the
// identifiers, 1 where plus addresses are the same · kinds × (uint32 end of its name, end of its identifiers, most per
// entity, most links; 0: no limit), ascending by name, each with an identifier or a limit · identifiers × (int64 first
// seen, uint32 end of its text), ascending by kind, then by text · the names · the texts, in UTF-8 · pairs × (uint32
// lower, higher number of an identifier, int64 first seen), ascending, none twice, none seen before its identifiers.
// Order of texts is that of their bytes.
class GraphView {
 public:
  static constexpr StateType type{22};
  static constexpr std::string_view name = "identity_graph";
  static constexpr std::size_t most_kinds = 255;

  struct Front {
    StateHeader header{.type = type};
    std::uint32_t kinds = 0, identifiers = 0, pairs = 0, name_bytes = 0, text_bytes = 0, plus_addresses_are_same = 0;
  };
  struct Kind {
    std::uint32_t name_end, identifiers_end;
    KindLimits limits;
  };
  static_assert(sizeof(Front) == 28 && sizeof(Kind) == 16);
  static constexpr std::size_t identifier_size = 12;

  // The cheap check; trusts what only this code and validate() let in.
  explicit GraphView(ConstBytes bytes);
  // Every invariant of bytes from outside. Throws invalid_binary.
  static void validate(ConstBytes bytes);

  std::uint32_t kinds() const { return front_.kinds; }
  std::uint32_t identifiers() const { return front_.identifiers; }
  std::uint32_t pairs() const { return front_.pairs; }
  bool plus_addresses_are_same() const { return front_.plus_addresses_are_same != 0; }
  Limits limits() const;

  Kind kind(std::uint32_t i) const { return load<Kind>(bytes_.data() + sizeof(Front) + i * sizeof(Kind)); }
  std::string_view kind_name(std::uint32_t i) const {
    return between(names_at_, i == 0 ? 0 : kind(i - 1).name_end, kind(i).name_end);
  }
  std::uint32_t kind_begin(std::uint32_t i) const { return i == 0 ? 0 : kind(i - 1).identifiers_end; }
  // Of an identifier.
  std::uint32_t kind_of(std::uint32_t identifier) const;

  Instant first_seen(std::uint32_t i) const { return {load<std::int64_t>(identifier_at(i))}; }
  std::string_view text(std::uint32_t i) const { return between(texts_at_, i == 0 ? 0 : text_end(i - 1), text_end(i)); }
  Pair pair(std::uint32_t i) const { return load<Pair>(bytes_.data() + pairs_at_ + i * sizeof(Pair)); }

  // What is asked for in no order costs a miss of the cache, unless it was asked for a while before: first where the
  // text stands, then the text.
  void expect(std::uint32_t identifier) const { __builtin_prefetch(identifier_at(identifier)); }
  void expect_text(std::uint32_t identifier) const { __builtin_prefetch(text(identifier).data()); }
  void expect_pair(std::uint32_t pair) const { __builtin_prefetch(bytes_.data() + pairs_at_ + pair * sizeof(Pair)); }

  ConstBytes value_bytes() const { return bytes_; }

  // Where the parts of a graph with these counts begin, and its size.
  struct Layout {
    explicit Layout(const Front& front)
        : identifiers_at(sizeof(Front) + front.kinds * sizeof(Kind)),
          names_at(identifiers_at + front.identifiers * identifier_size),
          texts_at(names_at + front.name_bytes),
          pairs_at(texts_at + front.text_bytes),
          size(pairs_at + front.pairs * sizeof(Pair)) {}
    std::size_t identifiers_at, names_at, texts_at, pairs_at, size;
  };

 private:
  const std::byte* identifier_at(std::uint32_t i) const {
    return bytes_.data() + identifiers_at_ + i * identifier_size;
  }
  std::uint32_t text_end(std::uint32_t i) const { return load<std::uint32_t>(identifier_at(i) + 8); }
  std::string_view between(std::size_t base, std::uint32_t from, std::uint32_t to) const {
    return {reinterpret_cast<const char*>(bytes_.data()) + base + from, to - from};
  }
  void validate_kinds() const;
  void validate_identifiers() const;
  void validate_pairs() const;

  ConstBytes bytes_;
  Front front_;
  std::size_t identifiers_at_ = 0, names_at_ = 0, texts_at_ = 0, pairs_at_ = 0;
};

// A total order, of the bytes; equal graphs have equal bytes.
std::strong_ordering compare(const GraphView& a, const GraphView& b);

}  // namespace c360::identity
