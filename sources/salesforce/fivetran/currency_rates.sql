-- What currencies are worth in the corporate one: one row per currency and month of which the last day has a dated rate.
-- The rate of today alone says nothing of other months. Months end with the last sync of an opportunity.
with bounds as (
  select max(local_day(opportunity._fivetran_synced)) as last_day
  from opportunity)
select
  conversion_rates.currency,
  month::date as month,
  1 / conversion_rates.rate as rate
from conversion_rates
cross join bounds
cross join lateral generate_series(date_trunc('month', conversion_rates.from_day::timestamp),
  date_trunc('month', least(conversion_rates.to_day, bounds.last_day)::timestamp), interval '1 month') as month
where conversion_rates.from_day > '-infinity'
  and least((month + interval '1 month')::date - 1, bounds.last_day) >= conversion_rates.from_day
  and (least((month + interval '1 month')::date - 1, bounds.last_day) < conversion_rates.to_day) is not false
