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

// How a column's values read: as to_jsonb reads them. What to_jsonb makes an array or an object, and what it writes in
// another way in every session, does not read at all.
struct ColumnReader {
  enum class Kind : std::uint8_t {
    unreadable,
    int2,
    int4,
    int8,
    float4,
    float8,
    numeric,
    boolean,
    text,  // bytes of a varlena
    name,
    date,
    timestamp,
    json,
    jsonb,
    written,  // what the type's output function writes
  };
  Kind kind;
  Oid type;
  FmgrInfo* output;  // where it is written
};
ColumnReader column_reader(Oid type, MemoryContext context);

// The column that tells by name what a row has no column for.
inline constexpr std::string_view attributes_column = "attributes";

// Where the names are in the rows of one type.
struct BoundRecord {
  Oid type;
  std::int32_t typmod;
  TupleDesc descriptor;
  int* columns;    // of each name's number; -1: no such column
  int attributes;  // of the jsonb column of that name, which has what no column has; -1: none, or every name is a
                   // column
  ColumnReader* readers;
  Datum* values;  // of the row, by column
  bool* nulls;
};

// Takes a row apart: record.values and record.nulls, until the next row. Other names want an empty record.
void read_record(HeapTupleHeader row, std::span<const std::string> names, MemoryContext context, BoundRecord& record);

// Where the names are among an object's keys. Objects of one table have the same keys nearly always, which are sorted
// and lie together: two comparisons tell that nothing has to be looked up.
struct BoundMembers {
  BoundNames names;
  struct Found {
    std::uint32_t key, number;
  };
  Found* found;  // as many as there are names, at most
  std::size_t found_count;
  char* keys;  // the keys' entries, then their texts; NULL before the first object
  std::size_t entries_size, texts_size;
};

// names: UTF-8, numbered by their position. Lives in `context`.
void bind_members(std::span<const std::string> names, MemoryContext context, BoundMembers& members);

// Finds the names among the object's keys, where they are not those of the object before.
void find_members(JsonbContainer* object, BoundMembers& members, MemoryContext context);

// visit(number, JsonbValue) for each of the names that the object has, as long as it gives true.
template <class Visit>
void visit_members(JsonbContainer* object, BoundMembers& members, MemoryContext context, Visit visit) {
  const std::size_t count = JsonContainerSize(object);
  char* const data = reinterpret_cast<char*>(&object->children[count * 2]);
  if (members.keys == nullptr || count * sizeof(JEntry) != members.entries_size ||
      !same_bytes(reinterpret_cast<const char*>(object->children), members.keys, members.entries_size) ||
      !same_bytes(data, members.keys + members.entries_size, members.texts_size))
    find_members(object, members, context);
  std::size_t at = 0;
  std::uint32_t offset = static_cast<std::uint32_t>(members.texts_size);
  for (std::size_t next = 0; next < members.found_count; ++next) {
    JEntry header;
    std::uint32_t begin;
    do {
      begin = offset;
      header = object->children[count + at];
      offset = JBE_HAS_OFF(header) ? JBE_OFFLENFLD(header) : offset + JBE_OFFLENFLD(header);
    } while (at++ != members.found[next].key);
    JsonbValue value;
    if (JBE_ISNULL(header)) {
      value.type = jbvNull;
    } else if (JBE_ISSTRING(header)) {
      value.type = jbvString;
      value.val.string.val = data + begin;
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
    if (!visit(members.found[next].number, value)) return;
  }
}

}  // namespace c360::pg
