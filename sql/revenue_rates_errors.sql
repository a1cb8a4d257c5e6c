-- Retention rates, prices, unit economics: amounts below zero, fractions outside 0 to 1, unknown units, NaN and infinity.
\i sql/include/errors.sql

SELECT error_of($$ SELECT net_revenue_retention(-1, 5) $$);
SELECT error_of($$ SELECT gross_revenue_retention(5, -1.5) $$);
SELECT error_of($$ SELECT logo_retention(0, -1) $$);
SELECT error_of($$ SELECT net_revenue_retention('NaN', 1) $$);
SELECT error_of($$ SELECT net_revenue_retention(1, 'Infinity') $$);
SELECT error_of($$ SELECT net_revenue_retention(1e40, 1) $$);
SELECT error_of($$ SELECT net_revenue_retention(2e28, 1) FROM generate_series(1, 2) $$);

SELECT error_of($$ SELECT mrr_normalize(1, 'fortnight') $$);
SELECT error_of($$ SELECT mrr_normalize(1, '') $$);
SELECT error_of($$ SELECT mrr_normalize(1, 'months') $$);
SELECT error_of($$ SELECT mrr_normalize(1, repeat('month', 1000)) $$);
SELECT error_of($$ SELECT mrr_normalize(1, 'month', 0) $$);
SELECT error_of($$ SELECT mrr_normalize(1, 'month', -3) $$);
SELECT error_of($$ SELECT mrr_normalize('NaN', 'month') $$);
SELECT error_of($$ SELECT mrr_normalize('-Infinity', 'month') $$);

SELECT error_of($$ SELECT lifetime_value(100, 80, 0.02) $$);
SELECT error_of($$ SELECT lifetime_value(100, -0.1, 0.02) $$);
SELECT error_of($$ SELECT lifetime_value(100, 0.8, 1.000001) $$);
SELECT error_of($$ SELECT lifetime_value(100, 0.8, -0.02) $$);
SELECT error_of($$ SELECT lifetime_value(-100, 0.8, 0.02) $$);
SELECT error_of($$ SELECT lifetime_value('NaN', 0.8, 0.02) $$);
SELECT error_of($$ SELECT lifetime_value(100, 'NaN', 0.02) $$);
SELECT error_of($$ SELECT cac_payback_months(-1, 100, 0.8) $$);
SELECT error_of($$ SELECT cac_payback_months(1, -100, 0.8) $$);
SELECT error_of($$ SELECT cac_payback_months(1, 100, 1.5) $$);
SELECT error_of($$ SELECT cac_payback_months('Infinity', 100, 1) $$);

SELECT error_of($$ SELECT arr('NaN') $$);
SELECT error_of($$ SELECT arr(1e28) $$);
SELECT state, statement FROM improper_errors;
