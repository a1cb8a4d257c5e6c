-- Playbook rules: the ones that hold for a customer, most urgent first. METRICS C7.
\i sql/include/errors.sql

CREATE TEMP TABLE playbook AS SELECT '[
  {"play": "late onboarding", "when": "$.days_since_signature > 45 && $.live_on == null", "action": "call the sponsor", "owner": "csm", "priority": 2, "reason": "not live yet"},
  {"play": "set and forget", "when": "$.days_inactive >= 30 && $.units_28d > 0", "action": "find out who relies on it"},
  {"play": "renewal at risk", "when": "$.usage_change < -0.2 && $.days_to_renewal <= 90", "action": "executive call", "owner": "manager", "priority": 1},
  {"play": "seats near quota", "when": "$.seats_used >= 0.9 * $.seats", "action": "offer more seats", "owner": "sales", "priority": 3, "reason": "full house"}]'::jsonb AS rules;
SELECT id, a.* FROM playbook, (VALUES (1, '{"days_since_signature": 50, "live_on": null, "seats_used": 9, "seats": 10}'::jsonb), (2, '{"days_inactive": 31, "units_28d": 5, "usage_change": -0.5, "days_to_renewal": 12}'),
  (3, '{"days_since_signature": 50, "live_on": "2026-01-01", "seats_used": 8.9, "seats": 10}'), (4, '{}')) AS customers (id, metrics), playbook_actions(rules, metrics) AS a ORDER BY id, a.priority NULLS LAST;
-- Of a row.
SELECT a.play FROM playbook, (SELECT 50 AS days_since_signature, NULL::date AS live_on) AS c, playbook_actions(rules, to_jsonb(c)) AS a;
SELECT count(*) AS none FROM playbook_actions('[]', '{"a": 1}');
-- Sentences say the values of metrics: numbers with two decimals at most, percentages whole; what is not known is said.
SELECT m.id, a.action, a.reason FROM (VALUES (1, '{"go": true, "change": -0.3512, "ends": "2026-08-01", "seats": 12.000, "on": false, "data region": "eu"}'::jsonb), (2, '{"go": true, "seats": null, "on": [1]}')) AS m (id, metrics),
  playbook_actions('[{"play": "a", "when": "$.go == true", "action": "ask {data region}", "reason": "usage {change%}, {{renewal} on {ends}, {seats} seats, {on}"}, {"play": "b", "when": "$.go == true", "action": "b"}]', metrics) AS a ORDER BY id, a.play;
SELECT count(*) AS of_null FROM playbook, playbook_actions(rules, NULL);

-- ---- faults

SELECT error_of($$ SELECT playbook_actions('{}', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[3]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": "$.a > 1"}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "wen": "$.a > 1", "action": "b"}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "", "when": "$.a > 1", "action": "b"}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": 5, "action": "b"}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": "$.a > 1", "action": "b"}, {"play": "a", "when": "$.a > 2", "action": "c"}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": "$.a > 1", "action": "b", "priority": 0}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": "$.a > 1", "action": "b", "priority": 1.5}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": "a > 1", "action": "b"}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": "$.a >", "action": "b"}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": "$.a > 1", "action": "b", "reason": "of {a"}]', '{}') $$);
-- All at once; conditions, which PostgreSQL reads, when everything else is right.
SELECT error_of($$ SELECT playbook_actions('[3, {"play": "a", "action": 4}, {"play": "a", "when": "a > 1", "action": "b", "owner": true, "wen": 1}]', '{}') $$);
SELECT error_of($$ SELECT playbook_actions('[{"play": "a", "when": "a > 1", "action": "b"}, {"play": "b", "when": "$.a > 1", "action": "b"}, {"play": "c", "when": "$.a >", "action": "b"}]', '{}') $$);
SELECT count(*) AS lines, max(line) FILTER (WHERE line LIKE 'And %') AS last FROM regexp_split_to_table(error_of(format('SELECT playbook_actions(%L, ''{}'')', (SELECT jsonb_agg(i) FROM generate_series(1, 5000) AS i))), '\n') AS line;
SELECT count(*) AS lines, max(line) FILTER (WHERE line LIKE 'And %') AS last FROM regexp_split_to_table(error_of(format('SELECT playbook_actions(%L, ''{}'')', (SELECT jsonb_agg(jsonb_build_object('play', 'p' || i, 'when', '$.', 'action', 'a')) FROM generate_series(1, 150) AS i))), '\n') AS line;
SELECT playbook_actions('[{"play": "a", "when": "$.a", "action": "b"}]', '{"a": 5}');
SELECT playbook_actions('[{"play": "a", "when": "$.a > 1", "action": "b"}]', '{"a": 5}');
SELECT state, statement FROM improper_errors;
-- Which documents the pack takes, and leaves out without an error: those that work even where nothing is known.
SELECT condition, c360_playbook_is_valid(jsonb_build_array(jsonb_build_object('play', 'a', 'when', condition, 'action', 'b')))
FROM unnest(ARRAY['$.a > 1', '1/0 > 2', '$.a >', '$.a', '$.a + 1', '$a > 1']) AS condition;
SELECT document, c360_playbook_is_valid(document) FROM unnest(ARRAY['[]', '{}', '[{}]', NULL]::jsonb[]) AS document;
