-- What one unit of the corporate currency bought: one row per currency and period; to_day NULL = still. A company that
-- keeps no dated rates has those of today, for always.
select
  upper(btrim(dated_conversion_rate.iso_code)) as currency,
  dated_conversion_rate.start_date as from_day,
  case when dated_conversion_rate.next_start_date < '2900-01-01' then dated_conversion_rate.next_start_date end as to_day,
  dated_conversion_rate.conversion_rate as rate
from dated_conversion_rate
where dated_conversion_rate.conversion_rate > 0
union all
select upper(btrim(currency_type.iso_code)), '-infinity', null, case when currency_type.is_corporate then 1
  else currency_type.conversion_rate end
from currency_type
where (currency_type.is_corporate or currency_type.conversion_rate > 0)
  and upper(btrim(currency_type.iso_code)) not in (
    select upper(btrim(dated_conversion_rate.iso_code)) from dated_conversion_rate
    where dated_conversion_rate.conversion_rate > 0 and dated_conversion_rate.iso_code <> '')
