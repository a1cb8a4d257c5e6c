-- Revenue: MRR histories, movements, the bridge, retention, prices and unit economics.

TYPE mrr_history COST 10;
COMMENT ON TYPE mrr_history IS
$$The monthly recurring revenue (MRR) of a customer over time: an exact step function, all subscriptions netted.
Text form: the periods in which the customer pays, {[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=120.50}; an open end means still running. Input accepts them in any order and adds them up where they overlap.
Amounts: up to 7.8 · 10^18, exact in units of 1/5040 of a millionth, of which a monthly share of a yearly or quarterly price is a whole number; input is rounded once, to the nearest unit, and output has at most ten decimals, which input reads back as they were.
Size: about 12 bytes, plus 16 bytes for every change of MRR.
Errors: 22P02 for malformed text, 22P03 for malformed bytes, 22023 for a total below zero, 22003 for an amount too large or beyond 1,048,576 changes.
Source: docs/metrics.md, B1.$$;

COMPARISONS mrr_history ONE 'history' MANY 'MRR histories'
  ORDER 'at the first difference, the customer who pays earlier, or more, is greater'
  EQUAL 'Both customers pay the same on every day.'
  DIFFERENT 'The histories differ on some day.';

CREATE FUNCTION c360_mrr_history_sum(mrr_history, mrr_history) RETURNS mrr_history
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
CREATE OPERATOR + (
  LEFTARG = mrr_history, RIGHTARG = mrr_history, FUNCTION = c360_mrr_history_sum, COMMUTATOR = +
);
COMMENT ON OPERATOR + (mrr_history, mrr_history) IS 'What both customers, or two subscriptions of one, pay together, day by day.';

CREATE FUNCTION mrr_at(history mrr_history, at calendar_day) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_mrr_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mrr_at(mrr_history, calendar_day) IS
$$The MRR of a customer on a day.
Arguments: history; at, the day.
Returns: numeric, money per month; 0 before the first subscription and after the last.
NULL: a NULL argument gives NULL.
Errors: 22008 for an infinite day.
Source: docs/metrics.md, B1.$$;

CREATE FUNCTION mrr_periods(history mrr_history) RETURNS TABLE (valid daterange, mrr numeric)
  AS 'MODULE_PATHNAME', 'c360_mrr_periods' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 5;
COMMENT ON FUNCTION mrr_periods(mrr_history) IS
$$The periods of constant MRR in which the customer pays, in order: mrr_agg over them restores the history.
Arguments: history.
Returns: one row per period: valid, half-open, its upper end open while it runs; mrr, money per month, above 0.
NULL: a NULL history gives no row.
Source: docs/metrics.md, B1.$$;

CREATE TYPE mrr_movement AS ENUM ('new', 'expansion', 'contraction', 'churn', 'reactivation');
COMMENT ON TYPE mrr_movement IS
$$What happened to the MRR of a customer from the end of one period to the end of the next.
new: from 0, never active before; reactivation: from 0, active at any time before; churn: to 0; expansion and contraction: both above 0. Exactly one per customer and period.
Source: docs/metrics.md, B2.$$;

CREATE TYPE mrr_change AS (
  period date,
  movement mrr_movement,
  amount numeric,
  mrr numeric
);
COMMENT ON TYPE mrr_change IS
$$A movement of the MRR of a customer.
period: first day of the period; movement; amount: money per month, below 0 for contraction and churn; mrr: at the end of the period, after the movement.
Source: docs/metrics.md, B2.$$;

CREATE FUNCTION mrr_movements(history mrr_history, grain text, as_of calendar_day) RETURNS SETOF mrr_change
  AS 'MODULE_PATHNAME', 'c360_mrr_movements' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 5;
COMMENT ON FUNCTION mrr_movements(mrr_history, text, calendar_day) IS
$$The MRR movements of a customer: one row for every period whose end differs from the end of the one before.
Arguments: history; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on as_of; as_of, the last visible day: for the unfinished period the value on that day counts, and nothing after it exists.
Returns: rows of (period, movement, amount, mrr), ordered by period; no row for a period without a change, nor for a customer who joined and left within one.
NULL: a NULL argument gives no row.
Errors: 22023 for an unknown grain; 22008 for an infinite day.
Source: docs/metrics.md, B2.$$;

CREATE FUNCTION mrr_movements(history mrr_history, grain text, as_of calendar_day, options jsonb)
  RETURNS SETOF mrr_change
  AS 'MODULE_PATHNAME', 'c360_mrr_movements' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 5;
COMMENT ON FUNCTION mrr_movements(mrr_history, text, calendar_day, jsonb) IS
$$The MRR movements of a customer: one row for every period whose end differs from the end of the one before.
Arguments: history; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on as_of; as_of, the last visible day: for the unfinished period the value on that day counts, and nothing after it exists; options: grace_days, a gap of at most so many days is no churn: until it is longer the customer keeps its last MRR, then the churn is of its first day.
Returns: rows of (period, movement, amount, mrr), ordered by period; no row for a period without a change, nor for a customer who joined and left within one.
NULL: a NULL argument gives no row.
Errors: 22023 for options that are not known, for an unknown grain; 22008 for an infinite day.
Source: docs/metrics.md, B2.$$;

AGGREGATE mrr_agg(valid day_range, mrr amount) RETURNS mrr_history NAME mrr_agg_subscription SSPACE 128;
COMMENT ON AGGREGATE mrr_agg(day_range, amount) IS
$$The MRR history of a customer from its subscriptions: with gaps, overlaps (added up) and open ends, without a calendar table.
Arguments: valid, the days on which a subscription is charged, half-open, an open or infinite upper end means still running; mrr, its money per month, negative for a discount (mrr_normalize converts a price).
Returns: mrr_history; the empty history {} when no row counts, NULL when there are no rows.
NULL: rows whose valid or mrr is NULL, and empty ranges, are skipped; their group is kept.
Errors: 22023 for a total below zero on a day, and for a range without a first day; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B1.$$;

AGGREGATE mrr_agg(valid day_range, mrr amount, options jsonb) RETURNS mrr_history NAME mrr_agg_subscription SSPACE 128;
COMMENT ON AGGREGATE mrr_agg(day_range, amount, jsonb) IS
$$The MRR history of a customer from its subscriptions: with gaps, overlaps (added up) and open ends, without a calendar table.
Arguments: valid, the days on which a subscription is charged, half-open, an open or infinite upper end means still running; mrr, its money per month, negative for a discount (mrr_normalize converts a price); options, for example {"below_zero": "zero"}: a total below zero counts as 0 instead of being an error.
Returns: mrr_history; the empty history {} when no row counts, NULL when there are no rows.
NULL: rows whose valid or mrr is NULL, and empty ranges, are skipped; their group is kept.
Errors: 22023 for options that are not known, for a total below zero on a day, and for a range without a first day; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B1.$$;

AGGREGATE mrr_agg(at calendar_day, mrr amount) RETURNS mrr_history NAME mrr_agg_snapshot SSPACE 128;
COMMENT ON AGGREGATE mrr_agg(calendar_day, amount) IS
$$The MRR history of a customer from snapshots, by month. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the MRR of the month before still holds.
Arguments: at, the day of the snapshot; mrr, money per month on that day: several rows of one day are lines that add up, of several days of a month the last one counts.
Returns: mrr_history; the empty history {} when no row counts, NULL when there are no rows.
NULL: rows whose day or mrr is NULL are skipped; their group is kept.
Errors: 22023 for a total below zero; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B1. The best-known public SQL books every active customer as churned in the current month.$$;

AGGREGATE mrr_agg(at calendar_day, mrr amount, options jsonb) RETURNS mrr_history NAME mrr_agg_snapshot SSPACE 128;
COMMENT ON AGGREGATE mrr_agg(calendar_day, amount, jsonb) IS
$$The MRR history of a customer from snapshots, by month. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the MRR of the month before still holds.
Arguments: at, the day of the snapshot; mrr, money per month on that day: several rows of one day are lines that add up, of several days of a month the last one counts; options: grain, of which period a snapshot is, 'day', 'week', 'month' (without options), 'quarter' or 'year'; below_zero, "zero" counts a total below zero as 0 instead of being an error.
Returns: mrr_history; the empty history {} when no row counts, NULL when there are no rows.
NULL: rows whose day or mrr is NULL are skipped; their group is kept.
Errors: 22023 for options that are not known, for a total below zero; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B1. The best-known public SQL books every active customer as churned in the current month.$$;

AGGREGATE mrr_agg(history mrr_history) RETURNS mrr_history NAME mrr_agg_history SSPACE 128;
COMMENT ON AGGREGATE mrr_agg(mrr_history) IS
$$The sum of MRR histories: that of a group of companies from those of its customers.
Arguments: history, one per part.
Returns: mrr_history; the empty history {} when every history is NULL, NULL when there are no rows.
NULL: NULL histories are skipped.
Errors: 22003 for an amount too large.
Source: docs/metrics.md, B1.$$;

AGGREGATE mrr_movements(valid day_range, mrr amount, grain text, as_of calendar_day) RETURNS mrr_change[]
  NAME mrr_movements_subscription SSPACE 128 COST 20;
COMMENT ON AGGREGATE mrr_movements(day_range, amount, text, calendar_day) IS
$$The MRR movements of a customer from its subscriptions, in one step: mrr_movements over mrr_agg.
Arguments: valid, the days on which a subscription is charged, half-open, an open or infinite upper end means still running; mrr, its money per month, negative for a discount (mrr_normalize converts a price); grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on as_of; as_of, the last visible day: for the unfinished period the value on that day counts, and nothing after it exists.
Returns: mrr_change[], ordered by period; empty when there is no movement, NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: rows whose valid or mrr is NULL, and empty ranges, are skipped; their group is kept.
Errors: 22023 when a parameter differs within a group, for an unknown grain, for a total below zero on a visible day, and for a range without a first day; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B2.$$;

AGGREGATE mrr_movements(valid day_range, mrr amount, grain text, as_of calendar_day, options jsonb) RETURNS mrr_change[]
  NAME mrr_movements_subscription SSPACE 128 COST 20;
COMMENT ON AGGREGATE mrr_movements(day_range, amount, text, calendar_day, jsonb) IS
$$The MRR movements of a customer from its subscriptions, in one step: mrr_movements over mrr_agg.
Arguments: valid, the days on which a subscription is charged, half-open, an open or infinite upper end means still running; mrr, its money per month, negative for a discount (mrr_normalize converts a price); grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on as_of; as_of, the last visible day: for the unfinished period the value on that day counts, and nothing after it exists; options: below_zero, "zero" counts a total below zero as 0 instead of being an error; grace_days, a gap of at most so many days is no churn: until it is longer the customer keeps its last MRR, then the churn is of its first day.
Returns: mrr_change[], ordered by period; empty when there is no movement, NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: rows whose valid or mrr is NULL, and empty ranges, are skipped; their group is kept.
Errors: 22023 for options that are not known, when a parameter differs within a group, for an unknown grain, for a total below zero on a visible day, and for a range without a first day; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B2.$$;

AGGREGATE mrr_movements(at calendar_day, mrr amount, grain text, as_of calendar_day) RETURNS mrr_change[]
  NAME mrr_movements_snapshot SSPACE 128 COST 20;
COMMENT ON AGGREGATE mrr_movements(calendar_day, amount, text, calendar_day) IS
$$The MRR movements of a customer from snapshots, by month, in one step: mrr_movements over mrr_agg. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the MRR of the month before still holds.
Arguments: at, the day of the snapshot, which as_of must have reached; mrr, money per month on that day: several rows of one day are lines that add up, of several days of a month the last one counts; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on as_of; as_of, the last visible day: for the unfinished period the value on that day counts, and nothing after it exists.
Returns: mrr_change[], ordered by period; empty when there is no movement, NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: rows whose day or mrr is NULL are skipped; their group is kept.
Errors: 22023 when a parameter differs within a group, for an unknown grain, and for a total below zero in a visible month; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B2. The best-known public SQL books every active customer as churned in the current month.$$;

AGGREGATE mrr_movements(at calendar_day, mrr amount, grain text, as_of calendar_day, options jsonb) RETURNS mrr_change[]
  NAME mrr_movements_snapshot SSPACE 128 COST 20;
COMMENT ON AGGREGATE mrr_movements(calendar_day, amount, text, calendar_day, jsonb) IS
$$The MRR movements of a customer from snapshots, by month, in one step: mrr_movements over mrr_agg. A month without a row is churn from its last day on: until then it may be unfinished, as the running month always is, and the MRR of the month before still holds.
Arguments: at, the day of the snapshot, which as_of must have reached; mrr, money per month on that day: several rows of one day are lines that add up, of several days of a month the last one counts; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on as_of; as_of, the last visible day: for the unfinished period the value on that day counts, and nothing after it exists; options: grain, of which period a snapshot is, 'day', 'week', 'month' (without options), 'quarter' or 'year'; below_zero, "zero" counts a total below zero as 0 instead of being an error; grace_days, a gap of at most so many days is no churn: until it is longer the customer keeps its last MRR, then the churn is of its first day.
Returns: mrr_change[], ordered by period; empty when there is no movement, NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: rows whose day or mrr is NULL are skipped; their group is kept.
Errors: 22023 for options that are not known, when a parameter differs within a group, for an unknown grain, and for a total below zero in a visible month; 22004 when a parameter is NULL; 22003 for an amount that is NaN, infinite or too large; 22008 for an infinite day.
Source: docs/metrics.md, B2. The best-known public SQL books every active customer as churned in the current month.$$;

CREATE TYPE mrr_bridge_row AS (
  period date,
  starting_mrr numeric,
  new_mrr numeric,
  expansion_mrr numeric,
  contraction_mrr numeric,
  churned_mrr numeric,
  reactivation_mrr numeric,
  currency_effect numeric,
  ending_mrr numeric,
  retained_mrr numeric,
  starting_customers bigint,
  new_customers bigint,
  reactivated_customers bigint,
  churned_customers bigint,
  expanded_customers bigint,
  contracted_customers bigint,
  transient_customers bigint,
  ending_customers bigint
);
COMMENT ON TYPE mrr_bridge_row IS
$$One period of the MRR bridge, over all customers.
period: its first day; starting_mrr and ending_mrr: at the end of the period before, and of this one (or on as_of); new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr: the movements between them, contraction and churn below 0, so that they add up to ending − starting, with currency_effect: what the rates of the period made of the MRR at its start, 0 in one currency; retained_mrr: the lesser of start and end, summed over customers, at the rates of the period; *_customers: customers at the start, with each movement, and at the end; transient_customers: joined and left within the period. Sums are 0, never NULL.
Source: docs/metrics.md, B3.$$;

AGGREGATE mrr_bridge(history mrr_history, grain text, as_of calendar_day) RETURNS mrr_bridge_row[] SSPACE 3072 COST 100;
COMMENT ON AGGREGATE mrr_bridge(mrr_history, text, calendar_day) IS
$$The MRR bridge (waterfall) of a population, from the histories of its customers.
Arguments: history, one customer per row; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on as_of; as_of, the last visible day: for the unfinished period the value on that day counts, and nothing after it exists.
Returns: mrr_bridge_row[], one element for every period from the first movement to that of as_of, without gaps; empty when no customer ever paid by then, NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: NULL histories are skipped.
Errors: 22023 when a parameter differs within a group, for an unknown grain, and for more than 40,000 periods; 22004 when a parameter is NULL; 22003 for a sum too large; 22008 for an infinite day.
Source: docs/metrics.md, B3.$$;

AGGREGATE mrr_bridge(history mrr_history, grain text, as_of calendar_day, options jsonb) RETURNS mrr_bridge_row[]
  SSPACE 3072 COST 100;
COMMENT ON AGGREGATE mrr_bridge(mrr_history, text, calendar_day, jsonb) IS
$$The MRR bridge (waterfall) of a population, from the histories of its customers.
Arguments: history, one customer per row; grain, 'day', 'week', 'month', 'quarter', 'year', or '28 days' for blocks that end on as_of; as_of, the last visible day: for the unfinished period the value on that day counts, and nothing after it exists; options: grace_days, a gap of at most so many days is no churn: until it is longer the customer keeps its last MRR, then the churn is of its first day. The other options are of the rows that a history is made from, so that mrr_agg has below_zero, and grain for snapshots: of a history no total is below zero. A history has one currency.
Returns: mrr_bridge_row[], one element for every period from the first movement to that of as_of, without gaps; empty when no customer ever paid by then, NULL when there are no rows. SELECT * FROM unnest(…) turns it into rows.
NULL: NULL histories are skipped.
Errors: 22023 for options that are not known, when a parameter differs within a group, for an unknown grain, and for more than 40,000 periods; 22004 when a parameter is NULL; 22003 for a sum too large; 22008 for an infinite day.
Source: docs/metrics.md, B3.$$;

CREATE FUNCTION mrr_waterfall(bridge mrr_bridge_row[])
  RETURNS TABLE (period date, movement text, amount numeric, customers bigint)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 200
BEGIN ATOMIC
  SELECT b.period, m.movement, m.amount, m.customers
  FROM unnest(bridge) AS b,
    LATERAL (VALUES (1, 'starting', b.starting_mrr, b.starting_customers), (2, 'new', b.new_mrr, b.new_customers),
      (3, 'expansion', b.expansion_mrr, b.expanded_customers),
      (4, 'contraction', b.contraction_mrr, b.contracted_customers), (5, 'churn', b.churned_mrr, b.churned_customers),
      (6, 'reactivation', b.reactivation_mrr, b.reactivated_customers),
      (7, 'currency effect', b.currency_effect, NULL::bigint), (8, 'ending', b.ending_mrr, b.ending_customers))
      AS m (step, movement, amount, customers)
  ORDER BY b.period, m.step;
END;
COMMENT ON FUNCTION mrr_waterfall(mrr_bridge_row[]) IS
$$The MRR bridge in long form, as waterfall charts read it: one row per period and step, in order, from its starting balance over the movements to its ending balance.
Arguments: bridge, what mrr_bridge returns.
Returns: rows of (period, movement, amount, customers); movement is 'starting', one of those of mrr_movement, 'currency effect', or 'ending'; amounts of contraction and churn are below 0, so that starting and movements add up to ending; customers is NULL for the currency effect.
NULL: a NULL bridge gives no row.
Source: docs/metrics.md, B3.$$;

AGGREGATE net_revenue_retention(start_mrr amount, end_mrr amount) RETURNS numeric SSPACE 128;
COMMENT ON AGGREGATE net_revenue_retention(amount, amount) IS
$$Net revenue retention (NRR): how much of the revenue of the customers at the start is there at the end, including expansion?
Arguments: start_mrr and end_mrr of one customer, money per month, both net of all its subscriptions; customers without MRR at the start do not count.
Returns: numeric, a fraction of money, may exceed 1; NULL when nobody paid at the start.
NULL: a row whose start_mrr is NULL is skipped, like one with 0: not a customer yet. A NULL end_mrr, as an outer join gives it, counts as 0: the customer has left, and skipping it would lose exactly the churn.
Errors: 22023 for an MRR below zero; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B5. Widely circulated formulas divide company totals, in which new customers hide the loss of existing ones.$$;

AGGREGATE gross_revenue_retention(start_mrr amount, end_mrr amount) RETURNS numeric
  TRANSITION net_revenue_retention COMBINE net_revenue_retention SSPACE 128;
COMMENT ON AGGREGATE gross_revenue_retention(amount, amount) IS
$$Gross revenue retention (GRR): how much of the revenue of the customers at the start was kept, not counting expansion?
Arguments: start_mrr and end_mrr of one customer, money per month, both net of all its subscriptions; customers without MRR at the start do not count.
Returns: numeric, Σ least(start, end) ÷ Σ start, a fraction of money, 0 to 1; NULL when nobody paid at the start.
NULL: a row whose start_mrr is NULL is skipped, like one with 0: not a customer yet. A NULL end_mrr, as an outer join gives it, counts as 0: the customer has left, and skipping it would lose exactly the churn.
Errors: 22023 for an MRR below zero; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B5. Widely circulated formulas divide company totals, in which new customers hide the loss of existing ones.$$;

AGGREGATE logo_retention(start_mrr amount, end_mrr amount) RETURNS numeric
  TRANSITION net_revenue_retention COMBINE net_revenue_retention SSPACE 128;
COMMENT ON AGGREGATE logo_retention(amount, amount) IS
$$Logo retention: how many of the customers at the start are still there at the end?
Arguments: start_mrr and end_mrr of one customer, money per month, both net of all its subscriptions; customers without MRR at the start do not count.
Returns: numeric, a fraction of customers, 0 to 1; NULL when nobody paid at the start.
NULL: a row whose start_mrr is NULL is skipped, like one with 0: not a customer yet. A NULL end_mrr, as an outer join gives it, counts as 0: the customer has left, and skipping it would lose exactly the churn.
Errors: 22023 for an MRR below zero; 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B5. Widely circulated formulas divide company totals, in which new customers hide the loss of existing ones.$$;

CREATE FUNCTION mrr_normalize(amount amount, unit text, interval_count bigint DEFAULT 1) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_mrr_normalize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION mrr_normalize(amount, text, bigint) IS
$$The MRR of a price that is charged every so many days, weeks, months, quarters or years.
Arguments: amount, money charged each time; unit, 'day', 'week', 'month', 'quarter' or 'year'; interval_count, units between two charges: ('month', 6) is half-yearly.
Returns: numeric, money per month: year ÷ 12, quarter ÷ 3, month, week · 52 ÷ 12, day · 365 ÷ 12, each ÷ count. One division, at the end, with twelve decimals or more, which all functions here take for the exact quotient: three times 10 a year cancel a discount of 30 a year, and arr() gives back the yearly price.
NULL: a NULL argument gives NULL.
Errors: 22023 for an unknown unit, a count below 1, and an amount that is NaN or infinite.
Source: docs/metrics.md, B8. Widely circulated formulas take a month as 4 weeks, or as 30 days: 7.7 % and 1.4 % too low.$$;

CREATE FUNCTION arr(mrr amount) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_arr' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION arr(amount) IS
$$Annual recurring revenue (ARR): what twelve months of an MRR come to.
Arguments: mrr, money per month.
Returns: numeric, money per year: 12 · mrr, where the MRR is taken for the exact share that mrr_normalize rounded, so that 1000 a year is 1000.00 and not 999.9999999999996.
NULL: a NULL argument gives NULL.
Errors: 22003 for an amount that is NaN, infinite or too large.
Source: docs/metrics.md, B4.$$;

CREATE FUNCTION lifetime_value(arpa amount, gross_margin amount, churn_rate amount) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_lifetime_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION lifetime_value(amount, amount, amount) IS
$$Customer lifetime value (LTV): the gross margin that a customer brings in before it leaves.
Arguments: arpa, average MRR per customer; gross_margin, a fraction from 0 to 1; churn_rate, customers lost per month as a fraction of those at its start, 0 to 1.
Returns: numeric, money: arpa · gross_margin ÷ churn_rate; NULL when nobody leaves.
NULL: a NULL argument gives NULL.
Errors: 22023 for a fraction outside 0 to 1, a negative arpa, and for NaN or infinity.
Source: docs/metrics.md, B7.$$;

CREATE FUNCTION cac_payback_months(cac amount, arpa amount, gross_margin amount) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_cac_payback_months' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION cac_payback_months(amount, amount, amount) IS
$$How many months does it take a customer to pay back what it cost to win it?
Arguments: cac, customer acquisition cost: money per new customer; arpa, average MRR per new customer; gross_margin, a fraction from 0 to 1.
Returns: numeric, months: cac ÷ (arpa · gross_margin); NULL when that earns nothing.
NULL: a NULL argument gives NULL.
Errors: 22023 for a fraction outside 0 to 1, a negative cac or arpa, and for NaN or infinity.
Source: docs/metrics.md, B7. In the often printed form, cac ÷ arpa · gross_margin, a lower margin would pay back sooner.$$;
