-- What domains share: sparklines, trends, and whether a metric predicts who will leave.

CREATE FUNCTION sparkline(series amount[], lo amount DEFAULT NULL, hi amount DEFAULT NULL) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_sparkline' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sparkline(amount[], amount, amount) IS
$$A series drawn as block characters, from the least value (▁) to the greatest (█), or on a given scale, so that several series can be compared.
Arguments: series, any unit, in order; lo and hi, the ends of the scale, by default those of the series: values outside are drawn as the nearer end.
Returns: text, one character per element. A constant series without a scale is all middle blocks (▄).
NULL: a NULL element becomes a space, which is not 0; a NULL array gives NULL; a NULL end is the series' own.
Errors: 22023 when lo is not less than hi, and for NaN and infinity; 2202E for an array of several dimensions.
Source: docs/metrics.md, A15.$$;

AGGREGATE sparkline(value amount, at calendar_day) RETURNS text SYMBOL sparkline_agg SSPACE 512 COST 10;
COMMENT ON AGGREGATE sparkline(amount, calendar_day) IS
$$The sparkline of a series of rows, ordered by day, whatever the order of arrival.
Arguments: value, any unit; at, its day. Two values of one day stand side by side, the smaller first.
Returns: text, one character per row; NULL when no row has a day.
NULL: a row without a value is a space, a row without a day is skipped.
Errors: 22023 for NaN and infinity; 22008 for an infinite day; 22003 when a state would exceed 1 GB.
Source: docs/metrics.md, A15.$$;

CREATE TYPE trend AS (
  slope_per_30_days numeric,
  r numeric,
  t numeric,
  n bigint,
  direction text
);
COMMENT ON TYPE trend IS
$$The result of the aggregate trend.
slope_per_30_days: units of the value per 30 days; r: correlation of value and day, from -1 to 1, NULL when the value is constant; t: r · √((n − 2) ÷ (1 − r²)), the slope in its standard errors, NULL when the value is constant and when the points lie exactly on a line; n: points; direction: up or down when |t| ≥ 2 or the points lie exactly on a rising or falling line, else flat.
Source: docs/metrics.md, D6.$$;

AGGREGATE trend(value amount, at calendar_day) RETURNS trend COST 20;
COMMENT ON AGGREGATE trend(amount, calendar_day) IS
$$Is it going up or down? The straight line through a value's points over days, by least squares, with its strength and direction.
Arguments: value, any unit and type of number, exact to 6 decimals, rounded half to even; at, its day. Several points of one day each count.
Returns: trend (slope_per_30_days, r, t, n, direction); NULL for fewer than three points, and when all points are of one day.
NULL: rows whose value or day is NULL are skipped.
Errors: 22023 for NaN and infinity; 22003 for a value beyond ±9223372036854.775807; 22008 for an infinite day.
Source: docs/metrics.md, D6.$$;

-- ---- predictiveness

CREATE TYPE predictiveness AS (
  n bigint,
  churned bigint,
  r numeric,
  auc numeric,
  lift numeric,
  information_value numeric,
  direction text
);
COMMENT ON TYPE predictiveness IS
$$What the aggregate predictiveness says about a metric.
n: customers counted; churned: those who left; r: point-biserial correlation, NULL for a constant metric; auc: the share of all pairs in which the customer who left has a greater metric than the one who stayed, ties counting half (0 to 1; 0.5 says nothing); lift: churn rate of the tenth of customers at the end that announces churn ÷ overall churn rate; information_value: over deciles, 0 says nothing; direction: which end announces churn, higher or lower, NULL with lift when auc is exactly 0.5.
Source: docs/metrics.md, D10.$$;

AGGREGATE predictiveness(metric double precision, churned boolean) RETURNS predictiveness SSPACE 1024 COST 100;
COMMENT ON AGGREGATE predictiveness(double precision, boolean) IS
$$Does the metric predict who will leave? One row per customer, measured before it was known.
Arguments: metric, any unit, integers and numeric included; churned, whether the customer left afterwards.
Returns: predictiveness (n, churned, r, auc, lift, information_value, direction). Pairs and tenths are counted exactly; where the border of a tenth falls among equal metrics, each of them is in it by the same fraction. Bins are deciles that never split equal metrics, with half a customer added to both kinds in each bin.
NULL: rows whose metric or churned is NULL are skipped; NULL unless some stayed and some left.
Errors: 22023 for NaN and infinity; 22003 when a state would exceed 1 GB (some hundred million rows).
Source: docs/metrics.md, D10.$$;
