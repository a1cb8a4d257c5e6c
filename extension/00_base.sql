-- What all domains build on: calendar_day, its casts, and as_of(), where time enters; aggregate_state.

CREATE TYPE calendar_day;

CREATE FUNCTION c360_calendar_day_in(cstring) RETURNS calendar_day
  AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_calendar_day_out(calendar_day) RETURNS cstring
  AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_calendar_day_recv(internal) RETURNS calendar_day
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_calendar_day_send(calendar_day) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE calendar_day (
  INPUT = c360_calendar_day_in,
  OUTPUT = c360_calendar_day_out,
  RECEIVE = c360_calendar_day_recv,
  SEND = c360_calendar_day_send,
  LIKE = date,
  CATEGORY = 'D'
);
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

CREATE FUNCTION as_of() RETURNS date
  AS 'MODULE_PATHNAME', 'c360_as_of' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION as_of() IS
$$The day as of which the views are computed: the setting customer360.as_of if it is set, otherwise today in the session's TimeZone.
Returns: date. SET customer360.as_of = '2026-03-31' recomputes every view as it stood at the end of that day.
Errors: 22023 when customer360.as_of is set to anything but an ISO date or the empty string.
Source: docs/metrics.md, R4.$$;

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
$$The partial result of an aggregate of customer360: a self-describing block of bytes into which other partial results are merged.
Text form: that of bytea in hex. Every invariant is checked on input.
Errors: 22P03 for bytes that no aggregate wrote.
Source: docs/internals.md.$$;
