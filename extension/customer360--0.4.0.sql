\echo Use "CREATE EXTENSION customer360" to load this file. \quit
-- calendar_day, its casts, and as_of(): where time enters.

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
$$A local calendar day: what functions of customer360 take where time enters.
Casts: implicit from date (free of charge), from timestamp (its day), and from timestamptz (the day in the session's TimeZone; a day on which clocks change is one day); implicit to date.
Errors: 22008 for infinity, in functions and casts alike.
Source: docs/metrics.md, R2.$$;

CREATE FUNCTION c360_calendar_day(timestamp) RETURNS calendar_day
  AS 'MODULE_PATHNAME', 'c360_calendar_day_from_timestamp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_calendar_day(timestamptz) RETURNS calendar_day
  AS 'MODULE_PATHNAME', 'c360_calendar_day_from_timestamptz' LANGUAGE C STABLE STRICT PARALLEL SAFE;

-- Free in both directions: what PostgreSQL can do with a date (operators, indexes, GROUP BY) it can do with a calendar_day.
CREATE CAST (date AS calendar_day) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (calendar_day AS date) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (timestamp AS calendar_day) WITH FUNCTION c360_calendar_day(timestamp) AS IMPLICIT;
CREATE CAST (timestamptz AS calendar_day) WITH FUNCTION c360_calendar_day(timestamptz) AS IMPLICIT;

COMMENT ON CAST (date AS calendar_day) IS 'The same day, free of charge.';
COMMENT ON CAST (calendar_day AS date) IS 'The same day, free of charge.';
COMMENT ON CAST (timestamp AS calendar_day) IS 'The day of the timestamp. 22008 for infinity.';
COMMENT ON CAST (timestamptz AS calendar_day) IS
'The local day in the session''s TimeZone; a day on which clocks change is one day. 22008 for infinity.';

CREATE FUNCTION as_of() RETURNS date
  AS 'MODULE_PATHNAME', 'c360_as_of' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION as_of() IS
$$The day on which the views stand: the setting customer360.as_of if it is set, else today in the session's TimeZone.
Returns: date. SET customer360.as_of = '2026-03-31' re-computes every view as it stood at the end of that day.
Errors: 22023 when customer360.as_of is set to anything but an ISO date or the empty string.
Source: docs/metrics.md, R4.$$;
-- What the domains share: the type of partial aggregate states, and sparklines.

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
-- Activity: histories, coefficient, active users, retention, usage drop.

CREATE TYPE activity_history;

CREATE FUNCTION c360_activity_history_in(cstring) RETURNS activity_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
CREATE FUNCTION c360_activity_history_out(activity_history) RETURNS cstring
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
CREATE FUNCTION c360_activity_history_recv(internal) RETURNS activity_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_send(activity_history) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE activity_history (
  INPUT = c360_activity_history_in,
  OUTPUT = c360_activity_history_out,
  RECEIVE = c360_activity_history_recv,
  SEND = c360_activity_history_send,
  ALIGNMENT = int4,
  STORAGE = extended
);
COMMENT ON TYPE activity_history IS
$$The exact set of local days on which an entity (a user, an account) was active.
Text form: that of datemultirange in ISO dates, {[2026-01-01,2026-01-04),[2026-02-01,2026-02-02)}. Casts to and from datemultirange.
Size: about 20 bytes and 12 bytes for every 64 days with activity among them.
Errors: 22P02 for malformed text, 22P03 for malformed bytes, 22023 for a range without an end, 22003 beyond 1,048,576 blocks of 64 days.
Source: docs/metrics.md, A2.$$;

CREATE FUNCTION c360_activity_history_lt(activity_history, activity_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_le(activity_history, activity_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_eq(activity_history, activity_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_ne(activity_history, activity_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_ge(activity_history, activity_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_gt(activity_history, activity_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_cmp(activity_history, activity_history) RETURNS integer
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_hash(activity_history) RETURNS integer
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_history_hash_extended(activity_history, bigint) RETURNS bigint
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE OPERATOR < (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_lt,
  COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (activity_history, activity_history) IS
'The left history is less than the right one. Order: that of the days, written as ascending lists.';
CREATE OPERATOR <= (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_le,
  COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (activity_history, activity_history) IS
'The left history is less than or equal to the right one. Order: that of the days, written as ascending lists.';
CREATE OPERATOR = (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_eq,
  COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (activity_history, activity_history) IS
'The left history has the same days as the right one. Order: that of the days, written as ascending lists.';
CREATE OPERATOR <> (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_ne,
  COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (activity_history, activity_history) IS
'The left history has not the same days as the right one. Order: that of the days, written as ascending lists.';
CREATE OPERATOR >= (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_ge,
  COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (activity_history, activity_history) IS
'The left history is greater than or equal to the right one. Order: that of the days, written as ascending lists.';
CREATE OPERATOR > (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_gt,
  COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (activity_history, activity_history) IS
'The left history is greater than the right one. Order: that of the days, written as ascending lists.';

CREATE OPERATOR CLASS activity_history_ops DEFAULT FOR TYPE activity_history USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
  FUNCTION 1 c360_activity_history_cmp(activity_history, activity_history);
CREATE OPERATOR CLASS activity_history_ops DEFAULT FOR TYPE activity_history USING hash AS
  OPERATOR 1 =,
  FUNCTION 1 c360_activity_history_hash(activity_history),
  FUNCTION 2 c360_activity_history_hash_extended(activity_history, bigint);

COMMENT ON OPERATOR CLASS activity_history_ops USING btree IS 'Sorting, grouping and indexes of histories.';
COMMENT ON OPERATOR CLASS activity_history_ops USING hash IS 'Hashing of histories: grouping and joins.';

CREATE FUNCTION c360_activity_history_union(activity_history, activity_history) RETURNS activity_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
CREATE OPERATOR | (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_union, COMMUTATOR = |
);
COMMENT ON OPERATOR | (activity_history, activity_history) IS 'The days of either history.';
CREATE FUNCTION c360_activity_history_intersection(activity_history, activity_history) RETURNS activity_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
CREATE OPERATOR & (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_intersection, COMMUTATOR = &
);
COMMENT ON OPERATOR & (activity_history, activity_history) IS 'The days that both histories have.';
CREATE FUNCTION c360_activity_history_difference(activity_history, activity_history) RETURNS activity_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
CREATE OPERATOR - (
  LEFTARG = activity_history, RIGHTARG = activity_history, FUNCTION = c360_activity_history_difference
);
COMMENT ON OPERATOR - (activity_history, activity_history) IS 'The days of the left history that the right one has not.';
CREATE FUNCTION c360_activity_history_contains(activity_history, calendar_day) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OPERATOR @> (
  LEFTARG = activity_history, RIGHTARG = calendar_day, FUNCTION = c360_activity_history_contains,
  RESTRICT = contsel, JOIN = contjoinsel
);
COMMENT ON OPERATOR @> (activity_history, calendar_day) IS 'Was the entity active on that day?';

CREATE FUNCTION c360_datemultirange(activity_history) RETURNS datemultirange
  AS 'MODULE_PATHNAME', 'c360_activity_history_to_datemultirange' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
CREATE FUNCTION c360_activity_history(datemultirange) RETURNS activity_history
  AS 'MODULE_PATHNAME', 'c360_activity_history_from_datemultirange' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
CREATE CAST (activity_history AS datemultirange) WITH FUNCTION c360_datemultirange(activity_history) AS ASSIGNMENT;
CREATE CAST (datemultirange AS activity_history) WITH FUNCTION c360_activity_history(datemultirange) AS ASSIGNMENT;
COMMENT ON CAST (activity_history AS datemultirange) IS 'The same days, as ranges.';
COMMENT ON CAST (datemultirange AS activity_history) IS
'The same days. 22023 when a range has an open or infinite end; 22003 beyond 1,048,576 blocks of 64 days.';

-- The activity coefficient. Its state is one number: 48 bits of periods, 16 that tell the parameters apart.
CREATE FUNCTION c360_activity_coefficient_combine(bigint, bigint) RETURNS bigint
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_activity_coefficient_final(bigint) RETURNS integer
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION c360_activity_coefficient_transition(bigint, calendar_day, calendar_day) RETURNS bigint
  AS 'MODULE_PATHNAME', 'c360_activity_coefficient_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE activity_coefficient(day calendar_day, as_of calendar_day) (
  SFUNC = c360_activity_coefficient_transition, STYPE = bigint, INITCOND = '0',
  FINALFUNC = c360_activity_coefficient_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_activity_coefficient_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_coefficient(calendar_day, calendar_day) IS
$$The product activity coefficient: in how many of the last 7 weeks (Monday to Sunday), the one that holds as_of included, was the entity active?
Arguments: day, of an event; as_of, inclusive: later events are invisible. To leave an unfinished week out, pass the last day of a finished one.
Returns: integer, 0 to 7; 0 also for a group without any event. Unit: periods of one entity (user or account, by GROUP BY).
NULL: rows whose day is NULL are skipped, their group is kept.
Errors: 22023 when a parameter differs within a group; 22004 when a parameter is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A1. The formula in circulation compares with < 6, which gives six weeks where its text says seven; it also counts future events and loses customers without events.$$;

CREATE FUNCTION c360_activity_coefficient_transition(bigint, calendar_day, calendar_day, integer) RETURNS bigint
  AS 'MODULE_PATHNAME', 'c360_activity_coefficient_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE activity_coefficient(day calendar_day, as_of calendar_day, periods integer) (
  SFUNC = c360_activity_coefficient_transition, STYPE = bigint, INITCOND = '0',
  FINALFUNC = c360_activity_coefficient_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_activity_coefficient_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_coefficient(calendar_day, calendar_day, integer) IS
$$The product activity coefficient: in how many of the last weeks (Monday to Sunday), the one that holds as_of included, was the entity active?
Arguments: day, of an event; as_of, inclusive: later events are invisible; periods, 1 to 48. To leave an unfinished week out, pass the last day of a finished one.
Returns: integer, 0 to periods; 0 also for a group without any event. Unit: periods of one entity (user or account, by GROUP BY).
NULL: rows whose day is NULL are skipped, their group is kept.
Errors: 22023 when a parameter differs within a group, or is out of bounds; 22004 when a parameter is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A1. The formula in circulation compares with < 6, which gives six weeks where its text says seven; it also counts future events and loses customers without events.$$;

CREATE FUNCTION c360_activity_coefficient_transition(bigint, calendar_day, calendar_day, integer, text) RETURNS bigint
  AS 'MODULE_PATHNAME', 'c360_activity_coefficient_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE activity_coefficient(day calendar_day, as_of calendar_day, periods integer, grain text) (
  SFUNC = c360_activity_coefficient_transition, STYPE = bigint, INITCOND = '0',
  FINALFUNC = c360_activity_coefficient_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_activity_coefficient_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_coefficient(calendar_day, calendar_day, integer, text) IS
$$The product activity coefficient: in how many of the last periods, the one that holds as_of included, was the entity active?
Arguments: day, of an event; as_of, inclusive: later events are invisible; periods, 1 to 48; grain, 'week', 'month' …, or '7 days' for blocks that end on as_of. To leave an unfinished week out, pass the last day of a finished one.
Returns: integer, 0 to periods; 0 also for a group without any event. Unit: periods of one entity (user or account, by GROUP BY).
NULL: rows whose day is NULL are skipped, their group is kept.
Errors: 22023 when a parameter differs within a group, or is out of bounds; 22004 when a parameter is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A1. The formula in circulation compares with < 6, which gives six weeks where its text says seven; it also counts future events and loses customers without events.$$;

CREATE FUNCTION activity_coefficient(history activity_history, as_of calendar_day) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_activity_history_coefficient' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION activity_coefficient(activity_history, calendar_day) IS
$$The activity coefficient from a stored history; equals the aggregate over the same days.
Arguments: history; as_of, inclusive. Default: 7 periods of a week.
Returns: integer, 0 to 7.
NULL: a NULL argument gives NULL.
Errors: 22023 for a parameter out of bounds; 22008 for an infinite day.
Source: docs/metrics.md, A3.$$;

CREATE FUNCTION activity_coefficient(history activity_history, as_of calendar_day, periods integer) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_activity_history_coefficient' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION activity_coefficient(activity_history, calendar_day, integer) IS
$$The activity coefficient from a stored history; equals the aggregate over the same days.
Arguments: history; as_of, inclusive; periods, 1 to 48. Default: 7 periods of a week.
Returns: integer, 0 to periods.
NULL: a NULL argument gives NULL.
Errors: 22023 for a parameter out of bounds; 22008 for an infinite day.
Source: docs/metrics.md, A3.$$;

CREATE FUNCTION activity_coefficient(history activity_history, as_of calendar_day, periods integer, grain text) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_activity_history_coefficient' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION activity_coefficient(activity_history, calendar_day, integer, text) IS
$$The activity coefficient from a stored history; equals the aggregate over the same days.
Arguments: history; as_of, inclusive; periods, 1 to 48; grain. Default: 7 periods of a week.
Returns: integer, 0 to periods.
NULL: a NULL argument gives NULL.
Errors: 22023 for a parameter out of bounds; 22008 for an infinite day.
Source: docs/metrics.md, A3.$$;

-- Histories as aggregates: the state is the history itself, with room to grow.
CREATE FUNCTION c360_activity_agg_combine(activity_history, activity_history) RETURNS activity_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_activity_agg_final(activity_history) RETURNS activity_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_activity_agg_transition(activity_history, calendar_day) RETURNS activity_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE activity_agg(day calendar_day) (
  SFUNC = c360_activity_agg_transition, STYPE = activity_history, SSPACE = 128,
  FINALFUNC = c360_activity_agg_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_activity_agg_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(calendar_day) IS
$$The activity history of an entity from its events: each active day once, exact.
Arguments: day, of an event.
Returns: activity_history; the empty history {} when every day is NULL, NULL when there is no row.
NULL: rows whose day is NULL are skipped, their group is kept.
Errors: 22008 for an infinite day; 22003 for a history beyond 1,048,576 blocks of 64 days.
Source: docs/metrics.md, A2.$$;

CREATE FUNCTION c360_activity_agg_transition(activity_history, activity_history) RETURNS activity_history
  AS 'MODULE_PATHNAME', 'c360_activity_agg_union_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE activity_agg(history activity_history) (
  SFUNC = c360_activity_agg_transition, STYPE = activity_history, SSPACE = 128,
  FINALFUNC = c360_activity_agg_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_activity_agg_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(activity_history) IS
$$The union of histories: an account's from its users', or a stored one with what has come since.
Arguments: history, of a part.
Returns: activity_history; the empty history {} when every history is NULL, NULL when there is no row.
NULL: NULL histories are skipped.
Errors: 22003 for a history beyond 1,048,576 blocks of 64 days.
Source: docs/metrics.md, A2.$$;

CREATE FUNCTION active_days(history activity_history, days daterange) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_active_days' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION active_days(activity_history, daterange) IS
$$How many days of a range was the entity active?
Arguments: history; days, half-open; an open end reaches as far as the history.
Returns: integer, days. Login frequency is this divided by the days of the range.
NULL: a NULL argument gives NULL.
Source: docs/metrics.md, A4.$$;

CREATE FUNCTION first_active(history activity_history) RETURNS date
  AS 'MODULE_PATHNAME', 'c360_first_active' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION first_active(activity_history) IS
$$The first active day.
Returns: date; NULL for the empty history.
NULL: a NULL history gives NULL.
Source: docs/metrics.md, A4.$$;

CREATE FUNCTION last_active(history activity_history) RETURNS date
  AS 'MODULE_PATHNAME', 'c360_last_active' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION last_active(activity_history) IS
$$The last active day, whatever as_of is: for recency use days_inactive.
Returns: date; NULL for the empty history.
NULL: a NULL history gives NULL.
Source: docs/metrics.md, A4.$$;

CREATE FUNCTION days_inactive(history activity_history, as_of calendar_day) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_days_inactive' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION days_inactive(activity_history, calendar_day) IS
$$Days since the last activity, as as_of could see it: 0 when active on that very day.
Arguments: history; as_of, inclusive: later activity is invisible, never a negative age.
Returns: integer, days; NULL when never active until as_of.
NULL: a NULL argument gives NULL.
Errors: 22008 for an infinite day; 22003 beyond 2,147,483,647 days.
Source: docs/metrics.md, A4.$$;

CREATE FUNCTION active_streak(history activity_history, as_of calendar_day, grain text) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_active_streak' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION active_streak(activity_history, calendar_day, text) IS
$$How many periods in a row, ending with the one that holds as_of, was the entity active?
Arguments: history; as_of, inclusive; grain, 'week', 'month' …, or '7 days'.
Returns: integer, periods; 0 when the period that holds as_of has no activity yet.
NULL: a NULL argument gives NULL.
Errors: 22023 for an unknown grain; 22008 for an infinite day.
Source: docs/metrics.md, A4.$$;

CREATE FUNCTION active_periods(history activity_history, grain text) RETURNS SETOF date
  AS 'MODULE_PATHNAME', 'c360_active_periods' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 20;
COMMENT ON FUNCTION active_periods(activity_history, text) IS
$$The first days of the periods in which the entity was active, in order.
Arguments: history; grain, a calendar grain ('day', 'week', 'week(sunday)' …, 'month', 'quarter', 'year').
Returns: setof date.
NULL: a NULL argument gives no row.
Errors: 22023 for an unknown grain, and for blocks of days, which need an as_of.
Source: docs/metrics.md, A4.$$;

CREATE FUNCTION activity_lifecycle(history activity_history, as_of calendar_day, grain text) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_activity_lifecycle' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION activity_lifecycle(activity_history, calendar_day, text) IS
$$Where the entity stands in the period that holds as_of: new (first period ever), returning (active in it and in the one before), resurrecting (active again after a gap), dormant (not active, but in the period before).
Arguments: history; as_of, inclusive; grain.
Returns: text; NULL when neither this period nor the one before has activity.
NULL: a NULL argument gives NULL.
Errors: 22023 for an unknown grain; 22008 for an infinite day.
Source: docs/metrics.md, A5.$$;

-- Stickiness, retention and active users from histories: flat states.
CREATE FUNCTION c360_stickiness_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_stickiness_final(aggregate_state) RETURNS numeric
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION c360_stickiness_transition(aggregate_state, activity_history, calendar_day) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_stickiness_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE stickiness(history activity_history, as_of calendar_day) (
  SFUNC = c360_stickiness_transition, STYPE = aggregate_state,
  FINALFUNC = c360_stickiness_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_stickiness_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE stickiness(activity_history, calendar_day) IS
$$Stickiness: mean daily active users over a window ÷ distinct users active in it (DAU/MAU).
Arguments: history, of one user a row; as_of, the window's last day; the window is 28 days.
Returns: numeric, a fraction of 0 to 1 (users per user); NULL when nobody was active.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group; 22004 when it is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A7.$$;

CREATE FUNCTION c360_stickiness_transition(aggregate_state, activity_history, calendar_day, integer) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_stickiness_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE stickiness(history activity_history, as_of calendar_day, window_days integer) (
  SFUNC = c360_stickiness_transition, STYPE = aggregate_state,
  FINALFUNC = c360_stickiness_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_stickiness_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE stickiness(activity_history, calendar_day, integer) IS
$$Stickiness: mean daily active users over a window ÷ distinct users active in it (DAU/MAU).
Arguments: history, of one user a row; as_of, the window's last day; window_days, 1 to 1000.
Returns: numeric, a fraction of 0 to 1 (users per user); NULL when nobody was active.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A7.$$;

CREATE FUNCTION c360_retention_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_final(aggregate_state) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION c360_retention_transition(aggregate_state, activity_history, calendar_day, text, integer, calendar_day) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_retention_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE retention(history activity_history, cohort_start calendar_day, grain text, periods integer, as_of calendar_day) (
  SFUNC = c360_retention_transition, STYPE = aggregate_state,
  FINALFUNC = c360_retention_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_retention_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention(activity_history, calendar_day, text, integer, calendar_day) IS
$$Retention of one cohort (use with GROUP BY the cohort): how many of its entities were active in its own period and in each of the next ones.
Arguments: history, of one entity a row; cohort_start, a day of the cohort's period, NULL for the period of the entity's first activity; grain; periods, 0 to 1200; as_of, inclusive.
Returns: bigint[] of periods + 1 elements, entities; NULL elements for periods that as_of has not finished.
NULL: an entity with a NULL or empty history counts as never active.
Errors: 22023 when a parameter, or the cohort's period, differs within a group, or is out of bounds; 22004 when a parameter other than cohort_start is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A8.$$;

CREATE FUNCTION c360_active_users_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_final(aggregate_state) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION c360_active_users_transition(aggregate_state, activity_history, daterange, integer) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_active_users_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(history activity_history, days daterange, window_days integer) (
  SFUNC = c360_active_users_transition, STYPE = aggregate_state,
  FINALFUNC = c360_active_users_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(activity_history, daterange, integer) IS
$$Active users for every day of a range: how many distinct users were active in the trailing window that ends on that day?
Arguments: history, of one user a row; days, half-open, with both ends, at most 40,000 days; window_days, the trailing window: 1 (DAU), 7 (WAU), 28 or 30 (MAU), at most 1000.
Returns: bigint[], one element a day of the range; users; NULL when there is no row.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_active_users_windows_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_final(aggregate_state) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION c360_active_users_windows_transition(aggregate_state, activity_history, daterange, integer[]) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_active_users_windows_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(history activity_history, days daterange, window_days integer[]) (
  SFUNC = c360_active_users_windows_transition, STYPE = aggregate_state,
  FINALFUNC = c360_active_users_windows_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_windows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(activity_history, daterange, integer[]) IS
$$Active users for every day of a range: how many distinct users were active in the trailing window that ends on that day?
Arguments: history, of one user a row; days, half-open, with both ends, at most 40,000 days; window_days, up to 8 trailing windows, such as ARRAY[1, 7, 28], counted in one pass.
Returns: bigint[][], a row a window in the order given, one element a day of the range; users; NULL when there is no row.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL.
Source: docs/metrics.md, A6.$$;

CREATE TYPE usage_drop AS (
  recent numeric,
  baseline numeric,
  change numeric,
  z numeric,
  slope numeric,
  dropped boolean
);
COMMENT ON TYPE usage_drop IS
$$The verdict of the aggregate usage_drop.
recent, baseline: mean usage a week; change: recent ÷ baseline − 1; z: (recent − median) ÷ (1.4826 · MAD) of the baseline's weeks, NULL when the MAD is 0; slope: usage a week, each week, by least squares over all weeks; dropped: down by 20 % or more and z ≤ −1 (or z NULL).
Source: docs/metrics.md, A13.$$;

CREATE FUNCTION c360_usage_drop_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_usage_drop_final(aggregate_state) RETURNS usage_drop
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION c360_usage_drop_transition(aggregate_state, calendar_day, numeric, calendar_day) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_usage_drop_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE usage_drop(day calendar_day, weight numeric, as_of calendar_day) (
  SFUNC = c360_usage_drop_transition, STYPE = aggregate_state,
  FINALFUNC = c360_usage_drop_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_usage_drop_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE usage_drop(calendar_day, numeric, calendar_day) IS
$$Has usage dropped? The last 4 complete weeks (Monday to Sunday) against the 12 before them, of the same entity.
Arguments: day; weight, usage on that day in any unit (events, minutes), not negative, exact to 6 decimals; as_of, inclusive.
Returns: usage_drop (recent, baseline, change, z, slope, dropped). All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day or weight is NULL are skipped; a group without any row gives NULL.
Errors: 22023 for a negative weight, and when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day; 22003 for NaN, infinity and overflow.
Source: docs/metrics.md, A13.$$;

CREATE FUNCTION c360_usage_drop_transition(aggregate_state, calendar_day, numeric, calendar_day, integer) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_usage_drop_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE usage_drop(day calendar_day, weight numeric, as_of calendar_day, recent_weeks integer) (
  SFUNC = c360_usage_drop_transition, STYPE = aggregate_state,
  FINALFUNC = c360_usage_drop_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_usage_drop_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE usage_drop(calendar_day, numeric, calendar_day, integer) IS
$$Has usage dropped? The last recent_weeks complete weeks (Monday to Sunday) against the 12 before them, of the same entity.
Arguments: day; weight, usage on that day in any unit (events, minutes), not negative, exact to 6 decimals; as_of, inclusive; recent_weeks, 1 to 52.
Returns: usage_drop (recent, baseline, change, z, slope, dropped). All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day or weight is NULL are skipped; a group without any row gives NULL.
Errors: 22023 for a negative weight, and when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day; 22003 for NaN, infinity and overflow.
Source: docs/metrics.md, A13.$$;

CREATE FUNCTION c360_usage_drop_transition(aggregate_state, calendar_day, numeric, calendar_day, integer, integer) RETURNS aggregate_state
  AS 'MODULE_PATHNAME', 'c360_usage_drop_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE usage_drop(day calendar_day, weight numeric, as_of calendar_day, recent_weeks integer, baseline_weeks integer) (
  SFUNC = c360_usage_drop_transition, STYPE = aggregate_state,
  FINALFUNC = c360_usage_drop_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_usage_drop_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE usage_drop(calendar_day, numeric, calendar_day, integer, integer) IS
$$Has usage dropped? The last recent_weeks complete weeks (Monday to Sunday) against the baseline_weeks before them, of the same entity.
Arguments: day; weight, usage on that day in any unit (events, minutes), not negative, exact to 6 decimals; as_of, inclusive; recent_weeks, 1 to 52; baseline_weeks, 3 to 104.
Returns: usage_drop (recent, baseline, change, z, slope, dropped). All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day or weight is NULL are skipped; a group without any row gives NULL.
Errors: 22023 for a negative weight, and when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day; 22003 for NaN, infinity and overflow.
Source: docs/metrics.md, A13.$$;

CREATE TYPE retention_row AS (
  cohort date,
  size bigint,
  retained bigint[]
);
COMMENT ON TYPE retention_row IS
$$A row of retention_matrix.
cohort: first day of its period; size: entities first active in it; retained: entities of it active in its own period and in each of the next ones, NULL for periods that as_of has not finished.
Source: docs/metrics.md, A8.$$;
-- Population level, from raw events without GROUP BY, for entities whose key is int4.

CREATE FUNCTION c360_active_users_int4_transition(internal, int4, calendar_day, daterange, integer) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_int4_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_int4_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_int4_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_int4_final(internal) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(entity int4, day calendar_day, days daterange, window_days integer) (
  SFUNC = c360_active_users_int4_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_active_users_int4_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_int4_combine, SERIALFUNC = c360_active_users_int4_serialize, DESERIALFUNC = c360_active_users_int4_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(int4, calendar_day, daterange, integer) IS
$$Active users for every day of a range, from raw events of the whole population: how many distinct entities were active in the trailing window that ends on that day?
Arguments: entity, whose activity it is; day, of an event; days, half-open, with both ends, at most 40,000 days; window_days, the trailing window: 1 (DAU), 7 (WAU), 28 or 30 (MAU), at most 1000.
Returns: bigint[], one element a day of the range; entities; NULL when there is no row.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_active_users_windows_int4_transition(internal, int4, calendar_day, daterange, integer[]) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_int4_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_int4_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_int4_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_int4_final(internal) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(entity int4, day calendar_day, days daterange, window_days integer[]) (
  SFUNC = c360_active_users_windows_int4_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_active_users_windows_int4_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_windows_int4_combine, SERIALFUNC = c360_active_users_windows_int4_serialize, DESERIALFUNC = c360_active_users_windows_int4_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(int4, calendar_day, daterange, integer[]) IS
$$Active users for every day of a range, from raw events of the whole population: how many distinct entities were active in the trailing window that ends on that day?
Arguments: entity, whose activity it is; day, of an event; days, half-open, with both ends, at most 40,000 days; window_days, up to 8 trailing windows, such as ARRAY[1, 7, 28], counted in one pass.
Returns: bigint[][], a row a window in the order given, one element a day of the range; entities; NULL when there is no row.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_retention_matrix_int4_transition(internal, int4, calendar_day, text, integer, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_int4_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_int4_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_int4_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_int4_final(internal) RETURNS retention_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE retention_matrix(entity int4, day calendar_day, grain text, periods integer, as_of calendar_day) (
  SFUNC = c360_retention_matrix_int4_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_retention_matrix_int4_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_retention_matrix_int4_combine, SERIALFUNC = c360_retention_matrix_int4_serialize, DESERIALFUNC = c360_retention_matrix_int4_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_matrix(int4, calendar_day, text, integer, calendar_day) IS
$$The retention matrix of the whole population, from raw events: cohorts by the period of first activity, and how many of each were active in its own period and in each of the next ones.
Arguments: entity, whose activity it is; day, of an event; grain; periods, 0 to 1200; as_of, inclusive: later events are invisible.
Returns: retention_row[] (cohort, size, retained), ordered by cohort; NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A8.$$;
-- Population level, from raw events without GROUP BY, for entities whose key is int8.

CREATE FUNCTION c360_active_users_int8_transition(internal, int8, calendar_day, daterange, integer) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_int8_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_int8_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_int8_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_int8_final(internal) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(entity int8, day calendar_day, days daterange, window_days integer) (
  SFUNC = c360_active_users_int8_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_active_users_int8_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_int8_combine, SERIALFUNC = c360_active_users_int8_serialize, DESERIALFUNC = c360_active_users_int8_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(int8, calendar_day, daterange, integer) IS
$$Active users for every day of a range, from raw events of the whole population: how many distinct entities were active in the trailing window that ends on that day?
Arguments: entity, whose activity it is; day, of an event; days, half-open, with both ends, at most 40,000 days; window_days, the trailing window: 1 (DAU), 7 (WAU), 28 or 30 (MAU), at most 1000.
Returns: bigint[], one element a day of the range; entities; NULL when there is no row.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_active_users_windows_int8_transition(internal, int8, calendar_day, daterange, integer[]) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_int8_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_int8_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_int8_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_int8_final(internal) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(entity int8, day calendar_day, days daterange, window_days integer[]) (
  SFUNC = c360_active_users_windows_int8_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_active_users_windows_int8_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_windows_int8_combine, SERIALFUNC = c360_active_users_windows_int8_serialize, DESERIALFUNC = c360_active_users_windows_int8_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(int8, calendar_day, daterange, integer[]) IS
$$Active users for every day of a range, from raw events of the whole population: how many distinct entities were active in the trailing window that ends on that day?
Arguments: entity, whose activity it is; day, of an event; days, half-open, with both ends, at most 40,000 days; window_days, up to 8 trailing windows, such as ARRAY[1, 7, 28], counted in one pass.
Returns: bigint[][], a row a window in the order given, one element a day of the range; entities; NULL when there is no row.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_retention_matrix_int8_transition(internal, int8, calendar_day, text, integer, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_int8_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_int8_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_int8_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_int8_final(internal) RETURNS retention_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE retention_matrix(entity int8, day calendar_day, grain text, periods integer, as_of calendar_day) (
  SFUNC = c360_retention_matrix_int8_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_retention_matrix_int8_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_retention_matrix_int8_combine, SERIALFUNC = c360_retention_matrix_int8_serialize, DESERIALFUNC = c360_retention_matrix_int8_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_matrix(int8, calendar_day, text, integer, calendar_day) IS
$$The retention matrix of the whole population, from raw events: cohorts by the period of first activity, and how many of each were active in its own period and in each of the next ones.
Arguments: entity, whose activity it is; day, of an event; grain; periods, 0 to 1200; as_of, inclusive: later events are invisible.
Returns: retention_row[] (cohort, size, retained), ordered by cohort; NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A8.$$;
-- Population level, from raw events without GROUP BY, for entities whose key is uuid.

CREATE FUNCTION c360_active_users_uuid_transition(internal, uuid, calendar_day, daterange, integer) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_uuid_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_uuid_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_uuid_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_uuid_final(internal) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(entity uuid, day calendar_day, days daterange, window_days integer) (
  SFUNC = c360_active_users_uuid_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_active_users_uuid_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_uuid_combine, SERIALFUNC = c360_active_users_uuid_serialize, DESERIALFUNC = c360_active_users_uuid_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(uuid, calendar_day, daterange, integer) IS
$$Active users for every day of a range, from raw events of the whole population: how many distinct entities were active in the trailing window that ends on that day?
Arguments: entity, whose activity it is; day, of an event; days, half-open, with both ends, at most 40,000 days; window_days, the trailing window: 1 (DAU), 7 (WAU), 28 or 30 (MAU), at most 1000.
Returns: bigint[], one element a day of the range; entities; NULL when there is no row.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_active_users_windows_uuid_transition(internal, uuid, calendar_day, daterange, integer[]) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_uuid_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_uuid_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_uuid_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_uuid_final(internal) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(entity uuid, day calendar_day, days daterange, window_days integer[]) (
  SFUNC = c360_active_users_windows_uuid_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_active_users_windows_uuid_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_windows_uuid_combine, SERIALFUNC = c360_active_users_windows_uuid_serialize, DESERIALFUNC = c360_active_users_windows_uuid_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(uuid, calendar_day, daterange, integer[]) IS
$$Active users for every day of a range, from raw events of the whole population: how many distinct entities were active in the trailing window that ends on that day?
Arguments: entity, whose activity it is; day, of an event; days, half-open, with both ends, at most 40,000 days; window_days, up to 8 trailing windows, such as ARRAY[1, 7, 28], counted in one pass.
Returns: bigint[][], a row a window in the order given, one element a day of the range; entities; NULL when there is no row.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_retention_matrix_uuid_transition(internal, uuid, calendar_day, text, integer, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_uuid_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_uuid_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_uuid_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_uuid_final(internal) RETURNS retention_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE retention_matrix(entity uuid, day calendar_day, grain text, periods integer, as_of calendar_day) (
  SFUNC = c360_retention_matrix_uuid_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_retention_matrix_uuid_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_retention_matrix_uuid_combine, SERIALFUNC = c360_retention_matrix_uuid_serialize, DESERIALFUNC = c360_retention_matrix_uuid_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_matrix(uuid, calendar_day, text, integer, calendar_day) IS
$$The retention matrix of the whole population, from raw events: cohorts by the period of first activity, and how many of each were active in its own period and in each of the next ones.
Arguments: entity, whose activity it is; day, of an event; grain; periods, 0 to 1200; as_of, inclusive: later events are invisible.
Returns: retention_row[] (cohort, size, retained), ordered by cohort; NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A8.$$;
-- Population level, from raw events without GROUP BY, for entities whose key is text.

CREATE FUNCTION c360_active_users_text_transition(internal, text, calendar_day, daterange, integer) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_text_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_text_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_text_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_text_final(internal) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(entity text, day calendar_day, days daterange, window_days integer) (
  SFUNC = c360_active_users_text_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_active_users_text_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_text_combine, SERIALFUNC = c360_active_users_text_serialize, DESERIALFUNC = c360_active_users_text_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(text, calendar_day, daterange, integer) IS
$$Active users for every day of a range, from raw events of the whole population: how many distinct entities were active in the trailing window that ends on that day?
Arguments: entity, whose activity it is; day, of an event; days, half-open, with both ends, at most 40,000 days; window_days, the trailing window: 1 (DAU), 7 (WAU), 28 or 30 (MAU), at most 1000.
Returns: bigint[], one element a day of the range; entities; NULL when there is no row.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_active_users_windows_text_transition(internal, text, calendar_day, daterange, integer[]) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_text_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_text_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_text_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_active_users_windows_text_final(internal) RETURNS bigint[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE active_users(entity text, day calendar_day, days daterange, window_days integer[]) (
  SFUNC = c360_active_users_windows_text_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_active_users_windows_text_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_active_users_windows_text_combine, SERIALFUNC = c360_active_users_windows_text_serialize, DESERIALFUNC = c360_active_users_windows_text_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE active_users(text, calendar_day, daterange, integer[]) IS
$$Active users for every day of a range, from raw events of the whole population: how many distinct entities were active in the trailing window that ends on that day?
Arguments: entity, whose activity it is; day, of an event; days, half-open, with both ends, at most 40,000 days; window_days, up to 8 trailing windows, such as ARRAY[1, 7, 28], counted in one pass.
Returns: bigint[][], a row a window in the order given, one element a day of the range; entities; NULL when there is no row.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A6.$$;

CREATE FUNCTION c360_retention_matrix_text_transition(internal, text, calendar_day, text, integer, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_text_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_text_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_text_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_retention_matrix_text_final(internal) RETURNS retention_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE retention_matrix(entity text, day calendar_day, grain text, periods integer, as_of calendar_day) (
  SFUNC = c360_retention_matrix_text_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_retention_matrix_text_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_retention_matrix_text_combine, SERIALFUNC = c360_retention_matrix_text_serialize, DESERIALFUNC = c360_retention_matrix_text_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_matrix(text, calendar_day, text, integer, calendar_day) IS
$$The retention matrix of the whole population, from raw events: cohorts by the period of first activity, and how many of each were active in its own period and in each of the next ones.
Arguments: entity, whose activity it is; day, of an event; grain; periods, 0 to 1200; as_of, inclusive: later events are invisible.
Returns: retention_row[] (cohort, size, retained), ordered by cohort; NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose entity or day is NULL are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Memory: grows with distinct entities (about 24 bytes each, and their text) and with the 64-period blocks in which they are active (8 bytes each), not with rows; work_mem does not bound it.
Source: docs/metrics.md, A8.$$;
-- Revenue: MRR histories, movements, the bridge, retention, prices and unit economics.

CREATE TYPE mrr_history;

CREATE FUNCTION c360_mrr_history_in(cstring) RETURNS mrr_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
CREATE FUNCTION c360_mrr_history_out(mrr_history) RETURNS cstring
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
CREATE FUNCTION c360_mrr_history_recv(internal) RETURNS mrr_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_send(mrr_history) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE mrr_history (
  INPUT = c360_mrr_history_in,
  OUTPUT = c360_mrr_history_out,
  RECEIVE = c360_mrr_history_recv,
  SEND = c360_mrr_history_send,
  ALIGNMENT = int4,
  STORAGE = extended
);
COMMENT ON TYPE mrr_history IS
$$The monthly recurring revenue (MRR) of a customer over time: an exact step function, all subscriptions netted.
Text form: the periods in which the customer pays, {[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=120.50}; an open end is still running. Input takes them in any order and adds up where they overlap.
Amounts: exact to six decimals, up to 3.9 · 10^22; more decimals are rounded once, half to even, on input.
Size: about 12 bytes and 16 bytes for every change of MRR.
Errors: 22P02 for malformed text, 22P03 for malformed bytes, 22023 for a total below zero, 22003 for an amount too large or beyond 1,048,576 changes.
Source: docs/metrics.md, B1.$$;

CREATE FUNCTION c360_mrr_history_lt(mrr_history, mrr_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_le(mrr_history, mrr_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_eq(mrr_history, mrr_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_ne(mrr_history, mrr_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_ge(mrr_history, mrr_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_gt(mrr_history, mrr_history) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_cmp(mrr_history, mrr_history) RETURNS integer
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_hash(mrr_history) RETURNS integer
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_history_hash_extended(mrr_history, bigint) RETURNS bigint
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE OPERATOR < (
  LEFTARG = mrr_history, RIGHTARG = mrr_history, FUNCTION = c360_mrr_history_lt,
  COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (mrr_history, mrr_history) IS
'The left history is less than the right one. Order: at the first difference, who pays earlier, or more, is greater.';
CREATE OPERATOR <= (
  LEFTARG = mrr_history, RIGHTARG = mrr_history, FUNCTION = c360_mrr_history_le,
  COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (mrr_history, mrr_history) IS
'The left history is less than or equal to the right one. Order: at the first difference, who pays earlier, or more, is greater.';
CREATE OPERATOR = (
  LEFTARG = mrr_history, RIGHTARG = mrr_history, FUNCTION = c360_mrr_history_eq,
  COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (mrr_history, mrr_history) IS
'Both customers pay the same on every day.';
CREATE OPERATOR <> (
  LEFTARG = mrr_history, RIGHTARG = mrr_history, FUNCTION = c360_mrr_history_ne,
  COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (mrr_history, mrr_history) IS
'The histories differ on some day.';
CREATE OPERATOR >= (
  LEFTARG = mrr_history, RIGHTARG = mrr_history, FUNCTION = c360_mrr_history_ge,
  COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (mrr_history, mrr_history) IS
'The left history is greater than or equal to the right one. Order: at the first difference, who pays earlier, or more, is greater.';
CREATE OPERATOR > (
  LEFTARG = mrr_history, RIGHTARG = mrr_history, FUNCTION = c360_mrr_history_gt,
  COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (mrr_history, mrr_history) IS
'The left history is greater than the right one. Order: at the first difference, who pays earlier, or more, is greater.';

CREATE OPERATOR CLASS mrr_history_ops DEFAULT FOR TYPE mrr_history USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
  FUNCTION 1 c360_mrr_history_cmp(mrr_history, mrr_history);
CREATE OPERATOR CLASS mrr_history_ops DEFAULT FOR TYPE mrr_history USING hash AS
  OPERATOR 1 =,
  FUNCTION 1 c360_mrr_history_hash(mrr_history),
  FUNCTION 2 c360_mrr_history_hash_extended(mrr_history, bigint);
COMMENT ON OPERATOR CLASS mrr_history_ops USING btree IS 'Sorting, grouping and indexes of MRR histories.';
COMMENT ON OPERATOR CLASS mrr_history_ops USING hash IS 'Hashing of MRR histories: grouping and joins.';

CREATE FUNCTION c360_mrr_history_sum(mrr_history, mrr_history) RETURNS mrr_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
CREATE OPERATOR + (
  LEFTARG = mrr_history, RIGHTARG = mrr_history, FUNCTION = c360_mrr_history_sum, COMMUTATOR = +
);
COMMENT ON OPERATOR + (mrr_history, mrr_history) IS 'What both customers, or two subscriptions of one, pay together, day by day.';

CREATE FUNCTION mrr_at(history mrr_history, day calendar_day) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_mrr_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mrr_at(mrr_history, calendar_day) IS
$$The MRR of a customer on a day.
Arguments: history; day.
Returns: numeric, money a month; 0 before the first subscription and after the last.
NULL: a NULL argument gives NULL.
Errors: 22008 for an infinite day.
Source: docs/metrics.md, B1.$$;

CREATE FUNCTION mrr_periods(history mrr_history) RETURNS TABLE (valid daterange, mrr numeric)
  AS 'MODULE_PATHNAME', 'c360_mrr_periods' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 5;
COMMENT ON FUNCTION mrr_periods(mrr_history) IS
$$The periods of constant MRR in which the customer pays, in order: mrr_agg over them gives the history again.
Arguments: history.
Returns: a row a period: valid, half-open, its upper end open while it runs; mrr, money a month, above 0.
NULL: a NULL history gives no row.
Source: docs/metrics.md, B1.$$;

CREATE TYPE mrr_movement AS ENUM ('new', 'expansion', 'contraction', 'churn', 'reactivation');
COMMENT ON TYPE mrr_movement IS
$$What happened to the MRR of a customer from the end of one period to the end of the next.
new: from 0, never active before; reactivation: from 0, active ever before; churn: to 0; expansion and contraction: both above 0. Exactly one a customer and period.
Source: docs/metrics.md, B2.$$;

CREATE TYPE mrr_change AS (
  period date,
  movement mrr_movement,
  amount numeric,
  mrr numeric
);
COMMENT ON TYPE mrr_change IS
$$A movement of the MRR of a customer.
period: first day of the period; movement; amount: money a month, below 0 for contraction and churn; mrr: at the end of the period, after the movement.
Source: docs/metrics.md, B2.$$;

CREATE FUNCTION mrr_movements(history mrr_history, grain text, through calendar_day) RETURNS SETOF mrr_change
  AS 'MODULE_PATHNAME', 'c360_mrr_movements' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 5;
COMMENT ON FUNCTION mrr_movements(mrr_history, text, calendar_day) IS
$$The MRR movements of a customer: a row for every period whose end differs from the end of the one before.
Arguments: history; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: rows of (period, movement, amount, mrr), ordered by period; no row for a period without a change, nor for a customer who joined and left within one.
NULL: a NULL argument gives no row.
Errors: 22023 for an unknown grain; 22008 for an infinite day.
Source: docs/metrics.md, B2.$$;

CREATE FUNCTION c360_mrr_agg_subscription_transition(aggregate_state, daterange, numeric) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_agg_subscription_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_agg_subscription_final(aggregate_state) RETURNS mrr_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE mrr_agg(valid daterange, mrr numeric) (
  SFUNC = c360_mrr_agg_subscription_transition, STYPE = aggregate_state, SSPACE = 128,
  FINALFUNC = c360_mrr_agg_subscription_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_agg_subscription_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_agg(daterange, numeric) IS
$$The MRR history of a customer from its subscriptions: gapped, overlapping (added up) and open ones, no calendar table.
Arguments: valid, the days on which a subscription is charged, half-open, an open or infinite upper end is still running; mrr, its money a month, negative for a discount (mrr_normalize makes it of a price).
Returns: mrr_history; the empty history {} when no row counts, NULL when there is no row.
NULL: rows whose valid or mrr is NULL, and empty ranges, are skipped; their group is kept.
Errors: 22023 for a total below zero on a day, and for a range without a first day; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B1.$$;

CREATE FUNCTION c360_mrr_agg_snapshot_transition(aggregate_state, calendar_day, numeric) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_agg_snapshot_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_agg_snapshot_final(aggregate_state) RETURNS mrr_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE mrr_agg(period calendar_day, mrr numeric) (
  SFUNC = c360_mrr_agg_snapshot_transition, STYPE = aggregate_state, SSPACE = 128,
  FINALFUNC = c360_mrr_agg_snapshot_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_agg_snapshot_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_agg(calendar_day, numeric) IS
$$The MRR history of a customer from month snapshots. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the month before holds.
Arguments: period, any day of a calendar month; mrr, money of that month: several rows of a month add up.
Returns: mrr_history; the empty history {} when no row counts, NULL when there is no row.
NULL: rows whose period or mrr is NULL are skipped; their group is kept.
Errors: 22023 for a total below zero; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B1. The best-known public SQL books every active customer as churned in the current month.$$;

CREATE FUNCTION c360_mrr_agg_history_transition(aggregate_state, mrr_history) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_agg_history_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_agg_history_final(aggregate_state) RETURNS mrr_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE mrr_agg(history mrr_history) (
  SFUNC = c360_mrr_agg_history_transition, STYPE = aggregate_state, SSPACE = 128,
  FINALFUNC = c360_mrr_agg_history_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_agg_history_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_agg(mrr_history) IS
$$The sum of MRR histories: a group of companies from its customers.
Arguments: history, of a part.
Returns: mrr_history; the empty history {} when every history is NULL, NULL when there is no row.
NULL: NULL histories are skipped.
Errors: 22003 for an amount too large.
Source: docs/metrics.md, B1.$$;

CREATE FUNCTION c360_mrr_movements_subscription_transition(aggregate_state, daterange, numeric, text, calendar_day) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_movements_subscription_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_movements_subscription_final(aggregate_state) RETURNS mrr_change[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
CREATE AGGREGATE mrr_movements(valid daterange, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_movements_subscription_transition, STYPE = aggregate_state, SSPACE = 128,
  FINALFUNC = c360_mrr_movements_subscription_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_movements_subscription_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_movements(daterange, numeric, text, calendar_day) IS
$$The MRR movements of a customer from its subscriptions, in one step: mrr_movements over mrr_agg.
Arguments: valid, the days on which a subscription is charged, half-open, an open or infinite upper end is still running; mrr, its money a month, negative for a discount (mrr_normalize makes it of a price); grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_change[], ordered by period; empty when there is no movement, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose valid or mrr is NULL, and empty ranges, are skipped; their group is kept.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for a total below zero on a visible day, and for a range without a first day; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B2.$$;

CREATE FUNCTION c360_mrr_movements_snapshot_transition(aggregate_state, calendar_day, numeric, text, calendar_day) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_movements_snapshot_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_movements_snapshot_final(aggregate_state) RETURNS mrr_change[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
CREATE AGGREGATE mrr_movements(period calendar_day, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_movements_snapshot_transition, STYPE = aggregate_state, SSPACE = 128,
  FINALFUNC = c360_mrr_movements_snapshot_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_movements_snapshot_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_movements(calendar_day, numeric, text, calendar_day) IS
$$The MRR movements of a customer from month snapshots, in one step: mrr_movements over mrr_agg. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the month before holds.
Arguments: period, any day of a calendar month; mrr, money of that month: several rows of a month add up; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_change[], ordered by period; empty when there is no movement, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose period or mrr is NULL are skipped; their group is kept.
Errors: 22023 when a parameter differs within a group, for an unknown grain, and for a total below zero in a visible month; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B2. The best-known public SQL books every active customer as churned in the current month.$$;

CREATE TYPE mrr_bridge_row AS (
  period date,
  starting_mrr numeric,
  new_mrr numeric,
  expansion_mrr numeric,
  contraction_mrr numeric,
  churned_mrr numeric,
  reactivation_mrr numeric,
  ending_mrr numeric,
  retained_mrr numeric,
  starting_customers bigint,
  new_customers bigint,
  reactivated_customers bigint,
  churned_customers bigint,
  expanded_customers bigint,
  contracted_customers bigint,
  transient_customers bigint,
  ending_customers bigint
);
COMMENT ON TYPE mrr_bridge_row IS
$$A period of the MRR bridge, over all customers.
period: its first day; starting_mrr and ending_mrr: at the end of the period before, and of this one (or on through); new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr: the movements between them, contraction and churn below 0, so that they add up to ending − starting; retained_mrr: of each customer the lesser of start and end; *_customers: customers at the start, with each movement, and at the end; transient_customers: joined and left within the period. Sums are 0, never NULL.
Source: docs/metrics.md, B3.$$;

CREATE FUNCTION c360_mrr_bridge_transition(aggregate_state, mrr_history, text, calendar_day) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_final(aggregate_state) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
CREATE AGGREGATE mrr_bridge(history mrr_history, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_transition, STYPE = aggregate_state, SSPACE = 3072,
  FINALFUNC = c360_mrr_bridge_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(mrr_history, text, calendar_day) IS
$$The MRR bridge (waterfall) of a population, from the histories of its customers.
Arguments: history, of one customer; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group, for an unknown grain, and for more than 40,000 periods; 22004 when a parameter is NULL; 22003 for a sum too large; 22008 for an infinite day.
Source: docs/metrics.md, B3.$$;

CREATE FUNCTION c360_net_revenue_retention_transition(aggregate_state, numeric, numeric) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_net_revenue_retention_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_net_revenue_retention_final(aggregate_state) RETURNS numeric
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_gross_revenue_retention_final(aggregate_state) RETURNS numeric
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_logo_retention_final(aggregate_state) RETURNS numeric
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE net_revenue_retention(start_mrr numeric, end_mrr numeric) (
  SFUNC = c360_net_revenue_retention_transition, STYPE = aggregate_state, SSPACE = 128,
  FINALFUNC = c360_net_revenue_retention_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_net_revenue_retention_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE net_revenue_retention(numeric, numeric) IS
$$Net revenue retention (NRR): of the revenue of the customers there at the start, how much is there at the end, expansion included?
Arguments: start_mrr and end_mrr of one customer, money a month, both net of all its subscriptions; customers without MRR at the start do not count.
Returns: numeric, a fraction of money, may exceed 1; NULL when nobody paid at the start.
NULL: a row whose start_mrr is NULL is skipped, like one with 0: no customer yet. A NULL end_mrr is 0, the customer has left: so an outer join gives it, and skipping it would lose exactly the churn.
Errors: 22023 for an MRR below zero; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B5. Formulas in circulation divide company totals, in which new customers hide the loss of old ones.$$;

CREATE AGGREGATE gross_revenue_retention(start_mrr numeric, end_mrr numeric) (
  SFUNC = c360_net_revenue_retention_transition, STYPE = aggregate_state, SSPACE = 128,
  FINALFUNC = c360_gross_revenue_retention_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_net_revenue_retention_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE gross_revenue_retention(numeric, numeric) IS
$$Gross revenue retention (GRR): of the revenue of the customers there at the start, how much was kept, expansion not counted?
Arguments: start_mrr and end_mrr of one customer, money a month, both net of all its subscriptions; customers without MRR at the start do not count.
Returns: numeric, Σ least(start, end) ÷ Σ start, a fraction of money, 0 to 1; NULL when nobody paid at the start.
NULL: a row whose start_mrr is NULL is skipped, like one with 0: no customer yet. A NULL end_mrr is 0, the customer has left: so an outer join gives it, and skipping it would lose exactly the churn.
Errors: 22023 for an MRR below zero; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B5. Formulas in circulation divide company totals, in which new customers hide the loss of old ones.$$;

CREATE AGGREGATE logo_retention(start_mrr numeric, end_mrr numeric) (
  SFUNC = c360_net_revenue_retention_transition, STYPE = aggregate_state, SSPACE = 128,
  FINALFUNC = c360_logo_retention_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_net_revenue_retention_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(numeric, numeric) IS
$$Logo retention: of the customers there at the start, how many are there at the end?
Arguments: start_mrr and end_mrr of one customer, money a month, both net of all its subscriptions; customers without MRR at the start do not count.
Returns: numeric, a fraction of customers, 0 to 1; NULL when nobody paid at the start.
NULL: a row whose start_mrr is NULL is skipped, like one with 0: no customer yet. A NULL end_mrr is 0, the customer has left: so an outer join gives it, and skipping it would lose exactly the churn.
Errors: 22023 for an MRR below zero; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B5. Formulas in circulation divide company totals, in which new customers hide the loss of old ones.$$;

CREATE FUNCTION mrr_normalize(amount numeric, unit text, count integer DEFAULT 1) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_mrr_normalize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION mrr_normalize(numeric, text, integer) IS
$$The MRR of a price that is charged every so many days, weeks, months, quarters or years.
Arguments: amount, money charged each time; unit, 'day', 'week', 'month', 'quarter' or 'year'; count, of units between two charges: ('month', 6) is half-yearly.
Returns: numeric, money a month: year ÷ 12, quarter ÷ 3, month, week · 52 ÷ 12, day · 365 ÷ 12, each ÷ count. One division, at the end, with twelve decimals or more.
NULL: a NULL argument gives NULL.
Errors: 22023 for an unknown unit, a count below 1, and an amount that is NaN or infinite.
Source: docs/metrics.md, B8. Formulas in circulation take a month for 4 weeks, or for 30 days: 7.7 % and 1.4 % too little.$$;

CREATE FUNCTION lifetime_value(arpa numeric, gross_margin numeric, churn_rate numeric) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_lifetime_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION lifetime_value(numeric, numeric, numeric) IS
$$Customer lifetime value (LTV): the gross margin that a customer brings before it leaves.
Arguments: arpa, average MRR of a customer; gross_margin, a fraction from 0 to 1; churn_rate, customers lost a month as a fraction of those at its start, 0 to 1.
Returns: numeric, money: arpa · gross_margin ÷ churn_rate; NULL when nobody leaves.
NULL: a NULL argument gives NULL.
Errors: 22023 for a fraction outside 0 to 1, a negative arpa, and for NaN or infinity.
Source: docs/metrics.md, B7.$$;

CREATE FUNCTION cac_payback_months(cac numeric, arpa numeric, gross_margin numeric) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_cac_payback_months' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION cac_payback_months(numeric, numeric, numeric) IS
$$In how many months does a customer pay back what it cost to win it?
Arguments: cac, customer acquisition cost: money for each new customer; arpa, average MRR of a new customer; gross_margin, a fraction from 0 to 1.
Returns: numeric, months: cac ÷ (arpa · gross_margin); NULL when that earns nothing.
NULL: a NULL argument gives NULL.
Errors: 22023 for a fraction outside 0 to 1, a negative cac or arpa, and for NaN or infinity.
Source: docs/metrics.md, B7. As often printed, cac ÷ arpa · gross_margin, a lower margin would pay back sooner.$$;
-- The MRR bridge of a whole population, from raw rows without GROUP BY, for customers whose key is int4.

CREATE FUNCTION c360_mrr_bridge_subscription_int4_transition(internal, int4, daterange, numeric, text, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_int4_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_int4_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_int4_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_int4_final(internal) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE AGGREGATE mrr_bridge(customer int4, valid daterange, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_subscription_int4_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_mrr_bridge_subscription_int4_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_subscription_int4_combine, SERIALFUNC = c360_mrr_bridge_subscription_int4_serialize, DESERIALFUNC = c360_mrr_bridge_subscription_int4_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(int4, daterange, numeric, text, calendar_day) IS
$$The MRR bridge (waterfall) of a whole population, from subscriptions, all of a customer netted.
Arguments: customer, whose row it is; valid, the days on which a subscription is charged, half-open, an open or infinite upper end is still running; mrr, its money a month, negative for a discount (mrr_normalize makes it of a price); grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose customer, valid or mrr is NULL, and empty ranges, are skipped and counted nowhere.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for more than 40,000 periods, for a total below zero on a visible day, and for a range without a first day; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Memory: grows with distinct (customer, first or last day) pairs, 24 bytes each, beyond the first eight million rows; uuid and text keys add about 24 bytes (and the text) a customer; work_mem does not bound it.
Source: docs/metrics.md, B3.$$;

CREATE FUNCTION c360_mrr_bridge_snapshot_int4_transition(internal, int4, calendar_day, numeric, text, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_int4_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_int4_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_int4_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_int4_final(internal) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE AGGREGATE mrr_bridge(customer int4, period calendar_day, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_snapshot_int4_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_mrr_bridge_snapshot_int4_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_snapshot_int4_combine, SERIALFUNC = c360_mrr_bridge_snapshot_int4_serialize, DESERIALFUNC = c360_mrr_bridge_snapshot_int4_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(int4, calendar_day, numeric, text, calendar_day) IS
$$The MRR bridge (waterfall) of a whole population, from month snapshots, all of a customer netted. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the month before holds.
Arguments: customer, whose row it is; period, any day of a calendar month; mrr, money of that month: several rows of a month add up; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose customer, period or mrr is NULL are skipped and counted nowhere.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for more than 40,000 periods, for a total below zero in a visible month; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Memory: grows with distinct (customer, month) pairs, 24 bytes each, beyond the first eight million rows; uuid and text keys add about 24 bytes (and the text) a customer; work_mem does not bound it.
Source: docs/metrics.md, B3.$$;
-- The MRR bridge of a whole population, from raw rows without GROUP BY, for customers whose key is int8.

CREATE FUNCTION c360_mrr_bridge_subscription_int8_transition(internal, int8, daterange, numeric, text, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_int8_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_int8_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_int8_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_int8_final(internal) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE AGGREGATE mrr_bridge(customer int8, valid daterange, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_subscription_int8_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_mrr_bridge_subscription_int8_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_subscription_int8_combine, SERIALFUNC = c360_mrr_bridge_subscription_int8_serialize, DESERIALFUNC = c360_mrr_bridge_subscription_int8_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(int8, daterange, numeric, text, calendar_day) IS
$$The MRR bridge (waterfall) of a whole population, from subscriptions, all of a customer netted.
Arguments: customer, whose row it is; valid, the days on which a subscription is charged, half-open, an open or infinite upper end is still running; mrr, its money a month, negative for a discount (mrr_normalize makes it of a price); grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose customer, valid or mrr is NULL, and empty ranges, are skipped and counted nowhere.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for more than 40,000 periods, for a total below zero on a visible day, and for a range without a first day; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Memory: grows with distinct (customer, first or last day) pairs, 24 bytes each, beyond the first eight million rows; uuid and text keys add about 24 bytes (and the text) a customer; work_mem does not bound it.
Source: docs/metrics.md, B3.$$;

CREATE FUNCTION c360_mrr_bridge_snapshot_int8_transition(internal, int8, calendar_day, numeric, text, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_int8_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_int8_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_int8_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_int8_final(internal) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE AGGREGATE mrr_bridge(customer int8, period calendar_day, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_snapshot_int8_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_mrr_bridge_snapshot_int8_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_snapshot_int8_combine, SERIALFUNC = c360_mrr_bridge_snapshot_int8_serialize, DESERIALFUNC = c360_mrr_bridge_snapshot_int8_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(int8, calendar_day, numeric, text, calendar_day) IS
$$The MRR bridge (waterfall) of a whole population, from month snapshots, all of a customer netted. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the month before holds.
Arguments: customer, whose row it is; period, any day of a calendar month; mrr, money of that month: several rows of a month add up; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose customer, period or mrr is NULL are skipped and counted nowhere.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for more than 40,000 periods, for a total below zero in a visible month; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Memory: grows with distinct (customer, month) pairs, 24 bytes each, beyond the first eight million rows; uuid and text keys add about 24 bytes (and the text) a customer; work_mem does not bound it.
Source: docs/metrics.md, B3.$$;
-- The MRR bridge of a whole population, from raw rows without GROUP BY, for customers whose key is uuid.

CREATE FUNCTION c360_mrr_bridge_subscription_uuid_transition(internal, uuid, daterange, numeric, text, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_uuid_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_uuid_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_uuid_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_uuid_final(internal) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE AGGREGATE mrr_bridge(customer uuid, valid daterange, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_subscription_uuid_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_mrr_bridge_subscription_uuid_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_subscription_uuid_combine, SERIALFUNC = c360_mrr_bridge_subscription_uuid_serialize, DESERIALFUNC = c360_mrr_bridge_subscription_uuid_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(uuid, daterange, numeric, text, calendar_day) IS
$$The MRR bridge (waterfall) of a whole population, from subscriptions, all of a customer netted.
Arguments: customer, whose row it is; valid, the days on which a subscription is charged, half-open, an open or infinite upper end is still running; mrr, its money a month, negative for a discount (mrr_normalize makes it of a price); grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose customer, valid or mrr is NULL, and empty ranges, are skipped and counted nowhere.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for more than 40,000 periods, for a total below zero on a visible day, and for a range without a first day; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Memory: grows with distinct (customer, first or last day) pairs, 24 bytes each, beyond the first eight million rows; uuid and text keys add about 24 bytes (and the text) a customer; work_mem does not bound it.
Source: docs/metrics.md, B3.$$;

CREATE FUNCTION c360_mrr_bridge_snapshot_uuid_transition(internal, uuid, calendar_day, numeric, text, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_uuid_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_uuid_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_uuid_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_uuid_final(internal) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE AGGREGATE mrr_bridge(customer uuid, period calendar_day, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_snapshot_uuid_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_mrr_bridge_snapshot_uuid_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_snapshot_uuid_combine, SERIALFUNC = c360_mrr_bridge_snapshot_uuid_serialize, DESERIALFUNC = c360_mrr_bridge_snapshot_uuid_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(uuid, calendar_day, numeric, text, calendar_day) IS
$$The MRR bridge (waterfall) of a whole population, from month snapshots, all of a customer netted. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the month before holds.
Arguments: customer, whose row it is; period, any day of a calendar month; mrr, money of that month: several rows of a month add up; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose customer, period or mrr is NULL are skipped and counted nowhere.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for more than 40,000 periods, for a total below zero in a visible month; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Memory: grows with distinct (customer, month) pairs, 24 bytes each, beyond the first eight million rows; uuid and text keys add about 24 bytes (and the text) a customer; work_mem does not bound it.
Source: docs/metrics.md, B3.$$;
-- The MRR bridge of a whole population, from raw rows without GROUP BY, for customers whose key is text.

CREATE FUNCTION c360_mrr_bridge_subscription_text_transition(internal, text, daterange, numeric, text, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_text_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_text_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_text_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_subscription_text_final(internal) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE AGGREGATE mrr_bridge(customer text, valid daterange, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_subscription_text_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_mrr_bridge_subscription_text_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_subscription_text_combine, SERIALFUNC = c360_mrr_bridge_subscription_text_serialize, DESERIALFUNC = c360_mrr_bridge_subscription_text_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(text, daterange, numeric, text, calendar_day) IS
$$The MRR bridge (waterfall) of a whole population, from subscriptions, all of a customer netted.
Arguments: customer, whose row it is; valid, the days on which a subscription is charged, half-open, an open or infinite upper end is still running; mrr, its money a month, negative for a discount (mrr_normalize makes it of a price); grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose customer, valid or mrr is NULL, and empty ranges, are skipped and counted nowhere.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for more than 40,000 periods, for a total below zero on a visible day, and for a range without a first day; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Memory: grows with distinct (customer, first or last day) pairs, 24 bytes each, beyond the first eight million rows; uuid and text keys add about 24 bytes (and the text) a customer; work_mem does not bound it.
Source: docs/metrics.md, B3.$$;

CREATE FUNCTION c360_mrr_bridge_snapshot_text_transition(internal, text, calendar_day, numeric, text, calendar_day) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_text_combine(internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_text_serialize(internal) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_text_deserialize(bytea, internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_mrr_bridge_snapshot_text_final(internal) RETURNS mrr_bridge_row[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE AGGREGATE mrr_bridge(customer text, period calendar_day, mrr numeric, grain text, through calendar_day) (
  SFUNC = c360_mrr_bridge_snapshot_text_transition, STYPE = internal, SSPACE = 100000,
  FINALFUNC = c360_mrr_bridge_snapshot_text_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_mrr_bridge_snapshot_text_combine, SERIALFUNC = c360_mrr_bridge_snapshot_text_serialize, DESERIALFUNC = c360_mrr_bridge_snapshot_text_deserialize, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mrr_bridge(text, calendar_day, numeric, text, calendar_day) IS
$$The MRR bridge (waterfall) of a whole population, from month snapshots, all of a customer netted. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the month before holds.
Arguments: customer, whose row it is; period, any day of a calendar month; mrr, money of that month: several rows of a month add up; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on through; through, the last visible day: of the unfinished period, the value on it counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to the one of through, none left out; empty when no customer ever paid by then, NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows whose customer, period or mrr is NULL are skipped and counted nowhere.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for more than 40,000 periods, for a total below zero in a visible month; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Memory: grows with distinct (customer, month) pairs, 24 bytes each, beyond the first eight million rows; uuid and text keys add about 24 bytes (and the text) a customer; work_mem does not bound it.
Source: docs/metrics.md, B3.$$;
-- Bands.

CREATE FUNCTION band(value numeric, bands jsonb) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_band' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION band(numeric, jsonb) IS
$$The label of the band that holds a value.
Arguments: value, in the unit of the bands, unrounded; bands, an array such as [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}]: each holds its ge and excludes its lt, in ascending order, with neither overlap nor hole. "leave" (where a rising value leaves the band below) is checked here and used by alerts.
Returns: text; NULL when the value is below the first band or above the last.
NULL: a NULL argument gives NULL.
Errors: 22023 for NaN, infinity, and bands that overlap, leave a hole, are empty, or have an unknown property.
Source: docs/metrics.md, A12, C6.$$;

CREATE FUNCTION activity_bands() RETURNS jsonb
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '[{"label": "at risk", "lt": 3}, {"label": "steady", "ge": 3, "lt": 6}, {"label": "power", "ge": 6}]'::pg_catalog.jsonb;
COMMENT ON FUNCTION activity_bands() IS
$$The usual bands of the activity coefficient over seven periods: at risk up to 2, steady 3 to 5, power from 6.
Returns: jsonb, for band(value, bands).
Source: docs/metrics.md, A12.$$;

CREATE TYPE band_change AS (changed_on date, previous_band text, band text, direction text);
COMMENT ON TYPE band_change IS
'A change of band, as band_changes finds it: changed_on, the first day in the new band; previous_band and band, NULL outside of all bands; direction, worsened or improved (a lower band is worse), NULL in the first row, which says where the series begins';

CREATE FUNCTION c360_band_changes_transition(aggregate_state, numeric, calendar_day, jsonb) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_band_changes_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_band_changes_final(aggregate_state) RETURNS band_change[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE band_changes(score numeric, at calendar_day, bands jsonb) (
  STYPE = aggregate_state, SFUNC = c360_band_changes_transition, COMBINEFUNC = c360_band_changes_combine,
  FINALFUNC = c360_band_changes_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE band_changes(numeric, calendar_day, jsonb) IS
$$When a series of scores changed its band, with hysteresis: a falling score leaves its band at the border, a rising one enters the next only at that band's "leave".
Arguments: score, unrounded; at, its day (of several scores of a day the lowest counts); bands, as of band(), constant in a group.
Returns: band_change[], ordered by day: first the band in which the series begins, then a row a change; the last row's band is the present one. NULL when there is no row. SELECT * FROM unnest(…) makes rows of it.
NULL: rows with a NULL score or a NULL day are skipped; NULL bands are an error.
Errors: 22023 for bands as in band(), for bands that differ within a group, and for a score of NaN or infinity; 22004 for NULL bands.
Source: docs/metrics.md, C6.$$;

CREATE FUNCTION rubric_errors(rubric jsonb) RETURNS TABLE (severity text, code text, path text, message text)
  AS 'MODULE_PATHNAME', 'c360_rubric_errors' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 5;
COMMENT ON FUNCTION rubric_errors(jsonb) IS
$$Every fault of a rubric, all at once: none for a good one.
Arguments: rubric, any JSON document.
Returns: a row a fault, in the order of the document: severity ('error' or 'warning'); code, for programs, never changed; path, where it stands, such as $.metrics[2].weight; message, what is wrong and what to change.
NULL: a NULL rubric gives no row.
Source: docs/metrics.md, C2.$$;

CREATE FUNCTION rubric_is_valid(rubric jsonb) RETURNS boolean
  AS 'MODULE_PATHNAME', 'c360_rubric_is_valid' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION rubric_is_valid(jsonb) IS
$$Can scores be computed with this rubric? For a CHECK constraint; rubric_errors says why not.
Arguments: rubric, any JSON document.
Returns: boolean.
NULL: a NULL rubric gives NULL.
Source: docs/metrics.md, C2.$$;

-- A row whose columns the planner knows is never formed: its columns are passed themselves. Not strict, because they may
-- be NULL.
CREATE FUNCTION c360_score_columns(rubric jsonb, columns text[], VARIADIC "values" "any") RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_columns' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
CREATE FUNCTION c360_score_columns(rubric jsonb, as_of calendar_day, columns text[], VARIADIC "values" "any") RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_columns_as_of' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
CREATE FUNCTION c360_score_support(internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'c360_score_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION adoption_score(rubric jsonb, metrics record) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20
  SUPPORT c360_score_support;
COMMENT ON FUNCTION adoption_score(jsonb, record) IS
$$The product adoption score of a customer: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once a query (docs/metrics.md, C2); metrics, a row: its columns by name, of any numeric type, boolean, text or date; what is absent or NULL is missing, and the rubric says what that means.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or less of the weight has data than min_coverage asks for.
NULL: a NULL argument gives NULL.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION adoption_score(rubric jsonb, metrics record, as_of calendar_day) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20
  SUPPORT c360_score_support;
COMMENT ON FUNCTION adoption_score(jsonb, record, calendar_day) IS
$$The product adoption score of a customer: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once a query (docs/metrics.md, C2); metrics, a row: its columns by name, of any numeric type, boolean, text or date; what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or less of the weight has data than min_coverage asks for.
NULL: a NULL argument gives NULL.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind, NaN or infinity, for a missing one where the policy is "error".
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION adoption_score(rubric jsonb, metrics jsonb) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION adoption_score(jsonb, jsonb) IS
$$The product adoption score of a customer: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once a query (docs/metrics.md, C2); metrics, a JSON object of numbers, booleans and strings; what is absent or NULL is missing, and the rubric says what that means.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or less of the weight has data than min_coverage asks for.
NULL: a NULL argument gives NULL.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION adoption_score(rubric jsonb, metrics jsonb, as_of calendar_day) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION adoption_score(jsonb, jsonb, calendar_day) IS
$$The product adoption score of a customer: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once a query (docs/metrics.md, C2); metrics, a JSON object of numbers, booleans and strings; what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or less of the weight has data than min_coverage asks for.
NULL: a NULL argument gives NULL.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind, NaN or infinity, for a missing one where the policy is "error".
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION health_score(rubric jsonb, metrics record) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20
  SUPPORT c360_score_support;
COMMENT ON FUNCTION health_score(jsonb, record) IS
$$The health score of a customer, by the same engine as adoption_score: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once a query (docs/metrics.md, C2); metrics, a row: its columns by name, of any numeric type, boolean, text or date; what is absent or NULL is missing, and the rubric says what that means.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or less of the weight has data than min_coverage asks for.
NULL: a NULL argument gives NULL.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION health_score(rubric jsonb, metrics record, as_of calendar_day) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20
  SUPPORT c360_score_support;
COMMENT ON FUNCTION health_score(jsonb, record, calendar_day) IS
$$The health score of a customer, by the same engine as adoption_score: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once a query (docs/metrics.md, C2); metrics, a row: its columns by name, of any numeric type, boolean, text or date; what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or less of the weight has data than min_coverage asks for.
NULL: a NULL argument gives NULL.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind, NaN or infinity, for a missing one where the policy is "error".
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION health_score(rubric jsonb, metrics jsonb) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION health_score(jsonb, jsonb) IS
$$The health score of a customer, by the same engine as adoption_score: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once a query (docs/metrics.md, C2); metrics, a JSON object of numbers, booleans and strings; what is absent or NULL is missing, and the rubric says what that means.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or less of the weight has data than min_coverage asks for.
NULL: a NULL argument gives NULL.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION health_score(rubric jsonb, metrics jsonb, as_of calendar_day) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION health_score(jsonb, jsonb, calendar_day) IS
$$The health score of a customer, by the same engine as adoption_score: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once a query (docs/metrics.md, C2); metrics, a JSON object of numbers, booleans and strings; what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or less of the weight has data than min_coverage asks for.
NULL: a NULL argument gives NULL.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind, NaN or infinity, for a missing one where the policy is "error".
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION score_breakdown(rubric jsonb, metrics record) RETURNS TABLE (key text, label text, group_name text, value text, status text, rule text, points numeric, max_points numeric, weight numeric, effective_weight numeric, contribution numeric, lost numeric, next_threshold text, next_gain numeric)
  AS 'MODULE_PATHNAME', 'c360_score_breakdown_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 12;
COMMENT ON FUNCTION score_breakdown(jsonb, record) IS
$$Why a customer has its score: a row a metric, in the order of the rubric.
Arguments: as of adoption_score.
Returns: key, label, group_name; value, as it was given; status: scored, missing_zero, missing_points, missing_excluded, gated_zero or gated_excluded; rule, that gave the points; points, max_points; weight, of the customer's segment, and effective_weight, of what counts, of 100; contribution, in units of the score: they add up to the score before caps exactly; lost, to full points; next_threshold, the nearest value with more points, and next_gain, what the whole score gains there. A cap that lowers the score is a row of its own, key (cap), with the negative difference; too little data for a score is a row with the key (coverage).
NULL: a NULL argument gives no row.
Errors: as of adoption_score.
Source: docs/metrics.md, C3.$$;

CREATE FUNCTION score_breakdown(rubric jsonb, metrics record, as_of calendar_day) RETURNS TABLE (key text, label text, group_name text, value text, status text, rule text, points numeric, max_points numeric, weight numeric, effective_weight numeric, contribution numeric, lost numeric, next_threshold text, next_gain numeric)
  AS 'MODULE_PATHNAME', 'c360_score_breakdown_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 12;
COMMENT ON FUNCTION score_breakdown(jsonb, record, calendar_day) IS
$$Why a customer has its score: a row a metric, in the order of the rubric.
Arguments: as of adoption_score.
Returns: key, label, group_name; value, as it was given; status: scored, missing_zero, missing_points, missing_excluded, gated_zero or gated_excluded; rule, that gave the points; points, max_points; weight, of the customer's segment, and effective_weight, of what counts, of 100; contribution, in units of the score: they add up to the score before caps exactly; lost, to full points; next_threshold, the nearest value with more points, and next_gain, what the whole score gains there. A cap that lowers the score is a row of its own, key (cap), with the negative difference; too little data for a score is a row with the key (coverage).
NULL: a NULL argument gives no row.
Errors: as of adoption_score.
Source: docs/metrics.md, C3.$$;

CREATE FUNCTION score_breakdown(rubric jsonb, metrics jsonb) RETURNS TABLE (key text, label text, group_name text, value text, status text, rule text, points numeric, max_points numeric, weight numeric, effective_weight numeric, contribution numeric, lost numeric, next_threshold text, next_gain numeric)
  AS 'MODULE_PATHNAME', 'c360_score_breakdown_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 12;
COMMENT ON FUNCTION score_breakdown(jsonb, jsonb) IS
$$Why a customer has its score: a row a metric, in the order of the rubric.
Arguments: as of adoption_score.
Returns: key, label, group_name; value, as it was given; status: scored, missing_zero, missing_points, missing_excluded, gated_zero or gated_excluded; rule, that gave the points; points, max_points; weight, of the customer's segment, and effective_weight, of what counts, of 100; contribution, in units of the score: they add up to the score before caps exactly; lost, to full points; next_threshold, the nearest value with more points, and next_gain, what the whole score gains there. A cap that lowers the score is a row of its own, key (cap), with the negative difference; too little data for a score is a row with the key (coverage).
NULL: a NULL argument gives no row.
Errors: as of adoption_score.
Source: docs/metrics.md, C3.$$;

CREATE FUNCTION score_breakdown(rubric jsonb, metrics jsonb, as_of calendar_day) RETURNS TABLE (key text, label text, group_name text, value text, status text, rule text, points numeric, max_points numeric, weight numeric, effective_weight numeric, contribution numeric, lost numeric, next_threshold text, next_gain numeric)
  AS 'MODULE_PATHNAME', 'c360_score_breakdown_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 12;
COMMENT ON FUNCTION score_breakdown(jsonb, jsonb, calendar_day) IS
$$Why a customer has its score: a row a metric, in the order of the rubric.
Arguments: as of adoption_score.
Returns: key, label, group_name; value, as it was given; status: scored, missing_zero, missing_points, missing_excluded, gated_zero or gated_excluded; rule, that gave the points; points, max_points; weight, of the customer's segment, and effective_weight, of what counts, of 100; contribution, in units of the score: they add up to the score before caps exactly; lost, to full points; next_threshold, the nearest value with more points, and next_gain, what the whole score gains there. A cap that lowers the score is a row of its own, key (cap), with the negative difference; too little data for a score is a row with the key (coverage).
NULL: a NULL argument gives no row.
Errors: as of adoption_score.
Source: docs/metrics.md, C3.$$;

CREATE FUNCTION score_change(old_rubric jsonb, old_metrics record, new_rubric jsonb, new_metrics record) RETURNS TABLE (key text, old_contribution numeric, new_contribution numeric, behaviour_effect numeric, rubric_effect numeric)
  AS 'MODULE_PATHNAME', 'c360_score_change_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 12;
COMMENT ON FUNCTION score_change(jsonb, record, jsonb, record) IS
$$Why a score changed: what the customer did, and what was changed in the rubric. To see whose score a new threshold moves, pass the same metrics twice.
Arguments: old_rubric and old_metrics, new_rubric and new_metrics, as of adoption_score.
Returns: a row a metric of either rubric: contributions before and after, NULL where a rubric has no such metric; behaviour_effect, of the new metrics under the old rubric; rubric_effect, of the new rubric on the new metrics. They add up to the difference of the scores exactly. Caps are a row of their own, key (cap). No row where one of the three has no score.
NULL: a NULL argument gives no row.
Errors: as of adoption_score.
Source: docs/metrics.md, C4.$$;

CREATE FUNCTION score_change(old_rubric jsonb, old_metrics record, new_rubric jsonb, new_metrics record, old_as_of calendar_day, new_as_of calendar_day) RETURNS TABLE (key text, old_contribution numeric, new_contribution numeric, behaviour_effect numeric, rubric_effect numeric)
  AS 'MODULE_PATHNAME', 'c360_score_change_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 12;
COMMENT ON FUNCTION score_change(jsonb, record, jsonb, record, calendar_day, calendar_day) IS
$$Why a score changed: what the customer did, and what was changed in the rubric. To see whose score a new threshold moves, pass the same metrics twice.
Arguments: old_rubric and old_metrics, new_rubric and new_metrics, as of adoption_score; old_as_of and new_as_of, the days from which ages are counted.
Returns: a row a metric of either rubric: contributions before and after, NULL where a rubric has no such metric; behaviour_effect, of the new metrics under the old rubric; rubric_effect, of the new rubric on the new metrics. They add up to the difference of the scores exactly. Caps are a row of their own, key (cap). No row where one of the three has no score.
NULL: a NULL argument gives no row.
Errors: as of adoption_score.
Source: docs/metrics.md, C4.$$;

CREATE FUNCTION score_change(old_rubric jsonb, old_metrics jsonb, new_rubric jsonb, new_metrics jsonb) RETURNS TABLE (key text, old_contribution numeric, new_contribution numeric, behaviour_effect numeric, rubric_effect numeric)
  AS 'MODULE_PATHNAME', 'c360_score_change_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 12;
COMMENT ON FUNCTION score_change(jsonb, jsonb, jsonb, jsonb) IS
$$Why a score changed: what the customer did, and what was changed in the rubric. To see whose score a new threshold moves, pass the same metrics twice.
Arguments: old_rubric and old_metrics, new_rubric and new_metrics, as of adoption_score.
Returns: a row a metric of either rubric: contributions before and after, NULL where a rubric has no such metric; behaviour_effect, of the new metrics under the old rubric; rubric_effect, of the new rubric on the new metrics. They add up to the difference of the scores exactly. Caps are a row of their own, key (cap). No row where one of the three has no score.
NULL: a NULL argument gives no row.
Errors: as of adoption_score.
Source: docs/metrics.md, C4.$$;

CREATE FUNCTION score_change(old_rubric jsonb, old_metrics jsonb, new_rubric jsonb, new_metrics jsonb, old_as_of calendar_day, new_as_of calendar_day) RETURNS TABLE (key text, old_contribution numeric, new_contribution numeric, behaviour_effect numeric, rubric_effect numeric)
  AS 'MODULE_PATHNAME', 'c360_score_change_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 12;
COMMENT ON FUNCTION score_change(jsonb, jsonb, jsonb, jsonb, calendar_day, calendar_day) IS
$$Why a score changed: what the customer did, and what was changed in the rubric. To see whose score a new threshold moves, pass the same metrics twice.
Arguments: old_rubric and old_metrics, new_rubric and new_metrics, as of adoption_score; old_as_of and new_as_of, the days from which ages are counted.
Returns: a row a metric of either rubric: contributions before and after, NULL where a rubric has no such metric; behaviour_effect, of the new metrics under the old rubric; rubric_effect, of the new rubric on the new metrics. They add up to the difference of the scores exactly. Caps are a row of their own, key (cap). No row where one of the three has no score.
NULL: a NULL argument gives no row.
Errors: as of adoption_score.
Source: docs/metrics.md, C4.$$;

CREATE FUNCTION playbook_actions(rules jsonb, metrics jsonb) RETURNS TABLE (play text, action text, owner text, priority integer, reason text)
  AS 'MODULE_PATHNAME', 'c360_playbook_actions' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 3;
COMMENT ON FUNCTION playbook_actions(jsonb, jsonb) IS
$$If X, then Y: the rules of a playbook that hold for a customer.
Arguments: rules, an array such as [{"play": "late onboarding", "when": "$.days_since_signature > 45 && $.live_on == null", "action": "call the sponsor", "owner": "csm", "priority": 1, "reason": "not live yet"}]; metrics, a JSON object, for example to_jsonb(c).
Returns: a row a rule whose condition is true, in the order of priority, then of the document. A condition that is neither true nor false, for example because a metric is missing, does not hold.
NULL: a NULL argument gives no row.
Errors: 22023 for rules that are malformed, have an unknown property, or a condition that is no SQL/JSON path; 22038 for a path that is no condition.
Source: docs/metrics.md, C7.$$;
