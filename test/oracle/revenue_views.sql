-- The views of revenue against plain SQL; see setup_views.sql.
SELECT no_rows('mrr_bridge: each month starts where the last one ended', $$
  SELECT month FROM (SELECT *, lag(ending_mrr, 1, 0) OVER (ORDER BY month) AS before FROM mrr_bridge) AS months
  WHERE starting_mrr <> before OR starting_mrr + net_new_mrr <> ending_mrr$$);
