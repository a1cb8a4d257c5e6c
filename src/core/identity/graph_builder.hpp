// Gathers a graph of identifiers from rows, graphs and parts of itself, in any order (METRICS E1). Memory grows with
// distinct identifiers, about 70 bytes each, and their text where it has 39 or more, and with distinct pairs, at most
// 64 bytes each, beyond the first four million rows. Must not know: entities, text forms.
#pragma once

#include <array>
#include <memory_resource>
#include <optional>
#include <vector>

#include "core/base/entity_table.hpp"
#include "core/base/radix_sort.hpp"
#include "core/base/state_transfer.hpp"
#include "core/base/steps.hpp"
#include "core/identity/graph.hpp"

namespace c360::identity {

class GraphBuilder {
 public:
  // Two identifiers seen together. One without a kind or a text is none, and the other was seen alone.
  struct Row {
    std::string_view a_kind, a, b_kind, b;
    Instant at;
  };

  GraphBuilder(std::pmr::memory_resource& memory, const Limits& limits, const HashSeed& seed);

  const Limits& limits() const { return limits_; }
  // Throws invalid_parameter where the limits are others.
  void check(const Limits& limits) const;
  // Throws invalid_parameter for a kind that is no kind; program_limit for too many of them.
  void add(const Row& row);

  // What was added waits for its turn; a flush is its turn.
  void flush();
  // Identifiers and pairs, some pairs perhaps several times.
  std::size_t size() const;

  // ---- a graph with the same limits, or another builder, in steps

  class GraphReader;

  std::size_t steps() const { return table_.parts() + pairs_.size(); }
  void merge(const GraphBuilder& other, std::size_t step);

  // As bytes: counts and the names of kinds; part by part the identifiers, behind those their texts; the pairs.
  std::size_t steps_to_write() const { return 1 + steps(); }
  void write(std::size_t step, StateWriter& out);
  // What write() wrote, read where it is: the bytes must stay.
  class Reader;

 private:
  friend class GraphWriter;

  static constexpr std::size_t pairs_together = 8192, hashes = 256, least_compacted = 16384;

  // A record's value.
  struct Seen {
    Instant first;
    std::uint32_t number = 0;  // in order of appearance
    std::uint32_t place_in_table = 0;
  };
  struct Sighting {
    Instant at;
    bool is_second;  // of the one before
  };
  struct Arrival {
    Instant first_seen;
    std::uint32_t number;  // where it comes from
  };
  // An identifier's key: the number of its kind, one byte, and its text; a usual one stands in its record.
  using Table = EntityTable<std::string_view, Seen, 40>;
  // All pairs, or those with one of 256 hashes.
  struct PairsOfHash {
    using allocator_type = std::pmr::polymorphic_allocator<>;
    explicit PairsOfHash(allocator_type allocator) : pairs(allocator) {}
    PairsOfHash(PairsOfHash&& other, allocator_type allocator)
        : pairs(std::move(other.pairs), allocator), most(other.most) {}
    std::pmr::vector<Pair> pairs;
    std::size_t most = least_compacted;  // then it is compacted
  };
  struct Kind {
    KindName name;
    KindLimits limits;
    bool is_email;
  };
  // As a kind is written, so that it is looked up once.
  struct KnownKind {
    std::array<char, KindName::longest> text;
    std::uint8_t size = 0;
    std::uint8_t number;
  };

  static constexpr std::uint8_t no_kind = 255;
  std::uint8_t number_of(std::string_view kind);
  std::uint8_t find_or_add_kind(std::string_view name);
  bool add_side(std::string_view kind, std::string_view text, Instant at, bool is_second);
  template <class Waiting, class Use>
  void look_up(Waiting& waiting, Use use);
  void add_pair(Pair pair);
  void make_room(PairsOfHash& part, const Pair& pair);

  // ---- identifiers of somewhere else: their kinds and numbers there become kinds and numbers here

  void begin_arrival(std::size_t identifiers);
  void arrive(std::uint8_t kind, std::string_view text, Arrival arrival);
  void arrive(std::string_view key, Arrival arrival) {
    arrive(arrived_kinds_[static_cast<unsigned char>(key.front())], key.substr(1), arrival);
  }
  void settle_arrivals();
  void arrive(const Pair& pair);

  std::pmr::memory_resource* memory_;
  Limits limits_;
  std::pmr::vector<Kind> kinds_;
  std::array<KnownKind, 16> known_kinds_{};
  Table table_;
  WaitingRows<std::string_view, Sighting> waiting_;
  std::pmr::vector<char> key_;
  std::uint32_t first_of_pair_ = 0;
  std::pmr::vector<PairsOfHash> pairs_;

  std::array<std::uint8_t, 256> arrived_kinds_{};
  std::pmr::vector<std::uint32_t> arrived_;
  WaitingRows<std::string_view, Arrival> arriving_;
};

// Adds a graph in steps. Throws invalid_parameter where its limits are others.
class GraphBuilder::GraphReader {
 public:
  GraphReader(GraphBuilder& builder, const GraphView& graph);
  bool step();

 private:
  GraphBuilder& builder_;
  GraphView graph_;
  std::uint32_t kind_ = 0, next_identifier_ = 0, next_pair_ = 0;
};

class GraphBuilder::Reader {
 public:
  explicit Reader(StateReader& in);
  std::size_t steps() const { return part_sizes_.size() / 4 + hash_sizes_.size() / 4; }
  // Steps follow each other, each once.
  void merge_into(GraphBuilder& builder, std::size_t step);

 private:
  StateReader in_;
  std::uint32_t identifiers_ = 0, kinds_ = 0;
  ConstBytes part_sizes_, hash_sizes_;
};

// The graph of a builder that has been flushed, in steps; the builder stays as it is.
class GraphWriter {
 public:
  GraphWriter(const GraphBuilder& builder, std::pmr::memory_resource& memory);
  bool step();
  // In the end; its memory has spare room behind.
  StateBuffer& buffer() { return buffer_; }
  std::size_t size() const { return layout_->size; }

 private:
  enum class Phase { gather, sort, write, number_pairs, place_pairs, write_pairs, done };
  static constexpr std::size_t pairs_ahead = 16;
  using Record = GraphBuilder::Table::Record;
  // Kind and the first fifteen bytes of the text decide nearly every comparison; they need no look at the text.
  struct Item {
    std::uint64_t high, low;
    const Record* record;
    std::string_view text() const { return record->key().substr(1); }
  };
  struct ByteOfItem {
    std::uint8_t operator()(const Item& item, std::uint32_t i) const {
      return static_cast<std::uint8_t>((i < 8 ? item.high : item.low) >> (56 - 8 * (i % 8)));
    }
  };
  struct PairBefore {
    bool operator()(const Pair& x, const Pair& y) const { return x.b != y.b ? x.b < y.b : x.first_seen < y.first_seen; }
  };
  struct Before {
    bool operator()(const Item& x, const Item& y) const {
      if (x.high != y.high) return x.high < y.high;
      if (x.low != y.low) return x.low < y.low;
      return x.text() < y.text();
    }
  };

  bool gather();
  void lay_out();
  bool write_identifiers();
  bool number_pairs();
  bool place_pairs();
  bool write_pairs();
  void write_front();

  const GraphBuilder& builder_;
  std::pmr::memory_resource* memory_;
  StateBuffer buffer_;
  Phase phase_ = Phase::gather;
  std::array<std::uint8_t, GraphView::most_kinds> rank_of_kind_{}, kind_of_rank_{};
  std::array<std::uint32_t, GraphView::most_kinds> identifiers_of_rank_{};
  std::pmr::vector<Item> items_;
  std::optional<SteppedRadixSort<Item, ByteOfItem, Before>> sort_;
  std::optional<GraphView::Layout> layout_;
  GraphView::Front front_;
  std::pmr::vector<std::uint32_t> rank_;    // by a builder's number
  std::pmr::vector<std::uint32_t> begins_;  // of the pairs of an identifier
  std::pmr::vector<Pair> pairs_, placed_;
  std::optional<SteppedSort<Pair, PairBefore>> sort_of_pairs_;  // of an identifier with very many
  std::size_t next_ = 0;
  std::uint32_t text_end_ = 0, written_pairs_ = 0;
};

// The state of the aggregate.
class GraphOfRows {
 public:
  using Key = std::string_view;
  using Parameters = Limits;
  using Row = GraphBuilder::Row;

  GraphOfRows(std::pmr::memory_resource& memory, const Limits& limits, const HashSeed& seed)
      : graph_(memory, limits, seed) {}
  const Limits& parameters() const { return graph_.limits(); }
  void check(const Limits& limits) const { graph_.check(limits); }
  void add(const Row& row) { graph_.add(row); }
  GraphBuilder& population() { return graph_; }

 private:
  GraphBuilder graph_;
};

}  // namespace c360::identity
