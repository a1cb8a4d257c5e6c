-- Histories that are none: malformed text and binary, ranges without an end, sets that are too large.
\i sql/include/errors.sql

-- ---- text

SELECT error_of($$ SELECT activity_history '' $$);
SELECT error_of($$ SELECT activity_history '[2026-01-01,2026-01-02)' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,2026-01-02)' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,2026-01-02),}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,2026-01-02) [2026-01-03,2026-01-04)}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,2026-01-02)} x' $$);
SELECT error_of($$ SELECT activity_history '{2026-01-01}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,2026-01-02' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-02,2026-01-01)}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-02-29,2026-03-01)}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-1-1,2026-03-01)}' $$);
SELECT error_of($$ SELECT activity_history '{[01.01.2026,02.01.2026)}' $$);
SELECT error_of($$ SELECT activity_history '{["0044-03-15 BC,0044-03-16 BC)}' $$);
SELECT error_of($$ SELECT activity_history '{[0000-01-01,2026-01-02)}' $$);
SELECT error_of($$ SELECT activity_history '{["4714-11-23 BC",2026-01-02)}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,5874898-01-01)}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,99999999999999999999-01-01)}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,)}' $$);
SELECT error_of($$ SELECT activity_history '{(,2026-01-01)}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,infinity)}' $$);
SELECT error_of($$ SELECT activity_history '{[-infinity,2026-01-01)}' $$);
SELECT error_of($$ SELECT activity_history 'NULL' $$);
SELECT error_of(format('SELECT activity_history %L', '{' || repeat('[', 100000)));
SELECT error_of(format('SELECT activity_history %L', E'{[2026-01-01\x01,2026-01-02)}'));
SELECT error_of(format('SELECT activity_history %L', '{[２０２６-01-01,2026-01-02)}'));

-- A set has at most 1,048,576 blocks of 64 days: one range over the whole calendar does not fit.
SELECT error_of($$ SELECT activity_history '{["4714-11-24 BC",5874897-12-31]}' $$);
SELECT error_of($$ SELECT activity_history '{[2026-01-01,5874897-12-31]}' $$);

-- ---- casts

SELECT error_of($$ SELECT '{[2026-01-01,)}'::datemultirange::activity_history $$);
SELECT error_of($$ SELECT '{(,2026-01-01)}'::datemultirange::activity_history $$);
SELECT error_of($$ SELECT '{[2026-01-01,infinity)}'::datemultirange::activity_history $$);
SELECT error_of($$ SELECT '{[-infinity,2026-01-01)}'::datemultirange::activity_history $$);
SELECT error_of($$ SELECT '{[4714-11-24 BC,5874897-12-31)}'::datemultirange::activity_history $$);
-- They are for assignment, not for guessing.
SELECT error_of($$ SELECT activity_history '{}' @> '{}'::datemultirange $$);

-- ---- binary. Bytes: magic c3, type 01, version 01, flags 00, number of blocks, then number and days of each.

SELECT error_of($$ SELECT receive('activity_history', '') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc4010100 00000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3020100 00000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010200 00000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010101 00000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 01000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 ffffffff') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 00000000 00') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 01000000 00000000 0100000000000000 00') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 01000000 00000000 01000000000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 01000000 00000000 0000000000000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 02000000 01000000 0100000000000000 00000000 0100000000000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 02000000 01000000 0100000000000000 01000000 0200000000000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 01000000 ffffff7f 0100000000000000') $$);
SELECT error_of($$ SELECT receive('activity_history', '\xc3010100 01000000 00000080 0100000000000000') $$);
-- The calendar's first and last days, each with one day more.
SELECT receive('activity_history', c360_activity_history_send('{["4714-11-24 BC","4714-11-25 BC"),[5874897-12-31,5874897-12-31]}')) AS edges;
SELECT error_of(format('SELECT receive(%L, %L)', 'activity_history', set_bit(c360_activity_history_send('{["4714-11-24 BC","4714-11-25 BC")}'), 12 * 8 + 38, 1)));
SELECT error_of(format('SELECT receive(%L, %L)', 'activity_history', set_bit(c360_activity_history_send('{[5874897-12-31,5874897-12-31]}'), 12 * 8 + 13, 1)));

-- ---- sets that are built

SELECT error_of($$ SELECT activity_agg(date '2026-01-01' + i * 64) FROM generate_series(0, 1048576) AS i $$);
CREATE TEMP TABLE halves AS
SELECT format('{[%s,%s)}', day, day + 64 * 600000)::activity_history AS older, format('{[%s,%s)}', day + 64 * 600000, day + 64 * 1200000)::activity_history AS newer
  FROM (VALUES (date '2000-01-01')) AS epoch (day);
SELECT error_of($$ SELECT older | newer FROM halves $$);
SELECT error_of($$ SELECT activity_agg(history) FROM (SELECT older FROM halves UNION ALL SELECT newer FROM halves) AS parts (history) $$);
SELECT active_days(older & newer, '(,)') AS both, active_days(older - newer, '(,)') AS older FROM halves;

-- The largest history, and one day more.
SELECT active_days(format('{[%s,%s)}', day, day + 64 * 1048576)::activity_history, '(,)') / 64 AS blocks FROM (VALUES (date '2000-01-01')) AS epoch (day);
SELECT error_of($$ SELECT format('{[%s,%s)}', day, day + 64 * 1048576 + 1)::activity_history FROM (VALUES (date '2000-01-01')) AS epoch (day) $$);

-- ---- infinity as a day

SELECT error_of($$ SELECT activity_agg(day) FROM (VALUES (date '2026-01-01'), ('infinity')) AS events (day) $$);
SELECT error_of($$ SELECT activity_agg(timestamp '-infinity') $$);
SELECT error_of($$ SELECT activity_agg(timestamptz 'infinity') $$);
SELECT error_of($$ SELECT activity_history '{}' @> date 'infinity' $$);

-- ---- support functions, called by hand: no error of the user's data, but an error
SELECT error_of($$ SELECT c360_activity_agg_transition(NULL, date '2026-01-01') $$);
SELECT error_of($$ SELECT c360_activity_agg_combine('\xC3140100 00000000 00000000', '\xC3140100 00000000 00000000') $$);
SELECT error_of($$ SELECT c360_activity_agg_final('\xC3140100 00000000 00000000') $$);

-- At the top level, and the session goes on.
SELECT activity_history '{[2026-01-01,infinity)}';
SELECT activity_history '{[2026-01-01,2026-02-01)}';

SELECT state, statement FROM improper_errors;
