// Named values out of a row or a jsonb object: names are bound once a query, not once a row.
// Must not know: what the values are for.
#pragma once

#include "pg/boundary/args.hpp"

namespace c360::pg {

// Names in the server's encoding, in jsonb's order of keys: by length, then by bytes. Each with its number.
struct BoundNames {
  struct Name {
    const char* text;
    int length;
    std::uint32_t number;
  };
  Name* names;
  std::size_t count;
};

// names: UTF-8, numbered by their position. Lives in `context`.
BoundNames bind_names(std::span<const std::string> names, MemoryContext context);

// Where the names are in the rows of one type.
struct BoundRecord {
  Oid type;
  std::int32_t typmod;
  std::uint64_t generation;  // of the names
  TupleDesc descriptor;
  int* columns;              // of each name's number; -1: no such column
  Oid* types;                // of each name's number, domains resolved
  Datum* values;             // of the row, by column
  bool* nulls;
};

// Takes a row apart: record.values and record.nulls, until the next row.
void read_record(HeapTupleHeader row, std::span<const std::string> names, std::uint64_t generation, MemoryContext context, BoundRecord& record);

// visit(number, JsonbValue) for each of the names that the object has, in one walk over its keys.
template <class Visit>
void visit_members(JsonbContainer* object, const BoundNames& names, Visit visit) {
  const auto count = static_cast<std::size_t>(JsonContainerSize(object));
  char* const data = reinterpret_cast<char*>(&object->children[count * 2]);
  const auto advance = [&](std::size_t entry, std::uint32_t& offset) {
    const JEntry header = object->children[entry];
    offset = JBE_HAS_OFF(header) ? JBE_OFFLENFLD(header) : offset + JBE_OFFLENFLD(header);
  };
  // The keys are sorted as the names are; values stand behind them in the same order.
  constexpr std::size_t most_on_stack = 64;
  struct Found {
    std::uint32_t key, number;
  };
  Found on_stack[most_on_stack];
  Found* const found = names.count <= most_on_stack ? on_stack : static_cast<Found*>(palloc(sizeof(Found) * names.count));
  std::size_t found_count = 0, name = 0;
  std::uint32_t offset = 0;
  for (std::size_t key = 0; key < count; ++key) {
    const std::uint32_t begin = offset;
    advance(key, offset);
    const auto length = static_cast<int>(offset - begin);
    int order = 1;
    while (name < names.count) {
      const BoundNames::Name& wanted = names.names[name];
      order = wanted.length != length ? (wanted.length < length ? -1 : 1) : std::memcmp(wanted.text, data + begin, static_cast<std::size_t>(length));
      if (order >= 0) break;
      ++name;
    }
    if (name < names.count && order == 0) found[found_count++] = {static_cast<std::uint32_t>(key), names.names[name++].number};
  }
  std::size_t next = 0;
  for (std::size_t key = 0; key < count && next < found_count; ++key) {
    const std::uint32_t begin = offset;
    const JEntry header = object->children[count + key];
    advance(count + key, offset);
    if (found[next].key != key) continue;
    JsonbValue value;
    char* const at = data + begin;
    if (JBE_ISNULL(header)) {
      value.type = jbvNull;
    } else if (JBE_ISSTRING(header)) {
      value.type = jbvString;
      value.val.string.val = at;
      value.val.string.len = static_cast<int>(offset - begin);
    } else if (JBE_ISNUMERIC(header)) {
      value.type = jbvNumeric;
      value.val.numeric = reinterpret_cast<Numeric>(data + INTALIGN(begin));
    } else if (JBE_ISBOOL_TRUE(header) || JBE_ISBOOL_FALSE(header)) {
      value.type = jbvBool;
      value.val.boolean = JBE_ISBOOL_TRUE(header);
    } else {
      value.type = jbvBinary;
    }
    visit(found[next++].number, value);
  }
}

}  // namespace c360::pg
