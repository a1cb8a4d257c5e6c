// JSON documents as arguments: as they are stored, which is what caches compare, and as text for the core's parser.
// Must not know: what the documents say.
#pragma once

#include "core/base/json.hpp"
#include "pg/boundary/args.hpp"
#include "pg/boundary/results.hpp"

namespace c360::pg {

// A jsonb as text, for the core's parser.
inline std::string_view json_text(Datum datum) {
  Jsonb* document = DatumGetJsonbP(datum);
  return JsonbToCString(nullptr, &document->root, static_cast<int>(VARSIZE(document)));
}

// The same with what `parse` reads of it: a step of its own, with a look at interrupts before and behind it.
template <class Tree>
struct ReadDocument {
  std::string_view text;
  Tree* tree;
};
template <class Parse>
auto read_document(Datum datum, Parse parse) {
  using Tree = decltype(parse(std::string_view()));
  const ReadDocument<Tree> document{json_text(datum), owned<Tree>(CurrentMemoryContext)};
  CHECK_FOR_INTERRUPTS();
  compute([&] { *document.tree = parse(document.text); });
  CHECK_FOR_INTERRUPTS();
  return document;
}
inline ReadDocument<Json> json_document(Datum datum) { return read_document(datum, parse_json); }
inline const Json* json_tree(Datum datum) { return json_document(datum).tree; }

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
