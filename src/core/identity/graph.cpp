// Graphs of identifiers as they are stored. The bytes that validate() reads are hostile.
// Must not know: rows, text forms, entities.
#include "core/identity/graph.hpp"

#include <algorithm>
#include <cstring>

#include "core/base/utf8.hpp"
#include "core/identity/identifier.hpp"

namespace c360::identity {

GraphView::GraphView(ConstBytes bytes) : bytes_(bytes) {
  check_header(bytes, type, sizeof(Front), name);
  front_ = load<Front>(bytes.data());
  const Layout layout(front_);
  if (layout.size != bytes.size())
    corrupt(name, concat("It has ", bytes.size(), " bytes, and what it declares would have ", layout.size, "."));
  identifiers_at_ = layout.identifiers_at;
  pairs_at_ = layout.pairs_at;
  names_at_ = layout.names_at;
  texts_at_ = layout.texts_at;
}

std::uint32_t GraphView::kind_of(std::uint32_t identifier) const {
  std::uint32_t low = 0, high = kinds();
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (kind(middle).identifiers_end <= identifier)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

Limits GraphView::limits() const {
  Limits limits;
  limits.plus_addresses_are_same = plus_addresses_are_same();
  for (std::uint32_t i = 0; i < kinds(); ++i)
    if (kind(i).limits.any()) limits.kinds[limits.count++] = {KindName(kind_name(i)), kind(i).limits};
  return limits;
}

// ---- bytes from outside

void GraphView::validate(ConstBytes bytes) {
  const GraphView graph(bytes);
  if (graph.front_.plus_addresses_are_same > 1) corrupt(name, "It has unknown options.");
  graph.validate_kinds();
  graph.validate_identifiers();
  graph.validate_pairs();
}

void GraphView::validate_kinds() const {
  if (kinds() > most_kinds) corrupt(name, concat("It has ", kinds(), " kinds, more than a graph may have."));
  std::uint32_t name_end = 0, identifiers_end = 0, limited = 0;
  for (std::uint32_t i = 0; i < kinds(); ++i) {
    const Kind kind = this->kind(i);
    if (kind.name_end < name_end || kind.name_end > front_.name_bytes || kind.identifiers_end < identifiers_end ||
        kind.identifiers_end > identifiers())
      corrupt(name, concat("Kind ", i, " ends in an impossible place."));
    if (!is_kind(kind_name(i)) || !is_text_in_utf8(kind_name(i)))
      corrupt(name, concat("Kind ", i, " has no valid name."));
    if (i > 0 && kind_name(i - 1) >= kind_name(i)) corrupt(name, concat("Kind ", i, " is out of order."));
    if (kind.limits.most_per_entity > Limits::most || kind.limits.most_links > Limits::most)
      corrupt(name, concat("Kind ", i, " has impossible limits."));
    if (!kind.limits.any() && kind.identifiers_end == identifiers_end)
      corrupt(name, concat("Kind ", i, " has neither identifiers nor limits."));
    limited += kind.limits.any();
    name_end = kind.name_end;
    identifiers_end = kind.identifiers_end;
  }
  if (limited > Limits::most_kinds) corrupt(name, "It limits more kinds than a graph may limit.");
  if (name_end != front_.name_bytes || identifiers_end != identifiers())
    corrupt(name, "Its kinds do not end where its names and identifiers do.");
}

void GraphView::validate_identifiers() const {
  std::uint32_t end = 0;
  for (std::uint32_t k = 0, i = 0; k < kinds(); ++k) {
    const bool is_email = kind_name(k) == email_kind;
    for (const std::uint32_t begin = i; i < kind(k).identifiers_end; ++i) {
      if (text_end(i) < end || text_end(i) > front_.text_bytes)
        corrupt(name, concat("Identifier ", i, " ends in an impossible place."));
      if (!is_identifier(text(i), is_email, plus_addresses_are_same()) || !is_text_in_utf8(text(i)))
        corrupt(name, concat("Identifier ", i, " is not one of its kind."));
      if (i > begin && text(i - 1) >= text(i)) corrupt(name, concat("Identifier ", i, " is out of order."));
      if (!is_finite(first_seen(i))) corrupt(name, concat("Identifier ", i, " was seen outside the calendar."));
      end = text_end(i);
    }
  }
  if (end != front_.text_bytes) corrupt(name, "Its identifiers do not end where their texts do.");
}

void GraphView::validate_pairs() const {
  for (std::uint32_t i = 0; i < pairs(); ++i) {
    const Pair pair = this->pair(i);
    if (pair.a >= pair.b || pair.b >= identifiers())
      corrupt(name, concat("Pair ", i, " is of impossible identifiers."));
    if (i > 0) {
      const Pair before = this->pair(i - 1);
      if (before.a > pair.a || (before.a == pair.a && before.b >= pair.b))
        corrupt(name, concat("Pair ", i, " is out of order."));
    }
    if (!is_finite(pair.first_seen) || pair.first_seen < first_seen(pair.a) || pair.first_seen < first_seen(pair.b))
      corrupt(name, concat("Pair ", i, " was seen before its identifiers, or outside the calendar."));
  }
}

std::strong_ordering compare(const GraphView& a, const GraphView& b) {
  const ConstBytes x = a.value_bytes(), y = b.value_bytes();
  const int order = std::memcmp(x.data(), y.data(), std::min(x.size(), y.size()));
  return order != 0 ? order <=> 0 : x.size() <=> y.size();
}

}  // namespace c360::identity
