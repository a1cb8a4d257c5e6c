// JSON documents as arguments: as they are stored, which is what caches compare, and as text for the core's parser.
// Must not know: what the documents say.
#pragma once

#include "core/base/json.hpp"
#include "pg/boundary/args.hpp"
#include "pg/boundary/results.hpp"

namespace c360::pg {

// A jsonb as UTF-8 text, for the core's parser.
inline std::string_view json_text(Datum datum) {
  Jsonb* document = DatumGetJsonbP(datum);
  return utf8_from(JsonbToCString(nullptr, &document->root, static_cast<int>(VARSIZE(document))));
}

// The same, read: a step of its own, with a look at interrupts before and behind it.
inline const Json* json_tree(Datum datum) {
  const std::string_view text = json_text(datum);
  auto* tree = owned<Json>(CurrentMemoryContext);
  CHECK_FOR_INTERRUPTS();
  compute([&] { *tree = parse_json(text); });
  CHECK_FOR_INTERRUPTS();
  return tree;
}

// A document as it is stored, compressed or as a pointer to where it lies, which is cheaper to compare than to unpack
// on every row. Pointers into memory may be used again, so that what they point to is unpacked.
inline std::string_view stored_form(Datum datum) {
  const auto* stored = reinterpret_cast<const struct varlena*>(DatumGetPointer(datum));
  if (VARATT_IS_EXTERNAL(stored) && !VARATT_IS_EXTERNAL_ONDISK(stored)) return text_from(datum);
  return {reinterpret_cast<const char*>(stored), VARSIZE_ANY(stored)};
}
inline std::string_view stored_argument(FunctionCallInfo fcinfo, int number) {
  return stored_form(PG_GETARG_DATUM(number));
}

}  // namespace c360::pg
