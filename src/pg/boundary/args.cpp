// Unpacking of the less simple arguments.
// Must not know: what the values are for.
#include "pg/boundary/args.hpp"

#include "core/base/double_decimal.hpp"

namespace c360::pg {

void report_infinite_day() {
  ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("infinite day not allowed"),
                  errdetail("The value is infinity or -infinity, which is not a calendar day."),
                  errhint("Use a finite date, or NULL where there is none.")));
  pg_unreachable();
}

void report_infinite_instant() {
  ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("infinite instant not allowed"),
                  errdetail("The value is infinity or -infinity, which is not an instant."),
                  errhint("Use a finite timestamp, or NULL where there is none.")));
  pg_unreachable();
}

std::int32_t int_from(std::int64_t value, const char* name) {
  if (unlikely(value != static_cast<std::int32_t>(value)))
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s out of range", name),
                    errdetail("The value is %lld.", static_cast<long long>(value)), errhint("Use a smaller number.")));
  return static_cast<std::int32_t>(value);
}

// The stored form of a range, unchanged since PostgreSQL 9.2: the type's number, the bounds that it has, and flags in
// the last byte. Dates are 4 bytes and lie without gaps; a daterange is kept as [from, to).
StoredRange range_from(Datum datum) {
  const ConstBytes bytes = bytes_from(datum);
  if (bytes.size() < 5 || load<Oid>(bytes.data()) != DATERANGEOID)
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH), errmsg("expected a day_range"),
                    errdetail("The argument's bytes are not those of a range of days."),
                    errhint("Declare the function as the extension does.")));
  const auto flags = std::to_integer<unsigned>(bytes.back());
  if (flags & RANGE_EMPTY) return {true, {}, {}};
  std::size_t at = sizeof(Oid);
  const auto bound = [&](unsigned missing) -> std::optional<Day> {
    if (flags & missing) return {};
    const Day day{load<DateADT>(bytes.data() + at)};
    at += sizeof(DateADT);
    // A bound may also be the value infinity, which is open as well.
    if (DATE_NOT_FINITE(day.value)) return {};
    return day;
  };
  const auto from = bound(RANGE_LB_INF | RANGE_LB_NULL);
  return {false, from, bound(RANGE_UB_INF | RANGE_UB_NULL)};
}

static DayRange unpack_range(Datum datum) {
  const StoredRange range = range_from(datum);
  if (range.empty) return {0, 0, true};
  return {range.from ? range.from->value : first_day.value,
          range.to ? std::int64_t{range.to->value} : std::int64_t{last_day.value} + 1, range.from && range.to};
}

DayRange day_range_parameter(FunctionCallInfo fcinfo, int number, DayRangeCache& cache) {
  require_parameter(fcinfo, number, "during");
  return cache.get(text_argument(fcinfo, number),
                   [&](std::string_view) { return unpack_range(PG_GETARG_DATUM(number)); });
}

DayRange bounded_day_range_parameter(FunctionCallInfo fcinfo, int number, DayRangeCache& cache) {
  const DayRange range = day_range_parameter(fcinfo, number, cache);
  if (!range.bounded)
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("range of days must have both ends"),
                    errdetail("The result has one element per day of the range, and this range has an open end."),
                    errhint("Give both ends, for example daterange('2026-01-01', '2026-02-01').")));
  return range;
}

void report_not_finite(const char* name) {
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s must be finite", name),
                  errdetail("A value is NaN or infinite."), errhint("Leave such values out, or make them NULL.")));
  pg_unreachable();
}

[[noreturn]] static void report_no_amount(const char* what) {
  ereport(ERROR,
          (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("amount out of range"),
           errdetail("The amount is %s.", what), errhint("Use finite amounts of at most 28 digits before the point.")));
  pg_unreachable();
}

Money amount_from(Datum datum) {
  const PackedAmount number = PackedAmount::read(bytes_from(datum));
  if (unlikely(number.state != PackedDecimal::State::fits))
    report_no_amount(number.state == PackedDecimal::State::special ? "NaN or infinite" : "too large");
  return number.amount;
}

Millionths number_from(Datum datum, const char* name) {
  const PackedDecimal number = PackedDecimal::read(bytes_from(datum));
  if (number.state == PackedDecimal::State::special) report_not_finite(name);
  if (number.state == PackedDecimal::State::large)
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("%s out of range", name),
                    errdetail("A value lies beyond 1.7e32."), errhint("Use smaller values.")));
  return number.half_to_even();
}

FixedNumber fixed_from(Datum datum) { return FixedNumber::read(bytes_from(datum)); }

Datum numeric_from_text(char* written) {
  return DirectFunctionCall3(numeric_in, CStringGetDatum(written), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

FixedNumber fixed_from(double value) {
  if (const auto fixed = fixed_of(value)) return *fixed;
  char written[DOUBLE_SHORTEST_DECIMAL_LEN];
  double_to_shortest_decimal_buf(value, written);
  return fixed_from(numeric_from_text(written));
}

FixedNumber fixed_from(float value) {
  if (!std::isfinite(value)) return {0, false, false};
  char written[FLOAT_SHORTEST_DECIMAL_LEN];
  float_to_shortest_decimal_buf(value, written);
  return fixed_from(numeric_from_text(written));
}

double finite_double(double value, const char* name) {
  if (unlikely(!std::isfinite(value))) report_not_finite(name);
  return value;
}

double finite_double_from(Datum numeric, const char* name) {
  if (numeric_is_nan(DatumGetNumeric(numeric)) || numeric_is_inf(DatumGetNumeric(numeric))) report_not_finite(name);
  const double value = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, numeric));
  return std::isfinite(value) ? value : std::copysign(std::numeric_limits<double>::max(), value);
}

}  // namespace c360::pg
