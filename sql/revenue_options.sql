-- Options of mrr_agg, mrr_movements and mrr_bridge: totals below zero, gaps that are no churn, snapshots of any grain,
-- currencies; the bridge in long form. METRICS B1, B3, B9.
SET datestyle = ISO;
CREATE TEMP TABLE subscriptions (customer text, valid daterange, mrr numeric, currency text);
INSERT INTO subscriptions VALUES
  ('steady', '[2026-01-01,)', 100, 'USD'), ('late payer', '[2026-01-10,2026-02-25)', 50, 'USD'), ('late payer', '[2026-03-05,)', 50, 'USD'),
  ('discount', '[2026-01-01,2026-02-01)', 80, 'EUR'), ('discount', '[2026-01-01,2026-03-01)', -20, 'EUR'), ('discount', '[2026-03-01,)', 80, 'EUR');

-- ---- totals below zero

SELECT customer, mrr_agg(valid, mrr, '{"below_zero": "zero"}') FROM subscriptions WHERE customer = 'discount' GROUP BY customer;
SELECT mrr_movements(valid, mrr, 'month', '2026-03-31', '{"below_zero": "zero"}') FROM subscriptions WHERE customer = 'discount';
SELECT period, ending_mrr, churned_customers FROM unnest((SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-03-31', '{"below_zero": "zero"}') FROM subscriptions));

-- ---- gaps: of eight days

SELECT as_of, period, movement, m.mrr FROM unnest('{2026-02-27,2026-03-03,2026-03-04,2026-03-31}'::date[]) AS as_of,
  LATERAL (SELECT mrr_movements(valid, mrr, 'month', as_of, '{"grace_days": 7}') AS list FROM subscriptions WHERE customer = 'late payer') AS lists, unnest(list) AS m ORDER BY 1, 2;
SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-03-31', '{"grace_days": 8, "below_zero": "zero"}') = mrr_bridge(customer, valid, mrr, 'month', '2026-03-31', '{"grace_days": 300, "below_zero": "zero"}') FILTER (WHERE true) AS eight_is_enough FROM subscriptions WHERE customer <> 'discount';
SELECT * FROM mrr_movements(mrr_history '{[2026-01-10,2026-02-25)=50,[2026-03-05,)=40}', 'month', '2026-03-31', '{"grace_days": 8}');
SELECT (unnest(mrr_bridge(history, 'quarter', '2026-03-31', '{"grace_days": 8}'))).churned_customers FROM (VALUES (mrr_history '{[2026-01-10,2026-02-25)=50,[2026-03-05,)=40}')) AS customers (history);

-- ---- snapshots: days of a period never add up

SELECT grain, mrr_agg(day::date, 100, jsonb_build_object('grain', grain)) FROM generate_series(timestamp '2026-01-01', '2026-01-31', interval '1 day') AS day, unnest('{day,week,month,quarter,year}'::text[]) AS grain GROUP BY grain ORDER BY grain;
SELECT mrr_agg(day::date, 50) AS lines_of_a_day_do FROM generate_series(timestamp '2026-01-01', '2026-01-31', interval '1 day') AS day, generate_series(1, 2) AS line;
SELECT period, ending_mrr, churned_customers FROM unnest((SELECT mrr_bridge(1, day::date, 100, 'week', '2026-01-31', '{"grain": "day", "grace_days": 2}') FROM generate_series(timestamp '2026-01-05', '2026-01-20', interval '1 day') AS day WHERE extract(isodow FROM day) < 6));

-- ---- currencies: movements at the period's rate, the rest is the effect of rates

CREATE TEMP TABLE options AS SELECT '{"reporting_currency": "EUR", "below_zero": "zero", "rates": {"USD": {"2026-01-31": 0.90, "2026-02-14": 0.5, "2026-02-28": 0.95, "2026-03-31": 0.90}}}'::jsonb AS options;
SELECT period, starting_mrr, new_mrr, churned_mrr, reactivation_mrr, currency_effect, ending_mrr, retained_mrr, ending_customers FROM unnest((SELECT mrr_bridge(customer, valid, mrr, currency, 'month', '2026-03-31', options) FROM subscriptions, options));
SELECT bool_and(starting_mrr + new_mrr + expansion_mrr + contraction_mrr + churned_mrr + reactivation_mrr + currency_effect = ending_mrr) AS reconciles FROM unnest((SELECT mrr_bridge(customer, valid, mrr, lower(currency), 'month', '2026-03-31', options) FROM subscriptions, options));
SELECT mrr_bridge(customer, lower(valid), abs(mrr), currency, 'month', '2026-03-31', options) IS NOT NULL AS of_snapshots FROM subscriptions, options;
SELECT * FROM mrr_waterfall((SELECT mrr_bridge(customer, valid, mrr, currency, 'quarter', '2026-03-31', '{"reporting_currency": "USD", "below_zero": "zero", "rates": {"EUR": {"2026-03-01": 1.1}}}') FROM subscriptions));
SELECT count(*) AS of_nothing FROM mrr_waterfall(NULL);

-- ---- errors

\i sql/include/errors.sql
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-03-31') FROM subscriptions $$);
SELECT error_of($$ SELECT mrr_bridge(md5(customer)::uuid, valid, -mrr, 'month', '2026-03-31', '{"grace_days": 3}') FROM subscriptions WHERE customer = 'steady' $$);
SELECT error_of($$ SELECT mrr_agg(valid, mrr, '{"below_zero": "error"}') FROM subscriptions WHERE customer = 'discount' $$);
SELECT error_of(format('SELECT mrr_bridge(customer, valid, mrr, %L, %L, %L) FROM subscriptions', 'month', '2026-03-31', options)) FROM unnest(ARRAY['{"bellow_zero": "zero"}', '{"below_zero": "none"}', '{"grace_days": -1}', '{"grace_days": 1.5}', '{"grain": "day"}', '[]', '{"rates": {}}']) AS options;
SELECT error_of(format('SELECT mrr_agg(lower(valid), mrr, %L) FROM subscriptions', options)) FROM unnest(ARRAY['{"grain": "fortnight"}', '{"grain": "7 days"}', '{"grain": 7}', '{"grace_days": 7}']) AS options;
SELECT error_of($$ SELECT mrr_agg(valid, mrr, NULL) FROM subscriptions $$);
SELECT error_of($$ SELECT mrr_agg(valid, mrr, CASE customer WHEN 'steady' THEN '{}' ELSE '{"below_zero": "zero"}' END::jsonb) FROM subscriptions $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, currency, 'month', '2026-03-31', '{}') FROM subscriptions $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, currency, 'month', '2026-03-31', '{"reporting_currency": "EUR"}') FROM subscriptions $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, currency, 'month', '2026-04-30', options) FROM subscriptions, options $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, NULL, 'month', '2026-03-31', options) FROM subscriptions, options $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, currency, 'month', '2026-03-31', '{"reporting_currency": "EUR", "rates": {"USD": {"2026-01": 0.9, "2026-01-31": 0}, "GBP": 1.2}}') FROM subscriptions $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, currency, 'month', '2026-03-31', CASE customer WHEN 'steady' THEN jsonb_set(options, '{rates,USD,2026-01-31}', '0.91') ELSE options END) FROM subscriptions, options $$);
SELECT error_of($$ SELECT mrr_bridge(1, daterange('32000-01-01', NULL), 1, 'EUR', 'year', '40000-01-01', '{"reporting_currency": "EUR"}') $$);
