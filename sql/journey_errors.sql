-- The journey domain: limits, durations, instants, text and bytes that are none, parameters that differ within a group.
\i sql/include/errors.sql

CREATE TEMP TABLE entries AS SELECT 'value'::text AS stage, timestamptz '2026-01-01 12:00+00' AS at, timestamptz '2026-02-01 00:00+00' AS as_of, i FROM generate_series(0, 1) AS i;

-- ---- onboarding_status

SELECT error_of($$ SELECT onboarding_status('2026-01-01', NULL, '2026-02-01', -1, 90) $$);
SELECT error_of($$ SELECT onboarding_status('2026-01-01', NULL, '2026-02-01', 91, 90) $$);
SELECT error_of($$ SELECT onboarding_status('2026-01-01', NULL, '2026-02-01', 45, -2147483648) $$);
SELECT error_of($$ SELECT onboarding_status(NULL, NULL, NULL, 2, 1) $$);
SELECT error_of($$ SELECT onboarding_status('infinity', NULL, '2026-02-01') $$);
SELECT error_of($$ SELECT onboarding_status('2026-01-01', '-infinity', '2026-02-01') $$);
SELECT error_of($$ SELECT onboarding_status('2026-01-01', NULL, timestamptz 'infinity') $$);

-- ---- survival

SELECT error_of($$ SELECT survival(-1, true) $$);
SELECT error_of($$ SELECT survival(-2147483648, false) $$);
SELECT error_of($$ SELECT survival(2147483648, false) $$);
-- The difference from a day that has not come is NULL: who waits would be lost.
SELECT error_of($$ SELECT survival(value_on - date '2026-01-01', value_on IS NOT NULL) FROM (VALUES (date '2026-02-01'), (NULL)) AS rows (value_on) $$);
SELECT error_of($$ SELECT survival(date '2026-05-20', date '2026-05-11', '2026-06-30') $$);
SELECT error_of($$ SELECT survival(date '2026-05-20', NULL, NULL) $$);
SELECT error_of($$ SELECT survival(NULL, NULL::date, NULL) $$);
SELECT error_of($$ SELECT survival(date 'infinity', NULL, '2026-06-30') $$);
SELECT error_of($$ SELECT survival(date '2026-05-20', date 'infinity', '2026-06-30') $$);
SELECT error_of($$ SELECT survival(i, true) FROM generate_series(0, 65536) AS i $$);
SELECT error_of($$ SELECT survival(curve) FROM (SELECT survival(i, i % 2 = 0) AS curve FROM generate_series(0, 65535) AS i UNION ALL SELECT '{70000}') AS curves $$);
SELECT error_of($$ SELECT survival(curve) FROM unnest(ARRAY['{1*281474976710656}', '{2}']::survival_curve[]) AS curve $$);
SELECT error_of($$ SELECT survival_curve '{1*281474976710656}' + '{2}' $$);
SELECT error_of($$ SELECT survival_at('{1}', -1) $$);
SELECT error_of($$ SELECT survival_at('{}', -2147483648) $$);
SELECT survival_median(survival(i, true)) FROM generate_series(0, 65535) AS i;

-- ---- survival_curve: text

SELECT error_of(format('SELECT survival_curve %L', value)) FROM unnest(ARRAY['', '{', '{5', '{5,}', '{-5}', '{5*}', '{5*0}', '{5++}', '{5.5}', '{2147483648}', '{5*281474976710657}', '{5} ,', '5']) AS value;
SELECT error_of($$ SELECT survival_curve '{5*281474976710656,6+}' $$);

-- ---- survival_curve: bytes. count 4, observations 8, then durations: at, reached, censored

CREATE FUNCTION replaced(at integer, bytes bytea) RETURNS text LANGUAGE sql AS
$$ SELECT error_of(format('SELECT receive(%L, %L)', 'survival_curve', overlay(c360_survival_curve_send('{3*2,3+,9+}') PLACING $2 FROM $1 + 1))) $$;
SELECT receive('survival_curve', c360_survival_curve_send('{3*2,3+,9+}'));
SELECT error_of(format('SELECT receive(%L, %L)', 'survival_curve', substr(c360_survival_curve_send('{3*2,3+,9+}'), 1, size))) FROM unnest(ARRAY[0, 3, 15, 36, 55]) AS size;
SELECT error_of(format('SELECT receive(%L, %L)', 'survival_curve', c360_survival_curve_send('{3*2,3+,9+}') || '\x00'));
SELECT replaced(0, '\xc4');
SELECT replaced(1, '\x07');
SELECT replaced(2, '\x02');
SELECT replaced(3, '\x01');
SELECT replaced(4, '\xffffffff');
SELECT replaced(8, '\x0500000000000000');
SELECT replaced(16, '\xffffffff');
SELECT replaced(16, '\x09000000');
SELECT replaced(20, '\xffffffffffffffff');
SELECT replaced(28, '\x0000000000000200');
SELECT replaced(48, '\x0000000000000000');

-- ---- stage_durations

SELECT error_of($$ SELECT stage_durations(stage, at, as_of + i * interval '1 second') FROM entries $$);
SELECT error_of($$ SELECT stage_durations(NULL, at, as_of + i * interval '1 second') FROM entries $$);
SELECT error_of($$ SELECT stage_durations(stage, at, NULL) FROM entries $$);
SELECT error_of($$ SELECT stage_durations(stage, 'infinity', as_of) FROM entries $$);
SELECT error_of($$ SELECT stage_durations(stage, '-infinity', as_of) FROM entries $$);
SELECT error_of($$ SELECT stage_durations(stage, at, 'infinity') FROM entries $$);
SELECT error_of($$ SELECT stage_durations(stage, '4714-11-24 00:00:00+00 BC', '294276-12-31 23:59:59+00') FROM entries $$);

SELECT error_of($$ SELECT stage_durations(stage, at, as_of + i * interval '1 second', i) FROM entries $$);

-- Bytes that no aggregate wrote: entries 4, as_of 8, size 16, ranked 24, then entries from 32: instant, length, text.
CREATE AGGREGATE stage_state (text, timestamptz, timestamptz) (SFUNC = c360_stage_durations_transition, STYPE = aggregate_state);
CREATE AGGREGATE stages_of (aggregate_state) (SFUNC = c360_stage_durations_combine, STYPE = aggregate_state, FINALFUNC = c360_stage_durations_final);
CREATE FUNCTION read_state(bytes bytea) RETURNS text LANGUAGE sql AS $$ SELECT error_of(format('SELECT %L::aggregate_state', bytes)) $$;
CREATE TABLE good AS SELECT c360_aggregate_state_send(stage_state(stage, at, as_of)) AS bytes FROM entries WHERE i = 0;
CREATE FUNCTION state_with(at integer, bytes bytea) RETURNS text LANGUAGE sql AS $$ SELECT read_state(overlay(good.bytes PLACING $2 FROM $1 + 1)) FROM good $$;
SELECT read_state(substr(bytes, 1, size)) FROM good, unnest(ARRAY[23, 31, 32, 48]) AS size;
SELECT state_with(2, '\x02');
SELECT state_with(4, '\x00000000');
SELECT state_with(4, '\x02000000');
SELECT state_with(8, '\xffffffffffffff7f');
SELECT state_with(8, '\x0000000000000000');
SELECT state_with(16, '\xffffffffffffffff');
SELECT state_with(16, '\x1000000000000000');
SELECT state_with(24, '\x01000000');
SELECT state_with(24, '\x02000000');
SELECT state_with(32, '\x0000000000000080');
SELECT state_with(40, '\xffffffff');
SELECT state_with(40, '\x04000000');
SELECT state_with(44, '\x00');
SELECT state_with(44, '\xff');
SELECT state_with(47, '\xed');
-- A state of another as_of, or of another kind.
SELECT error_of($$ SELECT stages_of(state) FROM (SELECT bytes::text::aggregate_state AS state FROM good UNION ALL SELECT stage_state('value', now(), '2026-02-02')) AS states $$);
SELECT error_of($$ SELECT stages_of(aggregate_state '\xc30601000000000000000000000000000000000000000000') $$);
SELECT stages_of(bytes::text::aggregate_state) FROM good, generate_series(1, 2);

-- At the top level, and the session goes on.
SELECT survival(-1, true);
SELECT survival(1, true);

-- What was refused with another SQLSTATE than class 22, or without DETAIL and HINT.
SELECT state, statement FROM improper_errors ORDER BY statement;

DROP TABLE good;
DROP FUNCTION replaced, state_with, read_state;
DROP AGGREGATE stage_state (text, timestamptz, timestamptz), stages_of (aggregate_state);
