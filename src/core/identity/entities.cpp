// Connected components by union and find, the earliest identifier on top.
// Must not know: how a graph came about, rows.
#include "core/identity/entities.hpp"

#include <numeric>

namespace c360::identity {

Entities::Entities(const GraphView& graph, std::pmr::memory_resource& memory)
    : graph_(graph),
      parents_(&memory),
      sizes_(&memory),
      links_(&memory),
      counts_(&memory),
      kinds_(&memory),
      limited_(&memory),
      limits_(&memory),
      ranked_(&memory),
      conflicts_(&memory) {}

template <class Each>
bool Entities::each(std::uint32_t count, Each action) {
  const auto to = static_cast<std::uint32_t>(std::min<std::size_t>(count, next_ + items_a_step));
  for (; next_ < to; ++next_) action(next_);
  return next_ < count;
}

bool Entities::step() {
  const auto then = [&](bool more, Phase next) {
    if (more) return;
    phase_ = next;
    next_ = 0;
  };
  switch (phase_) {
    case Phase::begin:
      begin();
      break;
    case Phase::count_links:
      then(each(graph_.pairs(),
                [&](std::uint32_t i) {
                  const Pair pair = graph_.pair(i);
                  ++links_[pair.a];
                  ++links_[pair.b];
                }),
           Phase::rank);
      break;
    case Phase::rank:
      then(each(graph_.pairs(),
                [&](std::uint32_t i) {
                  const Pair pair = graph_.pair(i);
                  const std::uint32_t kinds = std::uint32_t{kinds_[pair.a]} << 8 | kinds_[pair.b];
                  ranked_.push_back({pair.first_seen, kinds, i});
                }),
           Phase::sort);
      if (phase_ == Phase::sort) sort_.emplace(ranked_, Before());
      break;
    case Phase::sort:
      then(sort_->step(), Phase::follow_ranked);
      break;
    case Phase::follow_ranked:
      then(each(graph_.pairs(),
                [&](std::uint32_t i) {
                  expect_ranked(i);
                  follow(ranked_[i].pair);
                }),
           Phase::settle);
      break;
    case Phase::follow:
      then(each(graph_.pairs(),
                [&](std::uint32_t i) {
                  // The lower identifiers come in order, the higher ones do not.
                  if (i + pairs_ahead < graph_.pairs()) {
                    const std::uint32_t next = graph_.pair(i + pairs_ahead).b;
                    __builtin_prefetch(&parents_[next], 1);
                    graph_.expect(next);
                  }
                  const Pair pair = graph_.pair(i);
                  join(find(pair.a), find(pair.b));
                }),
           Phase::settle);
      break;
    case Phase::settle:
      then(each(graph_.identifiers(),
                [&](std::uint32_t i) {
                  parents_[i] = find(i);
                  ++sizes_[parents_[i]];
                }),
           Phase::done);
      break;
    case Phase::done:
      break;
  }
  return phase_ != Phase::done;
}

void Entities::begin() {
  const std::uint32_t identifiers = graph_.identifiers();
  parents_.resize(identifiers);
  std::iota(parents_.begin(), parents_.end(), 0);
  sizes_.resize(identifiers);
  for (std::uint32_t k = 0; k < graph_.kinds(); ++k) {
    limits_.push_back(graph_.kind(k).limits);
    has_link_limits_ = has_link_limits_ || limits_[k].most_links != 0;
    if (limits_[k].most_per_entity != 0) limited_.push_back(static_cast<std::uint8_t>(k));
  }
  if (!has_link_limits_ && limited_.empty()) {
    phase_ = Phase::follow;
    return;
  }
  kinds_.resize(identifiers);
  for (std::uint32_t k = 0; k < graph_.kinds(); ++k)
    std::fill(kinds_.begin() + graph_.kind_begin(k), kinds_.begin() + graph_.kind(k).identifiers_end,
              static_cast<std::uint8_t>(k));
  counts_.resize(identifiers * limited_.size());
  for (std::size_t l = 0; l < limited_.size(); ++l)
    for (std::uint32_t i = graph_.kind_begin(limited_[l]); i < graph_.kind(limited_[l]).identifiers_end; ++i)
      counts_of(i)[l] = 1;
  ranked_.reserve(graph_.pairs());
  if (has_link_limits_) links_.resize(identifiers);
  phase_ = has_link_limits_ ? Phase::count_links : Phase::rank;
}

// Paths are halved on the way, so that a chain is walked once.
std::uint32_t Entities::find(std::uint32_t identifier) {
  while (parents_[identifier] != identifier) {
    parents_[identifier] = parents_[parents_[identifier]];
    identifier = parents_[identifier];
  }
  return identifier;
}

void Entities::join(std::uint32_t a, std::uint32_t b) {
  if (a == b) return;
  const Instant at_a = graph_.first_seen(a), at_b = graph_.first_seen(b);
  if (at_b < at_a || (at_b == at_a && b < a)) std::swap(a, b);
  parents_[b] = a;
  for (std::size_t l = 0; l < limited_.size(); ++l) counts_of(a)[l] += counts_of(b)[l];
}

// Pairs in the order of time lie anywhere, and so do their identifiers.
void Entities::expect_ranked(std::uint32_t i) const {
  constexpr std::uint32_t identifiers_ahead = 8;
  if (i + pairs_ahead < ranked_.size()) graph_.expect_pair(ranked_[i + pairs_ahead].pair);
  if (i + identifiers_ahead >= ranked_.size()) return;
  const Pair pair = graph_.pair(ranked_[i + identifiers_ahead].pair);
  for (const std::uint32_t identifier : {pair.a, pair.b}) {
    __builtin_prefetch(&parents_[identifier], 1);
    __builtin_prefetch(&kinds_[identifier]);
    if (has_link_limits_) __builtin_prefetch(&links_[identifier]);
  }
}

std::optional<Conflict> Entities::too_many_links(std::uint32_t pair, std::uint32_t identifier) const {
  const std::uint32_t most = limits_[kinds_[identifier]].most_links;
  if (most == 0 || links_[identifier] <= most) return {};
  return Conflict{pair, Reason::most_links, kinds_[identifier], links_[identifier]};
}

void Entities::follow(std::uint32_t number) {
  const Pair pair = graph_.pair(number);
  if (has_link_limits_)
    for (const std::uint32_t identifier : {pair.a, pair.b})
      if (const auto conflict = too_many_links(number, identifier)) {
        conflicts_.push_back(*conflict);
        return;
      }
  const std::uint32_t a = find(pair.a), b = find(pair.b);
  if (a == b) return;
  for (std::size_t l = 0; l < limited_.size(); ++l) {
    const std::uint32_t found = counts_of(a)[l] + counts_of(b)[l];
    if (found > limits_[limited_[l]].most_per_entity) {
      conflicts_.push_back({number, Reason::most_per_entity, limited_[l], found});
      return;
    }
  }
  join(a, b);
}

bool Links::step() {
  const auto to = static_cast<std::uint32_t>(std::min<std::size_t>(graph_.pairs(), next_ + items_a_step));
  for (; next_ < to; ++next_) {
    const Pair pair = graph_.pair(next_);
    ++links_[pair.a];
    ++links_[pair.b];
  }
  return next_ < graph_.pairs();
}

}  // namespace c360::identity
