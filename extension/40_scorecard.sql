-- Bands.

CREATE FUNCTION band(value amount, bands jsonb) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_band' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION band(amount, jsonb) IS
$$The label of the band that contains a value.
Arguments: value, in the unit of the bands, unrounded; bands, an array such as [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}]: each includes its ge and excludes its lt, in ascending order, with neither overlap nor gap. "leave" (where a rising value leaves the band below) is checked here and used by alerts.
Returns: text; NULL when the value is below the first band or above the last.
NULL: a NULL argument gives NULL.
Errors: 22023 for NaN, infinity, and bands that overlap, leave a gap, are empty, or have an unknown property.
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
'A change of band, as band_changes reports it: changed_on, the first day in the new band; previous_band and band, NULL outside of all bands; direction, worsened or improved (a lower band is worse), NULL in the first row, which says where the series begins';

AGGREGATE band_changes(score amount, at calendar_day, bands jsonb) RETURNS band_change[];
COMMENT ON AGGREGATE band_changes(amount, calendar_day, jsonb) IS
$$When a series of scores changed its band, with hysteresis: a falling score leaves its band at the border, a rising one enters the next only at that band's "leave".
Arguments: score, unrounded; at, its day (of several scores on one day the lowest counts); bands, as for band(), constant within a group.
Returns: band_change[], ordered by day: first the band in which the series begins, then one row per change; the last row's band is the current one. NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: rows with a NULL score or a NULL day are skipped; NULL bands are an error.
Errors: 22023 for bands as for band(), for bands that differ within a group, and for a score of NaN or infinity; 22004 for NULL bands.
Source: docs/metrics.md, C6.$$;

CREATE FUNCTION rubric_errors(rubric jsonb) RETURNS TABLE (severity text, code text, path text, message text)
  AS 'MODULE_PATHNAME', 'c360_rubric_errors' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 5;
COMMENT ON FUNCTION rubric_errors(jsonb) IS
$$All faults of a rubric at once; none for a valid one.
Arguments: rubric, any JSON document.
Returns: one row per fault, in the order of the document: severity ('error' or 'warning'); code, for programs, which never changes; path, its place in the document, such as $.metrics[2].weight; message, what is wrong and what to change. At most 100; after them one row (more_faults) with the number of those left out.
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

-- A row whose columns the planner knows is never formed: its columns are passed directly. Not strict, because they may
-- be NULL.
CREATE FUNCTION c360_score_columns(rubric jsonb, as_of calendar_day, columns text[], VARIADIC cells "any")
  RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_columns' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
CREATE FUNCTION c360_score_support(internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'c360_score_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION adoption_score(rubric jsonb, metrics record, as_of calendar_day DEFAULT NULL) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_record' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20
  SUPPORT c360_score_support;
COMMENT ON FUNCTION adoption_score(jsonb, record, calendar_day) IS
$$The product adoption score of a customer: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once per query (docs/metrics.md, C2); metrics, a row: its columns by name, read as to_jsonb reads them (numbers, booleans, texts, enums, days, timestamps, JSON); what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or when less of the weight has data than min_coverage requires.
NULL: a NULL rubric or row of metrics gives NULL; as_of may be NULL or left out where no metric has stale_after.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind or of a type that cannot be read, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION adoption_score(rubric jsonb, metrics jsonb, as_of calendar_day DEFAULT NULL) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_json' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION adoption_score(jsonb, jsonb, calendar_day) IS
$$The product adoption score of a customer: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once per query (docs/metrics.md, C2); metrics, a JSON object of numbers, booleans and strings; what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or when less of the weight has data than min_coverage requires.
NULL: a NULL rubric or row of metrics gives NULL; as_of may be NULL or left out where no metric has stale_after.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind or of a type that cannot be read, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION health_score(rubric jsonb, metrics record, as_of calendar_day DEFAULT NULL) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_record' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20
  SUPPORT c360_score_support;
COMMENT ON FUNCTION health_score(jsonb, record, calendar_day) IS
$$The health score of a customer, by the same engine as adoption_score: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once per query (docs/metrics.md, C2); metrics, a row: its columns by name, read as to_jsonb reads them (numbers, booleans, texts, enums, days, timestamps, JSON); what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or when less of the weight has data than min_coverage requires.
NULL: a NULL rubric or row of metrics gives NULL; as_of may be NULL or left out where no metric has stale_after.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind or of a type that cannot be read, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION health_score(rubric jsonb, metrics jsonb, as_of calendar_day DEFAULT NULL) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_score_json' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION health_score(jsonb, jsonb, calendar_day) IS
$$The health score of a customer, by the same engine as adoption_score: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once per query (docs/metrics.md, C2); metrics, a JSON object of numbers, booleans and strings; what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or when less of the weight has data than min_coverage requires.
NULL: a NULL rubric or row of metrics gives NULL; as_of may be NULL or left out where no metric has stale_after.
Errors: 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind or of a type that cannot be read, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION score_breakdown(rubric jsonb, metrics record, as_of calendar_day DEFAULT NULL)
  RETURNS TABLE (key text, label text, group_name text, value text, status text, rule text, points numeric,
    max_points numeric, weight numeric, effective_weight numeric, contribution numeric, lost numeric,
    next_threshold text, next_gain numeric)
  AS 'MODULE_PATHNAME', 'c360_score_breakdown_record' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 12;
COMMENT ON FUNCTION score_breakdown(jsonb, record, calendar_day) IS
$$Why a customer has its score: one row per metric, in the order of the rubric.
Arguments: as for adoption_score.
Returns: key, label, group_name; value, as given; status: scored, missing_zero, missing_points, missing_excluded, gated_zero or gated_excluded; rule, the one that gave the points; points, max_points; weight, for the customer's segment, and effective_weight, out of 100 over the metrics that count; contribution, in units of the score: contributions add up exactly to the score before caps; lost, what is missing to full points; next_threshold, the nearest value with more points, and next_gain, what the whole score gains there. A cap that lowers the score is a row of its own, key (cap), with the negative difference; too little data for a score is reported as a row with the key (coverage).
NULL: a NULL rubric or row of metrics gives no row; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C3.$$;

CREATE FUNCTION score_breakdown(rubric jsonb, metrics jsonb, as_of calendar_day DEFAULT NULL)
  RETURNS TABLE (key text, label text, group_name text, value text, status text, rule text, points numeric,
    max_points numeric, weight numeric, effective_weight numeric, contribution numeric, lost numeric,
    next_threshold text, next_gain numeric)
  AS 'MODULE_PATHNAME', 'c360_score_breakdown_json' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 12;
COMMENT ON FUNCTION score_breakdown(jsonb, jsonb, calendar_day) IS
$$Why a customer has its score: one row per metric, in the order of the rubric.
Arguments: as for adoption_score.
Returns: key, label, group_name; value, as given; status: scored, missing_zero, missing_points, missing_excluded, gated_zero or gated_excluded; rule, the one that gave the points; points, max_points; weight, for the customer's segment, and effective_weight, out of 100 over the metrics that count; contribution, in units of the score: contributions add up exactly to the score before caps; lost, what is missing to full points; next_threshold, the nearest value with more points, and next_gain, what the whole score gains there. A cap that lowers the score is a row of its own, key (cap), with the negative difference; too little data for a score is reported as a row with the key (coverage).
NULL: a NULL rubric or row of metrics gives no row; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C3.$$;

CREATE TYPE score_summary AS (score numeric, band text, groups jsonb, reason text, reason_key text,
  reason_lost numeric, next_best text, next_threshold text, next_gain numeric);
COMMENT ON TYPE score_summary IS
'A score in one row, as score_summary() makes it: score; band, by the rubric''s bands; groups, the score of the metrics of each group alone, by the group''s name, null where none of them counts; reason, what lowers the score most, in words, its reason_key, (cap) for a cap, and by how much it lowers the score, reason_lost; next_best, the metric whose next step would raise the score most, the value it takes, next_threshold, and what the whole score gains, next_gain';

CREATE FUNCTION score_summary(rubric jsonb, metrics record, as_of calendar_day DEFAULT NULL) RETURNS score_summary
  AS 'MODULE_PATHNAME', 'c360_score_summary_record' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200;
COMMENT ON FUNCTION score_summary(jsonb, record, calendar_day) IS
$$A customer's score in one row: its band, the scores of its groups, what lowers it most and what would raise it most.
Arguments: as for adoption_score.
Returns: score_summary; everything but the scores of groups is NULL where there is no score.
NULL: a NULL rubric or row of metrics gives NULL; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C10.$$;

CREATE FUNCTION score_summary(rubric jsonb, metrics jsonb, as_of calendar_day DEFAULT NULL) RETURNS score_summary
  AS 'MODULE_PATHNAME', 'c360_score_summary_json' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200;
COMMENT ON FUNCTION score_summary(jsonb, jsonb, calendar_day) IS
$$A customer's score in one row: its band, the scores of its groups, what lowers it most and what would raise it most.
Arguments: as for adoption_score.
Returns: score_summary; everything but the scores of groups is NULL where there is no score.
NULL: a NULL rubric or row of metrics gives NULL; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C10.$$;

CREATE FUNCTION score_change(old_rubric jsonb, old_metrics record, new_rubric jsonb, new_metrics record,
  old_as_of calendar_day DEFAULT NULL, new_as_of calendar_day DEFAULT NULL)
  RETURNS TABLE (key text, old_contribution numeric, new_contribution numeric, behaviour_effect numeric,
    indirect_effect numeric, rubric_effect numeric)
  AS 'MODULE_PATHNAME', 'c360_score_change_record' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 12;
COMMENT ON FUNCTION score_change(jsonb, record, jsonb, record, calendar_day, calendar_day) IS
$$Why a score changed: what each metric did, what others did to it, and what was changed in the rubric. To see whose score a new threshold moves, pass the same metrics twice.
Arguments: old_rubric and old_metrics, new_rubric and new_metrics, as for adoption_score; old_as_of and new_as_of, the days from which ages are counted.
Returns: one row per metric of either rubric: contributions before and after, NULL where a rubric has no such metric; behaviour_effect, of its own value, or its age, under the old rubric; indirect_effect, of other values: weights move when another metric comes or goes, and gates and segments go by other metrics; rubric_effect, of the new rubric on the new metrics. A metric whose value stayed has no behaviour_effect. The effects add up exactly to the difference of the scores. Caps are a row of their own, key (cap). No rows where one of the three scores is missing.
NULL: a NULL rubric or row of metrics gives no row; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C4.$$;

CREATE FUNCTION score_change(old_rubric jsonb, old_metrics jsonb, new_rubric jsonb, new_metrics jsonb,
  old_as_of calendar_day DEFAULT NULL, new_as_of calendar_day DEFAULT NULL)
  RETURNS TABLE (key text, old_contribution numeric, new_contribution numeric, behaviour_effect numeric,
    indirect_effect numeric, rubric_effect numeric)
  AS 'MODULE_PATHNAME', 'c360_score_change_json' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 12;
COMMENT ON FUNCTION score_change(jsonb, jsonb, jsonb, jsonb, calendar_day, calendar_day) IS
$$Why a score changed: what each metric did, what others did to it, and what was changed in the rubric. To see whose score a new threshold moves, pass the same metrics twice.
Arguments: old_rubric and old_metrics, new_rubric and new_metrics, as for adoption_score; old_as_of and new_as_of, the days from which ages are counted.
Returns: one row per metric of either rubric: contributions before and after, NULL where a rubric has no such metric; behaviour_effect, of its own value, or its age, under the old rubric; indirect_effect, of other values: weights move when another metric comes or goes, and gates and segments go by other metrics; rubric_effect, of the new rubric on the new metrics. A metric whose value stayed has no behaviour_effect. The effects add up exactly to the difference of the scores. Caps are a row of their own, key (cap). No rows where one of the three scores is missing.
NULL: a NULL rubric or row of metrics gives no row; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C4.$$;

-- Metrics as a text with JSON: what a literal or an untyped parameter of a driver is, which would otherwise be as good
-- a record as a jsonb.
CREATE FUNCTION adoption_score(rubric jsonb, metrics text, as_of calendar_day DEFAULT NULL) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20
  RETURN adoption_score(rubric, metrics::pg_catalog.jsonb, as_of);
COMMENT ON FUNCTION adoption_score(jsonb, text, calendar_day) IS
$$The product adoption score of a customer: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once per query (docs/metrics.md, C2); metrics, a text with a JSON object of numbers, booleans and strings, as drivers send it; what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or when less of the weight has data than min_coverage requires.
NULL: a NULL rubric or row of metrics gives NULL; as_of may be NULL or left out where no metric has stale_after.
Errors: 22P02 for a text that is no JSON; 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind or of a type that cannot be read, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION health_score(rubric jsonb, metrics text, as_of calendar_day DEFAULT NULL) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20
  RETURN health_score(rubric, metrics::pg_catalog.jsonb, as_of);
COMMENT ON FUNCTION health_score(jsonb, text, calendar_day) IS
$$The health score of a customer, by the same engine as adoption_score: the weighted points of a rubric's metrics.
Arguments: rubric, a JSON document, compiled once per query (docs/metrics.md, C2); metrics, a text with a JSON object of numbers, booleans and strings, as drivers send it; what is absent or NULL is missing, and the rubric says what that means; as_of, the day from which the age of metrics with stale_after is counted.
Returns: numeric, scale · Σ weight · points ÷ max_points ÷ Σ weight over the metrics that count, then the caps; to twelve decimals; NULL when no metric counts, or when less of the weight has data than min_coverage requires.
NULL: a NULL rubric or row of metrics gives NULL; as_of may be NULL or left out where no metric has stale_after.
Errors: 22P02 for a text that is no JSON; 22023 for an invalid rubric (rubric_errors names every fault), for a value of the wrong kind or of a type that cannot be read, NaN or infinity, for a missing one where the policy is "error", and for a rubric with stale_after, which needs as_of.
Source: docs/metrics.md, C1.$$;

CREATE FUNCTION score_breakdown(rubric jsonb, metrics text, as_of calendar_day DEFAULT NULL)
  RETURNS TABLE (key text, label text, group_name text, value text, status text, rule text, points numeric,
    max_points numeric, weight numeric, effective_weight numeric, contribution numeric, lost numeric,
    next_threshold text, next_gain numeric)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 200 ROWS 12
BEGIN ATOMIC
  SELECT * FROM score_breakdown(rubric, metrics::pg_catalog.jsonb, as_of);
END;
COMMENT ON FUNCTION score_breakdown(jsonb, text, calendar_day) IS
$$Why a customer has its score: one row per metric, in the order of the rubric.
Arguments: as for adoption_score; metrics, a text with a JSON object, as drivers send it.
Returns: key, label, group_name; value, as given; status: scored, missing_zero, missing_points, missing_excluded, gated_zero or gated_excluded; rule, the one that gave the points; points, max_points; weight, for the customer's segment, and effective_weight, out of 100 over the metrics that count; contribution, in units of the score: contributions add up exactly to the score before caps; lost, what is missing to full points; next_threshold, the nearest value with more points, and next_gain, what the whole score gains there. A cap that lowers the score is a row of its own, key (cap), with the negative difference; too little data for a score is reported as a row with the key (coverage).
NULL: a NULL rubric or row of metrics gives no row; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C3.$$;

CREATE FUNCTION score_summary(rubric jsonb, metrics text, as_of calendar_day DEFAULT NULL) RETURNS score_summary
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 200
  RETURN score_summary(rubric, metrics::pg_catalog.jsonb, as_of);
COMMENT ON FUNCTION score_summary(jsonb, text, calendar_day) IS
$$A customer's score in one row: its band, the scores of its groups, what lowers it most and what would raise it most.
Arguments: as for adoption_score; metrics, a text with a JSON object, as drivers send it.
Returns: score_summary; everything but the scores of groups is NULL where there is no score.
NULL: a NULL rubric or row of metrics gives NULL; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C10.$$;

CREATE FUNCTION score_change(old_rubric jsonb, old_metrics text, new_rubric jsonb, new_metrics text,
  old_as_of calendar_day DEFAULT NULL, new_as_of calendar_day DEFAULT NULL)
  RETURNS TABLE (key text, old_contribution numeric, new_contribution numeric, behaviour_effect numeric,
    indirect_effect numeric, rubric_effect numeric)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 500 ROWS 12
BEGIN ATOMIC
  SELECT * FROM score_change(old_rubric, old_metrics::pg_catalog.jsonb, new_rubric, new_metrics::pg_catalog.jsonb,
    old_as_of, new_as_of);
END;
COMMENT ON FUNCTION score_change(jsonb, text, jsonb, text, calendar_day, calendar_day) IS
$$Why a score changed: what each metric did, what others did to it, and what was changed in the rubric. To see whose score a new threshold moves, pass the same metrics twice.
Arguments: old_rubric and old_metrics, new_rubric and new_metrics, as for adoption_score; the metrics as texts with JSON objects, as drivers send them; old_as_of and new_as_of, the days from which ages are counted.
Returns: one row per metric of either rubric: contributions before and after, NULL where a rubric has no such metric; behaviour_effect, of its own value, or its age, under the old rubric; indirect_effect, of other values: weights move when another metric comes or goes, and gates and segments go by other metrics; rubric_effect, of the new rubric on the new metrics. A metric whose value stayed has no behaviour_effect. The effects add up exactly to the difference of the scores. Caps are a row of their own, key (cap). No rows where one of the three scores is missing.
NULL: a NULL rubric or row of metrics gives no row; a day may be NULL or left out where no metric has stale_after.
Errors: as for adoption_score.
Source: docs/metrics.md, C4.$$;

CREATE FUNCTION playbook_actions(rules jsonb, metrics jsonb)
  RETURNS TABLE (play text, action text, owner text, priority integer, reason text)
  AS 'MODULE_PATHNAME', 'c360_playbook_actions' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 3;
COMMENT ON FUNCTION playbook_actions(jsonb, jsonb) IS
$$If X, then Y: the rules of a playbook that hold for a customer.
Arguments: rules, an array such as [{"play": "late onboarding", "when": "$.days_since_signature > 45 && $.live_on == null", "action": "call the sponsor", "owner": "csm", "priority": 1, "reason": "not live yet"}]; metrics, a JSON object, for example to_jsonb(c).
Returns: one row per rule whose condition is true, by priority, then in the order of the document. A condition that is neither true nor false, for example because a metric is missing, does not hold.
NULL: a NULL argument gives no row.
Errors: 22023 for rules that are malformed, have an unknown property, or a condition that is not an SQL/JSON path, with all faults in the DETAIL, one per line; 22038 for a path that is not a condition.
Source: docs/metrics.md, C7.$$;
