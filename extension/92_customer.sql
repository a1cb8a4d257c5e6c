-- customer360_record_history(): what the pack would have recorded on past days. It fills metric_history and
-- score_history of a schema that customer360_create_views() has built.

-- A statement that is prepared is planned once, whatever the day: planning takes as long as a day's rows.
CREATE PROCEDURE customer360_record_history(target_schema text, from_day date, to_day date,
    every interval DEFAULT '7 days')
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off
  SET standard_conforming_strings = on AS $function$
DECLARE
  day_before CONSTANT text := current_setting('customer360.as_of', true);
  known_before CONSTANT text := current_setting('customer360_history.known_on', true);
  zone text;
  prepared text;
  recorded date;
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp', (
    SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'customer360')),
    true);
  IF num_nulls(target_schema, from_day, to_day, every) > 0 THEN
    PERFORM c360_refuse('null_value_not_allowed', format('%s must not be null', CASE
        WHEN target_schema IS NULL THEN 'target_schema' WHEN from_day IS NULL THEN 'from_day'
        WHEN to_day IS NULL THEN 'to_day' ELSE 'every' END), 'It says what is recorded.',
      $$CALL customer360_record_history('customer_success', '2025-06-30', '2026-06-30', '7 days');$$);
  END IF;
  IF from_day > to_day OR NOT isfinite(from_day) OR NOT isfinite(to_day) OR from_day + every < from_day + 1 THEN
    PERFORM c360_refuse('invalid_parameter_value', 'there are no such days',
      format('From %s to %s every %s.', from_day, to_day, every),
      'The first day is not after the last one, and at least a day lies between two.');
  END IF;
  IF to_regclass(format('%I.metric_history', target_schema)) IS NULL
      OR to_regclass(format('%I.score_history', target_schema)) IS NULL THEN
    PERFORM c360_refuse('invalid_schema_name', format('schema %I has no metric_history and score_history', target_schema),
      'They are tables of the view pack.', 'Name the schema that customer360_create_views() has built.');
  END IF;
  SELECT substring(obj_description(c.oid) FROM 'local days of ([^;]+);') INTO zone
  FROM pg_class AS c WHERE c.oid = format('%I.source_tables', target_schema)::regclass;
  -- What is known for one day only is known for the day on which this is called.
  PERFORM set_config('customer360_history.known_on', as_of(zone)::text, true);
  -- A call that failed may have left them.
  FOR prepared IN
    SELECT name FROM pg_prepared_statements WHERE name IN ('c360_record_metrics', 'c360_record_scores')
  LOOP
    EXECUTE format('DEALLOCATE %I', prepared);
  END LOOP;
  EXECUTE 'PREPARE c360_record_metrics AS ' || c360_record_statement(target_schema, zone, 'metric_history');
  -- The scores of the metrics just written, as the view scores computes them.
  EXECUTE format($query$
    PREPARE c360_record_scores AS
    INSERT INTO %1$I.score_history (account_id, day, rubric, version, score, band)
    SELECT recorded.account_id, recorded.day, rubrics.rubric, rubrics.version, scored.score,
      band(scored.score, rubrics.document -> 'bands')
    FROM %1$I.metric_history AS recorded CROSS JOIN %1$I.rubrics
      CROSS JOIN LATERAL (SELECT adoption_score(rubrics.document, recorded.metrics, recorded.day) AS score) AS scored
    WHERE recorded.day = as_of(%2$L) AND (recorded.metrics ->> 'is_charged')::boolean
    ON CONFLICT (account_id, rubric, day) DO UPDATE SET version = excluded.version, score = excluded.score,
      band = excluded.band$query$, target_schema, zone);
  FOR recorded IN SELECT generate_series(from_day::timestamp, to_day, every)::date LOOP
    PERFORM set_config('customer360.as_of', recorded::text, true);
    EXECUTE 'EXECUTE c360_record_metrics';
    EXECUTE 'EXECUTE c360_record_scores';
  END LOOP;
  DEALLOCATE c360_record_metrics;
  DEALLOCATE c360_record_scores;
  PERFORM set_config('customer360.as_of', coalesce(day_before, ''), true);
  PERFORM set_config('customer360_history.known_on', coalesce(known_before, ''), true);
END
$function$;
COMMENT ON PROCEDURE customer360_record_history(text, date, date, interval) IS
$$Records the metrics and scores of past days, as record_metrics() and record_scores() would have done on these days: for score_trend, score_changes, score_backtest and alerts from the first day.
Arguments: target_schema, which customer360_create_views() has built; from_day and to_day, the first and the last day; every, how far the days are apart, 7 days by default.
Returns: nothing. It writes rows of metric_history and score_history; called again, it replaces them. What is known for one day only (segment, region, country and industry of an account, its tier without contracts, its manager without account_team, attributes without days) is taken for that of the day on which it is called, and is NULL on other days. Call it as a role that sees every row.
NULL: 22004.
Errors: 22023 when the first day is after the last one, or every is less than a day; 3F000 when the schema has no view pack.
Source: docs/metrics.md, C13.$$;
