-- Partial states of the revenue aggregates: bytes that no aggregate wrote, and states that met the wrong aggregate.
\i sql/include/errors.sql

CREATE AGGREGATE subscription_state (day_range, amount) (SFUNC = c360_mrr_agg_subscription_transition, STYPE = aggregate_state);
CREATE AGGREGATE snapshot_state (calendar_day, amount) (SFUNC = c360_mrr_agg_snapshot_transition, STYPE = aggregate_state);
CREATE AGGREGATE movements_state (day_range, amount, text, calendar_day) (SFUNC = c360_mrr_movements_subscription_transition, STYPE = aggregate_state);
CREATE AGGREGATE bridge_state (mrr_history, text, calendar_day) (SFUNC = c360_mrr_bridge_transition, STYPE = aggregate_state);
CREATE AGGREGATE retention_state (amount, amount) (SFUNC = c360_net_revenue_retention_transition, STYPE = aggregate_state);
CREATE AGGREGATE subscriptions_of (aggregate_state) (SFUNC = c360_mrr_agg_subscription_combine, STYPE = aggregate_state, FINALFUNC = c360_mrr_agg_subscription_final);
CREATE AGGREGATE snapshots_of (aggregate_state) (SFUNC = c360_mrr_agg_snapshot_combine, STYPE = aggregate_state, FINALFUNC = c360_mrr_agg_snapshot_final);
CREATE AGGREGATE movements_of (aggregate_state) (SFUNC = c360_mrr_movements_subscription_combine, STYPE = aggregate_state, FINALFUNC = c360_mrr_movements_subscription_final);
CREATE AGGREGATE bridge_of (aggregate_state) (SFUNC = c360_mrr_bridge_combine, STYPE = aggregate_state, FINALFUNC = c360_mrr_bridge_final);
CREATE AGGREGATE retention_of (aggregate_state) (SFUNC = c360_net_revenue_retention_combine, STYPE = aggregate_state, FINALFUNC = c360_net_revenue_retention_final);

CREATE TABLE good AS
SELECT 'subscriptions' AS kind, subscription_state('[2026-01-01,2026-03-01)', 100) AS state UNION ALL
SELECT 'snapshots', snapshot_state(date '2026-01-01', 100) UNION ALL
SELECT 'movements', movements_state('[2026-01-01,2026-03-01)', 100, 'month', '2026-03-31') UNION ALL
SELECT 'bridge', bridge_state('{[2026-01-01,2026-03-01)=100}', 'month', '2026-03-31') UNION ALL
SELECT 'retention', retention_state(100, 60);

-- ---- as they are, they give answers; each alone and twice

SELECT subscriptions_of(state), count(*) FROM good WHERE kind = 'subscriptions';
SELECT subscriptions_of(state) FROM (SELECT state FROM good WHERE kind = 'subscriptions' UNION ALL SELECT state FROM good WHERE kind = 'subscriptions') AS twice;
SELECT snapshots_of(state), count(*) FROM good WHERE kind = 'snapshots';
SELECT movements_of(state) FROM good WHERE kind = 'movements';
SELECT bridge_of(state) FROM good WHERE kind = 'bridge';
SELECT retention_of(state) FROM good WHERE kind = 'retention';

-- ---- the wrong aggregate

SELECT error_of($$ SELECT subscriptions_of(state) FROM good WHERE kind = 'retention' $$);
SELECT error_of($$ SELECT bridge_of(state) FROM good WHERE kind = 'subscriptions' $$);
SELECT error_of($$ SELECT retention_of(state) FROM good WHERE kind = 'bridge' $$);
SELECT error_of($$ SELECT movements_of(state) FROM good WHERE kind = 'subscriptions' $$);
SELECT error_of($$ SELECT subscriptions_of(state) FROM good WHERE kind IN ('subscriptions', 'snapshots') $$);
SELECT error_of($$ SELECT subscriptions_of(state) FROM good WHERE kind IN ('subscriptions', 'movements') $$);
SELECT error_of($$ SELECT movements_of(state) FROM (SELECT movements_state('[2026-01-01,)', 1, 'month', as_of) AS state FROM unnest('{2026-01-31,2026-02-28}'::date[]) AS as_of GROUP BY as_of) AS states $$);
SELECT error_of($$ SELECT bridge_of(state) FROM (SELECT bridge_state('{[2026-01-01,)=1}', grain, '2026-01-31') AS state FROM unnest('{month,year}'::text[]) AS grain GROUP BY grain) AS states $$);

-- ---- replaced bytes, and cut ones

CREATE FUNCTION replaced(kind text, at integer, bytes bytea) RETURNS text LANGUAGE sql AS
$$ SELECT error_of(format('SELECT %L::aggregate_state', overlay(c360_aggregate_state_send(state) PLACING $3 FROM $2 + 1))) FROM good WHERE good.kind = $1 $$;
CREATE FUNCTION cut(kind text, at integer) RETURNS text LANGUAGE sql AS
$$ SELECT error_of(format('SELECT %L::aggregate_state', substr(c360_aggregate_state_send(state), 1, at))) FROM good WHERE good.kind = $1 $$;

SELECT kind, replaced(kind, 2, '\x02') FROM good;
-- timeline: count 4, sorted 8, as_of 12, grace 16, grain 20, snapshots 22, kind of rows 24, below_zero 25, unused 26; then
-- days and amounts
SELECT cut('subscriptions', 27);
SELECT cut('subscriptions', 40);
SELECT replaced('subscriptions', 4, '\xffffffff');
SELECT replaced('subscriptions', 8, '\xffffff7f');
SELECT replaced('subscriptions', 12, '\xffffff7f');
SELECT replaced('subscriptions', 16, '\xffffffff');
SELECT replaced('subscriptions', 20, '\xf0ff');
SELECT replaced('subscriptions', 22, '\xf0ff');
SELECT replaced('subscriptions', 24, '\x02');
SELECT replaced('subscriptions', 25, '\x02');
SELECT replaced('subscriptions', 26, '\x01');
SELECT replaced('subscriptions', 28, '\xffffff7f');
SELECT replaced('subscriptions', 44, '\x00000080');
-- bridge: count 4, first period 8, as_of 16, grain 20, then per period amounts, customers, transient
SELECT cut('bridge', 23);
SELECT cut('bridge', 100);
SELECT replaced('bridge', 4, '\xffffffff');
SELECT replaced('bridge', 8, '\xffffffffffffff7f');
SELECT replaced('bridge', 8, '\x0000000000000080');
SELECT replaced('bridge', 16, '\xffffff7f');
SELECT replaced('bridge', 20, '\xf0ff');
SELECT replaced('bridge', 22, '\x01');
SELECT replaced('bridge', 24, '\xffffffffffffffffffffffffffffffff');
SELECT replaced('bridge', 104, '\xffffffffffffffff');
-- retention: start 8, end 24, least 40, customers 56, still there 64
SELECT cut('retention', 71);
SELECT replaced('retention', 8, '\x01000000000000000000000000000000');
SELECT replaced('retention', 24, '\xffffffffffffffffffffffffffffffff');
SELECT replaced('retention', 56, '\x0000000000000000');
SELECT replaced('retention', 64, '\x0200000000000000');

SELECT state, statement FROM improper_errors;
DROP AGGREGATE subscription_state (day_range, amount), snapshot_state (calendar_day, amount), movements_state (day_range, amount, text, calendar_day), bridge_state (mrr_history, text, calendar_day), retention_state (amount, amount),
  subscriptions_of (aggregate_state), snapshots_of (aggregate_state), movements_of (aggregate_state), bridge_of (aggregate_state), retention_of (aggregate_state);
DROP TABLE good;
DROP FUNCTION replaced, cut;
