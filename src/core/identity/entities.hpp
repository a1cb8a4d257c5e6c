// Which identifiers of a graph are one entity (METRICS E1): those connected by pairs, as far as the limits let pairs be
// followed. Pairs are followed in the order of when they were first seen, then of the kinds, then of the texts; so the
// answer depends on the graph alone.
// Must not know: how a graph came about, rows.
#pragma once

#include <memory_resource>
#include <optional>
#include <vector>

#include "core/base/steps.hpp"
#include "core/identity/graph.hpp"

namespace c360::identity {

enum class Reason : std::uint8_t { most_per_entity, most_links };
constexpr std::string_view name_of(Reason reason) {
  return reason == Reason::most_per_entity ? "most_per_entity" : "most_links";
}

// A pair that is not followed: what is limited, how many are allowed, and how many there would be, or are.
struct Conflict {
  std::uint32_t pair;
  Reason reason;
  std::uint8_t kind;
  std::uint32_t found;
};

// In steps; answers when they are done.
class Entities {
 public:
  Entities(const GraphView& graph, std::pmr::memory_resource& memory);
  bool step();

  // The earliest identifier of the entity: first seen, then kind, then text.
  std::uint32_t entity_of(std::uint32_t identifier) const { return parents_[identifier]; }
  // How many identifiers the entity has that one names.
  std::uint32_t size(std::uint32_t entity) const { return sizes_[entity]; }
  // In the order in which they would have been followed.
  std::span<const Conflict> conflicts() const { return conflicts_; }

 private:
  enum class Phase { begin, count_links, rank, sort, follow_ranked, follow, settle, done };
  // A pair in its place: 16 bytes, so that sorting moves little.
  struct Ranked {
    Instant first_seen;
    std::uint32_t kinds, pair;
  };
  struct Before {
    bool operator()(const Ranked& x, const Ranked& y) const {
      if (x.first_seen != y.first_seen) return x.first_seen < y.first_seen;
      return x.kinds != y.kinds ? x.kinds < y.kinds : x.pair < y.pair;
    }
  };
  static constexpr std::uint32_t pairs_ahead = 16;

  void begin();
  std::uint32_t find(std::uint32_t identifier);
  void join(std::uint32_t a, std::uint32_t b);
  void expect_ranked(std::uint32_t i) const;
  void follow(std::uint32_t number);
  std::optional<Conflict> too_many_links(std::uint32_t pair, std::uint32_t identifier) const;
  std::uint32_t* counts_of(std::uint32_t root) { return counts_.data() + std::size_t{root} * limited_.size(); }
  // Goes on with a step's worth of [0, count); whether there are more.
  template <class Each>
  bool each(std::uint32_t count, Each action);

  GraphView graph_;
  Phase phase_ = Phase::begin;
  std::uint32_t next_ = 0;
  std::pmr::vector<std::uint32_t> parents_, sizes_, links_, counts_;
  std::pmr::vector<std::uint8_t> kinds_;    // of identifiers; only with limits
  std::pmr::vector<std::uint8_t> limited_;  // kinds with a limit per entity
  std::pmr::vector<KindLimits> limits_;     // by kind
  std::pmr::vector<Ranked> ranked_;
  std::optional<SteppedSort<Ranked, Before>> sort_;
  std::pmr::vector<Conflict> conflicts_;
  bool has_link_limits_ = false;
};

// With how many others every identifier was seen. In steps; answers when they are done.
class Links {
 public:
  Links(const GraphView& graph, std::pmr::memory_resource& memory)
      : graph_(graph), links_(graph.identifiers(), &memory) {}
  bool step();
  std::uint32_t of(std::uint32_t identifier) const { return links_[identifier]; }

 private:
  GraphView graph_;
  std::uint32_t next_ = 0;
  std::pmr::vector<std::uint32_t> links_;
};

}  // namespace c360::identity
