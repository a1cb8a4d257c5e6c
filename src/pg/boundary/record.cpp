// Binding of names to a row's columns.
// Must not know: what the values are for.
#include "pg/boundary/record.hpp"

namespace c360::pg {

// What a type that is not built in, or rare, is.
static ColumnReader::Kind kind_of_other(Oid type, Oid output) {
  using Kind = ColumnReader::Kind;
  const char kind = get_typtype(type);
  if (kind == TYPTYPE_ENUM) return Kind::written;
  if (kind != TYPTYPE_BASE || OidIsValid(get_element_type(type))) return Kind::unreadable;
  if (IsBinaryCoercible(type, TEXTOID)) return Kind::text;
  if (IsBinaryCoercible(type, NUMERICOID)) return Kind::numeric;
  if (IsBinaryCoercible(type, DATEOID)) return Kind::date;
  Oid cast;  // to_jsonb goes by it, and it may lead to an object
  if (type >= FirstNormalObjectId &&
      find_coercion_pathway(JSONOID, type, COERCION_EXPLICIT, &cast) == COERCION_PATH_FUNC)
    return Kind::unreadable;
  return func_volatile(output) == PROVOLATILE_IMMUTABLE ? Kind::written : Kind::unreadable;
}

ColumnReader column_reader(Oid type, MemoryContext context) {
  using Kind = ColumnReader::Kind;
  type = getBaseType(type);
  switch (type) {
    case INT2OID:
      return {Kind::int2, type, nullptr};
    case INT4OID:
      return {Kind::int4, type, nullptr};
    case INT8OID:
      return {Kind::int8, type, nullptr};
    case FLOAT4OID:
      return {Kind::float4, type, nullptr};
    case FLOAT8OID:
      return {Kind::float8, type, nullptr};
    case NUMERICOID:
      return {Kind::numeric, type, nullptr};
    case BOOLOID:
      return {Kind::boolean, type, nullptr};
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
      return {Kind::text, type, nullptr};
    case NAMEOID:
      return {Kind::name, type, nullptr};
    case DATEOID:
      return {Kind::date, type, nullptr};
    case TIMESTAMPOID:
      return {Kind::timestamp, type, nullptr};
    case JSONOID:
      return {Kind::json, type, nullptr};
    case JSONBOID:
      return {Kind::jsonb, type, nullptr};
    case TIMESTAMPTZOID:  // their text depends on the session, whatever the output function says
    case INTERVALOID:
    case CASHOID:
    case BYTEAOID:
      return {Kind::unreadable, type, nullptr};
    default:
      break;
  }
  Oid output;
  bool is_varlena;
  getTypeOutputInfo(type, &output, &is_varlena);
  ColumnReader reader{kind_of_other(type, output), type, nullptr};
  if (reader.kind == Kind::written) {
    reader.output = static_cast<FmgrInfo*>(MemoryContextAlloc(context, sizeof(FmgrInfo)));
    fmgr_info_cxt(output, reader.output, context);
  }
  return reader;
}

static BoundNames bind_names(std::span<const std::string> names, MemoryContext context) {
  const MemoryContext before = MemoryContextSwitchTo(context);
  BoundNames bound{
      static_cast<BoundNames::Name*>(palloc(sizeof(BoundNames::Name) * std::max<std::size_t>(names.size(), 1))),
      names.size()};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const char* text = pnstrdup(names[i].data(), names[i].size());
    bound.names[i] = {text, static_cast<int>(names[i].size()), static_cast<std::uint32_t>(i)};
  }
  MemoryContextSwitchTo(before);
  std::sort(bound.names, bound.names + bound.count, [](const BoundNames::Name& a, const BoundNames::Name& b) {
    return a.length != b.length ? a.length < b.length
                                : std::memcmp(a.text, b.text, static_cast<std::size_t>(a.length)) < 0;
  });
  return bound;
}

void bind_members(std::span<const std::string> names, MemoryContext context, BoundMembers& members) {
  members.names = bind_names(names, context);
  members.found = static_cast<BoundMembers::Found*>(
      MemoryContextAlloc(context, sizeof(BoundMembers::Found) * std::max<std::size_t>(names.size(), 1)));
  members.keys = nullptr;
}

void find_members(JsonbContainer* object, BoundMembers& members, MemoryContext context) {
  const std::size_t count = JsonContainerSize(object);
  const char* const data = reinterpret_cast<const char*>(&object->children[count * 2]);
  const BoundNames& names = members.names;
  // The keys are sorted as the names are; values stand behind them in the same order.
  members.found_count = 0;
  std::size_t name = 0;
  std::uint32_t offset = 0;
  for (std::size_t key = 0; key < count; ++key) {
    const std::uint32_t begin = offset;
    const JEntry header = object->children[key];
    offset = JBE_HAS_OFF(header) ? JBE_OFFLENFLD(header) : offset + JBE_OFFLENFLD(header);
    const auto length = static_cast<int>(offset - begin);
    int order = 1;
    while (name < names.count) {
      const BoundNames::Name& wanted = names.names[name];
      order = wanted.length != length ? (wanted.length < length ? -1 : 1)
                                      : std::memcmp(wanted.text, data + begin, static_cast<std::size_t>(length));
      if (order >= 0) break;
      ++name;
    }
    if (name < names.count && order == 0)
      members.found[members.found_count++] = {static_cast<std::uint32_t>(key), names.names[name++].number};
  }
  members.entries_size = count * sizeof(JEntry);
  members.texts_size = offset;
  if (members.keys != nullptr) pfree(members.keys);
  members.keys = static_cast<char*>(MemoryContextAlloc(context, members.entries_size + members.texts_size + 1));
  std::memcpy(members.keys, object->children, members.entries_size);
  std::memcpy(members.keys + members.entries_size, data, members.texts_size);
}

static void bind_record(std::span<const std::string> names, MemoryContext context, BoundRecord& record) {
  const MemoryContext before = MemoryContextSwitchTo(context);
  record.descriptor = lookup_rowtype_tupdesc_copy(record.type, record.typmod);
  const auto width = static_cast<std::size_t>(std::max(record.descriptor->natts, 1));
  record.columns = static_cast<int*>(palloc(sizeof(int) * std::max<std::size_t>(names.size(), 1)));
  record.readers = static_cast<ColumnReader*>(palloc0(sizeof(ColumnReader) * std::max<std::size_t>(names.size(), 1)));
  record.values = static_cast<Datum*>(palloc(sizeof(Datum) * width));
  record.nulls = static_cast<bool*>(palloc(sizeof(bool) * width));
  bool is_complete = true;
  for (std::size_t i = 0; i < names.size(); ++i) {
    record.columns[i] = -1;
    for (int column = 0; column < record.descriptor->natts; ++column) {
      const FormData_pg_attribute* attribute = TupleDescAttr(record.descriptor, column);
      if (attribute->attisdropped || names[i] != NameStr(attribute->attname)) continue;
      record.columns[i] = column;
      record.readers[i] = column_reader(attribute->atttypid, context);
      break;
    }
    is_complete = is_complete && record.columns[i] >= 0;
  }
  record.attributes = -1;
  for (int column = 0; column < record.descriptor->natts && !is_complete; ++column) {
    const FormData_pg_attribute* attribute = TupleDescAttr(record.descriptor, column);
    if (!attribute->attisdropped && attributes_column == NameStr(attribute->attname) && attribute->atttypid == JSONBOID)
      record.attributes = column;
  }
  MemoryContextSwitchTo(before);
}

void read_record(HeapTupleHeader row, std::span<const std::string> names, MemoryContext context, BoundRecord& record) {
  const Oid type = HeapTupleHeaderGetTypeId(row);
  const std::int32_t typmod = HeapTupleHeaderGetTypMod(row);
  if (record.descriptor == nullptr || record.type != type || record.typmod != typmod) {
    record.type = type;
    record.typmod = typmod;
    bind_record(names, context, record);
  }
  HeapTupleData tuple;
  tuple.t_len = HeapTupleHeaderGetDatumLength(row);
  ItemPointerSetInvalid(&tuple.t_self);
  tuple.t_tableOid = InvalidOid;
  tuple.t_data = row;
  heap_deform_tuple(&tuple, record.descriptor, record.values, record.nulls);
}

}  // namespace c360::pg
