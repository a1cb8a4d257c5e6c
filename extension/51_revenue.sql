-- Revenue that is expected: what builds on the survival curves of the journey.

CREATE TYPE expected_lifetime_value AS (
  value numeric,
  months integer,
  ended_by text
);
COMMENT ON TYPE expected_lifetime_value IS
$$What a customer is expected to bring in from now on, and how far that looks.
value: money, discounted, to cents, NULL when nobody of that age was observed; months: how many are in it; ended_by: 'horizon', or 'end of observation' where the curve says nothing beyond.
Source: docs/metrics.md, B15.$$;

CREATE FUNCTION expected_lifetime_value(curve survival_curve, mrr amount, gross_margin amount, discount_rate amount,
    age bigint, horizon bigint) RETURNS expected_lifetime_value
  AS 'MODULE_PATHNAME', 'c360_expected_lifetime_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION expected_lifetime_value(survival_curve, amount, amount, amount, bigint, bigint) IS
$$The gross margin that a customer is expected to bring in from now on: what lifetime_value says, without its assumption that customers of every age leave at one rate.
Arguments: curve, of customers' lifetimes in months: survival((ended_on - signed_on) / 30, ended_on IS NOT NULL) and the like; mrr, money per month, as it is now; gross_margin, a fraction from 0 to 1; discount_rate, a fraction per year, 0 for none; age, full months that the customer has been one; horizon, months to look ahead, 1 to 1200.
Returns: expected_lifetime_value (value, months, ended_by): the sum over months t of mrr · gross_margin · S(age + t) ÷ S(age) · (1 + discount_rate)^(−t/12). It ends with the horizon or with what was observed: beyond the longest lifetime seen there is no estimate, and none is made up.
NULL: a NULL argument gives NULL; the value is NULL when nobody of that age was observed.
Errors: 22023 for a fraction outside 0 to 1, a negative mrr, discount_rate or age, a horizon out of bounds, and for NaN or infinity.
Source: docs/metrics.md, B15.$$;
