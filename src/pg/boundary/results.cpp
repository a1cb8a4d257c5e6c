// Packing of the less simple results.
// Must not know: what the values mean.
#include "pg/boundary/results.hpp"

namespace c360::pg {

Datum bytes_datum(ConstBytes bytes) {
  auto* varlena = static_cast<char*>(palloc(bytes.size() + VARHDRSZ));
  SET_VARSIZE(varlena, bytes.size() + VARHDRSZ);
  std::memcpy(VARDATA(varlena), bytes.data(), bytes.size());
  return PointerGetDatum(varlena);
}

Datum numeric_datum(double value) { return DirectFunctionCall1(float8_numeric, Float8GetDatum(value)); }

Datum interval_datum(std::int64_t microseconds) {
  auto* interval = static_cast<Interval*>(palloc0(sizeof(Interval)));
  interval->day = static_cast<std::int32_t>(microseconds / USECS_PER_DAY);
  interval->time = microseconds % USECS_PER_DAY;
  return IntervalPGetDatum(interval);
}

Datum amount_datum(Money amount) {
  constexpr std::int64_t one = 10'000'000'000;  // in the last decimal
  constexpr Money::Units most = Money::Units{PG_INT64_MAX / one - 1} * Money::scale;
  if (amount.units() > most || amount.units() < -most) {
    const char* text = cstring_of([&] { return concat(amount); });
    return DirectFunctionCall3(numeric_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
  }
  const auto units = static_cast<std::int64_t>(amount.units());
  const std::int64_t size = units < 0 ? -units : units;
  const std::int64_t decimals = size / Money::scale * one + money_decimals_of(size % Money::scale);
  return decimal_datum(units < 0 ? -decimals : decimals, money_decimals, 2);
}

Datum decimal_datum(std::int64_t units, int decimals, int least) {
  // Without trailing zeros: most numbers have many of them, so in large steps first.
  const auto strip = [&](int count, std::int64_t power) {
    if (decimals - count < least || units % power != 0) return false;
    units /= power;
    decimals -= count;
    return true;
  };
  strip(8, 100'000'000);
  strip(4, 10'000);
  strip(2, 100);
  while (strip(1, 10)) {
  }
  return NumericGetDatum(int64_div_fast_to_numeric(units, decimals));
}

// A rate is that of the units, which a decimal amount only stands for.
static Datum units_datum(Money amount) {
  if (amount.units() <= PG_INT64_MAX && amount.units() >= PG_INT64_MIN)
    return NumericGetDatum(int64_to_numeric(static_cast<std::int64_t>(amount.units())));
  const char* text = cstring_of([&] { return concat(Whole::from_units(amount.units())); });
  return DirectFunctionCall3(numeric_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

Field rate_field(Money numerator, Money denominator) {
  if (denominator == Money()) return {};
  return DirectFunctionCall2(numeric_div, units_datum(numerator), units_datum(denominator));
}

Field rate_field(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return {};
  return DirectFunctionCall2(numeric_div, NumericGetDatum(int64_to_numeric(numerator)),
                             NumericGetDatum(int64_to_numeric(denominator)));
}

static Datum int8_array(std::span<const std::int64_t> values, std::size_t known, int dimensions, int* lengths) {
  int lower_bounds[2] = {1, 1};
  auto* datums = static_cast<Datum*>(palloc(sizeof(Datum) * std::max<std::size_t>(values.size(), 1)));
  auto* nulls = static_cast<bool*>(palloc0(std::max<std::size_t>(values.size(), 1)));
  for (std::size_t i = 0; i < values.size(); ++i) {
    datums[i] = Int64GetDatum(values[i]);
    nulls[i] = i >= known;
  }
  return PointerGetDatum(construct_md_array(datums, nulls, values.empty() ? 0 : dimensions, lengths, lower_bounds,
                                            INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

Datum bigint_array(std::span<const std::int64_t> values, std::size_t known) {
  int length = static_cast<int>(values.size());
  return int8_array(values, known, 1, &length);
}

Datum bigint_matrix(std::span<const std::int64_t> values, std::size_t rows) {
  int lengths[2] = {static_cast<int>(rows), static_cast<int>(values.size() / rows)};
  return int8_array(values, values.size(), 2, lengths);
}

TupleDesc result_row_type(FunctionCallInfo fcinfo) {
  Oid type = get_func_rettype(fcinfo->flinfo->fn_oid);
  if (const Oid element = get_element_type(type); OidIsValid(element)) type = element;
  return lookup_rowtype_tupdesc_copy(type, -1);
}

// Fields as PostgreSQL takes them.
namespace {
struct RowValues {
  Datum datums[32];
  bool nulls[32];

  RowValues(TupleDesc type, std::span<const Field> fields) {
    if (fields.size() > 32 || type->natts != static_cast<int>(fields.size()))
      ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH), errmsg("composite type of the result does not fit"),
                      errdetail("The type has %d attributes, the function %d results.", type->natts,
                                static_cast<int>(fields.size())),
                      errhint("Declare the function as the extension does.")));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      datums[i] = fields[i].datum;
      nulls[i] = fields[i].is_null;
    }
  }
};
}  // namespace

Datum row_datum(TupleDesc type, std::span<const Field> fields) {
  RowValues row(type, fields);
  return HeapTupleGetDatum(heap_form_tuple(type, row.datums, row.nulls));
}

Datum composite_array(TupleDesc type, std::span<const Datum> rows) {
  if (rows.empty()) return PointerGetDatum(construct_empty_array(type->tdtypeid));
  std::size_t size = ARR_OVERHEAD_NONULLS(1);
  for (const Datum row : rows) size += MAXALIGN(VARSIZE(DatumGetPointer(row)));
  if (!AllocSizeIsValid(size))
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("result too large"),
                    errdetail("An array of %zu rows would have %zu bytes; the limit is %zu.", rows.size(), size,
                              static_cast<std::size_t>(MaxAllocSize)),
                    errhint("Group by more columns, so that each array has fewer rows.")));
  auto* array = static_cast<ArrayType*>(palloc(size));
  SET_VARSIZE(array, size);
  array->ndim = 1;
  array->dataoffset = 0;
  array->elemtype = type->tdtypeid;
  ARR_DIMS(array)[0] = static_cast<int>(rows.size());
  ARR_LBOUND(array)[0] = 1;
  char* to = ARR_DATA_PTR(array);
  for (const Datum row : rows) {
    CHECK_FOR_INTERRUPTS();
    const std::size_t length = VARSIZE(DatumGetPointer(row)), room = MAXALIGN(length);
    std::memcpy(to, DatumGetPointer(row), length);
    std::memset(to + length, 0, room - length);
    to += room;
  }
  return PointerGetDatum(array);
}

ResultRows::ResultRows(FunctionCallInfo fcinfo) {
  InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
  result_ = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
}

void ResultRows::add(std::span<const Field> fields) {
  CHECK_FOR_INTERRUPTS();
  RowValues row(type(), fields);
  tuplestore_putvalues(result_->setResult, result_->setDesc, row.datums, row.nulls);
}

}  // namespace c360::pg
