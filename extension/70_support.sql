-- Support: bursts of tickets.

CREATE FUNCTION c360_max_burst_transition(aggregate_state, timestamptz, interval) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION c360_max_burst_combine(aggregate_state, aggregate_state) RETURNS aggregate_state
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
-- Sorts the group's instants, unless they came in order.
CREATE FUNCTION c360_max_burst_final(aggregate_state) RETURNS bigint
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

CREATE AGGREGATE max_burst(at timestamptz, within interval) (
  SFUNC = c360_max_burst_transition, STYPE = aggregate_state, SSPACE = 512,
  FINALFUNC = c360_max_burst_final, FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = c360_max_burst_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE max_burst(timestamptz, interval) IS
$$The most events within any window of one length: three tickets in seven days, whenever those seven days began.
Arguments: at, the instant of an event; within, the length of the window, half-open: two events exactly that far apart do not share one. Lengths are counted on instants: a day is 24 hours, even where clocks change.
Returns: bigint, events; 0 without events.
NULL: instants that are NULL are skipped.
Errors: 22023 when within is zero or negative, longer than the calendar, has months or years, or differs within a group; 22004 when it is NULL; 22008 for an infinite instant; 22003 when a state would exceed 1 GB: it keeps 8 bytes per event.
Source: docs/metrics.md, D7.$$;
