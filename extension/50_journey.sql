-- Journey: onboarding status, time to value including those who are not there yet, time per lifecycle stage.

CREATE FUNCTION onboarding_status(signed_on calendar_day, live_on calendar_day, as_of calendar_day,
                                  watch_days bigint DEFAULT 45, limit_days bigint DEFAULT 90) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_onboarding_status' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION onboarding_status(calendar_day, calendar_day, calendar_day, bigint, bigint) IS
$$The status of an onboarding on a day, by the days since the signature.
Arguments: signed_on; live_on, the go-live day, NULL while there is none: a day later than as_of has not happened yet; as_of, inclusive; watch_days, the age in days from which it is to be watched; limit_days, the age beyond which it is late.
Returns: text. Live: live, or live_late when go-live took more than limit_days. Not live: onboarding, watch from watch_days on, overdue beyond limit_days. invalid when go-live precedes the signature.
NULL: before the signature; a NULL argument other than live_on gives NULL.
Errors: 22023 unless 0 <= watch_days <= limit_days; 22008 for an infinite day.
Source: docs/metrics.md, D1.$$;

TYPE survival_curve COST 10;
COMMENT ON TYPE survival_curve IS
$$How long it takes to reach something, including those who are not there yet: exact counts by duration, from which the Kaplan-Meier estimate is computed when asked for.
Text form: the usual notation of survival analysis, {5,12*2,30+}: one reached it after 5, two after 12, one had not by 30 and was not observed longer (right censoring). Input accepts durations in any order and adds up equal ones.
Unit: whole days, or any other unit that all rows share.
Size: about 16 bytes, plus 20 bytes for every distinct duration.
Errors: 22P02 for malformed text, 22P03 for malformed bytes, 22003 beyond 65,536 distinct durations or 281,474,976,710,656 observations.
Source: docs/metrics.md, D2.$$;

COMPARISONS survival_curve ONE 'curve' MANY 'survival curves'
  ORDER 'at the first difference, the longer duration, or the more observations of it, is greater'
  EQUAL 'Both curves have the same observations.'
  DIFFERENT 'The curves differ in some observation.';

CREATE FUNCTION c360_survival_curve_sum(survival_curve, survival_curve) RETURNS survival_curve
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
CREATE OPERATOR + (
  LEFTARG = survival_curve, RIGHTARG = survival_curve, FUNCTION = c360_survival_curve_sum, COMMUTATOR = +
);
COMMENT ON OPERATOR + (survival_curve, survival_curve) IS 'The curve of all observations of both.';

AGGREGATE survival(duration bigint, reached boolean) RETURNS survival_curve SSPACE 256;
COMMENT ON AGGREGATE survival(bigint, boolean) IS
$$The survival curve of rows, one per onboarding, customer or ticket: how long until it was reached, or for how long it has not been. Of days, take survival(start, reached_on, as_of).
Arguments: duration, from the start to the day it was reached, or to the last day on which it was known not to be; in whole days, or any other unit that all rows share. reached: true, or false for a row that is censored.
Returns: survival_curve; the empty curve {} when no row counts, NULL when there are no rows.
NULL: rows whose reached is NULL, or that reached it after an unknown duration, are skipped; their group is kept. A comparison with a missing day is NULL, and would lose exactly those who are not there yet: write (value_on <= as_of()) IS TRUE.
Errors: 22004 when the duration is NULL and reached is false: the difference from a day that has not come is NULL, and skipping it would leave out all who wait; 22023 for a negative duration, and one beyond 2147483647; 22003 beyond 65,536 distinct durations.
Source: docs/metrics.md, D2; Kaplan and Meier 1958.$$;

AGGREGATE survival(start calendar_day, reached_on calendar_day, as_of calendar_day) RETURNS survival_curve
  SYMBOL survival_of_days SSPACE 256;
COMMENT ON AGGREGATE survival(calendar_day, calendar_day, calendar_day) IS
$$The survival curve of rows with their days, one per onboarding, customer or ticket: how long until it was reached, and for those who still wait, how long they have waited.
Arguments: start; reached_on, NULL while it has not been: a day later than as_of has not come yet; as_of, inclusive: who has not reached it by then is censored then, and who starts later is not counted. A row that was observed for less long, for example because the customer left, may have an earlier as_of.
Returns: survival_curve, in days; the empty curve {} when no row counts, NULL when there are no rows.
NULL: rows whose start is NULL are skipped; their group is kept.
Errors: 22023 when it was reached before the start; 22004 when as_of is NULL; 22008 for an infinite day; 22003 beyond 65,536 distinct durations.
Source: docs/metrics.md, D2; Kaplan and Meier 1958.$$;

AGGREGATE survival(curve survival_curve) RETURNS survival_curve SYMBOL survival_union SSPACE 256;
COMMENT ON AGGREGATE survival(survival_curve) IS
$$The curve of all observations of several curves: that of all segments from each one's, that of a year from its quarters.
Arguments: curve, one per part.
Returns: survival_curve; the empty curve {} when every curve is NULL, NULL when there are no rows.
NULL: NULL curves are skipped.
Errors: 22003 beyond 65,536 distinct durations or 281,474,976,710,656 observations.
Source: docs/metrics.md, D2.$$;

CREATE FUNCTION survival_median(curve survival_curve) RETURNS integer
  AS 'MODULE_PATHNAME', 'c360_survival_median' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_median(survival_curve) IS
$$The median duration by Kaplan-Meier: the least one at which at most half have not reached it.
Arguments: curve.
Returns: integer, in the unit of the durations.
NULL: more than half have not reached it within the observed time, or nothing is observed; a NULL curve gives NULL.
Source: docs/metrics.md, D2. Where exactly half are left from one duration to the next, some packages return the midpoint of the two; this returns the first.$$;

CREATE FUNCTION survival_at(curve survival_curve, duration bigint) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_survival_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_at(survival_curve, bigint) IS
$$The share that has not reached it after a duration, by Kaplan-Meier; 1 minus it is the share that has.
Arguments: curve; duration: reached at exactly that duration counts as reached.
Returns: numeric, a fraction, to sixteen decimals.
NULL: beyond the longest observation, unless all have reached it: nobody was observed for that long; a NULL argument gives NULL.
Errors: 22023 for a negative duration.
Source: docs/metrics.md, D2; Kaplan and Meier 1958.$$;

CREATE FUNCTION survival_points(curve survival_curve)
  RETURNS TABLE (at integer, at_risk bigint, reached bigint, censored bigint, survival numeric, standard_error numeric)
  AS 'MODULE_PATHNAME', 'c360_survival_points' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 100;
COMMENT ON FUNCTION survival_points(survival_curve) IS
$$The life table of a curve: the Kaplan-Meier estimate at every duration.
Arguments: curve.
Returns: one row per duration, ascending: at; at_risk, observations of that duration or longer; reached and censored at it, the reached ones first; survival, the share that has not reached it from then on; standard_error, Greenwood's. Both fractions to sixteen decimals.
NULL: standard_error where nobody is left; a NULL curve gives no row.
Source: docs/metrics.md, D2; Kaplan and Meier 1958, Greenwood 1926.$$;

CREATE TYPE stage_duration AS (
  stage text,
  first_entered timestamptz,
  total interval,
  visits bigint,
  is_current boolean
);
COMMENT ON TYPE stage_duration IS
$$The time an entity spent in one stage of its journey.
stage; first_entered: the first instant in it; total: time in it, all visits together, in days of 24 hours; visits: how often it was entered from another stage, or first; is_current: the entity is in it.
Source: docs/metrics.md, D3.$$;

AGGREGATE stage_durations(stage text, at timestamptz, as_of timestamptz) RETURNS stage_duration[] SSPACE 256 COST 20;
COMMENT ON AGGREGATE stage_durations(text, timestamptz, timestamptz) IS
$$How long an entity was in each stage, from the instants at which it entered them: a stage lasts until the next one is entered, the last one until as_of. The totals add up to as_of minus the first entry.
Arguments: stage, any text; at, when it was entered; as_of, the last visible instant: what is entered later does not exist. Entering the stage that the entity is already in does not begin a new visit. Of several stages entered at one instant, the last in byte order lasts; the others are visits of zero length. Where another order is the right one, give a rank.
Returns: stage_duration[], by first entry; empty when no row counts, NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: rows whose stage or at is NULL are skipped; their group is kept.
Errors: 22023 when as_of differs within a group; 22004 when it is NULL; 22008 for an infinite instant; 22003 for more than 292,271 years, and when a state would exceed 1 GB.
Source: docs/metrics.md, D3.$$;

AGGREGATE stage_durations(stage text, at timestamptz, as_of timestamptz, rank bigint) RETURNS stage_duration[]
  SSPACE 256 COST 20;
COMMENT ON AGGREGATE stage_durations(text, timestamptz, timestamptz, bigint) IS
$$How long an entity was in each stage, where several may be entered at one instant: a rank tells which of them came later.
Arguments: stage, any text; at, when it was entered; as_of, the last visible instant; rank, of two entries at one instant the one of the higher rank is the later one: the number of the change in its log, or the place of the stage in the journey. Of one rank, the last in byte order is the later one. All else as without a rank.
Returns: stage_duration[], by first entry; empty when no row counts, NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: rows whose stage or at is NULL are skipped; their group is kept. A row whose rank is NULL comes before those that have one.
Errors: 22023 when as_of differs within a group; 22004 when it is NULL; 22008 for an infinite instant; 22003 for more than 292,271 years, and when a state would exceed 1 GB.
Source: docs/metrics.md, D3.$$;
