-- Bytes that no aggregate wrote, and states that met the wrong aggregate.
\i sql/include/errors.sql

CREATE AGGREGATE stickiness_state (activity_history, calendar_day, bigint) (SFUNC = c360_stickiness_transition, STYPE = aggregate_state);
CREATE AGGREGATE stickiness_of (aggregate_state) (SFUNC = c360_stickiness_combine, STYPE = aggregate_state, FINALFUNC = c360_stickiness_final);
CREATE AGGREGATE sparkline_state (amount, calendar_day) (SFUNC = c360_sparkline_transition, STYPE = aggregate_state);
CREATE AGGREGATE sparkline_of (aggregate_state) (SFUNC = c360_sparkline_combine, STYPE = aggregate_state, FINALFUNC = c360_sparkline_final);
CREATE AGGREGATE retention_state (activity_history, calendar_day, text, bigint, calendar_day) (SFUNC = c360_retention_transition, STYPE = aggregate_state);
CREATE AGGREGATE retention_of (aggregate_state) (SFUNC = c360_retention_combine, STYPE = aggregate_state, FINALFUNC = c360_retention_final);
CREATE AGGREGATE usage_drop_state (calendar_day, amount, calendar_day, bigint, bigint) (SFUNC = c360_usage_drop_transition, STYPE = aggregate_state);
CREATE AGGREGATE usage_drop_of (aggregate_state) (SFUNC = c360_usage_drop_combine, STYPE = aggregate_state, FINALFUNC = c360_usage_drop_final);
CREATE AGGREGATE active_users_state (activity_history, day_range, bigint) (SFUNC = c360_active_users_transition, STYPE = aggregate_state);
CREATE AGGREGATE active_users_of (aggregate_state) (SFUNC = c360_active_users_combine, STYPE = aggregate_state, FINALFUNC = c360_active_users_final);
CREATE AGGREGATE active_users_windows_of (aggregate_state) (SFUNC = c360_active_users_windows_combine, STYPE = aggregate_state, FINALFUNC = c360_active_users_windows_final);

CREATE TABLE good AS
SELECT 'stickiness' AS kind, stickiness_state('{[2026-01-10,2026-01-12)}', '2026-01-31', 28) AS state UNION ALL
SELECT 'sparkline', sparkline_state(1.5, date '2026-01-01') UNION ALL
SELECT 'retention', retention_state('{[2026-01-10,2026-01-12)}', '2026-01-01', 'month', 2, '2026-03-31') UNION ALL
SELECT 'usage_drop', usage_drop_state(date '2026-01-20', 2, '2026-01-31', 1, 3) UNION ALL
SELECT 'active_users', active_users_state('{[2026-01-10,2026-01-12)}', '[2026-01-01,2026-02-01)', 7);

-- Reads a state, of which some bytes are replaced, or from which it is cut; once as text, once as binary.
CREATE FUNCTION read_state(bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  as_text text := error_of(format('SELECT %L::aggregate_state', bytes));
  as_binary text := error_of(format('SELECT receive(%L, %L)', 'aggregate_state', bytes));
BEGIN
  RETURN CASE WHEN as_text = as_binary THEN as_text ELSE format('differs: %s %s', as_text, as_binary) END;
END $$;
CREATE FUNCTION replaced(kind text, at integer, bytes bytea) RETURNS text LANGUAGE sql AS
$$ SELECT read_state(overlay(c360_aggregate_state_send(state) PLACING $3 FROM $2 + 1)) FROM good WHERE good.kind = $1 $$;
CREATE FUNCTION cut(kind text, at integer) RETURNS text LANGUAGE sql AS
$$ SELECT read_state(substr(c360_aggregate_state_send(state), 1, at)) FROM good WHERE good.kind = $1 $$;

-- ---- text that is no bytes is bytea's own matter

SELECT error_of($$ SELECT aggregate_state '\xzz' $$);
SELECT error_of($$ SELECT aggregate_state '\x1' $$);

-- ---- the header: magic, kind, version, flags

SELECT read_state('');
SELECT read_state('\xc30201');
SELECT read_state('\xc3020100');
SELECT kind, replaced(kind, 0, '\xc4') FROM good;
SELECT replaced('stickiness', 1, '\x00');
SELECT replaced('stickiness', 1, '\x01');
SELECT replaced('stickiness', 1, '\x07');
SELECT replaced('stickiness', 1, '\xff');
SELECT replaced('stickiness', 1, '\x06');
SELECT kind, replaced(kind, 2, '\x02') FROM good;
SELECT kind, replaced(kind, 3, '\x80') FROM good;

-- ---- stickiness: as_of 4, window 8, active days 16, users 24

SELECT cut('stickiness', 31);
SELECT replaced('stickiness', 4, '\xffffff7f');
SELECT replaced('stickiness', 8, '\x00000000');
SELECT replaced('stickiness', 8, '\xe9030000');
SELECT replaced('stickiness', 16, '\xffffffffffffffff');
SELECT replaced('stickiness', 16, '\x1d00000000000000');
SELECT replaced('stickiness', 24, '\xffffffffffffffff');
SELECT replaced('stickiness', 24, '\x0300000000000000');
SELECT replaced('stickiness', 24, '\xffffffffffffff7f');

-- ---- sparkline: number of points 4, then day and value of each

SELECT cut('sparkline', 7);
SELECT cut('sparkline', 19);
SELECT replaced('sparkline', 4, '\xffffffff');
SELECT replaced('sparkline', 4, '\x03000000');
SELECT replaced('sparkline', 8, '\xffffff7f');
SELECT replaced('sparkline', 12, '\x000000000000f07f');

-- ---- retention: periods 4, as_of 8, grain 12, has a cohort 14, rule 15, cohort 16, counters 24

SELECT cut('retention', 23);
SELECT cut('retention', 47);
SELECT replaced('retention', 4, '\xffffffff');
SELECT replaced('retention', 4, '\xb1040000');
SELECT replaced('retention', 4, '\xb0040000');
SELECT replaced('retention', 8, '\x00000080');
SELECT replaced('retention', 12, '\x0b00');
SELECT replaced('retention', 12, '\xffff');
SELECT replaced('retention', 14, '\x02');
SELECT replaced('retention', 15, '\x02');
SELECT replaced('retention', 16, '\xffffffffffffff7f');
SELECT replaced('retention', 16, '\x0000000000000080');
SELECT replaced('retention', 24, '\xffffffffffffffff');
SELECT replaced('retention', 40, '\x0000000000000100');

-- ---- usage_drop: as_of 4, recent weeks 8, baseline weeks 12, has a first day 16, first day 20, sums of 16 bytes 24

SELECT cut('usage_drop', 23);
SELECT cut('usage_drop', 24 + 4 * 16 - 1);
SELECT replaced('usage_drop', 4, '\x00000080');
SELECT replaced('usage_drop', 8, '\x00000000');
SELECT replaced('usage_drop', 8, '\x34000000');
SELECT replaced('usage_drop', 12, '\x02000000');
SELECT replaced('usage_drop', 12, '\xffffff7f');
SELECT replaced('usage_drop', 16, '\x02000000');
SELECT replaced('usage_drop', 20, '\x00000080');
SELECT replaced('usage_drop', 39, '\x80');

-- ---- active_users: entities 4, from 8, to 12, number of windows 16, windows 20, rows, planes and counters 56

SELECT cut('active_users', 55);
SELECT cut('active_users', 56 + 8 * (8 + 12 + 64) - 1);
SELECT replaced('active_users', 4, '\xffffffff');
SELECT replaced('active_users', 8, '\xffffff7f');
SELECT replaced('active_users', 12, '\x00000080');
SELECT replaced('active_users', 12, '\xffffff7e');
SELECT replaced('active_users', 16, '\x00000000');
SELECT replaced('active_users', 16, '\x09000000');
SELECT replaced('active_users', 16, '\xffffffff');
SELECT replaced('active_users', 16, '\x02000000');
SELECT replaced('active_users', 20, '\x00000000');
SELECT replaced('active_users', 20, '\xe9030000');
SELECT replaced('active_users', 20, '\xe8030000');
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 56 + 8 * (8 + 12) + 7, 1))) FROM good WHERE kind = 'active_users';

-- ---- a state of another kind, or of other parameters

SELECT kind, error_of(format('SELECT stickiness_of(state) FROM good WHERE kind = %L', kind)) FROM good;
SELECT error_of($$ SELECT stickiness_of(state ORDER BY kind DESC) FROM good WHERE kind IN ('stickiness', 'sparkline') $$);
SELECT error_of($$ SELECT sparkline_of(state ORDER BY kind) FROM good WHERE kind IN ('retention', 'sparkline') $$);
SELECT error_of($$ SELECT retention_of(state ORDER BY kind) FROM good WHERE kind IN ('retention', 'stickiness') $$);
SELECT error_of($$ SELECT usage_drop_of(state ORDER BY kind DESC) FROM good WHERE kind IN ('usage_drop', 'active_users') $$);
SELECT error_of($$ SELECT active_users_of(state ORDER BY kind) FROM good WHERE kind IN ('usage_drop', 'active_users') $$);
SELECT kind, error_of(format('SELECT active_users_of(state) FROM good WHERE kind = %L', kind)) FROM good WHERE kind <> 'active_users';
SELECT error_of($$ SELECT stickiness_of(state) FROM (SELECT state FROM good WHERE kind = 'stickiness' UNION ALL SELECT stickiness_state('{}', '2026-01-30', 28)) AS states $$);
SELECT error_of($$ SELECT retention_of(state) FROM (SELECT state FROM good WHERE kind = 'retention' UNION ALL SELECT retention_state('{}', '2026-01-01', 'month', 3, '2026-03-31')) AS states $$);
SELECT error_of($$ SELECT retention_of(state) FROM (SELECT state FROM good WHERE kind = 'retention' UNION ALL SELECT retention_state('{}', '2026-02-01', 'month', 2, '2026-03-31')) AS states $$);
SELECT error_of($$ SELECT usage_drop_of(state) FROM (SELECT state FROM good WHERE kind = 'usage_drop' UNION ALL SELECT usage_drop_state('2026-01-20', 1, '2026-01-31', 1, 4)) AS states $$);
SELECT error_of($$ SELECT active_users_of(state) FROM (SELECT state FROM good WHERE kind = 'active_users' UNION ALL SELECT active_users_state('{}', '[2026-01-01,2026-02-01)', 8)) AS states $$);
-- One window in one form of the function is one window in the other.
SELECT active_users_windows_of(state) = ARRAY[active_users_of(state)] AS equal FROM good WHERE kind = 'active_users';
-- The transition functions of another aggregate are refused the state, too.
CREATE AGGREGATE mixed (amount, calendar_day) (SFUNC = c360_sparkline_transition, STYPE = aggregate_state, FINALFUNC = c360_stickiness_final);
SELECT error_of($$ SELECT mixed(1, date '2026-01-01') $$);
CREATE AGGREGATE initialised (activity_history, calendar_day, bigint) (SFUNC = c360_stickiness_transition, STYPE = aggregate_state, INITCOND = '\xc306010000000000');
SELECT error_of($$ SELECT initialised('{}', date '2026-01-01', 28) $$);
CREATE AGGREGATE coefficient_from (calendar_day, calendar_day) (SFUNC = c360_activity_coefficient_transition, STYPE = bigint, FINALFUNC = c360_activity_coefficient_final, INITCOND = '-1');
SELECT error_of($$ SELECT coefficient_from(date '2026-01-01', date '2026-01-01') $$);
SELECT c360_activity_coefficient_combine(0, 0), c360_activity_coefficient_final(-1), error_of($$ SELECT c360_activity_coefficient_combine(-1, 1) $$);

-- ---- support functions, called by hand
SELECT error_of($$ SELECT c360_stickiness_combine(state, state) FROM good LIMIT 1 $$);
SELECT error_of($$ SELECT c360_stickiness_final(state) FROM good LIMIT 1 $$);
SELECT error_of($$ SELECT c360_usage_drop_transition(NULL, '2026-01-01', 1, '2026-01-01') $$);

-- Those of internal states cannot be called by hand at all; minor versions of PostgreSQL say so in different words.
SELECT error_of($$ SELECT c360_active_users_int4_final(NULL) $$) ~ '^(0A000: cannot accept a value of type internal|42883: function .* does not exist)' AS refused;

-- At the top level, and the session goes on.
SELECT aggregate_state '\xc3020100';
SELECT retention_of(state) FROM good WHERE kind = 'retention';

-- What was refused with another SQLSTATE than class 22, or without DETAIL and HINT.
SELECT state, statement FROM improper_errors WHERE statement NOT LIKE '%_int4_final%' ORDER BY statement;
-- Bytes that were read are 22P03 (METRICS R10).
SELECT state, message, detail FROM provoked WHERE statement LIKE '%::aggregate_state%' AND state <> '22P03';

DROP TABLE good;
DROP FUNCTION read_state, replaced, cut;
DROP AGGREGATE stickiness_state (activity_history, calendar_day, bigint), stickiness_of (aggregate_state), sparkline_state (amount, calendar_day), sparkline_of (aggregate_state),
  retention_state (activity_history, calendar_day, text, bigint, calendar_day), retention_of (aggregate_state), usage_drop_state (calendar_day, amount, calendar_day, bigint, bigint), usage_drop_of (aggregate_state),
  active_users_state (activity_history, day_range, bigint), active_users_of (aggregate_state), active_users_windows_of (aggregate_state),
  mixed (amount, calendar_day), initialised (activity_history, calendar_day, bigint), coefficient_from (calendar_day, calendar_day);
