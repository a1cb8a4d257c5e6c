select
  (select max(day)::text from active_users) as stands_on,
  (select left(max(refreshed_at)::text, 16) from rollup_progress) as activity_refreshed_at,
  (select left(min(refreshed_at)::text, 16) from stored_views) as views_refreshed_at,
  (select max(day)::text from score_trend) as scores_recorded_on,
  (select max(day)::text from reconciliation) as reconciled_on,
  (select count(*) from reconciliation where day = (select max(day) from reconciliation) and unexplained <> 0)
    as measures_unexplained,
  (select string_agg(measure || ' ' || unexplained, ', ' order by measure) from reconciliation
    where day = (select max(day) from reconciliation) and unexplained <> 0) as unexplained,
  (select count(*) from source_faults) as faults
