// Bindings of the scorecard domain.
// Must not know: how anything is computed; that is core/scorecard.
#include "core/scorecard/bands.hpp"
#include "pg/boundary/args.hpp"
#include "pg/boundary/results.hpp"

namespace c360::pg {

namespace {

// A jsonb as UTF-8 text, for the core's parser.
std::string_view json_text(Datum datum) {
  Jsonb* document = DatumGetJsonbP(datum);
  return utf8_from(JsonbToCString(nullptr, &document->root, static_cast<int>(VARSIZE(document))));
}

}  // namespace

C360_FUNCTION(c360_band) {
  const Numeric value = PG_GETARG_NUMERIC(0);
  finite_double_from(NumericGetDatum(value), "value");
  const std::string_view number = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)));
  const auto& bands = call_cache<CompiledDocument<scorecard::Bands>>(fcinfo).get(
      fcinfo, text_argument(fcinfo, 1), PG_GETARG_DATUM(1), json_text,
      [](std::string_view json) { return scorecard::Bands::parse(parse_json(json)); });
  const scorecard::Band* band = nullptr;
  compute([&] {
    if (const auto decimal = Decimal::parse(number)) band = bands.find(*decimal);
  });
  if (band == nullptr) PG_RETURN_NULL();
  return text_datum(band->label);
}

}  // namespace c360::pg
