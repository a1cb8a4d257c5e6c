-- A rubric with everything in it, for tests: a temporary table `rubrics` with the rows 'adoption' and 'health'.
CREATE TEMP TABLE rubrics (name text PRIMARY KEY, rubric jsonb NOT NULL CHECK (rubric_is_valid(rubric)));
INSERT INTO rubrics VALUES ('adoption', '{
  "rubric": 1, "name": "product_adoption", "version": "2026-01", "max_points": 5, "scale": 100, "missing": "zero", "min_coverage": 0.6,
  "metrics": [
    {"key": "contract_utilization", "label": "Contract utilisation", "group": "usage", "weight": 40, "type": "ranges", "ranges": [
      {"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
    {"key": "profiles_enabled", "group": "breadth", "weight": 20, "type": "binary", "points": 5, "gate": {"unless": {"tier": ["starter"]}, "policy": "zero"}},
    {"key": "unique_logins_30d", "group": "usage", "weight": 25, "type": "linear", "from": 0, "to": 10, "points": [0, 5], "outside": "clamp"},
    {"key": "csm_sentiment", "group": "sentiment", "weight": 15, "type": "map", "map": {"red": 0, "yellow": 2.5, "green": 5}, "missing": "exclude", "stale_after": "90 days", "observed_at": "sentiment_at"}],
  "segments": [{"name": "enterprise", "when": {"tier": ["enterprise"]}, "weights": {"contract_utilization": 45, "csm_sentiment": 10}}],
  "caps": [{"when": {"key": "days_inactive", "ge": 60}, "max": 39, "reason": "no login for 60 days"}],
  "bands": [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70, "leave": 45}, {"label": "green", "ge": 70}]}'),
('health', '{
  "rubric": 1, "name": "old_health", "max_points": 1, "scale": 100, "missing": "exclude",
  "metrics": [{"key": "utilisation", "weight": 40, "type": "linear", "from": 0, "to": 1, "points": [0, 1]},
              {"key": "sentiment", "weight": 60, "type": "map", "map": {"red": 0, "yellow": 0.5, "green": 1}}]}');
