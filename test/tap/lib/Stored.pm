# A database with something of everything that can be stored, and all that a database holds, to be compared.
package Stored;
use strict;
use warnings;
use Exporter 'import';
use Server;
our @EXPORT = qw(store rows contents unstored);

# Fills a new database that has the extension.
sub store {
  my ($database) = @_;
  query($database, <<'SQL');
CREATE AGGREGATE stickiness_state (activity_history, calendar_day) (SFUNC = c360_stickiness_transition, STYPE = aggregate_state);
CREATE AGGREGATE stickiness_of (aggregate_state) (SFUNC = c360_stickiness_combine, STYPE = aggregate_state, FINALFUNC = c360_stickiness_final);
CREATE AGGREGATE usage_drop_state (calendar_day, amount, calendar_day) (SFUNC = c360_usage_drop_transition, STYPE = aggregate_state);
CREATE AGGREGATE active_users_state (activity_history, day_range, bigint) (SFUNC = c360_active_users_transition, STYPE = aggregate_state);

CREATE TABLE events (user_id integer, day calendar_day NOT NULL DEFAULT '2026-01-01', weight numeric, PRIMARY KEY (user_id, day));
INSERT INTO events SELECT user_id, date '2025-09-01' + (user_id * i * 7919) % 200, i FROM generate_series(1, 300) AS user_id, generate_series(1, 20) AS i ON CONFLICT DO NOTHING;
INSERT INTO events VALUES (1, '4714-11-24 BC', 0), (2, '5874897-12-31', 0), (3, '0044-03-15 BC', 0), (4, DEFAULT, 1);

CREATE TABLE histories (
  user_id integer PRIMARY KEY,
  history activity_history DEFAULT '{[2026-01-01,2026-01-03)}',
  days integer GENERATED ALWAYS AS (active_days(history, '(,)')) STORED,
  CONSTRAINT active_at_least_once CHECK (first_active(history) IS NOT NULL));
INSERT INTO histories (user_id, history) SELECT user_id, activity_agg(day) FROM events GROUP BY user_id;
INSERT INTO histories (user_id) VALUES (100001);
INSERT INTO histories (user_id, history) SELECT 100002, activity_agg(date '0001-01-01' + i * 2) FROM generate_series(0, 30000) AS i;
CREATE INDEX histories_by_history ON histories (history) WHERE user_id < 100000;
CREATE INDEX histories_by_hash ON histories USING hash (history);
CREATE INDEX histories_by_coefficient ON histories (activity_coefficient(history, '2026-01-31'));

CREATE AGGREGATE mrr_state (day_range, amount) (SFUNC = c360_mrr_agg_subscription_transition, STYPE = aggregate_state);
CREATE AGGREGATE mrr_bridge_state (mrr_history, text, calendar_day) (SFUNC = c360_mrr_bridge_transition, STYPE = aggregate_state);
CREATE TABLE subscriptions AS
SELECT i % 40 AS customer, daterange(date '2025-01-01' + i * 7919 % 400, CASE WHEN i % 3 > 0 THEN date '2025-01-01' + i * 7919 % 400 + i % 90 + 1 END) AS valid, i % 17 + i / 1000000.0 AS mrr FROM generate_series(1, 300) AS i;
CREATE TABLE customers (customer integer PRIMARY KEY, history mrr_history NOT NULL DEFAULT '{[2026-01-01,)=99.5}', state aggregate_state, last mrr_movement DEFAULT 'churn', now numeric GENERATED ALWAYS AS (mrr_at(history, '2026-01-31')) STORED);
INSERT INTO customers (customer, history, state) SELECT customer, mrr_agg(valid, mrr), mrr_state(valid, mrr) FROM subscriptions GROUP BY customer;
INSERT INTO customers (customer) VALUES (100001);
INSERT INTO customers (customer, history) VALUES (100002, '{["4714-11-24 BC","0044-03-15 BC")=0.000001,[2026-01-01,5874897-12-31)=7859936757367493808.8833284062}');
CREATE INDEX customers_by_history ON customers (history);
CREATE VIEW bridge AS SELECT row.* FROM unnest((SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-01-31') FROM subscriptions)) AS row;
CREATE TABLE bridges AS SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-01-31') AS bridge, (SELECT mrr_bridge_state(history, 'quarter', '2026-01-31') FROM customers WHERE customer < 1000) AS state FROM subscriptions;

CREATE AGGREGATE stage_state (text, timestamptz, timestamptz) (SFUNC = c360_stage_durations_transition, STYPE = aggregate_state);
CREATE AGGREGATE stages_of (aggregate_state) (SFUNC = c360_stage_durations_combine, STYPE = aggregate_state, FINALFUNC = c360_stage_durations_final);
CREATE TABLE curves (segment integer, curve survival_curve NOT NULL DEFAULT '{30+}', median integer GENERATED ALWAYS AS (survival_median(curve)) STORED, CONSTRAINT observed CHECK (curve <> '{}'));
INSERT INTO curves (segment, curve) SELECT i % 9, survival(i * 7919 % 300, i % 3 > 0) FROM generate_series(1, 500) AS i GROUP BY 1;
INSERT INTO curves (segment) VALUES (100);
INSERT INTO curves (segment, curve) VALUES (101, '{0,2147483647*281474976700000}');
CREATE INDEX curves_by_curve ON curves (curve);
CREATE INDEX curves_by_hash ON curves USING hash (curve);
CREATE TABLE journeys AS SELECT i % 20 AS account, stage_durations('stage ' || i % 3, timestamptz '2026-01-01 00:00+00' + i * interval '5 hours', '2026-06-30 00:00+00') AS stages, stage_state('Größe "' || i % 3, timestamptz '2026-01-01 00:00+00' + i * interval '5 hours', '2026-06-30 00:00+00') AS state FROM generate_series(1, 200) AS i GROUP BY 1;
CREATE VIEW life_table AS SELECT points.* FROM survival_points((SELECT survival(curve) FROM curves)) AS points;
CREATE VIEW onboarded AS SELECT account, onboarding_status('2026-01-01', NULL, date '2026-01-01' + account * 10) AS status, (SELECT stages_of(state) FROM journeys) AS stages FROM journeys;

CREATE TABLE states AS
SELECT user_id % 7 AS shard, stickiness_state(history, '2026-01-31') AS stickiness, active_users_state(history, '[2026-01-01,2026-02-01)', 28) AS active_users
  FROM histories GROUP BY 1;
ALTER TABLE states ADD usage_drop aggregate_state;
UPDATE states SET usage_drop = (SELECT usage_drop_state(day, weight, '2026-01-31') FROM events WHERE user_id % 7 = shard);

CREATE TABLE parted (history activity_history) PARTITION BY HASH (history);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT history FROM histories;

CREATE VIEW answers AS
SELECT count(*) AS users, sum(activity_coefficient(history, '2026-01-31')) AS coefficients, stickiness(history, '2026-01-31') AS stickiness,
       active_users(history, '[2026-01-01,2026-01-11)', '{1,7}'::bigint[]) AS active_users, retention(history, '2025-09-01', 'month', 3, '2026-01-31') AS retention
  FROM histories;
CREATE VIEW drops AS SELECT user_id, (drop).*, band((drop).change, '[{"label": "down", "lt": 0}, {"label": "up", "ge": 0}]') FROM (SELECT user_id, usage_drop(day, weight, '2026-01-31') AS drop FROM events GROUP BY user_id) AS d;
CREATE VIEW merged AS SELECT stickiness_of(stickiness) AS stickiness FROM states;
CREATE MATERIALIZED VIEW lines AS SELECT user_id % 10 AS team, sparkline(weight, day) AS line FROM events GROUP BY 1;
CREATE TYPE summary AS (day calendar_day, history activity_history);
CREATE TABLE composites AS SELECT ROW(date '2026-01-01', '{[2026-01-01,2026-01-02)}')::summary AS value, ARRAY['{[2026-01-01,2026-01-02)}', '{}', NULL]::activity_history[] AS list;

CREATE AGGREGATE retention_state (activity_history, calendar_day, text, bigint, calendar_day) (SFUNC = c360_retention_transition, STYPE = aggregate_state);
CREATE AGGREGATE sparkline_state (amount, calendar_day) (SFUNC = c360_sparkline_transition, STYPE = aggregate_state);
CREATE AGGREGATE trend_state (amount, calendar_day) (SFUNC = c360_trend_transition, STYPE = aggregate_state);
CREATE AGGREGATE burst_state (timestamptz, window_length) (SFUNC = c360_max_burst_transition, STYPE = aggregate_state);
CREATE AGGREGATE csat_state (amount) (SFUNC = c360_csat_transition, STYPE = aggregate_state);
CREATE AGGREGATE predictiveness_state (double precision, boolean) (SFUNC = c360_predictiveness_transition, STYPE = aggregate_state);
CREATE AGGREGATE band_changes_state (amount, calendar_day, jsonb) (SFUNC = c360_band_changes_transition, STYPE = aggregate_state);
CREATE AGGREGATE band_changes_of (aggregate_state) (SFUNC = c360_band_changes_combine, STYPE = aggregate_state, FINALFUNC = c360_band_changes_final);
CREATE TABLE more_states AS
SELECT (SELECT retention_state(history, '2025-09-01', 'month', 3, '2026-01-31') FROM histories WHERE user_id < 100000) AS retention,
       sparkline_state(weight, day), trend_state(weight, day), burst_state(day::date::timestamp AT TIME ZONE 'UTC', '7 days'), csat_state(1 + user_id % 5),
       predictiveness_state(weight::float8 / 7, user_id % 3 = 0), band_changes_state(weight * 4, day, '[{"label": "low", "lt": 40}, {"label": "high", "ge": 40, "leave": 45}]')
  FROM events WHERE day BETWEEN '2025-01-01' AND '2026-12-31';
CREATE VIEW changes AS SELECT changes.* FROM unnest((SELECT band_changes_of(band_changes_state) FROM more_states)) AS changes;

CREATE TABLE rubrics (rubric jsonb CHECK (rubric_is_valid(rubric)), score numeric GENERATED ALWAYS AS (adoption_score(rubric, '{"logins": 12, "trained": true, "seen_on": "2026-01-01"}'::jsonb, '2026-01-31')) STORED);
INSERT INTO rubrics VALUES
  ('{"rubric": 1, "metrics": [{"key": "logins", "weight": 40, "type": "ranges", "ranges": [{"lt": 10, "points": 0}, {"ge": 10, "points": 5}]}, {"key": "trained", "weight": 60, "type": "binary"}]}'),
  ('{"rubric": 1, "metrics": [{"key": "logins", "weight": 100, "type": "linear", "from": 0, "to": 50, "points": [0, 5], "stale_after": "90 days", "observed_at": "seen_on"}]}');
CREATE VIEW scores AS SELECT user_id, adoption_score(rubric, customer) AS score FROM (SELECT user_id, count(*) AS logins, bool_or(weight > 3) AS trained, max(day)::date AS seen_on FROM events GROUP BY 1) AS customer, rubrics WHERE NOT rubric::text LIKE '%stale%';

CREATE TABLE arguments (day calendar_day, period day_range, price amount, length window_length);
INSERT INTO arguments VALUES ('2026-01-01', '[2026-01-01,2026-02-01)', 99.999999, '7 days'), ('5874897-12-31', '(,)', -0.5, '36 hours'), ('4714-11-24 BC', 'empty', 0, '1 day 02:00'), (NULL, NULL, NULL, NULL);
CREATE TABLE graphs (day date PRIMARY KEY, graph identity_graph NOT NULL);
INSERT INTO graphs SELECT date '2026-01-01' + i % 10, identity_agg('device', 'd' || i % 17, CASE i % 3 WHEN 0 THEN 'user_id' ELSE 'email' END, CASE i % 3 WHEN 0 THEN 'ü' || i % 11 ELSE 'person' || i % 13 || '@acme.com' END, timestamptz '2026-01-01 00:00+00' + i * interval '5 hours', '{"most_per_entity": {"user_id": 1}}') FROM generate_series(1, 200) AS i GROUP BY 1;
CREATE VIEW people AS SELECT i.* FROM identities((SELECT identity_agg(graph) FROM graphs)) AS i;
CREATE VIEW conflicts AS SELECT c.* FROM identity_conflicts((SELECT identity_agg(graph) FROM graphs)) AS c;
CREATE TABLE results AS
SELECT trend(weight, day), usage_drop(day, weight, '2026-01-31'), predictiveness(weight::float8, user_id % 3 = 0), sessions(day::date::timestamp AT TIME ZONE 'UTC'), nps_stats(user_id % 11), ces(1 + user_id % 5),
       band_changes(weight * 4, day, '[{"label": "low", "lt": 40}, {"label": "high", "ge": 40}]'), mrr_movements(day, weight, 'month', '2026-01-31'), retention_matrix(user_id, day, 'month', 3, '2026-01-31'),
       activity_coefficients((user_id % 100)::int2, day, '2026-01-31') AS of_int2, activity_coefficients(user_id, day, '2026-01-31') AS of_int4, activity_coefficients(user_id::int8, day, '2026-01-31') AS of_int8,
       activity_coefficients(user_id::numeric, day, '2026-01-31') AS of_numeric, activity_coefficients(lpad(to_hex(user_id), 32, '0')::uuid, day, '2026-01-31') AS of_uuid, activity_coefficients('ü' || user_id, day, '2026-01-31') AS of_text,
       expected_lifetime_value((SELECT survival(curve) FROM curves), 100, 0.8, 0.1, 3, 24), score_summary((SELECT rubric FROM rubrics LIMIT 1), '{"logins": 12}'::jsonb, '2026-01-31')
  FROM events WHERE day BETWEEN '2025-01-01' AND '2026-12-31';
SQL
}

# The types of the extension, of which a database has no column; those of its helpers apart.
sub unstored {
  my ($database) = @_;
  return query($database, <<'SQL');
WITH RECURSIVE stored (oid) AS (
  SELECT atttypid FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid AND relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace WHERE attnum > 0
  UNION
  SELECT part.oid FROM stored JOIN pg_type ON pg_type.oid = stored.oid, LATERAL (
    SELECT typelem UNION ALL SELECT atttypid FROM pg_attribute WHERE attrelid = typrelid AND attnum > 0) AS part (oid))
SELECT typname FROM pg_depend JOIN pg_extension ON refclassid = 'pg_extension'::regclass AND refobjid = pg_extension.oid AND extname = 'customer360'
JOIN pg_type ON classid = 'pg_type'::regclass AND objid = pg_type.oid
WHERE deptype = 'e' AND typelem = 0 AND typname !~ '^c360_' AND pg_type.oid NOT IN (SELECT oid FROM stored) ORDER BY 1
SQL
}

# The rows of a table or view as text.
sub rows {
  my ($database, $name) = @_;
  return query($database, "SELECT row FROM (SELECT each::text AS row FROM $name AS each) AS rows ORDER BY row COLLATE \"C\"");
}

# The rows of every table and view, by its name.
sub contents {
  my ($database) = @_;
  my $names = query($database, <<'SQL');
SELECT oid::regclass FROM pg_class AS relation
WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = relation.oid AND deptype = 'e')
SQL
  return {map { $_ => rows($database, $_) } split /\n/, $names};
}

1;
