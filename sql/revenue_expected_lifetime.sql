-- expected_lifetime_value: by hand, against plain SQL, and where it ends.

CREATE TEMP TABLE lifetimes AS SELECT '{1,2*2,3+,4,6,6+*2,12+}'::survival_curve AS curve;
SELECT at, round(survival, 4) AS survival FROM lifetimes, survival_points(curve);

-- S(1), S(2), S(3) of 100 · 0.8 a month, not discounted; then from the age of 2; to the end of what was observed.
SELECT value, months, ended_by FROM lifetimes, expected_lifetime_value(curve, 100, 0.8, 0, 0, 3);
SELECT value, months, ended_by FROM lifetimes, expected_lifetime_value(curve, 100, 0.8, 0, 2, 3);
SELECT value, months, ended_by FROM lifetimes, expected_lifetime_value(curve, 100, 0.8, 0.1, 2, 60);
SELECT (expected_lifetime_value(curve, 100, 0.8, 0.1, 13, 60)).*, (expected_lifetime_value('{}', 100, 0.8, 0.1, 0, 60)).ended_by FROM lifetimes;
-- All have left by then: nothing more to expect, and nobody who is older.
SELECT value, months, ended_by FROM expected_lifetime_value('{2,3}', 100, 1, 0, 0, 24);
SELECT value, months, ended_by FROM expected_lifetime_value('{2,3}', 100, 1, 0, 3, 24);
SELECT expected_lifetime_value(NULL, 1, 1, 0, 0, 1) IS NULL AS unknown_curve, expected_lifetime_value('{2}', NULL, 1, 0, 0, 1) IS NULL AS unknown_mrr;

-- With churn at one rate at every age it is what lifetime_value says: mrr · margin ÷ churn, less the first month's.
SELECT value, round(lifetime_value(100, 0.8, 0.5) - 80, 2) AS by_the_rate
  FROM (SELECT survival(month, true) AS curve FROM generate_series(1, 20) AS month, LATERAL generate_series(1, (1048576 / 2 ^ month)::bigint)) AS halving, expected_lifetime_value(curve, 100, 0.8, 0, 0, 20);

-- Against plain SQL from survival_at, on random curves.
SELECT count(*) AS curves, count(*) FILTER (WHERE abs(value - expected) > 0.00501 OR (value IS NULL) <> (expected IS NULL)) AS different
  FROM (SELECT n, (SELECT survival(abs(hashint4(n * 1000 + i)) % 40, hashint4(i * 77 + n) % 3 <> 0) FROM generate_series(1, 3 + n) AS i) AS curve, n % 17 AS age, 1 + n % 50 AS horizon, (n % 5) / 20.0 AS rate FROM generate_series(1, 200) AS n) AS cases,
       LATERAL (SELECT (expected_lifetime_value(curve, 50 + n, 0.75, rate, age, horizon)).value) AS ours,
       LATERAL (SELECT CASE WHEN survival_at(curve, age) > 0 THEN coalesce(sum((50 + n) * 0.75 * survival_at(curve, age + t) / survival_at(curve, age) * power(1 + rate, -t / 12.0)), 0) END AS expected FROM generate_series(1, horizon) AS t) AS plain;

\i sql/include/errors.sql
SELECT error_of($$ SELECT expected_lifetime_value('{5}', 100, 80, 0, 0, 12) $$);
SELECT error_of($$ SELECT expected_lifetime_value('{5}', -100, 0.8, 0, 0, 12) $$);
SELECT error_of($$ SELECT expected_lifetime_value('{5}', 'NaN', 0.8, 0, 0, 12) $$);
SELECT error_of($$ SELECT expected_lifetime_value('{5}', 100, 0.8, -0.1, 0, 12) $$);
SELECT error_of($$ SELECT expected_lifetime_value('{5}', 100, 0.8, 'Infinity', 0, 12) $$);
SELECT error_of($$ SELECT expected_lifetime_value('{5}', 100, 0.8, 0, -1, 12) $$);
SELECT error_of($$ SELECT expected_lifetime_value('{5}', 100, 0.8, 0, 0, 0) $$);
SELECT error_of($$ SELECT expected_lifetime_value('{5}', 100, 0.8, 0, 0, 1201) $$);
SELECT error_of($$ SELECT expected_lifetime_value('{5}', 100, 0.8, 0, 5000000000, 12) $$);
TABLE improper_errors;
