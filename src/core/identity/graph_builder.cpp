// Gathering and writing of graphs.
// Must not know: entities, text forms.
#include "core/identity/graph_builder.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <tuple>

#include "core/identity/identifier.hpp"

namespace c360::identity {

// ---- kinds

GraphBuilder::GraphBuilder(std::pmr::memory_resource& memory, const Limits& limits, const HashSeed& seed)
    : limits_(limits),
      kinds_(&memory),
      table_(memory, seed),
      waiting_(memory),
      key_(&memory),
      pairs_(1, &memory),
      arrived_(&memory),
      arriving_(memory) {
  for (std::uint32_t i = 0; i < limits.count; ++i) find_or_add_kind(limits.kinds[i].kind.view());
}

void GraphBuilder::check(const Limits& limits) const {
  if (limits == limits_) return;
  const auto written = [](const Limits& given) {
    const std::string json = to_json(given);
    return json.empty() ? std::string("none") : json;
  };
  throw Error(ErrorKind::invalid_parameter, "limits of identities must be constant within a group",
              concat("There are the limits ", written(limits_), " and ", written(limits), "."),
              "Give the same limits to all rows, and merge graphs that were built with the same ones.");
}

std::uint8_t GraphBuilder::find_or_add_kind(std::string_view name) {
  for (std::size_t i = 0; i < kinds_.size(); ++i)
    if (kinds_[i].name.view() == name) return static_cast<std::uint8_t>(i);
  if (kinds_.size() == GraphView::most_kinds)
    throw Error(ErrorKind::program_limit, "too many kinds of identifiers",
                concat("There are more than ", GraphView::most_kinds, " kinds; one is \"", name, "\"."),
                "Give the kind first and the identifier second: ('email', 'ann@acme.com').");
  Kind kind{KindName(name), {}, name == email_kind};
  for (std::uint32_t i = 0; i < limits_.count; ++i)
    if (limits_.kinds[i].kind == kind.name) kind.limits = limits_.kinds[i].limits;
  kinds_.push_back(kind);
  return static_cast<std::uint8_t>(kinds_.size() - 1);
}

std::uint8_t GraphBuilder::number_of(std::string_view kind) {
  if (kind.empty()) return no_kind;
  const auto byte = [](char c) { return static_cast<unsigned char>(c); };
  KnownKind& known = known_kinds_[(kind.size() + byte(kind.front()) + byte(kind.back())) % known_kinds_.size()];
  if (std::string_view(known.text.data(), known.size) == kind) [[likely]]
    return known.number;

  std::string name(trimmed(kind));
  if (name.empty()) return no_kind;
  std::ranges::transform(name, name.begin(), lower);
  if (!is_kind(name))
    throw Error(ErrorKind::invalid_parameter, "invalid kind of identifier", concat("It is \"", excerpt(name), "\"."),
                concat("A kind has at most ", KindName::longest, " bytes, and no colon."));
  const std::uint8_t number = find_or_add_kind(name);
  if (kind.size() <= known.text.size()) {
    known.size = static_cast<std::uint8_t>(kind.copy(known.text.data(), known.text.size()));
    known.number = number;
  }
  return number;
}

// ---- rows

void GraphBuilder::add(const Row& row) {
  const bool has_first = add_side(row.a_kind, row.a, row.at, false);
  add_side(row.b_kind, row.b, row.at, has_first);
}

bool GraphBuilder::add_side(std::string_view kind, std::string_view text, Instant at, bool is_second) {
  if (trimmed(text).empty()) return false;
  const std::uint8_t number = number_of(kind);
  if (number == no_kind) return false;
  if (key_.size() < text.size() + 1) key_.resize(std::bit_ceil(text.size() + 1));
  key_[0] = static_cast<char>(number);
  const std::size_t size =
      1 + write_identifier(text, kinds_[number].is_email, limits_.plus_addresses_are_same, key_.data() + 1);
  const std::string_view key(key_.data(), size);
  if (!waiting_.fits(key)) [[unlikely]] {
    flush();
    waiting_.grow(key);
  }
  waiting_.add(key, {at, is_second});
  return true;
}

// use(number, row)
template <class Waiting, class Use>
void GraphBuilder::look_up(Waiting& waiting, Use use) {
  table_.find_or_add(waiting.rows(), [&](const auto& found, std::uint64_t, const auto& row) {
    Seen& seen = found.record.value;
    Instant at;
    if constexpr (requires { row.item.at; })
      at = row.item.at;
    else
      at = row.item.first_seen;
    if (found.is_new) {
      seen.first = at;
      seen.number = static_cast<std::uint32_t>(table_.size() - 1);
    } else {
      seen.first = std::min(seen.first, at);
    }
    use(seen.number, row);
  });
  waiting.clear();
}

void GraphBuilder::flush() {
  look_up(waiting_, [&](std::uint32_t number, const auto& row) {
    if (row.item.is_second)
      add_pair({first_of_pair_, number, row.item.at});
    else
      first_of_pair_ = number;
  });
}

void GraphBuilder::add_pair(Pair pair) {
  if (pair.a == pair.b) return;
  if (pair.a > pair.b) std::swap(pair.a, pair.b);
  const std::uint64_t hash = (pair.a * 0x9e3779b97f4a7c15 + pair.b) * 0xe7037ed1a0b428db;
  PairsOfHash& part = pairs_.size() == 1 ? pairs_[0] : pairs_[hash >> 56];
  if (part.pairs.size() == part.pairs.capacity() || part.pairs.size() == part.most) [[unlikely]]
    return make_room(part, pair);
  part.pairs.push_back(pair);
  prefetch_next_line(part.pairs.data() + part.pairs.size());
}

void GraphBuilder::make_room(PairsOfHash& part, const Pair& pair) {
  if (pairs_.size() == 1 && part.pairs.size() >= pairs_together) {
    const std::pmr::vector<Pair> together = std::move(part.pairs);
    pairs_.resize(hashes);
    for (const Pair& each : together) add_pair(each);
    return add_pair(pair);
  }
  if (part.pairs.size() >= part.most) {
    std::ranges::sort(part.pairs, [](const Pair& x, const Pair& y) {
      return std::tie(x.a, x.b, x.first_seen) < std::tie(y.a, y.b, y.first_seen);
    });
    part.pairs.erase(std::unique(part.pairs.begin(), part.pairs.end(),
                                 [](const Pair& x, const Pair& y) { return x.a == y.a && x.b == y.b; }),
                     part.pairs.end());
    part.most = std::max(least_compacted, part.pairs.size() * 2);
  }
  part.pairs.push_back(pair);
}

std::size_t GraphBuilder::size() const {
  return std::accumulate(pairs_.begin(), pairs_.end(), table_.size(),
                         [](std::size_t sum, const PairsOfHash& part) { return sum + part.pairs.size(); });
}

// ---- from elsewhere

void GraphBuilder::begin_arrival(std::size_t identifiers) {
  flush();
  table_.expect(std::min(identifiers, Table::entities_of_one_part + 1));
  arrived_.resize(identifiers);
}

void GraphBuilder::arrive(std::uint8_t kind, std::string_view text, Arrival arrival) {
  if (arrival.number >= arrived_.size()) corrupt("population state", "An identifier's number is beyond their count.");
  if (key_.size() < text.size() + 1) key_.resize(std::bit_ceil(text.size() + 1));
  key_[0] = static_cast<char>(kind);
  text.copy(key_.data() + 1, text.size());
  const std::string_view key(key_.data(), text.size() + 1);
  if (!arriving_.fits(key)) [[unlikely]] {
    settle_arrivals();
    arriving_.grow(key);
  }
  arriving_.add(key, arrival);
}

void GraphBuilder::settle_arrivals() {
  look_up(arriving_, [&](std::uint32_t number, const auto& row) { arrived_[row.item.number] = number; });
}

void GraphBuilder::arrive(const Pair& pair) {
  if (pair.a >= arrived_.size() || pair.b >= arrived_.size()) corrupt("population state", "A pair is nobody's.");
  add_pair({arrived_[pair.a], arrived_[pair.b], pair.first_seen});
}

void GraphBuilder::merge(const GraphBuilder& other, std::size_t step) {
  if (step == 0) {
    begin_arrival(other.table_.size());
    for (std::size_t i = 0; i < other.kinds_.size(); ++i)
      arrived_kinds_[i] = find_or_add_kind(other.kinds_[i].name.view());
  }
  if (step < other.table_.parts()) {
    for (std::uint32_t id = 0; id < other.table_.size_of_part(step); ++id) {
      const auto& record = other.table_.record(step, id);
      arrive(record.key(), {record.value.first, record.value.number});
    }
    return settle_arrivals();
  }
  for (const Pair& pair : other.pairs_[step - other.table_.parts()].pairs) arrive(pair);
}

GraphBuilder::GraphReader::GraphReader(GraphBuilder& builder, const GraphView& graph)
    : builder_(builder), graph_(graph) {
  builder.check(graph.limits());
  builder.begin_arrival(graph.identifiers());
  for (std::uint32_t i = 0; i < graph.kinds(); ++i)
    builder.arrived_kinds_[i] = builder.find_or_add_kind(graph.kind_name(i));
}

bool GraphBuilder::GraphReader::step() {
  constexpr std::uint32_t identifiers_a_step = 8192, pairs_a_step = items_a_step;
  const std::uint32_t identifiers = std::min(graph_.identifiers(), next_identifier_ + identifiers_a_step);
  for (; next_identifier_ < identifiers; ++next_identifier_) {
    while (graph_.kind(kind_).identifiers_end <= next_identifier_) ++kind_;
    builder_.arrive(builder_.arrived_kinds_[kind_], graph_.text(next_identifier_),
                    {graph_.first_seen(next_identifier_), next_identifier_});
  }
  builder_.settle_arrivals();
  if (next_identifier_ < graph_.identifiers()) return true;
  const std::uint32_t pairs = std::min(graph_.pairs(), next_pair_ + pairs_a_step);
  for (; next_pair_ < pairs; ++next_pair_) builder_.arrive(graph_.pair(next_pair_));
  return next_pair_ < graph_.pairs();
}

// ---- as bytes, for parallel plans

void GraphBuilder::write(std::size_t step, StateWriter& out) {
  if (step == 0) {
    std::size_t bytes = 0;
    for (const Kind& kind : kinds_) bytes += 1 + kind.name.view().size();
    for (std::size_t part = 0; part < table_.parts(); ++part) bytes += table_.text_bytes_of_part(part);
    bytes += table_.size() * (sizeof(std::uint32_t) + sizeof(Seen)) + (size() - table_.size()) * sizeof(Pair);
    out.expect(4 * (4 + table_.parts() + pairs_.size()) + bytes);
    for (const std::size_t count : {table_.size(), kinds_.size(), table_.parts(), pairs_.size()})
      out.put(static_cast<std::uint32_t>(count));
    for (std::size_t part = 0; part < table_.parts(); ++part) out.put(table_.size_of_part(part));
    for (const PairsOfHash& part : pairs_) out.put(static_cast<std::uint32_t>(part.pairs.size()));
    for (const Kind& kind : kinds_) {
      out.put(static_cast<std::uint8_t>(kind.name.view().size()));
      out.put_text(kind.name.view());
    }
    return;
  }
  --step;
  if (step < table_.parts()) {
    for (std::uint32_t id = 0; id < table_.size_of_part(step); ++id) {
      const auto& record = table_.record(step, id);
      out.put(static_cast<std::uint32_t>(record.key().size()));
      out.put(record.value);
      out.put_text(record.key());
    }
    return;
  }
  out.put_bytes(std::as_bytes(std::span(pairs_[step - table_.parts()].pairs)));
}

GraphBuilder::Reader::Reader(StateReader& in) : in_(in) {
  identifiers_ = in_.take<std::uint32_t>();
  kinds_ = in_.take<std::uint32_t>();
  const auto parts = in_.take<std::uint32_t>(), hashes = in_.take<std::uint32_t>();
  part_sizes_ = in_.take_bytes(parts, sizeof(std::uint32_t));
  hash_sizes_ = in_.take_bytes(hashes, sizeof(std::uint32_t));
  if (kinds_ > GraphView::most_kinds) corrupt("population state", "It has too many kinds.");
}

void GraphBuilder::Reader::merge_into(GraphBuilder& builder, std::size_t step) {
  const auto size_at = [](ConstBytes sizes, std::size_t i) { return load<std::uint32_t>(sizes.data() + 4 * i); };
  if (step == 0) {
    builder.begin_arrival(identifiers_);
    for (std::uint32_t i = 0; i < kinds_; ++i) {
      const std::string_view name = in_.take_text(in_.take<std::uint8_t>());
      if (!is_kind(name)) corrupt("population state", "It has a kind without a name.");
      builder.arrived_kinds_[i] = builder.find_or_add_kind(name);
    }
  }
  const std::size_t parts = part_sizes_.size() / 4;
  if (step < parts) {
    for (std::uint32_t i = size_at(part_sizes_, step); i > 0; --i) {
      const auto size = in_.take<std::uint32_t>();
      const Seen seen = in_.take<Seen>();
      const std::string_view key = in_.take_text(size);
      if (key.size() < 2 || static_cast<unsigned char>(key.front()) >= kinds_)
        corrupt("population state", "An identifier is of no kind.");
      builder.arrive(key, {seen.first, seen.number});
    }
    builder.settle_arrivals();
  } else {
    const ConstBytes pairs = in_.take_bytes(size_at(hash_sizes_, step - parts), sizeof(Pair));
    for (std::size_t at = 0; at < pairs.size(); at += sizeof(Pair)) builder.arrive(load<Pair>(pairs.data() + at));
  }
  if (step + 1 == steps() && !in_.at_end()) corrupt("population state", "Bytes follow its end.");
}

// ---- writing

GraphWriter::GraphWriter(const GraphBuilder& builder, std::pmr::memory_resource& memory)
    : builder_(builder),
      memory_(&memory),
      buffer_(memory),
      items_(&memory),
      rank_(&memory),
      begins_(&memory),
      pairs_(&memory),
      placed_(&memory) {
  const auto& kinds = builder.kinds_;
  std::iota(kind_of_rank_.begin(), kind_of_rank_.end(), std::uint8_t{0});
  std::sort(kind_of_rank_.begin(), kind_of_rank_.begin() + static_cast<std::ptrdiff_t>(kinds.size()),
            [&](std::uint8_t x, std::uint8_t y) { return kinds[x].name.view() < kinds[y].name.view(); });
  for (std::size_t rank = 0; rank < kinds.size(); ++rank) {
    rank_of_kind_[kind_of_rank_[rank]] = static_cast<std::uint8_t>(rank);
    front_.name_bytes += static_cast<std::uint32_t>(kinds[rank].name.view().size());
  }
  front_.kinds = static_cast<std::uint32_t>(kinds.size());
  front_.plus_addresses_are_same = builder.limits_.plus_addresses_are_same;
  items_.reserve(builder.table_.size());
}

bool GraphWriter::step() {
  const auto go_on = [&](bool more, Phase next) {
    if (more) return;
    phase_ = next;
    next_ = 0;
  };
  switch (phase_) {
    case Phase::gather:
      if (gather()) break;
      sort_.emplace(items_, 16u, ByteOfItem(), Before(), *memory_);
      go_on(false, Phase::sort);
      break;
    case Phase::sort:
      if (sort_->step()) break;
      lay_out();
      go_on(false, Phase::write);
      break;
    case Phase::write:
      go_on(write_identifiers(), Phase::number_pairs);
      break;
    case Phase::number_pairs:
      go_on(number_pairs(), Phase::place_pairs);
      break;
    case Phase::place_pairs:
      go_on(place_pairs(), Phase::write_pairs);
      break;
    case Phase::write_pairs:
      if (write_pairs()) break;
      write_front();
      go_on(false, Phase::done);
      break;
    case Phase::done:
      break;
  }
  return phase_ != Phase::done;
}

// One part of the table.
bool GraphWriter::gather() {
  const auto& table = builder_.table_;
  const std::uint32_t count = table.size_of_part(next_);
  constexpr std::uint32_t ahead = 16;
  for (std::uint32_t id = 0; id < count; ++id) {
    if (id + ahead < count) __builtin_prefetch(table.record(next_, id + ahead).kept.elsewhere());
    const Record& record = table.record(next_, id);
    const std::string_view key = record.key();
    std::array<std::byte, 16> front{};
    if (key.size() >= front.size())
      std::memcpy(front.data(), key.data(), front.size());
    else
      std::memcpy(front.data(), key.data(), key.size());
    const std::uint8_t rank = rank_of_kind_[static_cast<unsigned char>(key.front())];
    front[0] = std::byte{rank};
    ++identifiers_of_rank_[rank];
    items_.push_back({__builtin_bswap64(load<std::uint64_t>(front.data())),
                      __builtin_bswap64(load<std::uint64_t>(front.data() + 8)), &record});
  }
  return ++next_ < table.parts();
}

void GraphWriter::lay_out() {
  std::size_t text_bytes = 0;
  for (std::size_t part = 0; part < builder_.table_.parts(); ++part)
    text_bytes += builder_.table_.text_bytes_of_part(part);
  text_bytes -= items_.size();  // the kinds
  const std::size_t pairs = builder_.size() - items_.size();
  const std::size_t least = text_bytes + items_.size() * GraphView::identifier_size + pairs * sizeof(Pair);
  if (least > StateBuffer::largest - (std::size_t{1} << 16))
    throw Error(ErrorKind::program_limit, "identity graph too large",
                concat("It has ", items_.size(), " identifiers and ", pairs, " pairs, which need ", least,
                       " bytes; a value of PostgreSQL has at most ", StateBuffer::largest, "."),
                "Keep identities in tables instead, with refresh_identities(); or build graphs of parts.");
  front_.identifiers = static_cast<std::uint32_t>(items_.size());
  front_.text_bytes = static_cast<std::uint32_t>(text_bytes);
  front_.pairs = static_cast<std::uint32_t>(pairs);
  layout_.emplace(front_);
  buffer_.resize(layout_->size);
  rank_.resize(items_.size());
}

bool GraphWriter::write_identifiers() {
  constexpr std::size_t a_step = 16384, records_ahead = 24, texts_ahead = 12;
  std::byte* const identifiers = buffer_.data() + layout_->identifiers_at;
  std::byte* const texts = buffer_.data() + layout_->texts_at;
  for (const std::size_t to = std::min(items_.size(), next_ + a_step); next_ < to; ++next_) {
    if (next_ + records_ahead < items_.size()) {
      __builtin_prefetch(items_[next_ + records_ahead].record);
      __builtin_prefetch(&items_[next_ + records_ahead].record->value);
    }
    if (next_ + texts_ahead < items_.size()) __builtin_prefetch(items_[next_ + texts_ahead].record->kept.elsewhere());
    const Record& record = *items_[next_].record;
    const std::string_view text = items_[next_].text();
    std::memcpy(texts + text_end_, text.data(), text.size());
    text_end_ += static_cast<std::uint32_t>(text.size());
    store(identifiers + next_ * GraphView::identifier_size, record.value.first.value);
    store(identifiers + next_ * GraphView::identifier_size + 8, text_end_);
    rank_[record.value.number] = static_cast<std::uint32_t>(next_);
  }
  return next_ < items_.size();
}

// One part of the pairs: in the order of the value's numbers, and counted by the lower one.
bool GraphWriter::number_pairs() {
  if (next_ == 0) {
    pairs_.reserve(front_.pairs);
    begins_.resize(items_.size() + 1);
  }
  const auto& pairs = builder_.pairs_[next_].pairs;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i + pairs_ahead < pairs.size()) {
      __builtin_prefetch(&rank_[pairs[i + pairs_ahead].a]);
      __builtin_prefetch(&rank_[pairs[i + pairs_ahead].b]);
    }
    const std::uint32_t a = rank_[pairs[i].a], b = rank_[pairs[i].b];
    pairs_.push_back({std::min(a, b), std::max(a, b), pairs[i].first_seen});
    ++begins_[pairs_.back().a + 1];
  }
  return ++next_ < builder_.pairs_.size();
}

bool GraphWriter::place_pairs() {
  if (next_ == 0) {
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    placed_.resize(pairs_.size());
  }
  for (const std::size_t to = std::min(pairs_.size(), next_ + items_a_step); next_ < to; ++next_) {
    if (next_ + 2 * pairs_ahead < pairs_.size()) __builtin_prefetch(&begins_[pairs_[next_ + 2 * pairs_ahead].a], 1);
    if (next_ + pairs_ahead < pairs_.size()) __builtin_prefetch(&placed_[begins_[pairs_[next_ + pairs_ahead].a]], 1);
    placed_[begins_[pairs_[next_].a]++] = pairs_[next_];
  }
  return next_ < pairs_.size();
}

// begins_[a] is where those of a end by now. Of several of one pair the earliest stays.
bool GraphWriter::write_pairs() {
  std::byte* const out = buffer_.data() + layout_->pairs_at;
  for (std::size_t left = items_a_step; next_ < items_.size();) {
    const std::size_t from = next_ == 0 ? 0 : begins_[next_ - 1], count = begins_[next_] - from;
    const std::span<Pair> pairs = std::span(placed_).subspan(from, count);
    if (sort_of_pairs_ || count > items_a_step / 4) {
      if (!sort_of_pairs_) sort_of_pairs_.emplace(pairs, PairBefore());
      if (sort_of_pairs_->step()) return true;
      sort_of_pairs_.reset();
    } else if (count > 1) {
      std::ranges::sort(pairs, PairBefore());
    }
    for (std::size_t i = 0; i < count; ++i)
      if (i == 0 || pairs[i - 1].b != pairs[i].b) store(out + sizeof(Pair) * written_pairs_++, pairs[i]);
    ++next_;
    if (left <= count + 1) return true;
    left -= count + 1;
  }
  return false;
}

void GraphWriter::write_front() {
  front_.pairs = written_pairs_;
  layout_.emplace(front_);
  store(buffer_.data(), front_);
  std::uint32_t name_end = 0, identifiers_end = 0;
  for (std::size_t rank = 0; rank < front_.kinds; ++rank) {
    const auto& kind = builder_.kinds_[kind_of_rank_[rank]];
    const std::string_view name = kind.name.view();
    std::memcpy(buffer_.data() + layout_->names_at + name_end, name.data(), name.size());
    name_end += static_cast<std::uint32_t>(name.size());
    identifiers_end += identifiers_of_rank_[rank];
    store(buffer_.data() + sizeof(GraphView::Front) + rank * sizeof(GraphView::Kind),
          GraphView::Kind{name_end, identifiers_end, kind.limits});
  }
}

}  // namespace c360::identity
