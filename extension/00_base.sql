-- What all domains build on: calendar_day, amount and day_range, as which days, numbers and ranges enter, with their
-- casts; as_of(); aggregate_state.

DO $$
BEGIN
  IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) 'UTF8' THEN
    RAISE EXCEPTION 'customer360 needs a database with encoding UTF8' USING
      ERRCODE = 'feature_not_supported',
      DETAIL = pg_catalog.format('This database has encoding %s, in which sparklines cannot be written.', pg_catalog.getdatabaseencoding()),
      HINT = 'CREATE DATABASE … ENCODING ''UTF8'' TEMPLATE template0, and CREATE EXTENSION there.';
  END IF;
  IF pg_catalog.current_setting('standard_conforming_strings') OPERATOR(pg_catalog.<>) 'on' THEN
    RAISE EXCEPTION 'customer360 cannot be installed while standard_conforming_strings is off' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      DETAIL = 'Its script is written in standard strings, in which a backslash is nothing but itself.',
      HINT = 'SET standard_conforming_strings = on, and call again; afterwards it may be off.';
  END IF;
END
$$;

TYPE calendar_day LIKE date CATEGORY 'D' TEXT STABLE;
COMMENT ON TYPE calendar_day IS
$$A local calendar day: the type that functions of customer360 take wherever time enters.
Casts: implicit from date (at no cost), from timestamp (its day), and from timestamptz (the day in the session's TimeZone; a day on which clocks change is one day); implicit to date.
Errors: 22008 for infinity, in functions and casts alike.
Source: docs/metrics.md, R2.$$;

CREATE FUNCTION c360_calendar_day(timestamp) RETURNS calendar_day
  AS 'MODULE_PATHNAME', 'c360_calendar_day_from_timestamp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_calendar_day(timestamptz) RETURNS calendar_day
  AS 'MODULE_PATHNAME', 'c360_calendar_day_from_timestamptz' LANGUAGE C STABLE STRICT PARALLEL SAFE;

-- Free in both directions: what PostgreSQL can do with a date (operators, indexes, GROUP BY) it can do with a
-- calendar_day.
CREATE CAST (date AS calendar_day) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (calendar_day AS date) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (timestamp AS calendar_day) WITH FUNCTION c360_calendar_day(timestamp) AS IMPLICIT;
CREATE CAST (timestamptz AS calendar_day) WITH FUNCTION c360_calendar_day(timestamptz) AS IMPLICIT;

COMMENT ON CAST (date AS calendar_day) IS 'The same day, at no cost.';
COMMENT ON CAST (calendar_day AS date) IS 'The same day, at no cost.';
COMMENT ON CAST (timestamp AS calendar_day) IS 'The day of the timestamp. 22008 for infinity.';
COMMENT ON CAST (timestamptz AS calendar_day) IS
'The local day in the session''s TimeZone; a day on which clocks change is one day. 22008 for infinity.';

CREATE FUNCTION calendar_day(at timestamptz, zone text) RETURNS date
  AS 'MODULE_PATHNAME', 'c360_calendar_day_in_zone' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION calendar_day(timestamptz, text) IS
$$The local day of an instant in a zone that is named, whatever the session's TimeZone: what a warehouse with one zone for its days uses.
Arguments: at, an instant; zone, a name such as 'Europe/Berlin' or 'UTC'.
Returns: date. A day on which clocks change is one day.
NULL: a NULL argument gives NULL.
Errors: 22023 for an unknown zone; 22008 for infinity.
Source: docs/metrics.md, R12.$$;

-- Numbers enter as amount, stored as numeric is: what PostgreSQL can do with a numeric it can do with an amount.

TYPE amount LIKE numeric CATEGORY 'N' IN numeric_in OUT numeric_out RECV numeric_recv SEND numeric_send;
COMMENT ON TYPE amount IS
$$A number, of money or of anything else that is measured: the type that functions of customer360 take wherever one enters, so that one signature serves numeric, integers and floats.
Casts: implicit from numeric (at no cost), from smallint, integer and bigint, and from real and double precision (as the shortest decimal that reads back as the float: 0.1 is 0.1); implicit to numeric.
Errors: none of its own; functions refuse what they cannot count, such as NaN.
Source: docs/metrics.md, R7.$$;

CREATE FUNCTION c360_amount(smallint) RETURNS amount
  AS 'int2_numeric' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_amount(integer) RETURNS amount
  AS 'int4_numeric' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_amount(bigint) RETURNS amount
  AS 'int8_numeric' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_amount(real) RETURNS amount
  AS 'MODULE_PATHNAME', 'c360_amount_from_real' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_amount(double precision) RETURNS amount
  AS 'MODULE_PATHNAME', 'c360_amount_from_double' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE CAST (numeric AS amount) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (amount AS numeric) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (smallint AS amount) WITH FUNCTION c360_amount(smallint) AS IMPLICIT;
CREATE CAST (integer AS amount) WITH FUNCTION c360_amount(integer) AS IMPLICIT;
CREATE CAST (bigint AS amount) WITH FUNCTION c360_amount(bigint) AS IMPLICIT;
CREATE CAST (real AS amount) WITH FUNCTION c360_amount(real) AS IMPLICIT;
CREATE CAST (double precision AS amount) WITH FUNCTION c360_amount(double precision) AS IMPLICIT;

COMMENT ON CAST (numeric AS amount) IS 'The same number, at no cost.';
COMMENT ON CAST (amount AS numeric) IS 'The same number, at no cost.';
COMMENT ON CAST (smallint AS amount) IS 'The same number.';
COMMENT ON CAST (integer AS amount) IS 'The same number.';
COMMENT ON CAST (bigint AS amount) IS 'The same number.';
COMMENT ON CAST (real AS amount) IS 'The shortest decimal that reads back as the float.';
COMMENT ON CAST (double precision AS amount) IS 'The shortest decimal that reads back as the float.';

-- Ranges of days enter as day_range, stored as daterange is.

TYPE day_range LIKE daterange CATEGORY 'U' TEXT STABLE BINARY STABLE OUT range_out SEND range_send;
COMMENT ON TYPE day_range IS
$$A range of local days, half-open: the type that functions of customer360 take wherever a range enters, so that one signature serves daterange, tsrange and tstzrange.
Casts: implicit from daterange, from tsrange (its days), and from tstzrange (the days in the session's TimeZone); implicit to daterange. Of a range of instants, the day of the lower end is the first day; the day of the upper end is left out, as in [2026-01-01 09:00,2026-02-01 09:00), unless that end is inclusive: '[2026-01-01 00:00,2026-01-31 23:59:59]' ends with the last day of January.
NULL and infinite ends are open.
Errors: 22008 for a day before the calendar's first.
Source: docs/metrics.md, R5.$$;

CREATE FUNCTION c360_day_range(daterange) RETURNS day_range
  AS 'MODULE_PATHNAME', 'c360_day_range_from_daterange' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_daterange(day_range) RETURNS daterange
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_day_range(tsrange) RETURNS day_range
  AS 'MODULE_PATHNAME', 'c360_day_range_from_tsrange' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
CREATE FUNCTION c360_day_range(tstzrange) RETURNS day_range
  AS 'MODULE_PATHNAME', 'c360_day_range_from_tstzrange' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 2;

-- A function, and not WITHOUT FUNCTION: with an order of its own day_range would make that of dateranges ambiguous.
CREATE CAST (daterange AS day_range) WITH FUNCTION c360_day_range(daterange) AS IMPLICIT;
-- From PostgreSQL 18 on no cast to or from a range type may be WITHOUT FUNCTION.
CREATE CAST (day_range AS daterange) WITH FUNCTION c360_daterange(day_range) AS IMPLICIT;
CREATE CAST (tsrange AS day_range) WITH FUNCTION c360_day_range(tsrange) AS IMPLICIT;
CREATE CAST (tstzrange AS day_range) WITH FUNCTION c360_day_range(tstzrange) AS IMPLICIT;

COMMENT ON CAST (daterange AS day_range) IS 'The same range.';
COMMENT ON CAST (day_range AS daterange) IS 'The same range.';
COMMENT ON CAST (tsrange AS day_range) IS 'The days from that of the lower end up to that of the upper end, which is in it only when the end is inclusive.';
COMMENT ON CAST (tstzrange AS day_range) IS
'The local days in the session''s TimeZone, from that of the lower end up to that of the upper end, which is in it only when the end is inclusive.';

-- An order for DISTINCT and ORDER BY in aggregates. Its operators have names of their own: one named = would make every
-- comparison of dateranges ambiguous.
CREATE FUNCTION c360_day_range_cmp(day_range, day_range) RETURNS integer
  AS 'range_cmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_day_range_lt(day_range, day_range) RETURNS boolean
  AS 'range_lt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_day_range_le(day_range, day_range) RETURNS boolean
  AS 'range_le' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_day_range_eq(day_range, day_range) RETURNS boolean
  AS 'range_eq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_day_range_ge(day_range, day_range) RETURNS boolean
  AS 'range_ge' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_day_range_gt(day_range, day_range) RETURNS boolean
  AS 'range_gt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE OPERATOR #<# (
  LEFTARG = day_range, RIGHTARG = day_range, FUNCTION = c360_day_range_lt, COMMUTATOR = #>#, NEGATOR = #>=#,
  RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR #<# (day_range, day_range) IS 'The left range is before the right one, in the order of dateranges.';
CREATE OPERATOR #<=# (
  LEFTARG = day_range, RIGHTARG = day_range, FUNCTION = c360_day_range_le, COMMUTATOR = #>=#, NEGATOR = #>#,
  RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR #<=# (day_range, day_range) IS 'The left range is before, or the same as, the right one, in the order of dateranges.';
CREATE OPERATOR #=# (
  LEFTARG = day_range, RIGHTARG = day_range, FUNCTION = c360_day_range_eq, COMMUTATOR = #=#,
  RESTRICT = eqsel, JOIN = eqjoinsel
);
COMMENT ON OPERATOR #=# (day_range, day_range) IS 'The left range is the right one, in the order of dateranges.';
CREATE OPERATOR #>=# (
  LEFTARG = day_range, RIGHTARG = day_range, FUNCTION = c360_day_range_ge, COMMUTATOR = #<=#, NEGATOR = #<#,
  RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR #>=# (day_range, day_range) IS 'The left range is after, or the same as, the right one, in the order of dateranges.';
CREATE OPERATOR #># (
  LEFTARG = day_range, RIGHTARG = day_range, FUNCTION = c360_day_range_gt, COMMUTATOR = #<#, NEGATOR = #<=#,
  RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR #># (day_range, day_range) IS 'The left range is after the right one, in the order of dateranges.';
CREATE OPERATOR CLASS day_range_ops DEFAULT FOR TYPE day_range USING btree AS
  OPERATOR 1 #<#, OPERATOR 2 #<=#, OPERATOR 3 #=#, OPERATOR 4 #>=#, OPERATOR 5 #>#,
  FUNCTION 1 c360_day_range_cmp(day_range, day_range);
COMMENT ON OPERATOR CLASS day_range_ops USING btree IS 'DISTINCT and ORDER BY of ranges of days in aggregates.';

CREATE FUNCTION as_of() RETURNS date
  AS 'MODULE_PATHNAME', 'c360_as_of' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION as_of() IS
$$The day as of which the views are computed: the setting customer360.as_of if it is set, otherwise today in the session's TimeZone.
Returns: date. SET customer360.as_of = '2026-03-31' recomputes every view as it stood at the end of that day.
Errors: 22023 when customer360.as_of is set to anything but an ISO date or the empty string.
Source: docs/metrics.md, R4.$$;

CREATE FUNCTION as_of(zone text) RETURNS date
  AS 'MODULE_PATHNAME', 'c360_as_of_in_zone' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION as_of(text) IS
$$The day as of which the views of a warehouse are computed: the setting customer360.as_of if it is set, otherwise today in the warehouse's zone, whatever the session's TimeZone.
Arguments: zone, a name such as 'Europe/Berlin' or 'UTC'.
Returns: date.
NULL: a NULL zone gives NULL.
Errors: 22023 for an unknown zone, and when customer360.as_of is set to anything but an ISO date or the empty string.
Source: docs/metrics.md, R4, R12.$$;

-- Safe readers of what connectors land as text: NULL where a cast would be an error.

CREATE FUNCTION try_day(landed text) RETURNS date
  AS 'MODULE_PATHNAME', 'c360_try_day' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION try_day(text) IS
$$The day that a text says, or NULL: a cast to date that never fails.
Arguments: landed, ISO 8601 and its neighbours (2026-01-31, 2026/1/31, 20260131), also with a time of day; an instant with an offset, or a count since 1970, only when it is a midnight, as connectors write dates. Others need a zone: try_day(landed, zone).
Returns: date, of the years 1 to 9999.
NULL: for NULL, blanks, and what is no day or could be two, as 01/02/2026.
Errors: none.
Source: docs/metrics.md, R14.$$;

CREATE FUNCTION try_day(landed text, zone text) RETURNS date
  AS 'MODULE_PATHNAME', 'c360_try_day_in_zone' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION try_day(text, text) IS
$$The local day, in a zone, of the day or instant that a text says, or NULL.
Arguments: landed, as for try_day(landed) and try_instant(landed, zone); zone, a name such as 'Europe/Berlin', in which instants have their day. A day, or a time of day without an offset, is taken as local.
Returns: date.
NULL: for NULL, blanks, and what is no day or could be two.
Errors: 22023 for an unknown zone.
Source: docs/metrics.md, R12, R14.$$;

CREATE FUNCTION try_instant(landed text, zone text) RETURNS timestamptz
  AS 'MODULE_PATHNAME', 'c360_try_instant' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION try_instant(text, text) IS
$$The instant that a text says, or NULL: a cast to timestamptz that never fails and does not depend on the session.
Arguments: landed, ISO 8601 and its neighbours, with an offset (Z, UTC, +02:00) or without; or a count since 1970: of seconds (9 to 11 digits), milliseconds (13), microseconds (15, 16), nanoseconds (18, 19); zone, a name such as 'Europe/Berlin', of which times without an offset are; a day alone is its local midnight.
Returns: timestamptz, of the years 1 to 9999. A local time that clocks skip, or show twice, is read as PostgreSQL does.
NULL: for NULL, blanks, and what is no instant or could be two, as 01/02/2026, or a count of 12 digits.
Errors: 22023 for an unknown zone.
Source: docs/metrics.md, R12, R14.$$;

CREATE FUNCTION try_amount(landed text) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_try_amount' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION try_amount(text) IS
$$The number that a text says, or NULL: a cast to numeric that never fails.
Arguments: landed, digits with a decimal point; also with groups of three by comma, apostrophe or blank, a sign on either side, (1,200.00) as negative, an exponent, and a currency: '$1,200.00', 'EUR 1 200', '1200 €'. A comma is never a decimal point: 12,50 is NULL.
Returns: numeric, all its decimals. The currency is not looked at.
NULL: for NULL, blanks, NaN and infinities, percentages, and whatever else is no number, has more than 18 digits before the point, or would be longer than 400 characters.
Errors: none.
Source: docs/metrics.md, R7, R14.$$;

CREATE FUNCTION try_bigint(landed text) RETURNS bigint
  AS 'MODULE_PATHNAME', 'c360_try_bigint' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION try_bigint(text) IS
$$The whole number that a text says, or NULL: a cast to bigint that never fails.
Arguments: landed, digits, with a sign, in groups of three, with zeros behind the point or an exponent: '1,200', '42.0', '1e3'.
Returns: bigint.
NULL: for NULL, blanks, a fraction, and whatever else is no whole number or does not fit.
Errors: none.
Source: docs/metrics.md, R14.$$;

CREATE FUNCTION c360_word_distance(text, text) RETURNS integer
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;

CREATE FUNCTION nearest_word(word text, known text[]) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200
  RETURN (
    SELECT listed.name FROM (
      SELECT name, c360_word_distance(lower(btrim(word)), lower(name)) AS distance, place
      FROM unnest(known) WITH ORDINALITY AS each (name, place)) AS listed
    WHERE listed.distance <= greatest(1, length(btrim(word)) / 3)
    ORDER BY listed.distance, listed.place LIMIT 1);
COMMENT ON FUNCTION nearest_word(text, text[]) IS
$$The known word that somebody probably meant.
Arguments: word, as it was typed, in any case; known, the words that there are.
Returns: text, the known word to which the fewest characters have to be inserted, deleted, replaced or swapped with their neighbour: at most a third of the word's, and at least 1; of several the first one.
NULL: for NULL arguments, and where no known word is near.
Errors: none.
Source: docs/base.md.$$;

TYPE aggregate_state;
COMMENT ON TYPE aggregate_state IS
$$The partial result of an aggregate of customer360: a self-describing block of bytes into which other partial results are merged.
Text form: that of bytea in hex. Every invariant is checked on input.
Errors: 22P03 for bytes that no aggregate wrote.
Source: docs/internals.md.$$;
