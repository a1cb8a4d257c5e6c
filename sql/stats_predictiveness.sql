-- Predictiveness: does a metric tell beforehand who will leave? METRICS D10.
SET datestyle = ISO;

-- Twenty customers, measured in March; who had left by June. One metric says it, one half says it, one is the same for all.
CREATE TEMP TABLE customers (id integer, days_inactive integer, coefficient numeric, seats double precision, churned boolean);
INSERT INTO customers
SELECT id, id, (ARRAY[7, 5, 3, 1])[1 + id / 6], 10, id IN (7, 15, 19, 20) FROM generate_series(1, 20) AS id;

SELECT metric, (p).n, (p).churned, round((p).r, 6) AS r, (p).auc, (p).lift, round((p).information_value, 6) AS information_value, (p).direction
  FROM (SELECT metric, predictiveness(value, churned) AS p FROM customers, LATERAL (VALUES ('days_inactive', days_inactive), ('coefficient', coefficient), ('seats', seats)) AS metrics (metric, value) GROUP BY metric) AS answers ORDER BY metric;
-- By hand, for days_inactive. Pairs: 7 is above six who stayed, 15 above 13, 19 and 20 above all 16, so 51 of 64. The tenth
-- with the longest inactivity is two customers; both left, where a fifth of all did.
SELECT count(*) FILTER (WHERE gone.days_inactive > stayed.days_inactive)::numeric / count(*) AS auc FROM customers AS gone, customers AS stayed WHERE gone.churned AND NOT stayed.churned;
SELECT avg(churned::int) FILTER (WHERE days_inactive > 18) / avg(churned::int) AS lift, round(corr(days_inactive, churned::int)::numeric, 6) AS r FROM customers;

-- The same metric upside down: AUC(x) + AUC(-x) = 1, the other end announces, lift stays.
SELECT (p).auc + (q).auc AS one, (p).direction, (q).direction AS upside_down, (p).lift = (q).lift AS same_lift, (p).r = -(q).r AS opposite_r
  FROM (SELECT predictiveness(coefficient, churned) AS p, predictiveness(-coefficient, churned) AS q FROM customers) AS answers;
-- Only the order counts, but for r.
SELECT ((p).auc, (p).lift, (p).information_value, (p).direction) = ((q).auc, (q).lift, (q).information_value, (q).direction) AS the_same, (p).r = (q).r AS same_r
  FROM (SELECT predictiveness(days_inactive, churned) AS p, predictiveness(exp(days_inactive), churned) AS q FROM customers) AS answers;
-- Every type of number; the order of rows does not show.
SELECT predictiveness(days_inactive, churned) = predictiveness(days_inactive::numeric, churned) AS of_numeric, predictiveness(days_inactive, churned) = predictiveness(days_inactive::real, churned) AS of_real,
       predictiveness(days_inactive, churned) = predictiveness(days_inactive, churned ORDER BY id DESC) AS backwards FROM customers;
-- A metric that is yes or no.
SELECT (p).auc, (p).lift, (p).direction FROM (SELECT predictiveness((days_inactive > 14)::int, churned) AS p FROM customers) AS answers;

-- Ties at the border of the tenth: of ten customers the tenth is one, but four share the greatest value, and one of them left.
-- A quarter of each is in the tenth: a quarter of a customer who left, of one; against 2 of 10.
SELECT (predictiveness(value, churned)).lift FROM (VALUES (9, true), (9, false), (9, false), (9, false), (8, true), (1, false), (2, false), (3, false), (4, false), (5, false)) AS ten (value, churned);
-- Fewer than ten: the tenth is a part of one customer.
SELECT predictiveness(value, churned) FROM (VALUES (1, false), (2, false), (3, true)) AS three (value, churned);

-- NULL: what is not known is left out; without both kinds, or without a row, there is nothing to say.
SELECT predictiveness(value, churned) = (SELECT predictiveness(days_inactive, churned) FROM customers) AS skipped
  FROM (SELECT days_inactive, churned FROM customers UNION ALL VALUES (NULL, true), (NULL, false), (100, NULL), (NULL, NULL)) AS rows (value, churned);
SELECT predictiveness(days_inactive, true) IS NULL AS all_left, predictiveness(days_inactive, false) IS NULL AS all_stayed, predictiveness(NULL, churned) IS NULL AS no_metric, predictiveness(days_inactive, NULL) IS NULL AS no_fate,
       predictiveness(days_inactive, churned) FILTER (WHERE false) IS NULL AS no_row FROM customers;
-- Neither end announces: no direction, and no lift. A constant metric has no correlation either.
SELECT predictiveness(value, churned) FROM (VALUES (1, false), (2, true), (3, false)) AS middle (value, churned);
SELECT predictiveness(5, churned) FROM customers;

-- The largest and the smallest doubles, and -0, which is 0.
SELECT (p).r, (p).auc FROM (SELECT predictiveness(value, value > 0) AS p FROM (VALUES ('1.7976931348623157e308'::float8), ('-1.7976931348623157e308')) AS v (value)) AS huge;
SELECT (p).r, (p).auc FROM (SELECT predictiveness(value, value = 0) AS p FROM (VALUES ('4.9406564584124654e-324'::float8), (0)) AS v (value)) AS tiny;
SELECT (p).r, (p).auc FROM (SELECT predictiveness(value, churned) AS p FROM (VALUES ('-0'::float8, true), ('0', false)) AS v (value, churned)) AS zeros;
-- Sums do not depend on the order of rows: with naive ones, r would.
SELECT count(DISTINCT (p).r) AS one FROM (SELECT seed, predictiveness(value, churned ORDER BY hashint4(id * 31 + seed)) AS p FROM generate_series(1, 20) AS seed, (SELECT id, (id * 7919 % 1000) * 0.1 - 3e7 * (id % 3)::float8, id % 5 = 0 FROM generate_series(1, 500) AS id) AS rows (id, value, churned) GROUP BY seed) AS answers;

-- Partial states can be stored and merged.
CREATE AGGREGATE predictiveness_state (double precision, boolean) (SFUNC = c360_predictiveness_transition, STYPE = aggregate_state);
CREATE AGGREGATE predictiveness_of (aggregate_state) (SFUNC = c360_predictiveness_combine, STYPE = aggregate_state, FINALFUNC = c360_predictiveness_final);
CREATE TEMP TABLE shards AS SELECT churned, predictiveness_state(days_inactive, churned) AS state FROM customers GROUP BY churned;
SELECT predictiveness_of(state) = (SELECT predictiveness(days_inactive, churned) FROM customers) AS merged, predictiveness_of(state::text::aggregate_state) = predictiveness_of(state) AS as_text FROM shards;
SELECT churned, predictiveness_of(state) IS NULL AS of_one_kind FROM shards GROUP BY churned ORDER BY churned;
SELECT predictiveness_state(2.5, true) AS state;
DROP AGGREGATE predictiveness_state (double precision, boolean), predictiveness_of (aggregate_state);
