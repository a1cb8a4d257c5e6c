// Unpacking of the less simple arguments.
// Must not know: what the values are for.
#include "pg/boundary/args.hpp"

namespace c360::pg {

void report_infinite_day() {
  ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("infinite day not allowed"),
                  errdetail("The value is infinity or -infinity, which no calendar day is."),
                  errhint("Use a finite date, or NULL where there is none.")));
  pg_unreachable();
}

std::string_view utf8_from(std::string_view text) {
  const char* utf8 = pg_server_to_any(text.data(), static_cast<int>(text.size()), PG_UTF8);
  return utf8 == text.data() ? text : std::string_view(utf8);
}

// The stored form of a range, unchanged since PostgreSQL 9.2: the type's number, the bounds that it has, and flags in
// the last byte. Dates are 4 bytes and lie without gaps; a daterange is kept as [from, to).
StoredRange range_from(Datum datum) {
  const ConstBytes bytes = bytes_from(datum);
  if (bytes.size() < 5 || load<Oid>(bytes.data()) != DATERANGEOID) elog(ERROR, "expected a daterange");
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
                    errdetail("The result has one element a day of the range, and this range has an open end."),
                    errhint("Give both ends, for example daterange('2026-01-01', '2026-02-01').")));
  return range;
}

void report_not_finite(const char* name) {
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s must be finite", name),
                  errdetail("A value is NaN or infinite."), errhint("Leave such values out, or make them NULL.")));
  pg_unreachable();
}

// The stored form of numeric, which has not changed since PostgreSQL 9.1: a header of 2 bytes (short) or 4, then digits
// in base 10000. Reading it here costs 8 ns where numeric's own functions would allocate.
namespace {

constexpr std::uint16_t numeric_kind = 0xC000, numeric_negative = 0x4000, numeric_short = 0x8000,
                        numeric_special = 0xC000;
constexpr std::uint16_t short_negative = 0x2000, short_weight_negative = 0x0040, short_weight = 0x003F;

[[noreturn]] void report_no_amount(const char* what) {
  ereport(ERROR,
          (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("amount out of range"),
           errdetail("The amount is %s.", what), errhint("Use finite amounts of at most 32 digits before the point.")));
  pg_unreachable();
}

// The size of a stored number in whole millionths, and what is left behind them.
struct StoredNumber {
  enum class State { fits, special, large } state;
  bool negative;
  __int128 units;
  int remainder;  // hundredths of a millionth: 0 to 99
  bool more;      // something behind these
};

StoredNumber read_stored(ConstBytes bytes) {
  StoredNumber number{StoredNumber::State::fits, false, 0, 0, false};
  const auto header = load<std::uint16_t>(bytes.data());
  int weight;  // of the first digit, in powers of 10000
  std::size_t at;
  if ((header & numeric_kind) == numeric_special) {
    number.state = StoredNumber::State::special;
    return number;
  }
  if ((header & numeric_kind) == numeric_short) {
    number.negative = header & short_negative;
    weight = (header & short_weight) - (header & short_weight_negative ? short_weight + 1 : 0);
    at = 2;
  } else {
    number.negative = (header & numeric_kind) == numeric_negative;
    weight = load<std::int16_t>(bytes.data() + 2);
    at = 4;
  }

  // Whole digit groups give units of 10000; the sixth decimal is in the middle of the second group after the point.
  if (weight > 7) {
    number.state = StoredNumber::State::large;
    return number;
  }
  for (int group = weight; at < bytes.size(); --group, at += 2) {
    const int digit = load<std::int16_t>(bytes.data() + at);
    __int128 value = digit;
    bool large = false;
    if (group >= 0) {
      for (int i = 0; i < group; ++i) value *= 10000;
      large = __builtin_mul_overflow(value, static_cast<__int128>(Millionths::scale), &value);
    } else if (group == -1) {
      value *= 100;
    } else if (group == -2) {
      value = digit / 100;
      number.remainder = digit % 100;
    } else {
      number.more = number.more || digit != 0;
      value = 0;
    }
    if (large || __builtin_add_overflow(number.units, value, &number.units)) {
      number.state = StoredNumber::State::large;
      return number;
    }
  }
  return number;
}

template <class Number>
Number half_to_even(const StoredNumber& number) {
  const bool up = number.remainder > 50 || (number.remainder == 50 && (number.more || (number.units & 1) != 0));
  const auto units = number.units + up;
  return Number::from_units(number.negative ? -units : units);
}

}  // namespace

Money amount_from(Datum datum) {
  const StoredNumber number = read_stored(bytes_from(datum));
  if (number.state == StoredNumber::State::special) report_no_amount("NaN or infinite");
  if (number.state == StoredNumber::State::large) report_no_amount("too large");
  return half_to_even<Money>(number);
}

Millionths number_from(Datum datum, const char* name) {
  const StoredNumber number = read_stored(bytes_from(datum));
  if (number.state == StoredNumber::State::special) report_not_finite(name);
  if (number.state == StoredNumber::State::large)
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("%s out of range", name),
                    errdetail("A value lies beyond 1.7e32."), errhint("Use smaller values.")));
  return half_to_even<Millionths>(number);
}

Millionths number_from(double value, const char* name) {
  if (!std::isfinite(value)) report_not_finite(name);
  const double nearest = std::nearbyint(value * 1e6);
  // A decimal of at most six decimals and 15 digits: exactly the double that such a decimal is read as.
  if (std::abs(nearest) < 1e15 && nearest / 1e6 == value)
    return Millionths::from_units(static_cast<std::int64_t>(nearest));
  return number_from(DirectFunctionCall1(float8_numeric, Float8GetDatum(value)), name);
}

// Most numbers: short form, at most three groups of digits before the point and none behind the sixth decimal's.
static bool read_short(ConstBytes bytes, FixedNumber& result) {
  const auto header = load<std::uint16_t>(bytes.data());
  const int weight = (header & short_weight) - (header & short_weight_negative ? short_weight + 1 : 0);
  if ((header & numeric_kind) != numeric_short || weight < -1 || weight > 2 ||
      static_cast<int>(bytes.size()) > 2 * (weight + 4))
    return false;
  std::size_t at = 2;
  const auto digit = [&] {
    const int value = at < bytes.size() ? load<std::int16_t>(bytes.data() + at) : 0;
    at += 2;
    return value;
  };
  std::int64_t units = 0;
  for (int group = weight; group >= 0; --group) units = units * 10000 + digit();
  units = units * 10000 + digit();
  const int last = digit();
  units = units * 100 + last / 100;
  const bool rounded = last % 100 != 0;
  result = {header & short_negative ? -units - rounded : units, rounded};
  return true;
}

FixedNumber fixed_from(Datum datum) {
  const ConstBytes bytes = bytes_from(datum);
  if (FixedNumber result; read_short(bytes, result)) return result;
  const StoredNumber number = read_stored(bytes);
  if (number.state == StoredNumber::State::special) return {0, false, false};
  const bool rounded = number.remainder != 0 || number.more;
  if (number.state == StoredNumber::State::large || number.units >= PG_INT64_MAX)
    return {number.negative ? PG_INT64_MIN : PG_INT64_MAX, true};
  const auto units = static_cast<std::int64_t>(number.units);
  return {number.negative ? -units - rounded : units, rounded};
}

// To the nearest whole number, half to even, below 2^51 in size: behind the addition there is no room for decimals. A
// library's function would be called.
static double nearest_whole(double value) {
#if FLT_EVAL_METHOD == 0
  constexpr double no_room = 0x1.8p52;
  return (value + no_room) - no_room;
#else
  return std::nearbyint(value);
#endif
}

FixedNumber fixed_from(double value) {
  const double scaled = value * 1e6;
  if (scaled > -1e15 && scaled < 1e15) {
    const double nearest = nearest_whole(scaled);
    // A decimal of at most six decimals: exactly the double that such a decimal is read as.
    if (nearest / 1e6 == value) return {static_cast<std::int64_t>(nearest), false};
    if (std::abs(scaled - nearest) > 1e-3 && std::abs(nearest) < 1e12) {
      const auto towards_zero = static_cast<std::int64_t>(scaled);
      return {towards_zero - (static_cast<double>(towards_zero) > scaled), true};
    }
  }
  if (!std::isfinite(value)) return {0, false, false};
  return fixed_from(DirectFunctionCall1(float8_numeric, Float8GetDatum(value)));
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
