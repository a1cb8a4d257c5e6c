-- What the domains share: the type of partial aggregate states, sparklines, and trends.

CREATE TYPE aggregate_state;

CREATE FUNCTION c360_aggregate_state_in(cstring) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_aggregate_state_out(aggregate_state) RETURNS cstring
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_aggregate_state_recv(internal) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_aggregate_state_send(aggregate_state) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE aggregate_state (
  INPUT = c360_aggregate_state_in,
  OUTPUT = c360_aggregate_state_out,
  RECEIVE = c360_aggregate_state_recv,
  SEND = c360_aggregate_state_send,
  ALIGNMENT = int4,
  STORAGE = extended
);
COMMENT ON TYPE aggregate_state IS
$$The partial result of an aggregate of customer360: a self-describing block of bytes that other partial results merge into.
Text form: bytea's in hex. Every invariant is checked on input.
Errors: 22P03 for bytes that no aggregate wrote.
Source: docs/internals.md.$$;

CREATE FUNCTION sparkline("values" numeric[]) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_sparkline' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sparkline(numeric[]) IS
$$A series as a word of block characters, from its least value (▁) to its greatest (█).
Arguments: values, any unit, in order.
Returns: text, one character an element. A constant series is all middle blocks (▄).
NULL: an element that is NULL becomes a space, which is not 0; a NULL array gives NULL.
Errors: 22023 for NaN and infinity; 2202E for an array of several dimensions.
Source: docs/metrics.md, A15.$$;

CREATE FUNCTION sparkline("values" numeric[], lo numeric, hi numeric) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_sparkline' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sparkline(numeric[], numeric, numeric) IS
$$A series as a word of block characters on a given scale, so that several series can be compared.
Arguments: values, any unit, in order; lo and hi, the scale's ends: values outside are drawn as the nearer end.
Returns: text, one character an element.
NULL: an element that is NULL becomes a space; a NULL argument gives NULL.
Errors: 22023 when lo is not less than hi, and for NaN and infinity; 2202E for an array of several dimensions.
Source: docs/metrics.md, A15.$$;

CREATE FUNCTION c360_sparkline_transition(aggregate_state, numeric, calendar_day) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_sparkline_agg_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_sparkline_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_sparkline_agg_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_sparkline_final(aggregate_state) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_sparkline_agg_final' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
CREATE AGGREGATE sparkline(value numeric, at calendar_day) (
  SFUNC = c360_sparkline_transition, STYPE = aggregate_state, SSPACE = 512,
  FINALFUNC = c360_sparkline_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_sparkline_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sparkline(numeric, calendar_day) IS
$$The sparkline of a series of rows, ordered by their day whatever the order of arrival.
Arguments: value, any unit; at, its day. Two values of one day stand side by side, the lesser first.
Returns: text, one character a row; NULL when no row has a day.
NULL: a row without value is a space, a row without day is skipped.
Errors: 22023 for NaN and infinity; 22008 for an infinite day; 22003 when a state would exceed 1 GB.
Source: docs/metrics.md, A15.$$;
