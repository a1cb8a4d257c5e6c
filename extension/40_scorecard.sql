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
