-- Activity: histories, coefficient, active users, retention, usage drop.

TYPE activity_history COST 10;
COMMENT ON TYPE activity_history IS
$$The exact set of local days on which an entity (a user, an account) was active.
Text form: that of datemultirange in ISO dates, {[2026-01-01,2026-01-04),[2026-02-01,2026-02-02)}. Casts to and from datemultirange.
Size: about 20 bytes, plus 12 bytes for every block of 64 days with activity.
Errors: 22P02 for malformed text, 22P03 for malformed bytes, 22023 for a range without an end, 22003 beyond 1,048,576 blocks of 64 days.
Source: docs/metrics.md, A2.$$;

COMPARISONS activity_history ONE 'history' MANY 'histories'
  ORDER 'that of the days, written as ascending lists'
  EQUAL 'The left history has the same days as the right one. Order: that of the days, written as ascending lists.'
  DIFFERENT 'The left history does not have the same days as the right one. Order: that of the days, written as ascending lists.';

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
COMMENT ON OPERATOR - (activity_history, activity_history) IS 'The days of the left history that the right one does not have.';
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

-- The activity coefficient. Its state is one number: 48 bits of periods, 16 that distinguish the parameters.

AGGREGATE activity_coefficient(at calendar_day, as_of calendar_day) RETURNS integer STATE bigint INITCOND '0';
COMMENT ON AGGREGATE activity_coefficient(calendar_day, calendar_day) IS
$$The product activity coefficient: in how many of the last 7 weeks (Monday to Sunday), including the one that contains as_of, was the entity active?
Arguments: at, the day of an event; as_of, inclusive: later events are invisible. To leave an unfinished week out, pass the last day of a finished one.
Returns: integer, 0 to 7; 0 also for a group without events. Unit: periods of one entity (user or account, by GROUP BY).
NULL: rows whose day is NULL are skipped; their group is kept.
Errors: 22023 when a parameter differs within a group; 22004 when a parameter is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A1. The widely circulated formula compares with < 6, which gives six weeks where its text says seven; it also counts future events and loses customers without events.$$;

AGGREGATE activity_coefficient(at calendar_day, as_of calendar_day, periods bigint) RETURNS integer
  STATE bigint INITCOND '0';
COMMENT ON AGGREGATE activity_coefficient(calendar_day, calendar_day, bigint) IS
$$The product activity coefficient: in how many of the last weeks (Monday to Sunday), including the one that contains as_of, was the entity active?
Arguments: at, the day of an event; as_of, inclusive: later events are invisible; periods, 1 to 48. To leave an unfinished week out, pass the last day of a finished one.
Returns: integer, 0 to periods; 0 also for a group without events. Unit: periods of one entity (user or account, by GROUP BY).
NULL: rows whose day is NULL are skipped; their group is kept.
Errors: 22023 when a parameter differs within a group, or is out of bounds; 22004 when a parameter is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A1. The widely circulated formula compares with < 6, which gives six weeks where its text says seven; it also counts future events and loses customers without events.$$;

AGGREGATE activity_coefficient(at calendar_day, as_of calendar_day, periods bigint, grain text) RETURNS integer
  STATE bigint INITCOND '0';
COMMENT ON AGGREGATE activity_coefficient(calendar_day, calendar_day, bigint, text) IS
$$The product activity coefficient: in how many of the last periods, including the one that contains as_of, was the entity active?
Arguments: at, the day of an event; as_of, inclusive: later events are invisible; periods, 1 to 48; grain, 'week', 'month' …, or '7 days' for blocks that end on as_of. To leave an unfinished week out, pass the last day of a finished one.
Returns: integer, 0 to periods; 0 also for a group without events. Unit: periods of one entity (user or account, by GROUP BY).
NULL: rows whose day is NULL are skipped; their group is kept.
Errors: 22023 when a parameter differs within a group, or is out of bounds; 22004 when a parameter is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A1. The widely circulated formula compares with < 6, which gives six weeks where its text says seven; it also counts future events and loses customers without events.$$;

CREATE FUNCTION activity_coefficient(history activity_history, as_of calendar_day, periods bigint DEFAULT 7,
  grain text DEFAULT 'week')
  RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_activity_history_coefficient' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION activity_coefficient(activity_history, calendar_day, bigint, text) IS
$$The activity coefficient from a stored history; equals the aggregate over the same days.
Arguments: history; as_of, inclusive; periods, 1 to 48; grain. Default: 7 weeks.
Returns: integer, 0 to periods.
NULL: a NULL argument gives NULL.
Errors: 22023 for a parameter out of bounds; 22008 for an infinite day.
Source: docs/metrics.md, A3.$$;

-- Histories as aggregates.
AGGREGATE activity_agg(at calendar_day) RETURNS activity_history SSPACE 128;
COMMENT ON AGGREGATE activity_agg(calendar_day) IS
$$The activity history of an entity from its events: each active day once, exact.
Arguments: at, the day of an event.
Returns: activity_history; the empty history {} when every day is NULL, NULL when there are no rows.
NULL: rows whose day is NULL are skipped; their group is kept.
Errors: 22008 for an infinite day; 22003 for a history beyond 1,048,576 blocks of 64 days.
Source: docs/metrics.md, A2.$$;

AGGREGATE activity_agg(history activity_history) RETURNS activity_history NAME activity_agg_union SSPACE 128;
COMMENT ON AGGREGATE activity_agg(activity_history) IS
$$The union of histories: an account's from its users', or a stored one with what has arrived since.
Arguments: history, one per part.
Returns: activity_history; the empty history {} when every history is NULL, NULL when there are no rows.
NULL: NULL histories are skipped.
Errors: 22003 for a history beyond 1,048,576 blocks of 64 days.
Source: docs/metrics.md, A2.$$;

CREATE FUNCTION active_days(history activity_history, during day_range) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_active_days' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION active_days(activity_history, day_range) IS
$$On how many days of a range was the entity active?
Arguments: history; during, days, half-open; an open end reaches as far as the history.
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
$$The last active day, regardless of as_of: for recency use days_inactive.
Returns: date; NULL for the empty history.
NULL: a NULL history gives NULL.
Source: docs/metrics.md, A4.$$;

CREATE FUNCTION days_inactive(history activity_history, as_of calendar_day) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_days_inactive' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION days_inactive(activity_history, calendar_day) IS
$$Days since the last activity visible on as_of: 0 when active on that very day.
Arguments: history; as_of, inclusive: later activity is invisible and never makes the age negative.
Returns: integer, days; NULL when never active by as_of.
NULL: a NULL argument gives NULL.
Errors: 22008 for an infinite day; 22003 beyond 2,147,483,647 days.
Source: docs/metrics.md, A4.$$;

CREATE FUNCTION active_streak(history activity_history, as_of calendar_day, grain text) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_active_streak' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION active_streak(activity_history, calendar_day, text) IS
$$How many periods in a row, ending with the one that contains as_of, was the entity active?
Arguments: history; as_of, inclusive; grain, 'week', 'month' …, or '7 days'.
Returns: integer, periods; 0 when the period that contains as_of has no activity yet.
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
$$Where the entity stands in the period that contains as_of: new (first period ever), returning (active in it and in the one before), resurrecting (active again after a gap), dormant (not active, but in the period before).
Arguments: history; as_of, inclusive; grain.
Returns: text; NULL when neither this period nor the one before has activity.
NULL: a NULL argument gives NULL.
Errors: 22023 for an unknown grain; 22008 for an infinite day.
Source: docs/metrics.md, A5.$$;

-- Stickiness, retention and active users from histories: flat states.

AGGREGATE stickiness(history activity_history, as_of calendar_day) RETURNS numeric;
COMMENT ON AGGREGATE stickiness(activity_history, calendar_day) IS
$$Stickiness: mean daily active users over a window ÷ distinct users active in it (DAU/MAU).
Arguments: history, one user per row; as_of, the window's last day; the window is 28 days.
Returns: numeric, a fraction from 0 to 1 (users per user); NULL when nobody was active.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group; 22004 when it is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A7.$$;

AGGREGATE stickiness(history activity_history, as_of calendar_day, window_days bigint) RETURNS numeric;
COMMENT ON AGGREGATE stickiness(activity_history, calendar_day, bigint) IS
$$Stickiness: mean daily active users over a window ÷ distinct users active in it (DAU/MAU).
Arguments: history, one user per row; as_of, the window's last day; window_days, 1 to 1000.
Returns: numeric, a fraction from 0 to 1 (users per user); NULL when nobody was active.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A7.$$;

AGGREGATE retention(history activity_history, cohort_start calendar_day, grain text, periods bigint,
                    as_of calendar_day) RETURNS bigint[];
COMMENT ON AGGREGATE retention(activity_history, calendar_day, text, bigint, calendar_day) IS
$$Retention of one cohort (use with GROUP BY the cohort): how many of its entities were active in its own period and in each of the next ones.
Arguments: history, one entity per row; cohort_start, a day of the cohort's period, NULL for the period of the entity's first activity; grain; periods, 0 to 1200; as_of, inclusive.
Returns: bigint[] of periods + 1 elements, entities; NULL elements for periods that are not over on as_of.
NULL: an entity with a NULL or empty history counts as never active.
Errors: 22023 when a parameter, or the cohort's period, differs within a group, or is out of bounds; 22004 when a parameter other than cohort_start is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A8.$$;

AGGREGATE retention(history activity_history, cohort_start calendar_day, grain text, periods bigint,
                    as_of calendar_day, options jsonb) RETURNS bigint[];
COMMENT ON AGGREGATE retention(activity_history, calendar_day, text, bigint, calendar_day, jsonb) IS
$$Retention of one cohort (use with GROUP BY the cohort): how many of its entities were active in its own period and in each of the next ones, or in these or any later one.
Arguments: history, one entity per row; cohort_start, a day of the cohort's period, NULL for the period of the entity's first activity; grain; periods, 0 to 1200; as_of, inclusive; options, {"active": "on"} as without them, or {"active": "on or after"}: a period counts who was active in it or later (unbounded retention), so that a pause is no loss.
Returns: bigint[] of periods + 1 elements, entities; NULL elements for periods that are not over on as_of.
NULL: an entity with a NULL or empty history counts as never active.
Errors: 22023 when a parameter, or the cohort's period, differs within a group, or is out of bounds, and for unknown options; 22004 when a parameter other than cohort_start is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A8.$$;

AGGREGATE active_users(history activity_history, during day_range, window_days bigint) RETURNS bigint[];
COMMENT ON AGGREGATE active_users(activity_history, day_range, bigint) IS
$$Active users for every day of a range: how many distinct users were active in the trailing window that ends on that day?
Arguments: history, one user per row; during, days, half-open, with both ends, at most 40,000 days; window_days, the trailing window: 1 (DAU), 7 (WAU), 28 or 30 (MAU), at most 1000.
Returns: bigint[], one element per day of the range, in users; NULL when there are no rows.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL.
Source: docs/metrics.md, A6.$$;

AGGREGATE active_users(history activity_history, during day_range, window_days bigint[]) RETURNS bigint[]
  NAME active_users_windows;
COMMENT ON AGGREGATE active_users(activity_history, day_range, bigint[]) IS
$$Active users for every day of a range: how many distinct users were active in the trailing window that ends on that day?
Arguments: history, one user per row; during, days, half-open, with both ends, at most 40,000 days; window_days, up to 8 trailing windows, such as ARRAY[1, 7, 28], counted in one pass.
Returns: bigint[][], one row per window in the order given, one element per day of the range, in users; NULL when there are no rows.
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
$$The result of the aggregate usage_drop.
recent, baseline: mean usage per week; change: recent ÷ baseline − 1; z: (recent − median) ÷ (1.4826 · MAD) of the baseline's weeks, NULL when the MAD is 0; slope: change of weekly usage per week, by least squares over all weeks; dropped: down by 20 % or more and z ≤ −1 (or z NULL).
Source: docs/metrics.md, A13.$$;

AGGREGATE usage_drop(at calendar_day, weight amount, as_of calendar_day) RETURNS usage_drop COST 20;
COMMENT ON AGGREGATE usage_drop(calendar_day, amount, calendar_day) IS
$$Has usage dropped? The last 4 complete weeks (Monday to Sunday) against the 12 before them, of the same entity.
Arguments: at, a day; weight, usage on that day in any unit (events, minutes), not negative, exact to 6 decimals; as_of, inclusive.
Returns: usage_drop (recent, baseline, change, z, slope, dropped). All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day or weight is NULL are skipped; a group without rows gives NULL.
Errors: 22023 for a negative weight, NaN and infinity, and when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day; 22003 for overflow.
Source: docs/metrics.md, A13.$$;

AGGREGATE usage_drop(at calendar_day, weight amount, as_of calendar_day, recent_weeks bigint) RETURNS usage_drop;
COMMENT ON AGGREGATE usage_drop(calendar_day, amount, calendar_day, bigint) IS
$$Has usage dropped? The last recent_weeks complete weeks (Monday to Sunday) against the 12 before them, of the same entity.
Arguments: at, a day; weight, usage on that day in any unit (events, minutes), not negative, exact to 6 decimals; as_of, inclusive; recent_weeks, 1 to 52.
Returns: usage_drop (recent, baseline, change, z, slope, dropped). All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day or weight is NULL are skipped; a group without rows gives NULL.
Errors: 22023 for a negative weight, NaN and infinity, and when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day; 22003 for overflow.
Source: docs/metrics.md, A13.$$;

AGGREGATE usage_drop(at calendar_day, weight amount, as_of calendar_day, recent_weeks bigint, baseline_weeks bigint)
  RETURNS usage_drop;
COMMENT ON AGGREGATE usage_drop(calendar_day, amount, calendar_day, bigint, bigint) IS
$$Has usage dropped? The last recent_weeks complete weeks (Monday to Sunday) against the baseline_weeks before them, of the same entity.
Arguments: at, a day; weight, usage on that day in any unit (events, minutes), not negative, exact to 6 decimals; as_of, inclusive; recent_weeks, 1 to 52; baseline_weeks, 3 to 104.
Returns: usage_drop (recent, baseline, change, z, slope, dropped). All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day or weight is NULL are skipped; a group without rows gives NULL.
Errors: 22023 for a negative weight, NaN and infinity, and when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day; 22003 for overflow.
Source: docs/metrics.md, A13.$$;

AGGREGATE usage_drop(at calendar_day, as_of calendar_day) RETURNS usage_drop
  NAME usage_drop_events COST 20;
COMMENT ON AGGREGATE usage_drop(calendar_day, calendar_day) IS
$$Has usage dropped? The last 4 complete weeks (Monday to Sunday) against the 12 before them, of the same entity; each event counts 1.
Arguments: at, the day of an event; as_of, inclusive.
Returns: usage_drop (recent, baseline, change, z, slope, dropped), in events a week. All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day is NULL are skipped; a group without rows gives NULL.
Errors: 22023 when a parameter differs within a group; 22004 when it is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A13.$$;

AGGREGATE usage_drop(at calendar_day, as_of calendar_day, recent_weeks bigint) RETURNS usage_drop
  NAME usage_drop_events;
COMMENT ON AGGREGATE usage_drop(calendar_day, calendar_day, bigint) IS
$$Has usage dropped? The last recent_weeks complete weeks (Monday to Sunday) against the 12 before them, of the same entity; each event counts 1.
Arguments: at, the day of an event; as_of, inclusive; recent_weeks, 1 to 52.
Returns: usage_drop (recent, baseline, change, z, slope, dropped), in events a week. All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day is NULL are skipped; a group without rows gives NULL.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A13.$$;

AGGREGATE usage_drop(at calendar_day, as_of calendar_day, recent_weeks bigint, baseline_weeks bigint) RETURNS usage_drop
  NAME usage_drop_events;
COMMENT ON AGGREGATE usage_drop(calendar_day, calendar_day, bigint, bigint) IS
$$Has usage dropped? The last recent_weeks complete weeks (Monday to Sunday) against the baseline_weeks before them, of the same entity; each event counts 1.
Arguments: at, the day of an event; as_of, inclusive; recent_weeks, 1 to 52; baseline_weeks, 3 to 104.
Returns: usage_drop (recent, baseline, change, z, slope, dropped), in events a week. All but recent are NULL when the entity existed for fewer than two thirds of the baseline (8 of 12 weeks); change, z and dropped when the baseline is 0.
NULL: rows whose day is NULL are skipped; a group without rows gives NULL.
Errors: 22023 when a parameter differs within a group or is out of bounds; 22004 when it is NULL; 22008 for an infinite day.
Source: docs/metrics.md, A13.$$;

-- Events of one entity in time: sessions and funnels.

CREATE TYPE session_stats AS (
  sessions bigint,
  total interval,
  longest interval,
  median interval
);
COMMENT ON TYPE session_stats IS
$$The result of the aggregate sessions.
sessions: how many; total, longest, median: how long they are, from the first event of a session to its last one; days are 24 hours. Without a session, longest and median are NULL.
Source: docs/metrics.md, A19.$$;

AGGREGATE sessions(at timestamptz) RETURNS session_stats SSPACE 64 COST 20 COMBINE_COST 10;
COMMENT ON AGGREGATE sessions(timestamptz) IS
$$Sessions: runs of events without a gap of 30 minutes, how many they are and how long. Two events exactly that far apart are in two sessions.
Arguments: at, the instant of an event.
Returns: session_stats (sessions, total, longest, median); one event alone is a session of length 0; 0 sessions without events.
NULL: instants that are NULL are skipped.
Errors: 22008 for an infinite instant; 22003 for sessions of more than 292,271 years in all, and when a state would exceed 1 GB: it keeps 16 bytes per session.
Source: docs/metrics.md, A19.$$;

AGGREGATE sessions(at timestamptz, gap interval) RETURNS session_stats SSPACE 64 COST 20 COMBINE_COST 10;
COMMENT ON AGGREGATE sessions(timestamptz, interval) IS
$$Sessions: runs of events without a gap of a given length, how many they are and how long. Two events exactly that far apart are in two sessions.
Arguments: at, the instant of an event; gap, the time without events that ends a session: days are 24 hours.
Returns: session_stats (sessions, total, longest, median); one event alone is a session of length 0; 0 sessions without events.
NULL: instants that are NULL are skipped.
Errors: 22023 when gap is zero or negative, longer than the calendar, has months or years, or differs within a group; 22004 when it is NULL; 22008 for an infinite instant; 22003 for sessions of more than 292,271 years in all, and when a state would exceed 1 GB: it keeps 16 bytes per session.
Source: docs/metrics.md, A19.$$;

AGGREGATE window_funnel(at timestamptz, within interval, VARIADIC steps boolean[]) RETURNS integer
  SSPACE 128 COST 20 COMBINE_COST 10;
COMMENT ON AGGREGATE window_funnel(timestamptz, interval, VARIADIC boolean[]) IS
$$A funnel: how many steps of a journey an entity took, in order and in time. Step 1 at some instant, step 2 then or later, and so on, all of them at most within after step 1; of several such chains, the one that comes farthest. Other events between them do not matter.
Arguments: at, the instant of an event; within, from the first step to the last one, inclusive: days are 24 hours, and 0 asks for all steps at one instant; steps, 1 to 32 conditions on the event, which may fulfil several.
Returns: integer, 0 to the number of steps. Events of one instant have no order among them: together they may fulfil several steps.
NULL: instants that are NULL are skipped; a condition that is NULL is not fulfilled.
Errors: 22023 when within is negative, longer than the calendar, has months or years, or differs within a group, and when there are more than 32 steps, or not as many on each row; 22004 when within is NULL, or an array of steps; 22008 for an infinite instant; 22003 when a state would exceed 1 GB: it keeps 12 bytes per instant of a step.
Source: docs/metrics.md, A20.$$;

CREATE TYPE retention_row AS (
  cohort date,
  size bigint,
  retained bigint[]
);
COMMENT ON TYPE retention_row IS
$$A row of retention_matrix.
cohort: first day of its period; size: entities first active in it; retained: how many of them were active in their own period and in each of the next ones, NULL for periods that are not over on as_of.
Source: docs/metrics.md, A8.$$;
