-- What a currency is worth, and on which days: of the rates of one month the least, from its month until the next one
-- begins, and the first one on all days before, too.
--
-- currency: its code
-- rate: units of the reporting currency for one
-- from_day: first day on which it holds; -infinity = of the first rate
-- to_day: first day on which it no longer holds; infinity = of the last one
with monthly as (
  select distinct on (c360_currency(source_currency_rates.currency), source_currency_rates.month)
    c360_currency(source_currency_rates.currency) as currency,
    source_currency_rates.month,
    source_currency_rates.rate
  from source_currency_rates
  where source_currency_rates.rate > 0 and source_currency_rates.month <= as_of()
  order by c360_currency(source_currency_rates.currency), source_currency_rates.month, source_currency_rates.rate)
select
  monthly.currency,
  monthly.rate,
  case when row_number() over in_order > 1 then monthly.month else '-infinity' end as from_day,
  coalesce(lead(monthly.month) over in_order, 'infinity') as to_day
from monthly
window in_order as (partition by monthly.currency order by monthly.month)
