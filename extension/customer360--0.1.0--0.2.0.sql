\echo Use "ALTER EXTENSION customer360 UPDATE TO '0.2.0'" to load this file. \quit
-- What 0.2.0 adds to 0.1.0: usage_drop, bands.

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
